package resolvers

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (q queryResolver) Node(ctx context.Context, id string) (*answer.JSON, error) {
	return q.byID(ctx, graph.KindNode, id)
}

func (q queryResolver) Actor(ctx context.Context, id string) (*answer.JSON, error) {
	return q.byID(ctx, graph.KindActor, id)
}

func (q queryResolver) Action(ctx context.Context, id string) (*answer.JSON, error) {
	return q.byID(ctx, graph.KindAction, id)
}

func (q queryResolver) Nodes(ctx context.Context, ids []string) ([]*answer.JSON, error) {
	if len(ids) > query.MaxPage {
		return nil, fmt.Errorf("%w: %d ids; at most %d at a time", graph.ErrTooLarge, len(ids), query.MaxPage)
	}
	return q.find(ctx, graph.KindNode, ids)
}

// byID finds one thing; an unknown id is null.
func (q queryResolver) byID(ctx context.Context, kind graph.Kind, id string) (*answer.JSON, error) {
	found, err := q.find(ctx, kind, []string{id})
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

func (q queryResolver) find(ctx context.Context, kind graph.Kind, ids []string) ([]*answer.JSON, error) {
	a := newRootField(ctx)
	gq := &query.Query{}
	find := query.FindNodes{IDs: ids}
	if kind != graph.KindNode {
		find.Kinds = []graph.Kind{kind}
	}
	gq.Find = find
	a.charge(len(ids))
	p := a.items(projected(gq), kind, max(len(ids), 1), a.field.Selections)
	found, err := q.fetch(ctx, a, gq)
	if err != nil {
		return nil, err
	}
	out := make([]*answer.JSON, len(ids))
	for i, it := range found.Items {
		if it != nil {
			out[i] = a.write(func(w *writer) { w.item(it, p) })
		}
	}
	return out, nil
}
