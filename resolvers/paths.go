package resolvers

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (r queryResolver) Paths(ctx context.Context, from, to string, maxLength, first *int) ([]*answer.JSON, error) {
	find := query.FindPaths{From: from, To: to, MaxLength: orDefault(maxLength, 6), First: orDefault(first, 5)}
	if err := find.Check(); err != nil {
		return nil, err
	}
	f := newRootField(ctx)
	q := &query.Query{Find: find}
	most := find.First * (find.MaxLength + 1) // nodes: a path has one more than edges
	p := f.items(selectedValues(q), graph.KindNode, most, f.below(f.selections(), "Path", "nodes")...)
	found, err := r.fetch(ctx, f, q)
	if err != nil {
		return nil, err
	}
	edges := subgraphEdges(found.Edges)
	out := make([]*answer.JSON, len(found.Paths))
	for i, path := range found.Paths {
		out[i] = f.object("Path", object{
			"length": len(path.Edges), "nodes": items{list: selected(found.Items, path.Nodes), plan: p}, "edges": selected(edges, path.Edges),
		})
	}
	return out, nil
}
