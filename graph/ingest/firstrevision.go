package ingest

import "github.com/demarche-graph/demarche/graph"

// FirstRevision makes revision 1 of what a store held before it had a log.
type FirstRevision struct{ Place int } // of the last change so far

// Take sets since when the statements of some records stand, all nodes of one kind or all edges, and lists them. The datasets of a
// record come in the order in which they stated it. Nodes must come before edges, or the revision cannot be replayed.
func (f *FirstRevision) Take(records [][]Statement) []Touched {
	var out []Touched
	for rank, some := 0, true; some; rank++ { // first what the first dataset states of each record, then the second …
		some = false
		type run struct {
			dataset string
			edge    graph.EdgeKind
		}
		var order []run
		members := map[run][]*Statement{}
		for _, statements := range records {
			if rank >= len(statements) {
				continue
			}
			some = true
			s := &statements[rank]
			r := run{s.Dataset, s.Record.Edge}
			if members[r] == nil {
				order = append(order, r)
			}
			members[r] = append(members[r], s)
		}
		for _, r := range order {
			list := Touched{Position: Position{1, f.Place + 1}, Dataset: r.dataset, Edge: r.edge, Kind: members[r][0].Record.Kind}
			for _, s := range members[r] {
				f.Place++
				s.Since, s.Place = 1, f.Place
				list.Refs = append(list.Refs, s.Record.Ref())
			}
			out = append(out, list)
		}
	}
	return out
}
