package resolvers

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (q queryResolver) Chain(ctx context.Context, action string, direction *string, maxDepth *int, basis, mode []string, maxNodes *int) (*answer.JSON, error) {
	a := newRootField(ctx)
	find := query.FindChain{Action: action, Direction: query.Both, MaxDepth: 10, MaxNodes: 500, Basis: basis, Modes: mode}
	if direction != nil {
		find.Direction = query.Direction(*direction)
	}
	if maxDepth != nil {
		find.MaxDepth = *maxDepth
	}
	if maxNodes != nil {
		find.MaxNodes = *maxNodes
	}
	if err := find.Check(); err != nil {
		return nil, err
	}
	gq := &query.Query{Find: find}
	p := a.items(projected(gq), graph.KindNode, find.MaxNodes, a.at(a.sets(), "Subgraph", "nodes")...)
	found, err := q.fetch(ctx, a, gq)
	if err != nil {
		return nil, err
	}
	return a.object("Subgraph", subgraph(found, p)), nil
}

func subgraph(found *query.Answer, p writePlan) object {
	return object{"nodes": items{list: found.Items, plan: p}, "edges": drawn(found.Edges), "truncated": found.Truncated}
}

// drawn are edges as drawing libraries take them.
func drawn(edges []query.Edge) []object {
	out := make([]object, len(edges))
	for i, e := range edges {
		out[i] = object{"id": e.ID, "source": e.Source, "target": e.Target, "kind": string(e.Kind), "mode": orNull(e.Mode), "basis": string(e.Basis)}
	}
	return out
}
