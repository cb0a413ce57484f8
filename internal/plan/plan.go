package plan

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// Plan is a checked question with what every store needs to know of it.
type Plan struct {
	// Find is what the question starts from, with the order that this kind of question has.
	Find query.Find
	// Spec is what to load of each item found; Sides, of each actor that an exchange or counts name.
	Spec, Sides query.LoadSpec
	// Required are the nodes that have to exist. A store looks them up in its first statement; the error names the first that
	// is missing, in this order.
	Required []query.RequiredNode
	// Lens is what the question is asked through, nil for the whole graph.
	Lens  *query.Lens
	asked *query.Query // as it was asked
}

// Of checks a whole question, before anything is sent, and plans it. It refuses one with graph.ErrInvalid or graph.ErrTooLarge.
func Of(q *query.Query) (Plan, error) {
	if err := Check(q); err != nil {
		return Plan{}, err
	}
	asked := q
	q, err := through(asked)
	if err != nil {
		return Plan{}, err
	}
	p := Plan{
		Lens: q.Lens, asked: asked, Find: q.Find, Required: q.RequiredNodes,
		Sides: query.LoadSpec{Projection: q.SideProjection, Includes: q.SideIncludes},
	}
	var order query.Order
	switch f := q.Find.(type) {
	case query.FindNodes:
	case query.FindList:
		order = f.Order
	case query.FindChain:
		p.require(graph.KindAction, f.Action)
	case query.FindUnanswered:
		order = query.Order{By: query.ByDate}
		f.Where, f.Order.By = nil, query.ByDate
		p.Find = f
		p.require(graph.KindActor, Distinct(slices.Concat(f.OwedBy, f.OwedTo, f.AttributedTo))...)
		p.require(graph.KindEpisode, Distinct(f.Episodes)...)
		p.require(graph.KindDataset, Distinct(f.Datasets)...)
	case query.FindExchange:
		order = query.Order{By: query.ByDate}
		f.Where, f.Order.By = nil, query.ByDate
		p.Find = f
		p.require(graph.KindActor, Distinct([]string{f.Between, f.And})...)
	case query.FindSearch:
		order = query.Order{By: query.ByRank}
		f.Where, f.Order = nil, order
		p.Find = f
	case query.FindCounts:
		p.require(graph.KindActor, Distinct(f.Actors())...)
	case query.FindResponseTimes:
		p.require(graph.KindActor, Distinct(slices.Concat(f.By, f.To))...)
	case query.FindStats:
	case query.FindAntecedents:
		order = query.Order{By: query.ByDate}
		p.require(graph.KindAction, f.Action)
	case query.FindSubgraph:
		p.require("", f.Around...)
	case query.FindPaths:
		p.require("", f.From, f.To)
	}
	p.Spec = q.LoadSpec(order)
	return p, nil
}

// Check refuses what Of refuses.
func Check(q *query.Query) error {
	switch f := q.Find.(type) {
	case query.FindUnanswered:
		f.Where, f.Order.By = nil, query.ByDate
		return check(q, f)
	case query.FindExchange:
		f.Where, f.Order.By = nil, query.ByDate
		return check(q, f)
	case query.FindSearch:
		f.Where, f.Order = nil, query.Order{By: query.ByRank}
		return check(q, f)
	case query.FindNodes, query.FindList, query.FindChain, query.FindCounts, query.FindStats, query.FindAntecedents, query.FindSubgraph,
		query.FindPaths, query.FindResponseTimes:
	}
	return check(q, q.Find)
}

// require adds nodes that have to exist, of a kind or, with "", of any.
func (p *Plan) require(k graph.Kind, ids ...string) {
	required := make([]query.RequiredNode, 0, len(p.Required)+len(ids)) // a new slice: the question keeps its own
	required = append(required, p.Required...)
	for _, id := range ids {
		required = append(required, query.RequiredNode{Kind: k, ID: id})
	}
	p.Required = required
}
