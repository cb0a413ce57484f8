package storetest

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// Random questions for Compare.

// question is one that has one answer, or a list that is asked page by page.
type question struct {
	find   query.Find
	list   func(query.List) query.Find
	page   query.List
	picked query.Projection
	wants  []*query.Include
	lens   *query.Lens
}

// asked is what a store is asked: of a list, the page that is next.
func (q question) asked() query.Find {
	if q.list != nil {
		return q.list(q.page)
	}
	return q.find
}

func (q question) String() string {
	names := []string{}
	for i := range graph.Relations {
		r := &graph.Relations[i]
		names = append(names, fmt.Sprintf("%p", r), fmt.Sprintf("%s.%s", r.From, r.Name))
	}
	text := fmt.Sprintf("%T %+v, picked %v, wants %s", q.asked(), q.asked(), q.picked, describe(q.wants))
	if q.lens != nil {
		text += fmt.Sprintf(", through %+v", *q.lens)
	}
	return strings.NewReplacer(names...).Replace(text)
}

func describe(wants []*query.Include) string {
	var out []string
	for _, w := range wants {
		out = append(out, fmt.Sprintf("%s %+v %v %s", w.Relation.Name, w.List, w.Projection, describe(w.Includes)))
	}
	return "{" + strings.Join(out, ", ") + "}"
}

// question draws one about these nodes.
func (d *draw) question() question {
	return d.questionOf(pick(d, drawnFinds...), pick(d, drawnLenses...))
}

// questionOf draws one of drawnFinds through one of drawnLenses.
func (d *draw) questionOf(find, through string) question {
	q := d.finding(find)
	q.picked = d.picked()
	q.lens = d.lens(through)
	return q
}

// drawnFinds are the ways in which a question may begin. A list may be of several kinds, so it comes up more often.
var drawnFinds = []string{"list", "list", "list", "unanswered", "exchange", "chain", "counts", "antecedents", "subgraph", "paths", "search",
	"nodes", "node", "stats", "responseTimes"}

// picked are all values, or some of each kind.
func (d *draw) picked() query.Projection {
	if d.chance(50) {
		return nil
	}
	p := query.Projection{}
	for _, k := range slices.Concat(graph.NodeKinds, []graph.Kind{graph.KindResponse, graph.KindTie, graph.KindSilence,
		graph.KindParticipation, graph.KindContradiction, graph.KindEvidence, graph.KindStatusChange, graph.KindUnanswered, graph.KindEntry,
		graph.KindSupport}) {
		p = append(p, query.KindProjection{Kind: k, Values: query.Values(rapid.Uint64().Draw(d.T, string(k)))})
	}
	return p
}

func (d *draw) finding(find string) question {
	var list func(query.List) query.Find
	kind, order := graph.KindAction, query.Order{By: query.ByDate, Desc: d.chance(50)}
	since := graph.Day(pick(d, "", "", "2025-01-02", "2025-01-31"))
	until := graph.Day(pick(d, "", "", "2025-01-03", "2025-02-01"))
	switch find {
	case "list":
		kind = pick(d, graph.KindAction, graph.KindAction, graph.KindActor, graph.KindResponse, graph.KindClaim)
		order = d.order(kind)
		where, groups := d.where(kind, 3), d.groups(kind)
		list = func(l query.List) query.Find {
			l.Where, l.Groups = where, groups
			return query.FindList{Kind: kind, List: l}
		}
	case "counts":
		f := query.FindCounts{Since: since, Until: until, Every: pick(d, query.Always, query.Daily, query.Weekly, query.Monthly, query.Yearly),
			Replies: d.chance(50)}
		for range rapid.IntRange(1, 4).Draw(d.T, "dyads") {
			f.Dyads = append(f.Dyads, query.Dyad{By: pick(d, d.actors...), At: pick(d, d.actors...)})
		}
		return question{find: f}
	case "responseTimes":
		return question{find: d.responseTimes(since, until)}
	case "nodes":
		f := query.FindNodes{IDs: d.some(slices.Concat(d.actors, d.actions, d.claims, []string{"nobody"}), 4)}
		if d.chance(50) {
			f.Kinds = []graph.Kind{pick(d, graph.KindAction, graph.KindActor, graph.KindClaim)}
		}
		return question{find: f, wants: append(d.wants(graph.KindAction, 1), d.wants(graph.KindActor, 2)...)}
	case "node": // one by id, as most requests ask
		kind = pick(d, graph.KindAction, graph.KindActor, graph.KindClaim)
		ids := map[graph.Kind][]string{graph.KindAction: d.actions, graph.KindActor: d.actors, graph.KindClaim: d.claims}[kind]
		f := query.FindNodes{IDs: []string{pick(d, append(slices.Clone(ids), "nobody")...)}, Kinds: []graph.Kind{kind}}
		return question{find: f, wants: d.wants(kind, 2)}
	case "stats":
		return question{find: query.FindStats{}}
	case "search":
		kind, order = graph.KindNode, query.Order{By: query.ByRank}
		f := query.FindSearch{Text: pick(d, "same", "SAM", "e", "ag", "one", "o", "so", "b", "one two", "")}
		if d.chance(40) {
			f.Kinds = []graph.Kind{pick(d, graph.KindActor, graph.KindAction), graph.KindClaim}
		}
		list = func(l query.List) query.Find {
			l.Order = query.Order{}
			f.List = l
			return f
		}
	case "antecedents":
		f := query.FindAntecedents{Action: pick(d, d.actions...), MaxDays: pick(d, 0, 1, 14, 365), Limit: rapid.IntRange(1, 4).Draw(d.T, "limit")}
		return question{find: f, wants: d.wants(kind, 1)}
	case "subgraph":
		f := query.FindSubgraph{Around: []string{d.anyNode()}, Depth: rapid.IntRange(0, 4).Draw(d.T, "depth"), MaxNodes: pick(d, 1, 3, 5, 5000)}
		if d.chance(40) {
			f.Around = append(f.Around, d.anyNode())
		}
		if d.chance(40) {
			f.Where = d.where(graph.KindAction, 1)
		}
		return question{find: f, wants: append(d.wants(graph.KindAction, 1), d.wants(graph.KindActor, 1)...)}
	case "paths":
		return question{find: query.FindPaths{From: d.anyNode(), To: d.anyNode(), MaxLength: rapid.IntRange(1, 6).Draw(d.T, "length"),
			First: rapid.IntRange(1, 6).Draw(d.T, "first")}}
	case "unanswered":
		kind = graph.KindUnanswered
		f := query.FindUnanswered{OwedBy: d.some(d.actors, 2), OwedTo: d.some(d.actors, 1), Direct: d.chance(30), Since: since, Until: until,
			AsOf:  graph.Day(pick(d, "", "", "2025-01-02", "2025-01-03", "2025-12-31")),
			Ended: pick(d, query.NotEnded, query.OnlyEnded, query.EndedOrNot)}
		if d.chance(70) {
			f.Episodes = d.episodes
		}
		if d.chance(20) {
			f.AttributedTo = d.some(d.actors, 2)
		}
		if d.chance(20) {
			f.Datasets = []string{pick(d, "dataset:random", "dataset:second", "dataset:third")}
		}
		list = func(l query.List) query.Find { f.List = l; return f }
	case "exchange":
		kind = graph.KindEntry
		f := query.FindExchange{Between: d.actors[0], And: pick(d, d.actors[1:]...), Since: since, Until: until, Direct: d.chance(30),
			Sides: true}
		list = func(l query.List) query.Find { f.List = l; return f }
	case "chain":
		f := query.FindChain{Action: pick(d, d.actions...), Direction: pick(d, query.Triggers, query.Responses, query.Both),
			MaxDepth: rapid.IntRange(1, 4).Draw(d.T, "depth"), MaxNodes: rapid.IntRange(1, 6).Draw(d.T, "nodes")}
		if d.chance(30) {
			f.Basis = []string{pick(d, "EXPLICIT", "INFERRED")}
		}
		if d.chance(30) {
			f.Modes = []string{pick(d, "OBJECT", "EXPLAIN"), "DENY"}
		}
		return question{find: f, wants: d.wants(kind, 2)}
	}
	l := query.List{Order: order, Total: d.chance(50), Page: query.Page{Limit: rapid.IntRange(1, 5).Draw(d.T, "limit"),
		Backward: d.chance(40)}}
	return question{list: list, page: l, wants: d.wants(kind, 2)}
}

// responseTimes names one side at least.
func (d *draw) responseTimes(since, until graph.Day) query.Find {
	f := query.FindResponseTimes{Since: since, Until: until, AsOf: graph.Day(pick(d, "2025-01-02", "2025-01-15", "2025-12-31", "2025-12-31")),
		Direct: d.chance(20), By: []string{pick(d, d.actors...)}, MaxActs: query.MaxAtRisk}
	switch pick(d, "both", "by", "to", "several") {
	case "to":
		f.To, f.By = f.By, nil
	case "both":
		f.To = []string{pick(d, d.actors...)}
	case "several":
		f.To, f.By = []string{pick(d, d.actors...), pick(d, d.actors...)}, append(f.By, pick(d, d.actors...))
	}
	if d.chance(40) {
		f.Types = []string{"REQUEST", pick(d, "COERCE", "AGREE")}
	}
	if d.chance(40) {
		f.Modes = []string{pick(d, "OBJECT", "EXPLAIN")}
	}
	return f
}

func (d *draw) anyNode() string {
	return pick(d, slices.Concat(d.actors, d.actions, d.places, d.episodes, d.claims)...)
}

// order may be by a number.
func (d *draw) order(k graph.Kind) query.Order {
	o := query.Order{By: d.orderBy(k), Desc: d.chance(50)}
	if names := numberOrders[k]; len(names) > 0 && d.chance(30) {
		o.By, o.Number = query.ByNumber, pick(d, names...)
	}
	return o
}

func (d *draw) groups(k graph.Kind) []query.Group {
	var out []query.Group
	for _, by := range query.Groupings[k] {
		if d.chance(10) {
			out = append(out, query.Group{By: by.Name, First: pick(d, 0, 0, 2), Delays: k == graph.KindResponse && d.chance(50)})
		}
	}
	if d.chance(10) && len(query.Groupings[k]) > 0 {
		out = append(out, query.Group{Delays: k == graph.KindResponse && d.chance(50)})
	}
	return out
}

func (d *draw) orderBy(k graph.Kind) query.OrderBy {
	switch k {
	case graph.KindAction:
		return pick(d, query.ByID, query.ByDate, query.ByName)
	case graph.KindResponse:
		return pick(d, query.ByID, query.ByDate)
	case graph.KindActor, graph.KindClaim, graph.KindPlace, graph.KindEpisode:
		return pick(d, query.ByID, query.ByName)
	}
	return query.ByID
}

// wants are relations of a kind, each with its own list.
func (d *draw) wants(k graph.Kind, depth int) []*query.Include {
	var rows []*graph.Relation
	for i := range graph.Relations {
		if graph.Relations[i].From == k {
			rows = append(rows, &graph.Relations[i])
		}
	}
	if depth == 0 || len(rows) == 0 {
		return nil
	}
	var out []*query.Include
	for range rapid.IntRange(0, 2).Draw(d.T, "wants") {
		w := &query.Include{Relation: pick(d, rows...), Projection: d.picked()}
		if w.Relation.To == graph.KindDataset { // when it was loaded, no two stores say alike
			w.Projection = query.Projection{{Kind: graph.KindDataset}}
			w.Projection.Add(graph.KindDataset, "version")
			w.Projection.Add(graph.KindDataset, "datasets")
		}
		if w.Relation.Path[0].Above && d.chance(70) {
			w.AsOf = graph.Day(pick(d, "2024-06-01", "2025-01-02", "2025-01-31"))
		}
		w.Includes = d.wants(w.Relation.To, depth-1)
		if w.Relation.Cardinality == graph.Connection {
			w.List = query.List{Order: d.order(w.Relation.To), Total: d.chance(40), Groups: d.groups(w.Relation.To),
				Page: query.Page{Limit: rapid.IntRange(1, 3).Draw(d.T, "limit"), Backward: d.chance(40)}}
			if d.chance(50) {
				w.Where = d.where(w.Relation.To, 2)
			}
		}
		out = append(out, w)
	}
	return out
}

// supportWhere are conditions on the support of a fact.
func (d *draw) supportWhere() query.Pred {
	all := query.And{}
	if d.chance(40) {
		all = append(all, query.Between{Prop: pick(d, "sources", "origins"), Min: num(pick(d, 0.0, 1.0)), Max: num(pick(d, 0.0, 1.0, 2.0))})
	}
	if d.chance(40) {
		all = append(all, query.In{Prop: "reliability", Values: []string{pick(d, "A", "F"), "B"}})
	}
	if d.chance(40) {
		all = append(all, query.In{Prop: "soleCountry", Values: []string{pick(d, "C", "D", "E")}})
	}
	if d.chance(40) {
		all = append(all, query.Overlaps{Until: graph.Day(pick(d, "2024-12-31", "2025-01-02", "2025-01-31"))})
	}
	return all
}

func (d *draw) where(k graph.Kind, depth int) query.Pred {
	leaf := depth == 0
	if k == graph.KindSupport {
		return d.supportWhere()
	}
	var list []string
	switch k {
	case graph.KindAction:
		list = d.actions
	case graph.KindActor:
		list = d.actors
	case graph.KindClaim:
		list = d.claims
	}
	if !leaf && d.chance(40) {
		switch pick(d, "and", "or", "not") {
		case "and":
			return query.And{d.where(k, depth-1), d.where(k, depth-1)}
		case "or":
			return query.Or{d.where(k, depth-1), d.where(k, depth-1)}
		default:
			return query.Not{Pred: d.where(k, depth-1)}
		}
	}
	switch pick(d, "ids", "in", "ledger", "dates", "related", "text", "number", "support", "datasets") {
	case "support":
		if slices.Contains(graph.FactKinds, k) {
			return query.Related{Relation: graph.RelationOf(k, "support"), Where: d.supportWhere()}
		}
	case "datasets":
		if query.Column(k, "datasets") >= 0 {
			return query.In{Prop: "datasets", Values: []string{pick(d, "dataset:random", "dataset:second", "dataset:third"), "dataset:fourth"}}
		}
	case "in":
		if attributed := k == graph.KindAction || k == graph.KindResponse || k == graph.KindClaim; attributed && d.chance(30) {
			return query.In{Prop: "attributedTo", Values: d.some(d.actors, 2)}
		}
		switch k {
		case graph.KindAction:
			return query.In{Prop: "type", Values: []string{"REQUEST", pick(d, "COERCE", "AGREE")}}
		case graph.KindActor:
			return query.In{Prop: "kind", Values: []string{pick(d, "STATE", "GROUP", "PERSON")}}
		case graph.KindResponse:
			return query.In{Prop: "mode", Values: []string{"COMPLY"}}
		}
	case "ledger":
		if k == graph.KindAction || k == graph.KindResponse {
			keys := []string{}
			for range rapid.IntRange(1, 3).Draw(d.T, "keys") {
				keys = append(keys, pick(d, append([]string{""}, d.actors...)...)+">"+pick(d, append([]string{""}, d.actors...)...))
			}
			return query.Attributed{Keys: keys, Direct: d.chance(30)}
		}
	case "dates":
		if k == graph.KindAction || k == graph.KindResponse {
			return query.Overlaps{Since: graph.Day(pick(d, "", "2025-01-02", "2025-01-31")),
				Until: graph.Day(pick(d, "", "2025-01-02", "2025-01-31"))}
		}
	case "number":
		if names := numberOrders[k]; len(names) > 0 && d.chance(70) {
			return query.Between{Prop: pick(d, names...), Min: num(pick(d, -6.0, 0.0, 1.0)), Max: num(pick(d, 0.0, 2.0, 9.0))}
		}
		if k == graph.KindTie {
			return query.HeldOn{Day: graph.Day(pick(d, "2024-06-01", "2025-01-02", "2025-01-31"))}
		}
		if k == graph.KindAction {
			return query.Between{Prop: "intensity", Min: num(pick(d, -6.0, 0.0)), Max: num(pick(d, 0.0, 9.0))}
		}
	case "related":
		var rows []*graph.Relation
		for i := range graph.Relations {
			if r := &graph.Relations[i]; r.From == k && r.To != graph.KindEvidence && r.To != graph.KindStatusChange {
				rows = append(rows, r)
			}
		}
		if !leaf && len(rows) > 0 {
			r := pick(d, rows...)
			if d.chance(40) {
				return query.Related{Relation: r}
			}
			return query.Related{Relation: r, Where: d.where(r.To, depth-1)}
		}
	case "text":
		if k == graph.KindActor {
			return pick[query.Pred](d, query.HasValue{Prop: "country"}, query.Like{Prop: "sortName", Values: []string{pick(d, "s", "em", "a")},
				Prefix: d.chance(50)})
		}
		if k == graph.KindAction && d.chance(50) {
			return query.Like{Prop: "type", Values: []string{pick(d, "R", "E"), "AG"}, Prefix: d.chance(50)}
		}
		if k == graph.KindAction {
			return query.Matches{Text: pick(d, "one", "tw")}
		}
	}
	if k == graph.KindAction && d.chance(20) {
		return query.InPlaces(d.some(d.places, 2))
	}
	return query.IDIn(d.some(list, 4))
}
