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

func (queryResolver) Subgraph(ctx context.Context, _ []string, _ *int, _ map[string]any, _ *int) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

func (f *rootField) subgraph() (*question, error) {
	find := query.FindSubgraph{Around: f.texts("around")}
	if len(find.Around) == 0 || len(find.Around) > maxAround {
		return nil, fmt.Errorf("%w: %d ids to start from; 1 to %d are possible", graph.ErrInvalid, len(find.Around), maxAround)
	}
	var err error
	if find.Depth, err = f.integer("depth"); err != nil {
		return nil, err
	}
	if find.MaxNodes, err = f.integer("maxNodes"); err != nil {
		return nil, err
	}
	if err := find.Check(); err != nil {
		return nil, err
	}
	if filter, given := f.arguments["filter"].(map[string]any); given {
		if find.Where, err = f.predicate(graph.KindAction, filter); err != nil {
			return nil, err
		}
	}
	return f.drawing(find, find.MaxNodes), nil
}
