package plan

import (
	"cmp"
	"slices"

	"github.com/demarche-graph/demarche/graph/query"
)

// Normalize simplifies a condition without changing what it means: it flattens And within And and Or within Or, unwraps an And
// or Or of one condition, drops double negation, and joins attribution keys of which any will do into one Attributed, because
// an index serves a list of keys but not an Or. It gives nil for a condition that is always true.
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
	case query.IDIn, query.In, query.Between, query.Like, query.HasValue, query.HeldOn, query.Overlaps, query.Matches,
		query.InPlaces:
		return p
	}
	return p
}

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

// flattenAnd appends the normalised conditions to all.
func flattenAnd(all query.And, nested query.And) query.And {
	for _, p := range nested {
		all = append(all, Conditions(Normalize(p))...)
	}
	return all
}

// normalizeOr normalises a condition of which any part has to hold.
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

// joinedKeys joins conditions into one Attributed, if all are Attributed and equally direct.
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

// normalizeNot normalises a negated condition.
func normalizeNot(not query.Not) query.Pred {
	p := Normalize(not.Pred)
	if p == nil {
		return query.Or{} // always false
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
