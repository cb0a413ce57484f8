package plan

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// reach is how many of some rows, in the order of the list, a page reads through a lens until so many stand. It goes by the sample of
// acts: what a lens leaves may all be at the other end of the list, such as what was known years ago.
func (e *estimate) reach(l List, wanted, rows int) int {
	if l.Kind == graph.KindResponse { // it stands with both its acts
		wanted = query.AtMost(wanted, 3, rows)
	}
	read, found := 0, 0
	each := float64(rows) / float64(len(e.Acts)) // rows for which one of the sample stands
	byDate := l.Order.By == query.ByDate
	for a := range l.inOrder(e.Acts) {
		stands, known := a.Stands(e.lens)
		if !known {
			return query.AtMost(leftByLens, wanted, rows)
		}
		if read++; stands {
			found++
		}
		if byDate && float64(found)*each >= float64(wanted) {
			return min(rows, max(wanted, int(each*float64(read))))
		}
	}
	switch {
	case read == 0: // the store was not measured
		return query.AtMost(leftByLens, wanted, rows)
	case byDate || found == 0:
		return rows
	}
	return min(rows, wanted*read/found)
}

// inOrder goes through acts, which are in order of date with undated ones last, as a list by date does.
func (l List) inOrder(acts []query.Act) func(yield func(*query.Act) bool) {
	dated, isUndated := len(acts), func(a query.Act) bool { return a.Earliest == "" }
	if i := slices.IndexFunc(acts, isUndated); i >= 0 {
		dated = i
	}
	return func(yield func(*query.Act) bool) {
		for i := range acts {
			if l.Page.Backward { // from the end, where the undated ones are
				i = (i + dated) % len(acts)
			}
			if i < dated && l.Down() {
				i = dated - 1 - i
			}
			if !yield(&acts[i]) {
				return
			}
		}
	}
}
