package resolvers

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

const maxAntecedentDays = 365

func (queryResolver) Antecedents(ctx context.Context, _ string, _, _ *int) ([]*answer.JSON, error) {
	return answered[[]*answer.JSON](ctx)
}

// antecedents gives a hint to curators. No other answer uses it, because closeness in time is no link.
func (f *rootField) antecedents() (*question, error) {
	find := query.FindAntecedents{Action: f.text("action")}
	var err error
	if find.MaxDays, err = f.integer("maxDays"); err != nil {
		return nil, err
	}
	if find.Limit, err = f.integer("first"); err != nil {
		return nil, err
	}
	if find.MaxDays < 1 || find.MaxDays > maxAntecedentDays {
		return nil, fmt.Errorf("%w: maxDays is %d; 1 to %d are possible", graph.ErrInvalid, find.MaxDays, maxAntecedentDays)
	}
	if find.Limit < 1 || find.Limit > query.MaxPage {
		return nil, fmt.Errorf("%w: first is %d; 1 to %d are possible", graph.ErrInvalid, find.Limit, query.MaxPage)
	}
	q := &query.Query{Find: find}
	f.charge(find.Limit)
	load := selectedValues(q)
	load.addValues(graph.KindAction, "earliest")
	p := f.items(load, graph.KindAction, find.Limit, f.below(f.selections(), "Antecedent", "action")...)
	return &question{q, func(found *query.Answer) (any, error) {
		out := make([]*answer.JSON, len(found.Items))
		for i, it := range found.Items {
			delay := graph.DaysBetween(graph.Day(it.Text("earliest")), found.Day)
			out[i] = f.object("Antecedent", object{"delayDays": delay, "action": one(it, p)})
		}
		return out, nil
	}}, nil
}
