package resolvers

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (queryResolver) Exchange(ctx context.Context, _, _ string, _, _ *string, _ *bool) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

// exchange asks for a summary of each side and a page of entries at once. The two actors are loaded with the summaries.
func (f *rootField) exchange() (*question, error) {
	find := query.FindExchange{Between: f.text("between"), And: f.text("and"), Direct: f.argument("includeParts") == false}
	var err error
	if find.Since, find.Until, err = days(f.arguments); err != nil {
		return nil, err
	}
	q := &query.Query{}
	sides := f.below(f.selections(), "Exchange", "sides")
	find.Sides = len(sides) > 0
	actor := f.items(valuesOfSides(q), graph.KindActor, 2, f.below(sides, "ExchangeSide", "actor")...)

	find.List.Order = query.Order{By: query.ByDate}
	var entries *connectionPlan
	for _, c := range f.collect("Exchange", f.selections()...) {
		if c.name() != "entries" {
			continue
		}
		if entries != nil {
			return nil, tooComplex("entries can be asked for once in an exchange")
		}
		if find.List, err = f.list(graph.KindEntry, c.arguments(f.op)); err != nil {
			return nil, err
		}
		entries = f.connection(&find.List, selectedValues(q), graph.KindEntry, "ExchangeEntry", 1, c.selections...)
	}
	q.Find = find
	return &question{q, func(found *query.Answer) (any, error) {
		o := object{"sides": exchangeSides(found.Sides, actor)}
		if entries != nil {
			o["entries"] = page{pageOf(found), entries}
		}
		return f.object("Exchange", o), nil
	}}, nil
}

func exchangeSides(sides []query.Side, actor writePlan) []object {
	out := make([]object, len(sides))
	for i, s := range sides {
		out[i] = object{
			"actor": one(s.Item, actor), "actionCount": s.Count, "responseCount": s.Responses,
			"intensityCount": s.Rated, "meanIntensity": meanOrNull(s.Intensity, s.Rated), "quadCounts": quadCounts(s.Quads),
		}
	}
	return out
}
