package resolvers

import (
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// drawing asks for a Subgraph: nodes, and the edges among them, as a client draws them.
func (f *rootField) drawing(find query.Find, maxNodes int) *question {
	q := &query.Query{Find: find}
	p := f.items(selectedValues(q), graph.KindNode, maxNodes, f.below(f.selections(), "Subgraph", "nodes")...)
	return &question{q, func(found *query.Answer) (any, error) {
		return f.object("Subgraph", object{
			"nodes": items{list: found.Items, plan: p}, "edges": subgraphEdges(found.Edges), "truncated": found.Truncated,
		}), nil
	}}
}

// subgraphEdges returns edges in the form that drawing libraries take.
func subgraphEdges(edges []query.Edge) []object {
	out := make([]object, len(edges))
	for i, e := range edges {
		out[i] = object{
			"id": e.ID, "source": e.Source, "target": e.Target,
			"kind": string(e.Kind), "mode": orNull(e.Mode), "basis": string(e.Basis),
		}
	}
	return out
}

// selected returns the elements at these positions, in the order of the positions.
func selected[T any](all []T, positions []int) []T {
	out := make([]T, len(positions))
	for i, n := range positions {
		out[i] = all[n]
	}
	return out
}
