package resolvers

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
)

// Limits of a drawing.
const (
	maxAround   = 50
	maxDistance = 5
	maxDrawn    = 5000
)

func (q query) Subgraph(ctx context.Context, around []string, depth *int, filter map[string]any, maxNodes *int) (*answer.JSON, error) {
	a := ask(ctx)
	find := graph.FindSubgraph{Around: around, Depth: 1, MaxNodes: 200}
	if depth != nil {
		find.Depth = *depth
	}
	if maxNodes != nil {
		find.MaxNodes = *maxNodes
	}
	switch {
	case len(around) == 0 || len(around) > maxAround:
		return nil, fmt.Errorf("%w: %d ids to start from; 1 to %d are possible", graph.ErrInvalid, len(around), maxAround)
	case find.Depth < 0 || find.Depth > maxDistance:
		return nil, fmt.Errorf("%w: depth is %d; 0 to %d edges can be walked", graph.ErrInvalid, find.Depth, maxDistance)
	case find.MaxNodes < 1 || find.MaxNodes > maxDrawn:
		return nil, fmt.Errorf("%w: maxNodes is %d; 1 to %d are possible", graph.ErrInvalid, find.MaxNodes, maxDrawn)
	}
	if filter != nil {
		var err error
		if find.Where, err = a.predicate(graph.KindAction, filter); err != nil {
			return nil, err
		}
	}
	gq := &graph.Query{Find: find}
	p := a.items(&gq.Wants, graph.KindNode, find.MaxNodes, a.at(a.sets(), "Subgraph", "nodes")...)
	found, err := q.fetch(ctx, a, gq)
	if err != nil {
		return nil, err
	}
	return a.object("Subgraph", subgraph(found, p)), nil
}
