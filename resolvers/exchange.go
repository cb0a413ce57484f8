package resolvers

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

// Exchange is two questions of one shape: a summary of each side, and a page of entries. The sides'
// actors come along as relations of the entries' sides do: by id, in the same round trip.
func (q queryResolver) Exchange(ctx context.Context, between, and string, since, until *string, includeParts *bool) (*answer.JSON, error) {
	a := newRootField(ctx)
	find := query.FindExchange{Between: between, And: and, Direct: includeParts != nil && !*includeParts}
	var err error
	if find.Since, find.Until, err = days(a.args()); err != nil {
		return nil, err
	}
	gq := &query.Query{}
	sides := a.at(a.sets(), "Exchange", "sides")
	find.Sides = len(sides) > 0
	actor := a.items(wholeItems(&gq.SideIncludes), graph.KindActor, 2, a.at(sides, "ExchangeSide", "actor")...)

	find.List.Order = query.Order{By: query.ByDate}
	plans := map[string]*pagePlan{}
	for _, g := range a.collect("Exchange", a.field.Selections) {
		if g.name() != "entries" {
			continue
		}
		if len(plans) > 0 {
			return nil, tooComplex("entries can be asked for once in an exchange")
		}
		if find.List, err = a.selectionCompiler.list(graph.KindEntry, g.field.ArgumentMap(a.op.Variables)); err != nil {
			return nil, err
		}
		rows := max(find.Page.Limit, 1)
		a.charge(rows)
		plans[g.key] = a.connection(&find.List, projected(gq), graph.KindEntry, "ExchangeEntry", rows, g.subs...)
	}
	gq.Find = find
	found, err := q.fetch(ctx, a, gq)
	if err != nil {
		return nil, err
	}
	o := object{}
	for _, p := range plans {
		o["entries"] = page{&query.Items{Items: found.Items, Total: found.Total, More: found.More}, p}
	}
	list := make([]object, len(found.Sides))
	for i, s := range found.Sides {
		list[i] = exchangeSide(s, actor)
	}
	o["sides"] = list
	return a.object("Exchange", o), nil
}

func exchangeSide(s query.Side, actor writePlan) object {
	return object{
		"actor":       items{[]*query.Item{s.Item}, actor, true},
		"actionCount": s.Count, "responseCount": s.Responses, "meanIntensity": meanOrNull(s.Intensity, s.Rated),
		"quadCounts": quadCounts(s.Quads),
	}
}
