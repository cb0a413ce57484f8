package resolvers

import (
	"slices"

	"github.com/demarche-graph/demarche/graph/query"
)

// simplify unwraps an And with one condition, and turns an Or of conditions on the attribution into one condition with all
// keys, because a store can look keys up in an index, but not an Or.
func simplify(p query.Pred) query.Pred {
	if and, ok := p.(query.And); ok && len(and) == 1 {
		return simplify(and[0])
	}
	or, ok := p.(query.Or)
	if !ok || len(or) == 0 {
		return p
	}
	var all query.Attributed
	for i, q := range or {
		on, ok := simplify(q).(query.Attributed)
		if !ok || i > 0 && on.Direct != all.Direct {
			return p
		}
		all.Direct = on.Direct
		for _, k := range on.Keys {
			if !slices.Contains(all.Keys, k) {
				all.Keys = append(all.Keys, k)
			}
		}
	}
	return all
}
