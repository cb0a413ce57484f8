package plan

import (
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// This file estimates what relations, conditions and walks cost.

// includes adds the cost of relations of found items, at any depth.
func (e *estimate) includes(of parents, list []*query.Include) {
	for _, inc := range list {
		e.path = append(e.path, inc.Relation.Name)
		e.own(plannedTerm)
		e.includes(e.include(of, inc), inc.Includes)
		e.path = e.path[:len(e.path)-1]
	}
}

// include adds the cost of one relation, and gives the items that it leads to.
func (e *estimate) include(of parents, inc *query.Include) parents {
	rows := e.related(inc.Relation, of)
	if inc.Relation.Cardinality != graph.Connection {
		e.own(e.tested(rows) + float64(rows*returnedRow))
		return parents{count: rows}
	}
	l := RelatedListOf(inc.Relation, inc.List)
	if never(l.Where) {
		return parents{}
	}
	h := inc.Relation.Path[0]
	inOrder := h.Attribution != graph.NoSide && inc.Relation.To == graph.KindAction || h.Replies != graph.NoSide
	inOrder = inOrder && l.Order.By == query.ByDate && l.Where == nil
	limit := l.Page.Limit
	l.Page.Limit = query.AtMost(of.count, limit, rows)
	found := e.listed(rows, l.Page.Limit+of.count, inOrder, l)
	found.distinct = false
	return found
}

// related is how many items a relation of so many items leads to, at most.
func (e *estimate) related(r *graph.Relation, of parents) int {
	items := of.count
	for i, h := range r.Path {
		of = parents{count: e.hop(h, Landing(r, i), of), distinct: of.distinct}
	}
	if last := r.Path[0]; r.Cardinality == graph.Plain && len(r.Path) == 1 && len(last.Out)+len(last.In) > 0 {
		return query.AtMost(items, query.MaxPlain+1, of.count) // more is an error
	}
	return of.count
}

// hop is how many items, of a kind, a hop from some items leads to, at most.
func (e *estimate) hop(h graph.Hop, to graph.Kind, of parents) int {
	n := of.count
	switch {
	case h.Start, h.End:
		return n
	case h.IDs == "within", h.IDs == "datasets", h.IDs == "sources", h.IDs == "owedTo", h.IDs == "answers", h.Parts != "", h.Sides:
		return n * listed
	case h.IDs != "":
		return n
	case h.Evidence:
		return n * evidence
	case h.Attribution != graph.NoSide && to == graph.KindClaim:
		return query.AtMost(n, e.Nodes[to], 4*e.Nodes[to])
	case h.Attribution != graph.NoSide:
		return e.keyRows(e.Ledger, h.Attribution, of)
	case h.Replies != graph.NoSide:
		return e.keyRows(e.Replies, h.Replies, of)
	case h.Below:
		return n + e.of(e.Edges[graph.PartOf].In, of)
	case h.Above:
		return n * listed
	}
	rows := 0
	for _, label := range h.Out {
		rows += e.of(e.Edges[label].Out, of)
	}
	for _, label := range h.In {
		rows += e.of(e.Edges[label].In, of)
	}
	return rows
}

// of is how many rows some items have.
func (e *estimate) of(s query.Spread, items parents) int {
	if e.Shared || items.distinct {
		return s.Of(items.count)
	}
	return s.OfEach(items.count)
}

// keyRows are the rows that actors have in the attribution on one side.
func (e *estimate) keyRows(c query.KeyCounts, side graph.AttributionSide, of parents) int {
	if len(of.ids) == 0 {
		return e.of(c.Side(side), of)
	}
	rows := 0
	for _, id := range of.ids {
		if side == graph.ActsFor {
			rows += c.Of(graph.AttributionKey(id, ""))
		} else {
			rows += c.Of(graph.AttributionKey("", id))
		}
	}
	return rows
}

// meanOf is how many items a relation of an item leads to, by mean.
func (e *estimate) meanOf(r *graph.Relation) float64 {
	n := max(e.ofKind(r.From), 1)
	return float64(e.related(r, parents{count: n, distinct: true})) / float64(n)
}

// test is what it costs to test an item for a condition.
func (e *estimate) test(k graph.Kind, p query.Pred) float64 {
	switch p := p.(type) {
	case nil:
		return 0
	case query.And:
		return e.testAll(k, p)
	case query.Or:
		return e.testAll(k, p)
	case query.Not:
		return e.test(k, p.Pred)
	case query.Between:
		return 1 + e.number(k, p.Prop)
	case query.Like:
		return float64(len(p.Values))
	case query.Matches:
		return float64(textTest * len(Words(p.Text)))
	case query.Related:
		return relatedTest + e.meanOf(p.Relation)*(1+e.test(p.Relation.To, p.Where))
	case query.Attributed:
		return attributions
	case query.OwnedBy, query.OfCountry:
		return attributions
	case query.InPlaces:
		return attributions + float64(e.Edges[graph.Within].In.Of(1))
	case query.IDIn, query.In, query.HasValue, query.HeldOn, query.Overlaps:
	}
	return 1
}

func (e *estimate) testAll(k graph.Kind, list []query.Pred) (cost float64) {
	for _, p := range list {
		cost += e.test(k, p)
	}
	return cost
}

// number is what it costs to compute a number of an item.
func (e *estimate) number(k graph.Kind, name string) float64 {
	switch n := NumberOf(k, name); n.Source {
	case NumberRelated:
		return relatedTest + e.meanOf(n.Relation)
	case NumberDelay, NumberChange:
		return 2
	case NumberEvidence:
		return 1
	case NumberValue:
	}
	return 0
}

// chain is bounded by its nodes, and by what can be reached within its depth.
func (e *estimate) chain(f query.FindChain) parents {
	links := e.Edges[graph.RespondsTo]
	next := func(n int) (rows int) {
		if f.Direction != query.Responses {
			rows += links.Out.Of(n)
		}
		if f.Direction != query.Triggers {
			rows += links.In.Of(n)
		}
		return rows
	}
	nodes, level := 1, 1
	for range f.MaxDepth {
		if level = next(level); level == 0 || nodes > f.MaxNodes {
			break
		}
		nodes += level
	}
	nodes = min(nodes, f.MaxNodes+1)
	e.own(e.tested(2*next(nodes)) + float64(nodes*returnedRow))
	return parents{count: min(nodes, f.MaxNodes), distinct: true}
}

// subgraph reads, at each step, all edges of the nodes that the step before found.
func (e *estimate) subgraph(f query.FindSubgraph) parents {
	all := 2 * e.allEdges()
	nodes, level := len(f.Around), len(f.Around)
	test := 1 + e.test(graph.KindAction, Normalize(f.Where))
	for range f.Depth {
		level = query.AtMost(level, 2*e.Degree, all)
		e.walked(float64(level) * test)
		level = min(level, f.MaxNodes)
		if nodes += level; nodes > f.MaxNodes {
			break
		}
	}
	nodes = min(nodes, f.MaxNodes)
	e.walked(float64(query.AtMost(nodes, e.Degree, all) / countedShare))
	e.own(float64(nodes * returnedRow))
	return parents{count: nodes, distinct: true}
}

// paths are looked for from both ends, from the one with fewer edges first, and at no more than query.MaxVisits nodes.
func (e *estimate) paths(f query.FindPaths) parents {
	reached := 2
	for range f.MaxLength {
		if reached = query.AtMost(reached, max(e.Degree, 1), query.MaxVisits); reached == query.MaxVisits {
			break
		}
	}
	e.walked(float64(reached * visitEdges))
	nodes := f.First * (f.MaxLength + 1)
	e.own(float64(nodes * returnedRow))
	return parents{count: nodes}
}

// Terms is how many single conditions a condition is made of, those on related items too.
func Terms(p query.Pred) int { return countTerms(p, false) }

// RelatedTerms is how many of these are on related items, which a store answers by a query within the query.
func RelatedTerms(p query.Pred) int { return countTerms(p, true) }

func countTerms(p query.Pred, related bool) int {
	count := func(list []query.Pred) (n int) {
		for _, p := range list {
			n += countTerms(p, related)
		}
		return n
	}
	switch p := p.(type) {
	case nil:
		return 0
	case query.And:
		return count(p)
	case query.Or:
		return count(p)
	case query.Not:
		return countTerms(p.Pred, related)
	case query.Related:
		return 1 + countTerms(p.Where, related)
	case query.Attributed, query.InPlaces, query.OwnedBy, query.OfCountry:
		return 1
	case query.IDIn, query.In, query.Between, query.Like, query.HasValue, query.HeldOn, query.Overlaps, query.Matches:
	}
	if related {
		return 0
	}
	return 1
}

// Depth is how deep And and Or, and conditions on related items, are nested in a condition.
func Depth(p query.Pred) int {
	deepest := func(list []query.Pred) (n int) {
		for _, p := range list {
			n = max(n, Depth(p))
		}
		return n
	}
	switch p := p.(type) {
	case query.And:
		return 1 + deepest(p)
	case query.Or:
		return 1 + deepest(p)
	case query.Not:
		return Depth(p.Pred)
	case query.Related:
		return 1 + Depth(p.Where)
	case query.IDIn, query.In, query.Between, query.Like, query.HasValue, query.HeldOn, query.Overlaps, query.Matches,
		query.Attributed, query.InPlaces, query.OwnedBy, query.OfCountry:
	}
	return 0
}
