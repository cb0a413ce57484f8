package resolvers

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

// Exchange answers with a summary of each side and a page of entries, in one question. The two actors are loaded with the
// summaries.
func (r queryResolver) Exchange(ctx context.Context, between, and string, since, until *string, includeParts *bool) (*answer.JSON, error) {
	f := newRootField(ctx)
	find := query.FindExchange{Between: between, And: and, Direct: !orDefault(includeParts, true)}
	var err error
	if find.Since, find.Until, err = days(f.arguments()); err != nil {
		return nil, err
	}
	q := &query.Query{}
	sides := f.below(f.selections(), "Exchange", "sides")
	find.Sides = len(sides) > 0
	actor := f.items(everyValue(&q.SideIncludes), graph.KindActor, 2, f.below(sides, "ExchangeSide", "actor")...)

	find.List.Order = query.Order{By: query.ByDate}
	var entries *connectionPlan
	for _, c := range f.collect("Exchange", f.selections()...) {
		if c.name() != "entries" {
			continue
		}
		if entries != nil {
			return nil, tooComplex("entries can be asked for once in an exchange")
		}
		if find.List, err = f.selectionCompiler.list(graph.KindEntry, c.arguments(f.op)); err != nil {
			return nil, err
		}
		entries = f.connection(&find.List, selectedValues(q), graph.KindEntry, "ExchangeEntry", 1, c.selections...)
	}
	q.Find = find
	found, err := r.fetch(ctx, f, q)
	if err != nil {
		return nil, err
	}
	o := object{"sides": exchangeSides(found.Sides, actor)}
	if entries != nil {
		o["entries"] = page{pageOf(found), entries}
	}
	return f.object("Exchange", o), nil
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
