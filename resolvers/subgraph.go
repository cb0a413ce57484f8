package resolvers

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

// maxAround is how many nodes a subgraph may start from.
const maxAround = 50

func (r queryResolver) Subgraph(
	ctx context.Context, around []string, depth *int, filter map[string]any, maxNodes *int,
) (*answer.JSON, error) {
	if len(around) == 0 || len(around) > maxAround {
		return nil, fmt.Errorf("%w: %d ids to start from; 1 to %d are possible", graph.ErrInvalid, len(around), maxAround)
	}
	find := query.FindSubgraph{Around: around, Depth: orDefault(depth, 1), MaxNodes: orDefault(maxNodes, 200)}
	if err := find.Check(); err != nil {
		return nil, err
	}
	f := newRootField(ctx)
	if filter != nil {
		var err error
		if find.Where, err = f.predicate(graph.KindAction, filter); err != nil {
			return nil, err
		}
	}
	return r.drawing(ctx, f, find, find.MaxNodes)
}
