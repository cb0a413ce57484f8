package storetest

import (
	"errors"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/lens"
)

// testRoundTrips holds stores that count their statements to one question, one round trip.
func testRoundTrips(t *testing.T, s suite) {
	t.Helper()
	page := func(k graph.Kind, name string, total bool, wants ...*query.Include) *query.Include {
		w := want(t, k, name, wants...)
		if w.Relation.Cardinality == graph.Connection {
			w.Page.Limit, w.Total = 20, total
		}
		return w
	}
	deep := func(total bool) *query.Include {
		return page(graph.KindActor, "actions", total, page(graph.KindAction, "responses", total,
			page(graph.KindResponse, "response", false, page(graph.KindAction, "targets", false))))
	}
	wide := []*query.Include{page(graph.KindAction, "performers", false, page(graph.KindActor, "wholes", false)),
		page(graph.KindAction, "responses", true, page(graph.KindResponse, "responders", false)), page(graph.KindAction, "evidence", false,
			page(graph.KindEvidence, "source", false))}
	all := query.List{Page: query.Page{Limit: 20}}
	counted := all
	counted.Total = true
	through := lens.Over(s.Store)
	lenses := []*query.Lens{nil, {KnownOn: "2030-01-01", Basis: []string{"EXPLICIT"}}, {Without: query.IDIn{"nobody-reads-it"}}}
	for _, l := range lenses[1:] { // what it comes to is found once
		if _, err := through.Fetch(t.Context(), &query.Query{Find: query.FindNodes{}, Lens: l}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name           string
		find           query.Find
		wants          []*query.Include
		levels, totals int
	}{
		{"a list", query.FindList{Kind: graph.KindActor, List: all}, nil, 1, 0},
		{"a count", query.FindList{Kind: graph.KindActor, List: query.List{Total: true}}, nil, 1, 1},
		{"nodes of all kinds", query.FindNodes{IDs: []string{"ethiopia", "raid", "RESPONDS_TO:protest-note:raid", "nope", "all-was-lawful"}},
			nil, 1, 0},
		{"five levels", query.FindList{Kind: graph.KindActor, List: all}, []*query.Include{deep(false)}, 5, 0},
		{"five levels with totals", query.FindList{Kind: graph.KindActor, List: counted}, []*query.Include{deep(true)}, 5, 3},
		{"five levels from a node", query.FindNodes{IDs: []string{"ethiopia", "somalia", "france"}}, []*query.Include{deep(true)}, 5, 2},
		{"wide", query.FindList{Kind: graph.KindAction, List: all}, wide, 3, 1},
		{"a chain", query.FindChain{Action: "incursion-1", Direction: query.Both, MaxDepth: 9, MaxNodes: 99}, wide, 3, 1},
		{"unanswered", query.FindUnanswered{OwedBy: []string{"nepal"}, Episodes: []string{"river-dispute"}, List: counted},
			[]*query.Include{page(graph.KindUnanswered, "action", false, wide...), page(graph.KindUnanswered, "owedTo", false)}, 4, 2},
		{"an exchange", query.FindExchange{Between: "greece", And: "turkey", List: counted},
			[]*query.Include{page(graph.KindEntry, "action", false, wide...)}, 4, 2},
		{"response times", query.FindResponseTimes{By: []string{"greece"}, To: []string{"turkey"}, AsOf: "2025-12-31", MaxActs: 9}, nil, 1, 0},
		{"a search", query.FindSearch{Text: "quorv", List: counted}, []*query.Include{page(graph.KindActor, "wholes", false)}, 2, 1},
	} {
		for _, l := range lenses {
			t.Run(c.name, func(t *testing.T) {
				before := s.sent(t)
				ctx, work := query.WithWork(t.Context())
				a, err := through.Fetch(ctx, &query.Query{Find: c.find, Includes: c.wants, Lens: l})
				if l != nil && errors.Is(err, graph.ErrNotFound) { // what it starts from is left out
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				if n := s.sent(t) - before; work.Statements() != n {
					t.Errorf("%d statements are counted for the request, not %d", work.Statements(), n)
				}
				if l == nil && work.Rows() < int64(a.Rows()) {
					t.Errorf("%d rows are counted for an answer of %d", work.Rows(), a.Rows())
				}
				if n, most := s.sent(t)-before, s.allowed(c.levels, c.totals); n < 1 || n > int64(most) {
					t.Errorf("through %+v: %d statements for %d levels and %d totals: at most %d", l, n, c.levels, c.totals, most)
				}
			})
		}
	}
}
