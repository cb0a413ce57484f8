package resolvers

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

// The methods below are the root fields that are connections of one kind. They read their arguments (filter, orderBy, first,
// after, last, before) from the selection, as nested connections do.

func (r queryResolver) Actors(ctx context.Context, _, _ map[string]any, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return r.list(ctx, graph.KindActor)
}

func (r queryResolver) Actions(ctx context.Context, _, _ map[string]any, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return r.list(ctx, graph.KindAction)
}

func (r queryResolver) Responses(ctx context.Context, _, _ map[string]any, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return r.list(ctx, graph.KindResponse)
}

func (r queryResolver) Claims(ctx context.Context, _, _ map[string]any, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return r.list(ctx, graph.KindClaim)
}

func (r queryResolver) Sources(ctx context.Context, _ map[string]any, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return r.list(ctx, graph.KindSource)
}

func (r queryResolver) Episodes(ctx context.Context, _ map[string]any, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return r.list(ctx, graph.KindEpisode)
}

func (r queryResolver) Places(ctx context.Context, _ map[string]any, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return r.list(ctx, graph.KindPlace)
}

func (r queryResolver) Datasets(ctx context.Context, _ *int, _ *string, _ *int, _ *string) (*answer.JSON, error) {
	return r.list(ctx, graph.KindDataset)
}

func (r queryResolver) list(ctx context.Context, kind graph.Kind) (*answer.JSON, error) {
	f := newRootField(ctx)
	list, err := f.selectionCompiler.list(kind, f.arguments())
	if err != nil {
		return nil, err
	}
	q := &query.Query{}
	p := f.connection(&list, selectedValues(q), kind, string(kind), 1, f.selections()...)
	q.Find = query.FindList{Kind: kind, List: list}
	return r.page(ctx, f, q, p)
}

// page asks for one connection and writes it.
func (r queryResolver) page(ctx context.Context, f *rootField, q *query.Query, p *connectionPlan) (*answer.JSON, error) {
	found, err := r.fetch(ctx, f, q)
	if err != nil {
		return nil, err
	}
	return f.write(func(w *writer) { w.page(pageOf(found), p) }), nil
}

// pageOf returns the items of an answer as one page.
func pageOf(found *query.Answer) *query.Items {
	return &query.Items{Items: found.Items, Total: found.Total, More: found.More, Groups: found.Groups}
}
