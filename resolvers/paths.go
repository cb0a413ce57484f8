package resolvers

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (q queryResolver) Paths(ctx context.Context, from, to string, maxLength, first *int) ([]*answer.JSON, error) {
	a := newRootField(ctx)
	find := query.FindPaths{From: from, To: to, MaxLength: 6, First: 5}
	if maxLength != nil {
		find.MaxLength = *maxLength
	}
	if first != nil {
		find.First = *first
	}
	if err := find.Check(); err != nil {
		return nil, err
	}
	gq := &query.Query{Find: find}
	p := a.items(projected(gq), graph.KindNode, find.First*(find.MaxLength+1), a.at(a.sets(), "Path", "nodes")...)
	found, err := q.fetch(ctx, a, gq)
	if err != nil {
		return nil, err
	}
	edges := drawn(found.Edges)
	out := make([]*answer.JSON, len(found.Paths))
	for i, path := range found.Paths {
		o := object{"length": len(path.Edges)}
		nodes := make([]*query.Item, len(path.Nodes))
		for j, n := range path.Nodes {
			nodes[j] = found.Items[n]
		}
		along := make([]object, len(path.Edges))
		for j, e := range path.Edges {
			along[j] = edges[e]
		}
		o["nodes"], o["edges"] = items{list: nodes, plan: p}, along
		out[i] = a.object("Path", o)
	}
	return out, nil
}
