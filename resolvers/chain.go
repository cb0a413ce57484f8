package resolvers

import (
	"context"

	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (queryResolver) Chain(ctx context.Context, _ string, _ *string, _ *int, _, _ []string, _ *int) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

func (f *rootField) chain() (*question, error) {
	find := query.FindChain{
		Action: f.text("action"), Direction: query.Direction(f.text("direction")), Basis: f.texts("basis"), Modes: f.texts("mode"),
	}
	var err error
	if find.MaxDepth, err = f.integer("maxDepth"); err != nil {
		return nil, err
	}
	if find.MaxNodes, err = f.integer("maxNodes"); err != nil {
		return nil, err
	}
	if err := find.Check(); err != nil {
		return nil, err
	}
	return f.drawing(find, find.MaxNodes), nil
}
