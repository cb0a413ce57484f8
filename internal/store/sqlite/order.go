package sqlite

import (
	"cmp"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// cut puts the items of a page in order. A statement gives one item more than the page holds; if it comes, cut leaves it out
// and gives true.
func cut[T any](hits []T, p query.Page, order func(a, b T) int) ([]T, bool) {
	slices.SortFunc(hits, order)
	over := len(hits) - p.Limit
	switch {
	case over <= 0:
		return hits, false
	case p.Backward:
		return hits[over:], true
	}
	return hits[:p.Limit], true
}

// ordering compares items in the order in which the statements of a list read them.
func ordering(k graph.Kind, o query.Order) func(a, b hit) int {
	keys := plan.KeysOf(k, o)
	earliest, latest, place := query.DateColumns(k)
	return func(a, b hit) int {
		for _, key := range keys {
			d := 0
			switch key {
			case plan.KeyEarliest:
				x, y := a.Text(earliest), b.Text(earliest)
				if (x == "") != (y == "") {
					return cmp.Compare(y, x) // undated last, in both directions
				}
				d = cmp.Compare(x, y)
			case plan.KeyLatest:
				d = cmp.Compare(a.Text(latest), b.Text(latest))
			case plan.KeyPlace:
				d = intOf(a.Value(place)) - intOf(b.Value(place))
			case plan.KeyNumber:
				x, known := a.Sort.(float64)
				y, also := b.Sort.(float64)
				if known != also {
					if known {
						return -1
					}
					return 1
				}
				d = cmp.Compare(x, y)
			case plan.KeyName:
				d = cmp.Compare(a.Text("sortName"), b.Text("sortName"))
			case plan.KeyID:
				d = cmp.Compare(a.Text("id"), b.Text("id"))
			}
			if d != 0 && o.Desc {
				return -d
			}
			if d != 0 {
				return d
			}
		}
		return 0
	}
}
