package sqlite

import (
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// TestStatements holds the store to one statement a level, totals and things of several kinds included.
func TestStatements(t *testing.T) {
	s := open(t)
	tell(t, s)
	byDate := query.Order{By: query.ByDate}
	for _, c := range []struct {
		name string
		q    query.Query
		want int64
	}{
		{"one", query.Query{Find: query.FindNodes{IDs: []string{"russia"}, Kinds: []graph.Kind{graph.KindActor}},
			RequiredNodes: []query.RequiredNode{{ID: "russia"}, {Kind: graph.KindActor, ID: "azerbaijan"}}}, 1},
		{"three levels, a total", query.Query{Find: query.FindList{Kind: graph.KindAction, List: query.List{Page: page(5)}},
			Includes: []*query.Include{
				{Relation: rel(t, graph.KindAction, "responses"), List: query.List{Page: page(3), Total: true, Order: byDate},
					Includes: []*query.Include{{Relation: rel(t, graph.KindResponse, "responders")}}},
				{Relation: rel(t, graph.KindAction, "evidence"), Includes: []*query.Include{{Relation: rel(t, graph.KindEvidence, "source")}}},
			}}, 3},
		{"all of a node of any kind", query.Query{Find: query.FindNodes{IDs: []string{"raid", "all-was-lawful", "russia",
			"RESPONDS_TO:protest-note:raid"}}, Includes: slices.Concat(
			relationsOf(graph.KindAction, 1), relationsOf(graph.KindActor, 1),
			relationsOf(graph.KindClaim, 1), relationsOf(graph.KindResponse, 1))}, 2},
		{"nothing there to go on from", query.Query{Find: query.FindNodes{IDs: []string{"x"}}, Includes: relationsOf(graph.KindAction, 2)}, 1},
		{"nothing to look for", query.Query{Find: query.FindNodes{}}, 0},
		{"a count", query.Query{Find: query.FindList{Kind: graph.KindAction, List: query.List{Total: true}}}, 1},
		{"exchange", query.Query{Find: query.FindExchange{Between: "russia", And: "azerbaijan", Sides: true, List: query.List{Page: page(3),
			Total: true}}}, 1},
		{"search", query.Query{Find: query.FindSearch{Text: "a", List: query.List{Page: page(3), Total: true}}}, 1},
		{"chain", query.Query{Find: query.FindChain{Action: "protest-note", Direction: query.Both, MaxDepth: 2, MaxNodes: 9}}, 1},
	} {
		before := s.Statements()
		fetch(t, s, &c.q)
		if n := s.Statements() - before; n != c.want {
			t.Errorf("%s: %d statements, not %d", c.name, n, c.want)
		}
	}
}
