package resolvers

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

type (
	args = map[string]any
	num  = *int
	text = *string
)

// The plain connections. Their arguments are read from the selection, as those of nested ones are.

func (q queryResolver) Actors(ctx context.Context, _, _ args, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindActor)
}

func (q queryResolver) Actions(ctx context.Context, _, _ args, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindAction)
}

func (q queryResolver) Responses(ctx context.Context, _, _ args, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindResponse)
}

func (q queryResolver) Claims(ctx context.Context, _, _ args, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindClaim)
}

func (q queryResolver) Sources(ctx context.Context, _ args, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindSource)
}

func (q queryResolver) Episodes(ctx context.Context, _ args, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindEpisode)
}

func (q queryResolver) Places(ctx context.Context, _ args, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindPlace)
}

func (q queryResolver) Datasets(ctx context.Context, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindDataset)
}

func (q queryResolver) list(ctx context.Context, kind graph.Kind) (*answer.JSON, error) {
	a := newRootField(ctx)
	list, err := a.selectionCompiler.list(kind, a.args())
	if err != nil {
		return nil, err
	}
	gq := &query.Query{}
	rows := max(list.Page.Limit, 1)
	a.charge(rows)
	p := a.connection(&list, projected(gq), kind, string(kind), rows, a.field.Selections)
	gq.Find = query.FindList{Kind: kind, List: list}
	return q.page(ctx, a, gq, p)
}

// page asks and writes one connection.
func (q queryResolver) page(ctx context.Context, a *rootField, gq *query.Query, p *pagePlan) (*answer.JSON, error) {
	found, err := q.fetch(ctx, a, gq)
	if err != nil {
		return nil, err
	}
	l := &query.Items{Items: found.Items, Total: found.Total, More: found.More, Groups: found.Groups}
	return a.write(func(w *writer) { w.page(l, p) }), nil
}
