package plan

import (
	"cmp"
	"slices"

	"github.com/demarche-graph/demarche/graph/query"
)

// compare puts normalised conditions in one order: by how dear they are to test, then by what they compare, then by values. So
// the text of a statement depends on what is asked, not on the order in which a client asks it. Conditions that are equal in it
// are the same.
func compare(a, b query.Pred) int {
	if d := cmp.Compare(rank(a), rank(b)); d != 0 {
		return d
	}
	switch a := a.(type) {
	case nil:
		return 0
	case query.And:
		return slices.CompareFunc(a, b.(query.And), compare)
	case query.Or:
		return slices.CompareFunc(a, b.(query.Or), compare)
	case query.Not:
		return compare(a.Pred, b.(query.Not).Pred)
	case query.IDIn:
		return slices.Compare(a, b.(query.IDIn))
	case query.InPlaces:
		return slices.Compare(a, b.(query.InPlaces))
	case query.OwnedBy:
		return slices.Compare(a, b.(query.OwnedBy))
	case query.OfCountry:
		return slices.Compare(a, b.(query.OfCountry))
	case query.In:
		b := b.(query.In)
		return cmp.Or(cmp.Compare(a.Prop, b.Prop), slices.Compare(a.Values, b.Values))
	case query.Like:
		b := b.(query.Like)
		return cmp.Or(cmp.Compare(a.Prop, b.Prop), compareBools(a.Prefix, b.Prefix),
			compareBools(len(a.Values) > 1, len(b.Values) > 1), slices.Compare(a.Values, b.Values))
	case query.HasValue:
		return cmp.Compare(a.Prop, b.(query.HasValue).Prop)
	case query.HeldOn:
		return cmp.Compare(a.Day, b.(query.HeldOn).Day)
	case query.Matches:
		return cmp.Compare(a.Text, b.(query.Matches).Text)
	case query.Between:
		b := b.(query.Between)
		return cmp.Or(cmp.Compare(a.Prop, b.Prop), compareBools(a.Min == nil, b.Min == nil), compareBools(a.Max == nil, b.Max == nil),
			compareBounds(a.Min, b.Min), compareBounds(a.Max, b.Max))
	case query.Overlaps:
		b := b.(query.Overlaps)
		return cmp.Or(compareBools(a.Since == "", b.Since == ""), compareBools(a.Until == "", b.Until == ""),
			cmp.Compare(a.Since, b.Since), cmp.Compare(a.Until, b.Until))
	case query.Attributed:
		b := b.(query.Attributed)
		return cmp.Or(compareBools(a.Direct, b.Direct), slices.Compare(a.Keys, b.Keys))
	case query.Related:
		b := b.(query.Related)
		return cmp.Or(cmp.Compare(a.Relation.From, b.Relation.From), cmp.Compare(a.Relation.Name, b.Relation.Name),
			cmp.Compare(len(a.Relation.Path), len(b.Relation.Path)), compare(a.Where, b.Where))
	}
	return 0
}

// rank is the place of a type of condition in the order of compare. A negated condition comes after those that are as dear.
func rank(p query.Pred) int {
	switch p := p.(type) {
	case nil:
		return 0
	case query.IDIn:
		return 2
	case query.In:
		return 4
	case query.HasValue:
		return 6
	case query.Between:
		return 8
	case query.HeldOn:
		return 10
	case query.Overlaps:
		return 12
	case query.Like:
		return 14
	case query.Matches:
		return 16
	case query.Attributed:
		return 18
	case query.InPlaces:
		return 20
	case query.OwnedBy:
		return 22
	case query.OfCountry:
		return 24
	case query.Related:
		return 26
	case query.And:
		return 28
	case query.Or:
		return 30
	case query.Not:
		return rank(p.Pred) + 1
	}
	return 32
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// compareBounds compares bounds that are both nil or both not.
func compareBounds(a, b *float64) int {
	if a == nil || b == nil {
		return 0
	}
	return cmp.Compare(*a, *b)
}
