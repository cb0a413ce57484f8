package storetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

// testMust: ids that a question names but that do not exist.
func testMust(t *testing.T, s suite) {
	page := graph.List{Page: graph.Page{Limit: 5}}
	dated := graph.List{Page: graph.Page{Limit: 5}, Order: graph.Order{By: graph.ByDate}}
	for name, find := range map[string]graph.Find{
		"list": graph.FindList{Kind: graph.KindAction, List: page}, "nodes": graph.FindNodes{IDs: []string{"r-1"}},
		"chain": graph.FindChain{Action: "c-l1", Direction: graph.Both, MaxDepth: 2, MaxNodes: 9}, "unanswered": graph.FindUnanswered{List: dated},
		"exchange": graph.FindExchange{Between: "x-a", And: "x-b", List: dated}, "counts": graph.FindCounts{Dyads: dyads("a>b")}, "stats": graph.FindStats{},
		"antecedents": graph.FindAntecedents{Action: "n-0", MaxDays: 14, Limit: 5}, "subgraph": graph.FindSubgraph{Around: []string{"d-1"}, Depth: 1, MaxNodes: 9},
		"paths": graph.FindPaths{From: "w-a", To: "w-b", MaxLength: 2, First: 1}, "paths to itself": graph.FindPaths{From: "w-a", To: "w-a", MaxLength: 2, First: 1},
		"search":              graph.FindSearch{Text: "quorv", List: graph.List{Page: page.Page, Order: graph.Order{By: graph.ByRank}}},
		"a search of nothing": graph.FindSearch{Text: "!", List: graph.List{Page: page.Page, Order: graph.Order{By: graph.ByRank}}},
	} {
		t.Run(name, func(t *testing.T) {
			before := s.sent(t)
			s.ask(t, find)
			most := max(1, s.sent(t)-before)
			before = s.sent(t)
			there := []graph.Named{{ID: "r-state"}, {ID: "r-1"}, {ID: "r-c1"}, {ID: "f-land"}, {ID: "u-ep"}, {ID: "r-s"}, {ID: "dataset:world"},
				{Kind: graph.KindActor, ID: "r-state"}, {Kind: graph.KindAction, ID: "r-1"}, {Kind: graph.KindEpisode, ID: "u-ep"}}
			if _, err := s.Fetch(t.Context(), &graph.Query{Find: find, Must: there}); err != nil {
				t.Errorf("all are there: %v", err)
			}
			if n := s.sent(t) - before; n > most {
				t.Errorf("%d statements, %d without ids to look up", n, most)
			}
			for said, names := range map[string][]graph.Named{
				`nothing has the id "zz-nope"`:     {{ID: "r-state"}, {ID: "zz-nope"}, {ID: "aa-nope"}, {Kind: graph.KindActor, ID: "r-1"}},
				`no actor with id "r-1"`:           {{ID: "r-1"}, {Kind: graph.KindActor, ID: "r-1"}, {ID: "zz-nope"}, {Kind: graph.KindAction, ID: "r-state"}},
				`no episode with id "r-state"`:     {{Kind: graph.KindActor, ID: "r-state"}, {Kind: graph.KindEpisode, ID: "r-state"}},
				`nothing has the id "R-state"`:     {{ID: "R-state"}},
				`has the id "RESPONDS_TO:r-2:r-1"`: {{ID: "RESPONDS_TO:r-2:r-1"}},
				`nothing has the id ""`:            {{}},
			} {
				_, err := s.Fetch(t.Context(), &graph.Query{Find: find, Must: names})
				if !errors.Is(err, graph.ErrNotFound) || !strings.Contains(err.Error(), said) {
					t.Errorf("%v, not %s", err, said)
				}
			}
		})
	}
}
