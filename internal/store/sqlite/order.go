package sqlite

import (
	"cmp"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// cut puts the items of a page in order, and leaves out the one that tells whether there are more.
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

// ordering is the order of a list of one kind, or of KindNode, as the statements have it.
func ordering(k graph.Kind, o query.Order) func(a, b hit) int {
	if k == graph.KindNode && o.By == query.ByDate {
		o.By = query.ByID // things of several kinds have no date in common
	}
	earliest, latest := query.DayColumns(k)
	return func(a, b hit) int {
		d := 0
		switch o.By {
		case query.ByDate:
			x, y := a.Text(earliest), b.Text(earliest)
			if (x == "") != (y == "") {
				return cmp.Compare(y, x) // undated last, in both directions
			}
			d = cmp.Or(cmp.Compare(x, y), cmp.Compare(a.Text(latest), b.Text(latest)))
		case query.ByNumber:
			x, known := a.Sort.(float64)
			y, also := b.Sort.(float64)
			if known != also {
				if known {
					return -1
				}
				return 1
			}
			d = cmp.Compare(x, y)
		case query.ByName:
			d = cmp.Compare(a.Text("sortName"), b.Text("sortName"))
		}
		d = cmp.Or(d, cmp.Compare(a.Text("id"), b.Text("id")))
		if o.Desc {
			return -d
		}
		return d
	}
}
