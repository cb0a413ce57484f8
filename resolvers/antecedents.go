package resolvers

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

const maxAntecedentDays = 365

// Antecedents answers with a hint for curators. No other answer uses it, because closeness in time is no link.
func (r queryResolver) Antecedents(ctx context.Context, action string, maxDays, first *int) ([]*answer.JSON, error) {
	find := query.FindAntecedents{Action: action, MaxDays: orDefault(maxDays, 14), Limit: orDefault(first, 50)}
	if find.MaxDays < 1 || find.MaxDays > maxAntecedentDays {
		return nil, fmt.Errorf("%w: maxDays is %d; 1 to %d are possible", graph.ErrInvalid, find.MaxDays, maxAntecedentDays)
	}
	if find.Limit < 1 || find.Limit > query.MaxPage {
		return nil, fmt.Errorf("%w: first is %d; 1 to %d are possible", graph.ErrInvalid, find.Limit, query.MaxPage)
	}
	f := newRootField(ctx)
	q := &query.Query{Find: find}
	f.charge(find.Limit)
	p := f.items(everyValue(&q.Includes), graph.KindAction, find.Limit, f.below(f.selections(), "Antecedent", "action")...)
	found, err := r.fetch(ctx, f, q)
	if err != nil {
		return nil, err
	}
	out := make([]*answer.JSON, len(found.Items))
	for i, it := range found.Items {
		delay := graph.DaysBetween(graph.Day(it.Text("earliest")), found.Day)
		out[i] = f.object("Antecedent", object{"delayDays": delay, "action": one(it, p)})
	}
	return out, nil
}
