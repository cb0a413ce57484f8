package resolvers

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (r queryResolver) Node(ctx context.Context, id string) (*answer.JSON, error) {
	return r.byID(ctx, graph.KindNode, id)
}

func (r queryResolver) Actor(ctx context.Context, id string) (*answer.JSON, error) {
	return r.byID(ctx, graph.KindActor, id)
}

func (r queryResolver) Action(ctx context.Context, id string) (*answer.JSON, error) {
	return r.byID(ctx, graph.KindAction, id)
}

func (r queryResolver) Nodes(ctx context.Context, ids []string) ([]*answer.JSON, error) {
	if len(ids) > query.MaxPage {
		return nil, fmt.Errorf("%w: %d ids; at most %d at a time", graph.ErrTooLarge, len(ids), query.MaxPage)
	}
	return r.byIDs(ctx, graph.KindNode, ids)
}

// byID answers with one node or fact, null when nothing has the id.
func (r queryResolver) byID(ctx context.Context, kind graph.Kind, id string) (*answer.JSON, error) {
	found, err := r.byIDs(ctx, kind, []string{id})
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

func (r queryResolver) byIDs(ctx context.Context, kind graph.Kind, ids []string) ([]*answer.JSON, error) {
	f := newRootField(ctx)
	find := query.FindNodes{IDs: ids}
	if kind != graph.KindNode {
		find.Kinds = []graph.Kind{kind}
	}
	q := &query.Query{Find: find}
	f.charge(len(ids))
	p := f.items(selectedValues(q), kind, max(len(ids), 1), f.selections()...)
	found, err := r.fetch(ctx, f, q)
	if err != nil {
		return nil, err
	}
	out := make([]*answer.JSON, len(ids))
	for i, it := range found.Items {
		if it != nil {
			out[i] = f.write(func(w *writer) { w.item(it, p) })
		}
	}
	return out, nil
}
