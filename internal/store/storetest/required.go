package storetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// testRequiredNodes: an id that a question names must exist, and be of the kind that it has to be; found out in the same statements.
func testRequiredNodes(t *testing.T, s suite) {
	t.Helper()
	page := query.List{Page: query.Page{Limit: 5}}
	dated := query.List{Page: query.Page{Limit: 5}, Order: query.Order{By: query.ByDate}}
	for name, find := range map[string]query.Find{
		"list": query.FindList{Kind: graph.KindAction, List: page}, "nodes": query.FindNodes{IDs: []string{"raid"}},
		"chain":      query.FindChain{Action: "blockade", Direction: query.Both, MaxDepth: 2, MaxNodes: 9},
		"unanswered": query.FindUnanswered{List: dated},
		"exchange":   query.FindExchange{Between: "greece", And: "turkey", List: dated}, "counts": query.FindCounts{Dyads: dyads("japan>korea")},
		"stats":                  query.FindStats{},
		"response times":         query.FindResponseTimes{By: []string{"greece"}, AsOf: "2025-12-31", MaxActs: 9},
		"antecedents":            query.FindAntecedents{Action: "seizure", MaxDays: 14, Limit: 5},
		"subgraph":               query.FindSubgraph{Around: []string{"airliner-diverted"}, Depth: 1, MaxNodes: 9},
		"paths":                  query.FindPaths{From: "canada", To: "denmark", MaxLength: 2, First: 1},
		"paths to itself":        query.FindPaths{From: "canada", To: "canada", MaxLength: 2, First: 1},
		"search":                 query.FindSearch{Text: "quorv", List: query.List{Page: page.Page, Order: query.Order{By: query.ByRank}}},
		"unknown nodes":          query.FindNodes{IDs: []string{"zz"}, Kinds: []graph.Kind{graph.KindActor}},
		"no nodes":               query.FindNodes{},
		"a list of nothing":      query.FindList{Kind: graph.KindActor, List: query.List{Page: page.Page, Where: query.Or{}}},
		"a count":                query.FindList{Kind: graph.KindActor, List: query.List{Total: true}},
		"neither list nor count": query.FindList{Kind: graph.KindActor},
		"sides of an exchange":   query.FindExchange{Between: "greece", And: "turkey", Sides: true},
		"a search of nothing":    query.FindSearch{Text: "!", List: query.List{Page: page.Page, Order: query.Order{By: query.ByRank}}},
	} {
		t.Run(name, func(t *testing.T) {
			before := s.sent(t)
			s.ask(t, find)
			most := max(1, s.sent(t)-before)
			before = s.sent(t)
			there := []query.RequiredNode{{ID: "russia"}, {ID: "raid"}, {ID: "all-was-lawful"}, {ID: "north-africa"}, {ID: "river-dispute"},
				{ID: "article"}, {ID: "dataset:world"},
				{Kind: graph.KindActor, ID: "russia"}, {Kind: graph.KindAction, ID: "raid"}, {Kind: graph.KindEpisode, ID: "river-dispute"}}
			if _, err := s.Fetch(t.Context(), &query.Query{Find: find, RequiredNodes: there}); err != nil {
				t.Errorf("all are there: %v", err)
			}
			if n := s.sent(t) - before; n > most {
				t.Errorf("%d statements, %d without ids to look up", n, most)
			}
			for said, names := range map[string][]query.RequiredNode{
				`nothing has the id "zz-nope"`: {{ID: "russia"}, {ID: "zz-nope"}, {ID: "aa-nope"}, {Kind: graph.KindActor, ID: "raid"}},
				`no actor with id "raid"`: {{ID: "raid"}, {Kind: graph.KindActor, ID: "raid"}, {ID: "zz-nope"},
					{Kind: graph.KindAction, ID: "russia"}},
				`no episode with id "russia"`:                {{Kind: graph.KindActor, ID: "russia"}, {Kind: graph.KindEpisode, ID: "russia"}},
				`nothing has the id "Russia"`:                {{ID: "Russia"}},
				`has the id "RESPONDS_TO:protest-note:raid"`: {{ID: "RESPONDS_TO:protest-note:raid"}},
				`nothing has the id ""`:                      {{}},
			} {
				_, err := s.Fetch(t.Context(), &query.Query{Find: find, RequiredNodes: names})
				if !errors.Is(err, graph.ErrNotFound) || !strings.Contains(err.Error(), said) {
					t.Errorf("%v, not %s", err, said)
				}
			}
		})
	}
}
