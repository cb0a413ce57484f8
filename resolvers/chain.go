package resolvers

import (
	"context"

	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (r queryResolver) Chain(
	ctx context.Context, action string, direction *string, maxDepth *int, basis, mode []string, maxNodes *int,
) (*answer.JSON, error) {
	find := query.FindChain{
		Action: action, Direction: query.Direction(orDefault(direction, string(query.Both))),
		MaxDepth: orDefault(maxDepth, 10), MaxNodes: orDefault(maxNodes, 500), Basis: basis, Modes: mode,
	}
	if err := find.Check(); err != nil {
		return nil, err
	}
	return r.drawing(ctx, newRootField(ctx), find, find.MaxNodes)
}
