package resolvers

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

const maxAntecedentDays = 365

// Antecedents is a hint to a curator. No other answer uses it: closeness in time is no link.
func (q queryResolver) Antecedents(ctx context.Context, action string, maxDays, first *int) ([]*answer.JSON, error) {
	a := newRootField(ctx)
	find := query.FindAntecedents{Action: action, MaxDays: 14, Limit: 50}
	if maxDays != nil {
		find.MaxDays = *maxDays
	}
	if first != nil {
		find.Limit = *first
	}
	if find.MaxDays < 1 || find.MaxDays > maxAntecedentDays {
		return nil, fmt.Errorf("%w: maxDays is %d; 1 to %d are possible", graph.ErrInvalid, find.MaxDays, maxAntecedentDays)
	}
	if find.Limit < 1 || find.Limit > query.MaxPage {
		return nil, fmt.Errorf("%w: first is %d; 1 to %d are possible", graph.ErrInvalid, find.Limit, query.MaxPage)
	}
	gq := &query.Query{Find: find}
	a.charge(find.Limit)
	p := a.items(wholeItems(&gq.Includes), graph.KindAction, find.Limit, a.at(a.sets(), "Antecedent", "action")...)
	found, err := q.fetch(ctx, a, gq)
	if err != nil {
		return nil, err
	}
	out := make([]*answer.JSON, len(found.Items))
	for i, it := range found.Items {
		delay := graph.DaysBetween(graph.Day(it.Text("earliest")), found.Day)
		out[i] = a.object("Antecedent", object{"delayDays": delay, "action": items{[]*query.Item{it}, p, true}})
	}
	return out, nil
}
