package resolvers

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (queryResolver) Paths(ctx context.Context, _, _ string, _, _ *int) ([]*answer.JSON, error) {
	return answered[[]*answer.JSON](ctx)
}

func (f *rootField) paths() (*question, error) {
	find := query.FindPaths{From: f.text("from"), To: f.text("to")}
	var err error
	if find.MaxLength, err = f.integer("maxLength"); err != nil {
		return nil, err
	}
	if find.First, err = f.integer("first"); err != nil {
		return nil, err
	}
	if err := find.Check(); err != nil {
		return nil, err
	}
	q := &query.Query{Find: find}
	most := find.First * (find.MaxLength + 1) // nodes: a path has one more than edges
	p := f.items(selectedValues(q), graph.KindNode, most, f.below(f.selections(), "Path", "nodes")...)
	return &question{q, func(found *query.Answer) (any, error) {
		edges := subgraphEdges(found.Edges)
		out := make([]*answer.JSON, len(found.Paths))
		for i, path := range found.Paths {
			out[i] = f.object("Path", object{
				"length": len(path.Edges), "nodes": items{list: selected(found.Items, path.Nodes), plan: p}, "edges": selected(edges, path.Edges),
			})
		}
		return out, nil
	}}, nil
}
