package resolvers

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
)

type (
	args = map[string]any
	num  = *int
	text = *string
)

// The plain connections. Their arguments are read from the selection, as those of nested ones are.

func (q query) Actors(ctx context.Context, _, _ args, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindActor)
}

func (q query) Actions(ctx context.Context, _, _ args, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindAction)
}

func (q query) Responses(ctx context.Context, _, _ args, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindResponse)
}

func (q query) Claims(ctx context.Context, _, _ args, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindClaim)
}

func (q query) Sources(ctx context.Context, _ args, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindSource)
}

func (q query) Episodes(ctx context.Context, _ args, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindEpisode)
}

func (q query) Places(ctx context.Context, _ args, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindPlace)
}

func (q query) Datasets(ctx context.Context, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	return q.list(ctx, graph.KindDataset)
}

func (q query) list(ctx context.Context, kind graph.Kind) (*answer.JSON, error) {
	a := ask(ctx)
	list, err := a.compiler.list(kind, a.args())
	if err != nil {
		return nil, err
	}
	gq := &graph.Query{}
	rows := max(list.Page.Limit, 1)
	a.charge(rows)
	p := a.connection(&list, picked(gq), kind, string(kind), rows, a.field.Selections)
	gq.Find = graph.FindList{Kind: kind, List: list}
	return q.page(ctx, a, gq, p)
}

// page asks and writes one connection.
func (q query) page(ctx context.Context, a *asked, gq *graph.Query, p *pagePlan) (*answer.JSON, error) {
	found, err := q.fetch(ctx, a, gq)
	if err != nil {
		return nil, err
	}
	l := &graph.Items{Items: found.Items, Total: found.Total, More: found.More, Groups: found.Groups}
	return a.write(func(w *writer) { w.page(l, p) }), nil
}
