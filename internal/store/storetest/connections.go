package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// antecedentsWorld: n-0 is what n-a did to n-b in mid-March, and most others are what n-b did to n-a about then.
func antecedentsWorld() []graph.Record {
	nodes := []graph.Record{
		actor("n-a", "STATE"), actor("n-am", "MINISTRY"), actor("n-b", "STATE"), actor("n-bm", "MINISTRY"), actor("n-c", "STATE"),
		action("n-0", "COERCE", "2025-03-15/2025-03-20"),
		action("n-1", "COERCE", "2025-03-15"),
		action("n-2", "COERCE", "2025-03-14/2025-04-01"), // of ministries
		action("n-3", "CONSULT", "2025-03-14"),
		action("n-4", "STATEMENT", "2025-03-01"), action("n-5", "STATEMENT", "2025-02-28"), // 14 and 15 days before
		action("n-6", "STATEMENT", "2025-03-16"), action("n-7", "STATEMENT", ""),
		action("n-8", "STATEMENT", "2025-03-14"), action("n-9", "STATEMENT", "2025-03-14"), action("n-10", "STATEMENT", "2025-03-14"), // of other dyads
		action("n-11", "AGREE", "2025-03-14"), // of both with both
		action("n-12", "OCCURRENCE", "2025-03-13"),
		action("n-13", "STATEMENT", "2025-03-15"),                                       // at nobody
		action("n-14", "COERCE", "2025-03-15"), action("n-15", "PROTEST", "2025-03-14"), // between n-a and its own ministry
		action("n-16", "COERCE", "2025-03-13"),
	}
	return slices.Concat(nodes, edges(
		"n-am PART_OF n-a", "n-bm PART_OF n-b", "n-a PERFORMED n-0 n-8 n-11 n-13 n-14 n-16", "n-b PERFORMED n-1 n-3 n-4 n-5 n-6 n-7 n-10 n-11 n-12",
		"n-bm PERFORMED n-2", "n-c PERFORMED n-9", "n-am PERFORMED n-15", "n-0 TARGETS n-b", "n-1 TARGETS n-a", "n-2 TARGETS n-am", "n-3 TARGETS n-a", "n-4 ADDRESSED_TO n-a",
		"n-5 TARGETS n-a", "n-6 TARGETS n-a", "n-7 TARGETS n-a", "n-8 TARGETS n-b", "n-9 TARGETS n-a", "n-10 TARGETS n-c", "n-11 ADDRESSED_TO n-a n-b", "n-12 TARGETS n-a",
		"n-14 TARGETS n-am", "n-15 TARGETS n-a", "n-16 TARGETS n-a",
	))
}

func testAntecedents(t *testing.T, s suite) {
	for _, c := range []struct {
		name, action string
		days, limit  int
		want, day    string
	}{
		{"nearest first, then by id", "n-0", 14, 50, "n-1 n-11 n-2 n-12 n-4", "2025-03-15"},
		{"a day more", "n-0", 15, 50, "n-1 n-11 n-2 n-12 n-4 n-5", "2025-03-15"},
		{"the same day", "n-0", 0, 50, "n-1", "2025-03-15"},
		{"the first of them", "n-0", 14, 2, "n-1 n-11", "2025-03-15"},
		{"of ministries, what their states did too", "n-2", 14, 50, "n-11 n-8", "2025-03-14"},
		{"of what both did with both, itself left out", "n-11", 14, 50, "n-2 n-8 n-12 n-4 n-5", "2025-03-14"},
		{"of an undated one", "n-7", 14, 50, "", ""},
		{"of one at nobody", "n-13", 14, 50, "", "2025-03-15"},
		{"of a whole and its part, but of neither on itself", "n-14", 14, 50, "n-15", "2025-03-15"},
		{"of one on itself", "n-16", 400, 50, "", "2025-03-13"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := s.ask(t, query.FindAntecedents{Action: c.action, MaxDays: c.days, Limit: c.limit})
			equal(t, "actions", ids(a.Items), c.want)
			equal(t, "day", string(a.Day), c.day)
		})
	}
	t.Run("brings along what is wanted", func(t *testing.T) {
		before := s.sent(t)
		a := s.ask(t, query.FindAntecedents{Action: "n-0", MaxDays: 14, Limit: 3}, want(t, graph.KindAction, "performers", want(t, graph.KindActor, "wholes")))
		if n, most := s.sent(t)-before, s.allowed(4, 0); n > int64(most) { // levels: the action, the others, performers, wholes
			t.Errorf("%d statements, at most %d", n, most)
		}
		got := ""
		for _, it := range a.Items {
			got += it.Text("id") + ":" + ids(it.Related[0].Items) + " "
		}
		equal(t, "performers", got, "n-1:n-b n-11:n-a n-b n-2:n-bm ")
		equal(t, "wholes", ids(a.Items[2].Related[0].Items[0].Related[0].Items), "n-b")
	})
	t.Run("refused", func(t *testing.T) {
		for _, c := range []struct {
			find query.FindAntecedents
			err  error
			says string
		}{
			{query.FindAntecedents{Action: "nope", MaxDays: 14, Limit: 5}, graph.ErrNotFound, `"nope"`},
			{query.FindAntecedents{Action: "n-a", MaxDays: 14, Limit: 5}, graph.ErrNotFound, `"n-a"`},
			{query.FindAntecedents{Action: "n-0", MaxDays: -1, Limit: 5}, graph.ErrInvalid, "-1"},
			{query.FindAntecedents{Action: "n-0", MaxDays: 14}, graph.ErrInvalid, "0"},
			{query.FindAntecedents{Action: "n-0", MaxDays: 14, Limit: query.MaxPage + 1}, graph.ErrTooLarge, fmt.Sprint(query.MaxPage)},
		} {
			if _, err := s.Fetch(t.Context(), &query.Query{Find: c.find}); !errors.Is(err, c.err) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%+v: %v", c.find, err)
			}
		}
	})
}

// subgraphWorld has all that hangs on d-1. d-4 is on the attribution of d-a, but no edge joins them; nothing joins d-z.
func subgraphWorld() []graph.Record {
	return append(edges(
		"d-a PERFORMED d-1", "d-1 TARGETS d-b", "d-b PERFORMED d-2", "d-2 TARGETS d-a", "d-c ABOUT d-1", "d-x ASSERTED d-c", "d-x PART_OF d-a", "d-x PERFORMED d-4",
		"d-1 IN_EPISODE d-e", "d-3 IN_EPISODE d-e", "d-y PERFORMED d-3", "d-s PUBLISHED_BY d-x", "d-1 TOOK_PLACE_IN d-p", "d-p WITHIN d-q"),
		with(edge("d-2 RESPONDS_TO d-1", "mode", "OBJECT"), graph.Inferred),
		actor("d-a", "STATE"), actor("d-b", "STATE"), actor("d-x", "MEDIA_OUTLET"), actor("d-y", "STATE"), actor("d-z", "STATE"),
		action("d-1", "COERCE", "2025-01-01"), action("d-2", "PROTEST", "2025-01-02"), action("d-3", "COERCE", ""), action("d-4", "PROTEST", "2025-01-03"),
		claim("d-c"), node(graph.KindEpisode, "d-e"), node(graph.KindSource, "d-s"), node(graph.KindPlace, "d-p"), node(graph.KindPlace, "d-q"))
}

func testSubgraph(t *testing.T, s suite) {
	ofType := func(types ...string) query.Pred { return query.In{Prop: "type", Values: types} }
	all := query.FindSubgraph{Around: []string{"d-1"}, Depth: 5, MaxNodes: 5000}
	for _, c := range []struct {
		name         string
		around       string
		depth, nodes int
		where        query.Pred
		want         string
		edges        int
		truncated    bool
	}{
		{"of nothing", "", 5, 9, nil, "", 0, false},
		{"no step", "d-1", 0, 1, nil, "d-1", 0, false},
		{"no step, from an edge's two ends", "d-1 d-b d-1", 0, 9, nil, "d-1 d-b", 1, false},
		{"a step", "d-1", 1, 5000, nil, "d-1 d-2 d-a d-b d-c d-e d-p", 8, false},
		{"two steps", "d-1", 2, 5000, nil, "d-1 d-2 d-a d-b d-c d-e d-p d-3 d-q d-x", 12, false},
		{"three steps", "d-1", 3, 5000, nil, "d-1 d-2 d-a d-b d-c d-e d-p d-3 d-q d-x d-4 d-s d-y", 15, false},
		{"more steps than there are", "d-1", 5, 5000, nil, "d-1 d-2 d-a d-b d-c d-e d-p d-3 d-q d-x d-4 d-s d-y", 15, false},
		{"no step along the roll-up", "d-a", 1, 5000, nil, "d-a d-1 d-2 d-x", 4, false},
		{"from several", "d-z d-q d-c", 1, 5000, nil, "d-c d-q d-z d-1 d-p d-x", 4, false},
		{"from a source", "d-s", 2, 5000, nil, "d-s d-x d-4 d-a d-c", 4, false},
		{"cut by number", "d-1", 1, 3, nil, "d-1 d-2 d-a", 3, true},
		{"just enough", "d-1", 1, 7, nil, "d-1 d-2 d-a d-b d-c d-e d-p", 8, false},
		{"cut at the next step", "d-1", 2, 7, nil, "d-1 d-2 d-a d-b d-c d-e d-p", 8, true},
		{"cut in the last step", "d-1", 5, 12, nil, "d-1 d-2 d-a d-b d-c d-e d-p d-3 d-q d-x d-4 d-s", 14, true},
		{"just enough for all", "d-1", 5, 13, nil, "d-1 d-2 d-a d-b d-c d-e d-p d-3 d-q d-x d-4 d-s d-y", 15, false},
		{"cut where it starts", "d-b d-a d-1", 3, 2, nil, "d-1 d-a", 1, true},
		{"actions of a type, and what lies behind them", "d-1", 5, 5000, ofType("COERCE"), "d-1 d-a d-b d-c d-e d-p d-3 d-q d-x d-s d-y", 11, false},
		{"no actions, but that it starts from", "d-1", 5, 5000, query.Or{}, "d-1 d-a d-b d-c d-e d-p d-q d-x d-s", 9, false},
		{"from an action that does not meet the filter", "d-2", 2, 5000, ofType("COERCE"), "d-2 d-1 d-a d-b d-c d-e d-p d-x", 10, false},
		{"a filter that is unknown of some", "d-e", 1, 5000, query.Overlaps{Since: "2024-01-01"}, "d-e d-1", 1, false},
		{"a filter by what is related", "d-1", 1, 5000, related(t, graph.KindAction, "performers", "d-x"), "d-1 d-a d-b d-c d-e d-p", 5, false},
		{"a filter by the roll-up", "d-x", 1, 5000, query.Attributed{Keys: []string{"d-a>"}}, "d-x d-4 d-a d-c d-s", 4, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := s.ask(t, query.FindSubgraph{Around: strings.Fields(c.around), Depth: c.depth, MaxNodes: c.nodes, Where: c.where})
			equal(t, "nodes", ids(a.Items), c.want)
			if len(a.Edges) != c.edges {
				t.Errorf("%d edges: %+v", len(a.Edges), a.Edges)
			}
			if a.Truncated != c.truncated {
				t.Errorf("truncated is %v", a.Truncated)
			}
		})
	}
	t.Run("edges by id", func(t *testing.T) {
		find := all
		find.Depth = 1
		got := ""
		for _, e := range s.ask(t, find).Edges {
			mode, basis := "", graph.Explicit
			if e.Kind == graph.RespondsTo {
				mode, basis = "OBJECT", graph.Inferred
			}
			if e.ID != graph.EdgeID(e.Kind, e.Source, e.Target) || e.Mode != mode || e.Basis != basis {
				t.Errorf("%+v", e)
			}
			got += strings.ReplaceAll(e.ID, ":d-", " ") + ", "
		}
		equal(t, "edges", got, "ABOUT c 1, IN_EPISODE 1 e, PERFORMED a 1, PERFORMED b 2, RESPONDS_TO 2 1, TARGETS 1 b, TARGETS 2 a, TOOK_PLACE_IN 1 p, ")
	})
	t.Run("brings along what is wanted of each kind", func(t *testing.T) {
		before := s.sent(t)
		a := s.ask(t, all, want(t, graph.KindActor, "parts"), want(t, graph.KindAction, "performers"), want(t, graph.KindPlace, "within"))
		if n, most := s.sent(t)-before, s.allowed(11, 0); n > int64(most) { // levels: the start, two a step, three kinds of nodes, edges
			t.Errorf("%d statements, at most %d", n, most)
		}
		got := ""
		for _, it := range a.Items {
			for _, r := range it.Related {
				if r != nil && len(r.Items) > 0 {
					got += it.Text("id") + ":" + ids(r.Items) + " "
				}
			}
		}
		equal(t, "related", got, "d-1:d-a d-2:d-b d-a:d-x d-p:d-q d-3:d-y d-4:d-x ")
	})
	t.Run("refused", func(t *testing.T) {
		for _, c := range []struct {
			change func(*query.FindSubgraph)
			err    error
			says   string
		}{
			{func(f *query.FindSubgraph) { f.Around = []string{"d-1", "nope", "aa"} }, graph.ErrNotFound, `"nope"`},
			{func(f *query.FindSubgraph) { f.Around, f.MaxNodes = []string{"d-1", "d-2", "zz-nope"}, 1 }, graph.ErrNotFound, `"zz-nope"`},
			{func(f *query.FindSubgraph) { f.Around = []string{"TARGETS:d-1:d-b"} }, graph.ErrNotFound, `"TARGETS:d-1:d-b"`},
			{func(f *query.FindSubgraph) { f.Depth = 6 }, graph.ErrInvalid, "5"},
			{func(f *query.FindSubgraph) { f.Depth = -1 }, graph.ErrInvalid, "-1"},
			{func(f *query.FindSubgraph) { f.MaxNodes = 0 }, graph.ErrInvalid, "5000"},
			{func(f *query.FindSubgraph) { f.MaxNodes = 5001 }, graph.ErrInvalid, "5000"},
		} {
			find := all
			c.change(&find)
			if _, err := s.Fetch(t.Context(), &query.Query{Find: find}); !errors.Is(err, c.err) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%+v: %v", find, err)
			}
		}
	})
}

// pathsWorld: w-a announced and performed w-1, which is addressed to w-b and targets it; w-2 is simpler. Behind w-b are its part w-c
// and a claim of that. w-m is a part of w-a. w-q1 to w-q4 are a circle, w-t00 to w-t13 a line, and w-g0 is joined with w-g9 by eight
// layers of four nodes, each joined with all of the next. Nothing joins w-o.
func pathsWorld() []graph.Record {
	out := append(edges(
		"w-a PERFORMED w-1 w-2", "w-a ANNOUNCED w-1", "w-1 TARGETS w-b", "w-1 ADDRESSED_TO w-b", "w-2 TARGETS w-b", "w-c PART_OF w-b", "w-c ASSERTED w-cl",
		"w-m PART_OF w-a", "w-m PERFORMED w-3", "w-3 TARGETS w-z"),
		actor("w-a", "STATE"), actor("w-b", "STATE"), actor("w-c", "AGENCY"), actor("w-m", "MINISTRY"), actor("w-z", "STATE"), actor("w-o", "STATE"),
		action("w-1", "REQUEST", ""), action("w-2", "COERCE", ""), action("w-3", "COERCE", ""), claim("w-cl"))
	for i := range 4 {
		out = append(out, action(fmt.Sprintf("w-q%d", i+1), "PROTEST", ""), edge(fmt.Sprintf("w-q%d RESPONDS_TO w-q%d", i+1, (i+1)%4+1), "mode", "OBJECT"))
	}
	for i := range 14 {
		out = append(out, node(graph.KindPlace, fmt.Sprintf("w-t%02d", i)))
		if i > 0 {
			out = append(out, edge(fmt.Sprintf("w-t%02d WITHIN w-t%02d", i-i%2, i-1+i%2)))
		}
	}
	layer := []string{"w-g0"}
	out = append(out, actor("w-g0", "GROUP"))
	for i := 1; i <= 9; i++ {
		var next []string
		for j := range 4 {
			if id := fmt.Sprintf("w-g%d%c", i, 'a'+j); i < 9 {
				next = append(next, id)
			} else if j == 0 {
				next = append(next, "w-g9")
			}
		}
		for _, id := range next {
			out = append(out, actor(id, "GROUP"))
			for _, before := range layer {
				out = append(out, edge(before+" COOPERATES_WITH "+id))
			}
		}
		layer = next
	}
	return out
}

func testPaths(t *testing.T, s suite) {
	for _, c := range []struct {
		name, from, to string
		length, first  int
		want           string // node, edge, node …
	}{
		{"parallel edges are different paths, in the order of nodes, then of edges", "w-a", "w-b", 6, 20,
			"a ANNOUNCED 1 ADDRESSED_TO b, a ANNOUNCED 1 TARGETS b, a PERFORMED 1 ADDRESSED_TO b, a PERFORMED 1 TARGETS b, a PERFORMED 2 TARGETS b"},
		{"the first of them", "w-a", "w-b", 2, 3, "a ANNOUNCED 1 ADDRESSED_TO b, a ANNOUNCED 1 TARGETS b, a PERFORMED 1 ADDRESSED_TO b"},
		{"backwards, in the order of the way", "w-b", "w-a", 2, 3, "b ADDRESSED_TO 1 ANNOUNCED a, b ADDRESSED_TO 1 PERFORMED a, b TARGETS 1 ANNOUNCED a"},
		{"too far away", "w-a", "w-b", 1, 5, ""},
		{"a neighbour", "w-b", "w-c", 1, 5, "b PART_OF c"},
		{"of several kinds", "w-2", "w-cl", 3, 5, "2 TARGETS b PART_OF c ASSERTED cl"},
		{"not along the roll-up", "w-a", "w-z", 12, 5, "a PART_OF m PERFORMED 3 TARGETS z"},
		{"both ways around", "w-q1", "w-q3", 12, 5, "q1 RESPONDS_TO q2 RESPONDS_TO q3, q1 RESPONDS_TO q4 RESPONDS_TO q3"},
		{"the shorter way around", "w-q1", "w-q4", 12, 5, "q1 RESPONDS_TO q4"},
		{"as far as can be", "w-t00", "w-t12", 12, 5,
			"t00 WITHIN t01 WITHIN t02 WITHIN t03 WITHIN t04 WITHIN t05 WITHIN t06 WITHIN t07 WITHIN t08 WITHIN t09 WITHIN t10 WITHIN t11 WITHIN t12"},
		{"farther than can be", "w-t00", "w-t13", 12, 5, ""},
		{"farther than asked for", "w-t00", "w-t12", 11, 5, ""},
		{"nowhere", "w-a", "w-o", 12, 5, ""},
		{"from nowhere", "w-o", "w-a", 12, 5, ""},
		{"to itself", "w-a", "w-a", 6, 5, "a"},
		{"to itself, joined with nothing", "w-o", "w-o", 1, 1, "o"},
		{"of thousands the first", "w-g0", "w-g7b", 7, 2, "g0 COOPERATES_WITH g1a COOPERATES_WITH g2a COOPERATES_WITH g3a COOPERATES_WITH g4a COOPERATES_WITH g5a COOPERATES_WITH g6a COOPERATES_WITH g7b, " +
			"g0 COOPERATES_WITH g1a COOPERATES_WITH g2a COOPERATES_WITH g3a COOPERATES_WITH g4a COOPERATES_WITH g5a COOPERATES_WITH g6b COOPERATES_WITH g7b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := s.ask(t, query.FindPaths{From: c.from, To: c.to, MaxLength: c.length, First: c.first})
			equal(t, "paths", paths(t, a), c.want)
		})
	}
	t.Run("nodes and edges as they first come up, with what is wanted", func(t *testing.T) {
		before := s.sent(t)
		a := s.ask(t, query.FindPaths{From: "w-b", To: "w-a", MaxLength: 6, First: 20}, want(t, graph.KindAction, "targets"), want(t, graph.KindActor, "parts"))
		if n, most := s.sent(t)-before, s.allowed(16, 0); n > int64(most) { // levels: the ends, two a step, three kinds of nodes
			t.Errorf("%d statements, at most %d", n, most)
		}
		equal(t, "nodes", ids(a.Items), "w-b w-1 w-a w-2")
		var edges []string
		for _, e := range a.Edges {
			if e.ID != graph.EdgeID(e.Kind, e.Source, e.Target) || e.Mode != "" || e.Basis != graph.Explicit {
				t.Errorf("%+v", e)
			}
			edges = append(edges, e.ID)
		}
		equal(t, "edges", strings.Join(edges, " "), "ADDRESSED_TO:w-1:w-b ANNOUNCED:w-a:w-1 PERFORMED:w-a:w-1 TARGETS:w-1:w-b TARGETS:w-2:w-b PERFORMED:w-a:w-2")
		equal(t, "parts", ids(a.Items[0].Related[1].Items)+" "+ids(a.Items[2].Related[1].Items), "w-c w-m")
		equal(t, "targets", ids(a.Items[1].Related[0].Items), "w-b")
		if a.Items[0].Related[0] != nil || a.Items[1].Related[1] != nil {
			t.Error("an item has what is of another kind")
		}
	})
	t.Run("mode and basis", func(t *testing.T) {
		a := s.ask(t, query.FindPaths{From: "d-b", To: "d-c", MaxLength: 6, First: 20})
		equal(t, "paths", strings.ReplaceAll(paths(t, a), "d-", ""), "b TARGETS 1 ABOUT c")
		a = s.ask(t, query.FindPaths{From: "d-2", To: "d-1", MaxLength: 6, First: 20})
		if len(a.Edges) != 1 || a.Edges[0].Mode != "OBJECT" || a.Edges[0].Basis != graph.Inferred {
			t.Errorf("%+v", a.Edges)
		}
	})
	t.Run("refused", func(t *testing.T) {
		for _, c := range []struct {
			find query.FindPaths
			err  error
			says string
		}{
			{query.FindPaths{From: "nope", To: "nope2", MaxLength: 6, First: 5}, graph.ErrNotFound, `"nope"`},
			{query.FindPaths{From: "w-a", To: "a-nope", MaxLength: 6, First: 5}, graph.ErrNotFound, `"a-nope"`},
			{query.FindPaths{From: "nope", To: "nope", MaxLength: 6, First: 5}, graph.ErrNotFound, `"nope"`},
			{query.FindPaths{From: "w-a", To: "PART_OF:w-m:w-a", MaxLength: 6, First: 5}, graph.ErrNotFound, `"PART_OF:w-m:w-a"`},
			{query.FindPaths{From: "w-a", To: "w-b", First: 5}, graph.ErrInvalid, "12"},
			{query.FindPaths{From: "w-a", To: "w-b", MaxLength: 13, First: 5}, graph.ErrInvalid, "12"},
			{query.FindPaths{From: "w-a", To: "w-b", MaxLength: 6}, graph.ErrInvalid, "20"},
			{query.FindPaths{From: "w-a", To: "w-b", MaxLength: 6, First: 21}, graph.ErrInvalid, "20"},
			{query.FindPaths{From: "w-g0", To: "w-g9", MaxLength: 12, First: 5}, graph.ErrTooLarge, fmt.Sprint(query.MaxVisits)}, // 4^8 paths
		} {
			if _, err := s.Fetch(t.Context(), &query.Query{Find: c.find}); !errors.Is(err, c.err) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%+v: %v", c.find, err)
			}
		}
	})
}

// paths writes the ways of an answer "node EDGE node", and checks that each edge joins its neighbours.
func paths(t *testing.T, a *query.Answer) string {
	t.Helper()
	var out []string
	for _, p := range a.Paths {
		if len(p.Nodes) != len(p.Edges)+1 {
			t.Fatalf("%d nodes and %d edges", len(p.Nodes), len(p.Edges))
		}
		text := ""
		for i, n := range p.Nodes {
			id := a.Items[n].Text("id")
			if i > 0 {
				e := a.Edges[p.Edges[i-1]]
				last := a.Items[p.Nodes[i-1]].Text("id")
				if (e.Source != last || e.Target != id) && (e.Source != id || e.Target != last) {
					t.Errorf("%+v does not join %s and %s", e, last, id)
				}
				text += " " + string(e.Kind) + " "
			}
			text += strings.TrimPrefix(id, "w-")
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}
