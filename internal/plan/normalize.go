package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// Normalize simplifies a condition without changing what it means, so that conditions that mean the same are the same text
// in a store, however a client has put them. In what it gives:
//
//   - Not stands on single conditions only. A condition is true or false, never unknown, so De Morgan's laws hold.
//   - And and Or alternate, have two or more conditions each, and have them once and in one order, cheap ones first.
//   - Conditions on the same value are one, where they can be: alternatives by their lists, bounds by their intersection. An
//     index serves a list of keys, but not an Or; a database's planner takes a long Or apart, but not a list.
//
// It gives nil for a condition that is always true, and an empty Or for one that is always false.
func Normalize(p query.Pred) query.Pred { return normalize(p, false) }

// normalize normalises a condition, or its negation.
func normalize(p query.Pred, negated bool) query.Pred {
	switch p := p.(type) {
	case nil:
		return constant(!negated)
	case query.And:
		return composed(p, !negated, negated)
	case query.Or:
		return composed(p, negated, negated)
	case query.Not:
		return normalize(p.Pred, !negated)
	case query.IDIn, query.In, query.Between, query.Like, query.HasValue, query.HeldOn, query.Overlaps, query.Matches, query.Related,
		query.Attributed, query.InPlaces, query.OwnedBy, query.OfCountry:
	}
	p, holds := normalizeLeaf(p)
	switch {
	case !holds:
		return constant(negated)
	case negated:
		return query.Not{Pred: p}
	}
	return p
}

// constant is the condition that is always true, or always false.
func constant(v bool) query.Pred {
	if v {
		return nil
	}
	return query.Or{}
}

// never tells whether a normalised condition is always false.
func never(p query.Pred) bool {
	either, ok := p.(query.Or)
	return ok && len(either) == 0
}

// normalizeList normalises a condition p that is a list.
func normalizeList[L interface {
	~[]string
	query.Pred
}](p query.Pred, list L) (_ query.Pred, ok bool) {
	if !distinct(list) {
		p = Distinct(list)
	}
	return p, len(list) > 0
}

// normalizeLeaf normalises a single condition; ok is false if nothing can meet it. What is normal already is given as it is.
func normalizeLeaf(p query.Pred) (_ query.Pred, ok bool) {
	switch x := p.(type) {
	case query.IDIn:
		return normalizeList(p, x)
	case query.InPlaces:
		return normalizeList(p, x)
	case query.OwnedBy:
		return normalizeList(p, x)
	case query.OfCountry:
		return normalizeList(p, x)
	case query.In:
		if !distinct(x.Values) {
			x.Values = Distinct(x.Values)
			p = x
		}
		return p, len(x.Values) > 0
	case query.Like:
		if !distinct(x.Values) {
			x.Values = Distinct(x.Values)
			p = x
		}
		return p, len(x.Values) > 0
	case query.Attributed:
		if !distinct(x.Keys) {
			x.Keys = Distinct(x.Keys)
			p = x
		}
		return p, len(x.Keys) > 0
	case query.Matches:
		words := Words(x.Text)
		return query.Matches{Text: strings.Join(words, " ")}, len(words) > 0
	case query.Related:
		if ids, named := x.Where.(query.IDIn); x.Where == nil || named && len(ids) > 0 && distinct(ids) {
			return p, true
		}
		x.Where = Normalize(x.Where)
		return x, !never(x.Where)
	case query.And, query.Or, query.Not, query.Between, query.HasValue, query.HeldOn, query.Overlaps:
	}
	return p, true
}

// Words are the words of a text to look for, folded and sorted, each once. What is the beginning of another is left out: whoever has
// a word that begins with the longer one has one that begins with it too.
func Words(text string) []string {
	words := Distinct(graph.Tokens(text))
	out := words[:0]
	for i, w := range words { // what begins with w comes next to it
		if i+1 == len(words) || !strings.HasPrefix(words[i+1], w) {
			out = append(out, w)
		}
	}
	return out
}

// composed normalises conditions, or their negations, of which all have to hold, or any.
func composed(list []query.Pred, all, negated bool) query.Pred {
	flat := make([]query.Pred, 0, len(list))
	for _, p := range list {
		if flat = appendFlat(flat, normalize(p, negated), all); flat == nil {
			return constant(!all) // one of them decides
		}
	}
	if len(flat) > 1 {
		if flat = merged(flat, all); flat == nil {
			return constant(!all)
		}
		slices.SortFunc(flat, compare)
		flat = slices.CompactFunc(flat, func(a, b query.Pred) bool { return compare(a, b) == 0 })
	}
	switch {
	case len(flat) == 0:
		return constant(all)
	case len(flat) == 1:
		return flat[0]
	case all:
		return query.And(flat)
	}
	return query.Or(flat)
}

// appendFlat appends a normalised condition to those of an And (all) or an Or; it gives nil if that decides the whole.
func appendFlat(list []query.Pred, p query.Pred, all bool) []query.Pred {
	switch x := p.(type) {
	case nil:
		if !all {
			return nil
		}
		return list
	case query.And:
		if all {
			return append(list, x...)
		}
	case query.Or:
		if len(x) == 0 && all {
			return nil
		}
		if !all {
			return append(list, x...)
		}
	case query.Not, query.IDIn, query.In, query.Between, query.Like, query.HasValue, query.HeldOn, query.Overlaps, query.Matches,
		query.Related, query.Attributed, query.InPlaces, query.OwnedBy, query.OfCountry:
	}
	return append(list, p)
}

// merged joins conditions of an And (all) or an Or on the same value, negated ones by themselves; nil if they decide the whole.
func merged(list []query.Pred, all bool) []query.Pred {
	out := list[:0] // as long as what has been read at most
next:
	for _, p := range list {
		for i, have := range out {
			joined, ok := join(have, p, all)
			switch {
			case !ok:
				continue
			case joined == nil || never(joined):
				return nil
			}
			out[i] = joined
			continue next
		}
		out = append(out, p)
	}
	return out
}

// join makes one condition of two, if it can: all of which has to hold, or any.
func join(a, b query.Pred, all bool) (_ query.Pred, ok bool) {
	not, negated := a.(query.Not)
	also, both := b.(query.Not)
	switch {
	case negated && both:
		if p, ok := join(not.Pred, also.Pred, !all); ok {
			return normalize(p, true), true
		}
		return nil, false
	case negated || both:
		return nil, false
	case all:
		return intersection(a, b)
	}
	return union(a, b)
}

// union is a condition that any of two conditions meets.
func union(a, b query.Pred) (_ query.Pred, ok bool) {
	switch a := a.(type) {
	case query.IDIn:
		if b, same := b.(query.IDIn); same {
			return query.IDIn(both(a, b)), true
		}
	case query.InPlaces:
		if b, same := b.(query.InPlaces); same {
			return query.InPlaces(both(a, b)), true
		}
	case query.OwnedBy:
		if b, same := b.(query.OwnedBy); same {
			return query.OwnedBy(both(a, b)), true
		}
	case query.OfCountry:
		if b, same := b.(query.OfCountry); same {
			return query.OfCountry(both(a, b)), true
		}
	case query.In:
		if b, same := b.(query.In); same && a.Prop == b.Prop {
			return query.In{Prop: a.Prop, Values: both(a.Values, b.Values)}, true
		}
	case query.Like:
		if b, same := b.(query.Like); same && a.Prop == b.Prop && a.Prefix == b.Prefix {
			return query.Like{Prop: a.Prop, Values: both(a.Values, b.Values), Prefix: a.Prefix}, true
		}
	case query.Attributed:
		if b, same := b.(query.Attributed); same && a.Direct == b.Direct {
			return query.Attributed{Keys: both(a.Keys, b.Keys), Direct: a.Direct}, true
		}
	case query.Related:
		if b, same := b.(query.Related); same && a.Relation == b.Relation {
			return query.Related{Relation: a.Relation, Where: Normalize(query.Or{a.Where, b.Where})}, true
		}
	case query.And, query.Or, query.Not, query.Between, query.HasValue, query.HeldOn, query.Overlaps, query.Matches:
	}
	return nil, false
}

// intersection is a condition that only what meets both conditions meets.
func intersection(a, b query.Pred) (_ query.Pred, ok bool) {
	switch a := a.(type) {
	case query.IDIn:
		if b, same := b.(query.IDIn); same {
			ids := slices.DeleteFunc(slices.Clone(a), func(id string) bool { return !slices.Contains(b, id) })
			return normalize(ids, false), true
		}
	case query.Between:
		if b, same := b.(query.Between); same && a.Prop == b.Prop {
			return query.Between{Prop: a.Prop, Min: closer(a.Min, b.Min, 1), Max: closer(a.Max, b.Max, -1)}, true
		}
	case query.Overlaps:
		if b, same := b.(query.Overlaps); same {
			out := query.Overlaps{Since: max(a.Since, b.Since), Until: a.Until}
			if a.Until == "" || b.Until != "" && b.Until < a.Until {
				out.Until = b.Until
			}
			return out, true
		}
	case query.And, query.Or, query.Not, query.In, query.Like, query.HasValue, query.HeldOn, query.Matches, query.Related,
		query.Attributed, query.InPlaces, query.OwnedBy, query.OfCountry:
	}
	return nil, false
}

// closer is the bound that excludes more: the larger with sign 1, the smaller with -1. nil excludes nothing.
func closer(a, b *float64, sign int) *float64 {
	if a == nil || b != nil && cmp.Compare(*b, *a) == sign {
		return b
	}
	return a
}

// both are the members of two lists, sorted, each once.
func both(a, b []string) []string { return Distinct(slices.Concat(a, b)) }

// Conditions splits a normalised condition into those that all have to hold.
func Conditions(p query.Pred) []query.Pred {
	if all, ok := p.(query.And); ok || p == nil {
		return all
	}
	return []query.Pred{p}
}

// joined returns the condition that all of these hold.
func joined(all query.And) query.Pred {
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return all
}

// Distinct sorts keys and keeps each once. It never writes to the list that it is given, which belongs to the question.
func Distinct[L ~[]T, T cmp.Ordered](keys L) L {
	if distinct(keys) {
		return keys
	}
	sorted := slices.Clone(keys)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

// distinct tells whether keys are sorted and each is there once.
func distinct[T cmp.Ordered](keys []T) bool {
	for i := 1; i < len(keys); i++ {
		if keys[i-1] >= keys[i] {
			return false
		}
	}
	return true
}
