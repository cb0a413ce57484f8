package resolvers

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

// maxAround bounds where a drawing starts.
const maxAround = 50

func (q queryResolver) Subgraph(ctx context.Context, around []string, depth *int, filter map[string]any, maxNodes *int) (*answer.JSON, error) {
	a := newRootField(ctx)
	find := query.FindSubgraph{Around: around, Depth: 1, MaxNodes: 200}
	if depth != nil {
		find.Depth = *depth
	}
	if maxNodes != nil {
		find.MaxNodes = *maxNodes
	}
	if len(around) == 0 || len(around) > maxAround {
		return nil, fmt.Errorf("%w: %d ids to start from; 1 to %d are possible", graph.ErrInvalid, len(around), maxAround)
	}
	if err := find.Check(); err != nil {
		return nil, err
	}

	if filter != nil {
		var err error
		if find.Where, err = a.predicate(graph.KindAction, filter); err != nil {
			return nil, err
		}
	}
	gq := &query.Query{Find: find}
	p := a.items(projected(gq), graph.KindNode, find.MaxNodes, a.at(a.sets(), "Subgraph", "nodes")...)
	found, err := q.fetch(ctx, a, gq)
	if err != nil {
		return nil, err
	}
	return a.object("Subgraph", subgraph(found, p)), nil
}
