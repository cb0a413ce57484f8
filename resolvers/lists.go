package resolvers

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

// The methods below are the root fields that are connections of one kind. They read their arguments (filter, orderBy, first,
// after, last, before) as nested connections do.

func (queryResolver) Actors(ctx context.Context, _, _ map[string]any, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

func (queryResolver) Actions(ctx context.Context, _, _ map[string]any, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

func (queryResolver) Responses(ctx context.Context, _, _ map[string]any, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

func (queryResolver) Claims(ctx context.Context, _, _ map[string]any, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

func (queryResolver) Sources(ctx context.Context, _ map[string]any, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

func (queryResolver) Episodes(ctx context.Context, _ map[string]any, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

func (queryResolver) Places(ctx context.Context, _ map[string]any, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

func (queryResolver) Datasets(ctx context.Context, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

func listOf(kind graph.Kind) func(*rootField) (*question, error) {
	return func(f *rootField) (*question, error) {
		list, err := f.list(kind, f.arguments)
		if err != nil {
			return nil, err
		}
		q := &query.Query{}
		p := f.connection(&list, selectedValues(q), kind, string(kind), 1, f.selections()...)
		q.Find = query.FindList{Kind: kind, List: list}
		return f.page(q, p), nil
	}
}

// page asks for one connection.
func (f *rootField) page(q *query.Query, p *connectionPlan) *question {
	return &question{q, func(found *query.Answer) (any, error) {
		return f.write(func(w *writer) { w.page(pageOf(found), p) }), nil
	}}
}

// pageOf returns the items of an answer as one page.
func pageOf(found *query.Answer) *query.Items {
	return &query.Items{Items: found.Items, Total: found.Total, More: found.More, Groups: found.Groups}
}
