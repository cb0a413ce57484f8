package plan

import (
	"cmp"
	"slices"

	"github.com/demarche-graph/demarche/graph/query"
)

// Normalize writes a condition in its plainest form, which means the same: nested conditions of one kind are one, what
// wraps a single condition is opened, not not is nothing, and attribution keys of which any will do are one condition,
// which an index serves where it would not serve an or. It gives nil for what is always true.
func Normalize(p query.Pred) query.Pred {
	switch p := p.(type) {
	case nil:
		return nil
	case query.And:
		return joined(flattenAnd(nil, p))
	case query.Or:
		return normalizeOr(p)
	case query.Not:
		return normalizeNot(p)
	case query.Related:
		p.Where = Normalize(p.Where)
		return p
	case query.Attributed:
		p.Keys = Distinct(p.Keys)
		return p
	case query.IDIn, query.In, query.Between, query.Like, query.HasValue, query.HeldOn, query.Overlaps, query.Matches, query.InPlaces:
		return p
	}
	return p
}

// Conditions are those that all have to hold, of a normalised condition.
func Conditions(p query.Pred) []query.Pred {
	if all, ok := p.(query.And); ok || p == nil {
		return all
	}
	return []query.Pred{p}
}

// joined is the condition that all of these hold.
func joined(all query.And) query.Pred {
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return all
}

func flattenAnd(all query.And, nested query.And) query.And {
	for _, p := range nested {
		all = append(all, Conditions(Normalize(p))...)
	}
	return all
}

func normalizeOr(nested query.Or) query.Pred {
	either := make(query.Or, 0, len(nested))
	for _, p := range nested {
		p = Normalize(p)
		if p == nil {
			return nil
		}
		if alternatives, ok := p.(query.Or); ok {
			either = append(either, alternatives...)
		} else {
			either = append(either, p)
		}
	}
	if on, ok := joinedKeys(either); ok {
		return on
	}
	if len(either) == 1 {
		return either[0]
	}
	return either
}

// joinedKeys is one condition on the attribution in place of several, when all are such and as direct.
func joinedKeys(either query.Or) (query.Attributed, bool) {
	var all query.Attributed
	for i, p := range either {
		on, ok := p.(query.Attributed)
		if !ok || i > 0 && on.Direct != all.Direct {
			return query.Attributed{}, false
		}
		all.Direct, all.Keys = on.Direct, append(all.Keys, on.Keys...)
	}
	all.Keys = Distinct(all.Keys)
	return all, len(either) > 0
}

func normalizeNot(not query.Not) query.Pred {
	p := Normalize(not.Pred)
	if p == nil {
		return query.Or{} // nothing is not so
	}
	if twice, ok := p.(query.Not); ok {
		return twice.Pred
	}
	if either, ok := p.(query.Or); ok && len(either) == 0 {
		return nil
	}
	return query.Not{Pred: p}
}

// Distinct sorts keys and keeps each once. It never writes to the list that it is given, which belongs to the question.
func Distinct[T cmp.Ordered](keys []T) []T {
	if len(keys) < 2 {
		return keys
	}
	sorted := slices.Clone(keys)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}
