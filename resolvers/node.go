package resolvers

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (queryResolver) Node(ctx context.Context, _ string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

func (queryResolver) Actor(ctx context.Context, _ string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

func (queryResolver) Action(ctx context.Context, _ string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

func (queryResolver) Nodes(ctx context.Context, _ []string) ([]*answer.JSON, error) {
	return answered[[]*answer.JSON](ctx)
}

func (f *rootField) node() (*question, error)   { return f.byID(graph.KindNode) }
func (f *rootField) actor() (*question, error)  { return f.byID(graph.KindActor) }
func (f *rootField) action() (*question, error) { return f.byID(graph.KindAction) }

func (f *rootField) nodes() (*question, error) {
	ids := f.texts("ids")
	if len(ids) > query.MaxPage {
		return nil, fmt.Errorf("%w: %d ids; at most %d at a time", graph.ErrTooLarge, len(ids), query.MaxPage)
	}
	q, write := f.byIDs(graph.KindNode, ids)
	return &question{q, func(found *query.Answer) (any, error) { return write(found), nil }}, nil
}

// byID asks for one node or fact; it is null when nothing has the id.
func (f *rootField) byID(kind graph.Kind) (*question, error) {
	q, write := f.byIDs(kind, []string{f.text("id")})
	return &question{q, func(found *query.Answer) (any, error) { return write(found)[0], nil }}, nil
}

func (f *rootField) byIDs(kind graph.Kind, ids []string) (*query.Query, func(*query.Answer) []*answer.JSON) {
	find := query.FindNodes{IDs: ids}
	if kind != graph.KindNode {
		find.Kinds = []graph.Kind{kind}
	}
	q := &query.Query{Find: find}
	f.charge(len(ids))
	p := f.items(selectedValues(q), kind, max(len(ids), 1), f.selections()...)
	return q, func(found *query.Answer) []*answer.JSON {
		out := make([]*answer.JSON, len(ids))
		for i, it := range found.Items {
			if it != nil {
				out[i] = f.write(func(w *writer) { w.item(it, p) })
			}
		}
		return out
	}
}
