package storetest

import (
	"pgregory.net/rapid"

	"github.com/demarche-graph/demarche/graph"
)

// Random orders, relations and conditions for Compare.

func (g *random) orderBy(k graph.Kind) graph.OrderBy {
	switch k {
	case graph.KindAction:
		return pick(g, graph.ByID, graph.ByDate, graph.ByName)
	case graph.KindResponse:
		return pick(g, graph.ByID, graph.ByDate)
	case graph.KindActor, graph.KindClaim, graph.KindPlace, graph.KindEpisode:
		return pick(g, graph.ByID, graph.ByName)
	}
	return graph.ByID
}

// wants are relations of a kind, each with its own list.
func (g *random) wants(k graph.Kind, depth int) []*graph.Want {
	var rows []*graph.Relation
	for i := range graph.Relations {
		if graph.Relations[i].From == k {
			rows = append(rows, &graph.Relations[i])
		}
	}
	if depth == 0 || len(rows) == 0 {
		return nil
	}
	var out []*graph.Want
	for range rapid.IntRange(0, 2).Draw(g.T, "wants") {
		w := &graph.Want{Relation: pick(g, rows...)}
		w.Wants = g.wants(w.Relation.To, depth-1)
		if w.Relation.Shape == graph.Connection {
			w.List = graph.List{Order: g.order(w.Relation.To), Total: g.chance(40), Groups: g.groups(w.Relation.To),
				Page: graph.Page{Limit: rapid.IntRange(1, 3).Draw(g.T, "limit"), Backward: g.chance(40)}}
			if g.chance(50) {
				w.Where = g.where(w.Relation.To, 2)
			}
		}
		out = append(out, w)
	}
	return out
}

func (g *random) where(k graph.Kind, depth int) graph.Pred {
	leaf := depth == 0
	var list []string
	switch k {
	case graph.KindAction:
		list = g.actions
	case graph.KindActor:
		list = g.actors
	case graph.KindClaim:
		list = g.claims
	}
	if !leaf && g.chance(40) {
		switch pick(g, "and", "or", "not") {
		case "and":
			return graph.And{g.where(k, depth-1), g.where(k, depth-1)}
		case "or":
			return graph.Or{g.where(k, depth-1), g.where(k, depth-1)}
		default:
			return graph.Not{Pred: g.where(k, depth-1)}
		}
	}
	switch pick(g, "ids", "in", "ledger", "dates", "related", "text", "number") {
	case "in":
		switch k {
		case graph.KindAction:
			return graph.In{Prop: "type", Values: []string{"REQUEST", pick(g, "COERCE", "AGREE")}}
		case graph.KindActor:
			return graph.In{Prop: "kind", Values: []string{pick(g, "STATE", "GROUP", "PERSON")}}
		case graph.KindResponse:
			return graph.In{Prop: "mode", Values: []string{"COMPLY"}}
		}
	case "ledger":
		if k == graph.KindAction || k == graph.KindResponse {
			keys := []string{}
			for range rapid.IntRange(1, 3).Draw(g.T, "keys") {
				keys = append(keys, pick(g, append([]string{""}, g.actors...)...)+">"+pick(g, append([]string{""}, g.actors...)...))
			}
			return graph.OnLedger{Keys: keys, Direct: g.chance(30)}
		}
	case "dates":
		if k == graph.KindAction || k == graph.KindResponse {
			return graph.Overlaps{Since: graph.Day(pick(g, "", "2025-01-02", "2025-01-31")), Until: graph.Day(pick(g, "", "2025-01-02", "2025-01-31"))}
		}
	case "number":
		if names := numberOrders[k]; len(names) > 0 && g.chance(70) {
			return graph.Between{Prop: pick(g, names...), Min: num(pick(g, -6.0, 0.0, 1.0)), Max: num(pick(g, 0.0, 2.0, 9.0))}
		}
		if k == graph.KindTie {
			return graph.HeldOn{Day: graph.Day(pick(g, "2024-06-01", "2025-01-02", "2025-01-31"))}
		}
		if k == graph.KindAction {
			return graph.Between{Prop: "intensity", Min: num(pick(g, -6.0, 0.0)), Max: num(pick(g, 0.0, 9.0))}
		}
	case "related":
		var rows []*graph.Relation
		for i := range graph.Relations {
			if r := &graph.Relations[i]; r.From == k && r.To != graph.KindEvidence {
				rows = append(rows, r)
			}
		}
		if !leaf && len(rows) > 0 {
			r := pick(g, rows...)
			if g.chance(40) {
				return graph.Related{Relation: r}
			}
			return graph.Related{Relation: r, Where: g.where(r.To, depth-1)}
		}
	case "text":
		if k == graph.KindActor {
			return pick[graph.Pred](g, graph.Known{Prop: "country"}, graph.Like{Prop: "sortName", Values: []string{pick(g, "s", "em", "a")}, Prefix: g.chance(50)})
		}
		if k == graph.KindAction && g.chance(50) {
			return graph.Like{Prop: "type", Values: []string{pick(g, "R", "E"), "AG"}, Prefix: g.chance(50)}
		}
		if k == graph.KindAction {
			return graph.Matches{Text: pick(g, "one", "tw")}
		}
	}
	if k == graph.KindAction && g.chance(20) {
		return graph.InPlaces(g.some(g.places, 2))
	}
	return graph.IDIn(g.some(list, 4))
}
