package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// pathsWorld: Canada announced and performed a request, which is addressed to Denmark and targets it; a trespass of its is simpler.
// Behind Denmark are its coast guard and a claim of that. The ministry is a part of Canada. The quarrels are a circle, the places a
// line, and group-0 is joined with group-9 by eight layers of four, each joined with all of the next. Nothing joins Nauru.
func pathsWorld() []graph.Record {
	out := append(edges(
		"canada PERFORMED survey-request trespass", "canada ANNOUNCED survey-request", "survey-request TARGETS denmark",
		"survey-request ADDRESSED_TO denmark", "trespass TARGETS denmark", "denmark-coast-guard PART_OF denmark",
		"denmark-coast-guard ASSERTED island-is-danish",
		"canada-fisheries-ministry PART_OF canada", "canada-fisheries-ministry PERFORMED ship-seized", "ship-seized TARGETS iceland"),
		actor("canada", "STATE"), actor("denmark", "STATE"), actor("denmark-coast-guard", "AGENCY"),
		actor("canada-fisheries-ministry", "MINISTRY"), actor("iceland", "STATE"), actor("nauru", "STATE"),
		action("survey-request", "REQUEST", ""), action("trespass", "COERCE", ""), action("ship-seized", "COERCE", ""), claim("island-is-danish"))
	for i := range 4 {
		out = append(out, action(fmt.Sprintf("quarrel-%d", i+1), "PROTEST", ""),
			edge(fmt.Sprintf("quarrel-%d RESPONDS_TO quarrel-%d", i+1, (i+1)%4+1), "mode", "OBJECT"))
	}
	for i := range 14 {
		out = append(out, node(graph.KindPlace, fmt.Sprintf("place-%02d", i)))
		if i > 0 {
			out = append(out, edge(fmt.Sprintf("place-%02d WITHIN place-%02d", i-i%2, i-1+i%2)))
		}
	}
	layer := []string{"group-0"}
	out = append(out, actor("group-0", "GROUP"))
	for i := 1; i <= 9; i++ {
		var next []string
		for j := range 4 {
			if id := fmt.Sprintf("group-%d%c", i, 'a'+j); i < 9 {
				next = append(next, id)
			} else if j == 0 {
				next = append(next, "group-9")
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
	t.Helper()
	for _, c := range []struct {
		name, from, to string
		length, first  int
		want           string // node, edge, node …
	}{
		{"parallel edges are different paths, in the order of nodes, then of edges", "canada", "denmark", 6, 20,
			"canada ANNOUNCED survey-request ADDRESSED_TO denmark, canada ANNOUNCED survey-request TARGETS denmark, canada PERFORMED " +
				"survey-request ADDRESSED_TO denmark, canada PERFORMED survey-request TARGETS denmark, canada PERFORMED trespass TARGETS denmark"},
		{"the first of them", "canada", "denmark", 2, 3, "canada ANNOUNCED survey-request ADDRESSED_TO denmark, canada ANNOUNCED " +
			"survey-request TARGETS denmark, canada PERFORMED survey-request ADDRESSED_TO denmark"},
		{"backwards, in the order of the way", "denmark", "canada", 2, 3,
			"denmark ADDRESSED_TO survey-request ANNOUNCED canada, denmark ADDRESSED_TO survey-request PERFORMED canada, denmark TARGETS " +
				"survey-request ANNOUNCED canada"},
		{"too far away", "canada", "denmark", 1, 5, ""},
		{"a neighbour", "denmark", "denmark-coast-guard", 1, 5, "denmark PART_OF denmark-coast-guard"},
		{"of several kinds", "trespass", "island-is-danish", 3, 5,
			"trespass TARGETS denmark PART_OF denmark-coast-guard ASSERTED island-is-danish"},
		{"not along the attribution", "canada", "iceland", 12, 5,
			"canada PART_OF canada-fisheries-ministry PERFORMED ship-seized TARGETS iceland"},
		{"both ways around", "quarrel-1", "quarrel-3", 12, 5, "quarrel-1 RESPONDS_TO quarrel-2 RESPONDS_TO quarrel-3, quarrel-1 RESPONDS_TO " +
			"quarrel-4 RESPONDS_TO quarrel-3"},
		{"the shorter way around", "quarrel-1", "quarrel-4", 12, 5, "quarrel-1 RESPONDS_TO quarrel-4"},
		{"as far as can be", "place-00", "place-12", 12, 5,
			"place-00 WITHIN place-01 WITHIN place-02 WITHIN place-03 WITHIN place-04 WITHIN place-05 WITHIN place-06 WITHIN place-07 WITHIN " +
				"place-08 WITHIN place-09 WITHIN place-10 WITHIN place-11 WITHIN place-12"},
		{"farther than can be", "place-00", "place-13", 12, 5, ""},
		{"farther than asked for", "place-00", "place-12", 11, 5, ""},
		{"nowhere", "canada", "nauru", 12, 5, ""},
		{"from nowhere", "nauru", "canada", 12, 5, ""},
		{"to itself", "canada", "canada", 6, 5, "canada"},
		{"to itself, joined with nothing", "nauru", "nauru", 1, 1, "nauru"},
		{"of thousands the first", "group-0", "group-7b", 7, 2, "group-0 COOPERATES_WITH group-1a COOPERATES_WITH group-2a COOPERATES_WITH " +
			"group-3a COOPERATES_WITH group-4a COOPERATES_WITH group-5a COOPERATES_WITH group-6a COOPERATES_WITH group-7b, " +
			"group-0 COOPERATES_WITH group-1a COOPERATES_WITH group-2a COOPERATES_WITH group-3a COOPERATES_WITH group-4a COOPERATES_WITH " +
			"group-5a COOPERATES_WITH group-6b COOPERATES_WITH group-7b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := s.ask(t, query.FindPaths{From: c.from, To: c.to, MaxLength: c.length, First: c.first})
			equal(t, "paths", paths(t, a), c.want)
		})
	}
	t.Run("nodes and edges as they first come up, with what is wanted", func(t *testing.T) {
		before := s.sent(t)
		a := s.ask(t, query.FindPaths{From: "denmark", To: "canada", MaxLength: 6, First: 20}, want(t, graph.KindAction, "targets"), want(t,
			graph.KindActor, "parts"))
		if n, most := s.sent(t)-before, s.allowed(16, 0); n > int64(most) { // levels: the ends, two a step, three kinds of nodes
			t.Errorf("%d statements, at most %d", n, most)
		}
		equal(t, "nodes", ids(a.Items), "denmark survey-request canada trespass")
		var edges []string
		for _, e := range a.Edges {
			if e.ID != graph.EdgeID(e.Kind, e.Source, e.Target) || e.Mode != "" || e.Basis != graph.Explicit {
				t.Errorf("%+v", e)
			}
			edges = append(edges, e.ID)
		}
		equal(t, "edges", strings.Join(edges, " "), "ADDRESSED_TO:survey-request:denmark ANNOUNCED:canada:survey-request "+
			"PERFORMED:canada:survey-request TARGETS:survey-request:denmark TARGETS:trespass:denmark PERFORMED:canada:trespass")
		equal(t, "parts", ids(a.Items[0].Related[1].Items)+" "+ids(a.Items[2].Related[1].Items), "denmark-coast-guard canada-fisheries-ministry")
		equal(t, "targets", ids(a.Items[1].Related[0].Items), "denmark")
		if a.Items[0].Related[0] != nil || a.Items[1].Related[1] != nil {
			t.Error("an item has what is of another kind")
		}
	})
	t.Run("mode and basis", func(t *testing.T) {
		a := s.ask(t, query.FindPaths{From: "lithuania", To: "no-bomb-was-found", MaxLength: 6, First: 20})
		equal(t, "paths", paths(t, a), "lithuania TARGETS airliner-diverted ABOUT no-bomb-was-found")
		a = s.ask(t, query.FindPaths{From: "airspace-protest", To: "airliner-diverted", MaxLength: 6, First: 20})
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
			{query.FindPaths{From: "canada", To: "a-nope", MaxLength: 6, First: 5}, graph.ErrNotFound, `"a-nope"`},
			{query.FindPaths{From: "nope", To: "nope", MaxLength: 6, First: 5}, graph.ErrNotFound, `"nope"`},
			{query.FindPaths{From: "canada", To: "PART_OF:canada-fisheries-ministry:canada", MaxLength: 6, First: 5}, graph.ErrNotFound,
				`"PART_OF:canada-fisheries-ministry:canada"`},
			{query.FindPaths{From: "canada", To: "denmark", First: 5}, graph.ErrInvalid, "12"},
			{query.FindPaths{From: "canada", To: "denmark", MaxLength: 13, First: 5}, graph.ErrInvalid, "12"},
			{query.FindPaths{From: "canada", To: "denmark", MaxLength: 6}, graph.ErrInvalid, "20"},
			{query.FindPaths{From: "canada", To: "denmark", MaxLength: 6, First: 21}, graph.ErrInvalid, "20"},
			{query.FindPaths{From: "group-0", To: "group-9", MaxLength: 12, First: 5}, graph.ErrTooLarge, fmt.Sprint(query.MaxVisits)}, // 4^8 paths
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
			text += id
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}
