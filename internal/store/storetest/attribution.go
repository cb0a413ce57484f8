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

// rollUpWorld: o-sp speaks for a part of a part of o-st; o-man changed sides at the turn of 2025; o-c1, o-c2 and o-c3 are parts
// of one another; o-d is a part of o-t in two ways; o-cz is a citizen of o-stb; o-jour works for a paper that o-stc owns.
func rollUpWorld() []graph.Record {
	nodes := []graph.Record{
		actor("o-st", "STATE", "country", "OOA"), actor("o-min", "MINISTRY"), actor("o-dep", "AGENCY"), actor("o-sp", "PERSON"), actor("o-boss", "PERSON"),
		actor("o-man", "PERSON"), actor("o-old", "AGENCY"), actor("o-new", "AGENCY"),
		actor("o-c1", "AGENCY"), actor("o-c2", "AGENCY"), actor("o-c3", "AGENCY"),
		actor("o-d", "AGENCY"), actor("o-l", "AGENCY"), actor("o-r", "AGENCY"), actor("o-t", "STATE"),
		actor("o-cz", "PERSON", "country", "OOB"), actor("o-stb", "STATE", "country", "OOB"), actor("o-agb", "AGENCY", "country", "OOB"), actor("o-emp", "PERSON"),
		actor("o-jour", "PERSON"), actor("o-media", "MEDIA_OUTLET"), actor("o-stc", "STATE", "country", "OOC"),
		actor("o-mem", "STATE"), actor("o-body", "INTERNATIONAL_BODY"), actor("o-guess", "PERSON"),
		edge("o-man PART_OF o-old", "until", "2024"), edge("o-man PART_OF o-new", "since", "2025-01"),
		with(edge("o-guess PART_OF o-body"), graph.Inferred),
		action("o-1", "COERCE", "2025-05-01"), action("o-1b", "COERCE", "2025-05-02"),
		action("o-2", "COERCE", "2024-06-01"), action("o-3", "COERCE", "2025-06-01"), action("o-4", "COERCE", ""), action("o-5", "COERCE", "2024-12-31/2025-01-01"),
		action("o-6", "COERCE", "2025-01-01"), action("o-7", "COERCE", "2025-01-01"), action("o-8", "COERCE", "2025-01-01"), action("o-9", "COERCE", "2025-01-01"),
		action("o-10", "COERCE", "2025-01-01"), action("o-11", "COERCE", "2025-01-01"), action("o-12", "COERCE", "2025-01-01"),
		action("o-13", "COERCE", "2025-01-01"), action("o-14", "COERCE", "2025-01-01"), action("o-15", "COERCE", "2025-01-01"),
	}
	return slices.Concat(nodes, edges(
		"o-min PART_OF o-st", "o-dep PART_OF o-min", "o-sp SPEAKS_FOR o-dep", "o-boss LEADS o-min", "o-sp PERFORMED o-1", "o-boss PERFORMED o-1b",
		"o-man PERFORMED o-2 o-3 o-4 o-5",
		"o-c1 PART_OF o-c2", "o-c2 PART_OF o-c3", "o-c3 PART_OF o-c1", "o-c1 PERFORMED o-6", "o-6 TARGETS o-c2",
		"o-d PART_OF o-l o-r", "o-l PART_OF o-t", "o-r PART_OF o-t", "o-d PERFORMED o-7", "o-l PERFORMED o-7", "o-7 TARGETS o-d", "o-7 ADDRESSED_TO o-d o-r",
		"o-emp WORKS_FOR o-cz", "o-st PERFORMED o-8 o-10 o-12 o-14", "o-8 TARGETS o-cz", "o-cz PERFORMED o-9", "o-9 TARGETS o-st", "o-10 AFFECTS o-cz", "o-14 TARGETS o-emp",
		"o-jour WORKS_FOR o-media", "o-media OWNED_BY o-stc", "o-jour PERFORMED o-11", "o-media ANNOUNCED o-12", "o-12 TARGETS o-jour",
		"o-mem MEMBER_OF o-body", "o-mem HOSTED_BY o-body", "o-mem COOPERATES_WITH o-body", "o-mem PERFORMED o-13", "o-13 TARGETS o-mem",
		"o-guess PERFORMED o-15",
	))
}

func testRollUp(t *testing.T, s suite) {
	t.Run("ties that held on a day", func(t *testing.T) {
		for day, held := range map[graph.Day]string{"2024-12-31": "o-old", "2025-01-01": "o-new", "0001-01-01": "o-old", "9999-12-31": "o-new"} {
			w := want(t, graph.KindActor, "ties")
			w.Where = query.HeldOn{Day: day}
			equal(t, string(day), ids(s.ask(t, query.FindNodes{IDs: []string{"o-man"}}, w).Items[0].Related[0].Items), "PART_OF:o-man:"+held)
		}
	})
	for _, c := range []struct{ name, keys, all, direct string }{
		{"itself", "o-sp>", "o-1", "o-1"},
		{"a part", "o-dep>", "o-1", ""},
		{"a part of a part, and its head", "o-min>", "o-1 o-1b", ""},
		{"a part of a part of a part", "o-st>", "o-1 o-10 o-12 o-14 o-1b o-8", "o-10 o-12 o-14 o-8"},
		{"before a change of sides, and when unknown", "o-old>", "o-2 o-4 o-5", ""},
		{"after a change of sides, and when unknown", "o-new>", "o-3 o-4 o-5", ""},
		{"a circle, itself", "o-c1>", "o-6", "o-6"},
		{"a circle, another", "o-c3>", "o-6", ""},
		{"a circle, both sides", "o-c3>o-c1", "o-6", ""},
		{"a circle, as named", "o-c1>o-c2", "o-6", "o-6"},
		{"a diamond", "o-t>", "o-7", ""},
		{"a diamond, reached and named", "o-l>", "o-7", "o-7"},
		{"a diamond, directed", ">o-t", "o-7", ""},
		{"a diamond, both sides", "o-t>o-t", "o-7", ""},
		{"a diamond, named twice", ">o-d", "o-7", "o-7"},
		{"a citizen", ">o-cz", "o-14 o-8", "o-8"},
		{"the state of a citizen, but not of an employer", ">o-stb", "o-8", ""},
		{"no agency of a citizen's country", ">o-agb", "", ""},
		{"no acting for a country", "o-stb>", "", ""},
		{"the state itself", ">o-st", "o-9", "o-9"},
		{"the dyad with a citizen's state", "o-st>o-stb", "o-8", ""},
		{"no acting for an employer", "o-media>", "", ""},
		{"no acting for an owner", "o-stc>", "", ""},
		{"directed at an employer", ">o-media", "o-12", ""},
		{"directed at an owner", ">o-stc", "o-12", ""},
		{"no acting for a body", "o-body>", "o-15", ""}, // by an inferred part alone
		{"nothing directed at a body", ">o-body", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			equal(t, c.keys, ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: []string{c.keys}})).Items), c.all)
			equal(t, c.keys+" direct", ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: []string{c.keys}, Direct: true})).Items), c.direct)
			name, id := "actions", strings.TrimSuffix(c.keys, ">")
			if strings.HasPrefix(c.keys, ">") {
				name, id = "received", c.keys[1:]
			}
			if strings.Contains(id, ">") {
				return
			}
			w := want(t, graph.KindActor, name)
			w.Total = true
			r := s.ask(t, query.FindNodes{IDs: []string{id}}, w).Items[0].Related[0]
			equal(t, id+"."+name, ids(r.Items), c.all)
			if r.Total != len(r.Items) {
				t.Errorf("total %d of %d", r.Total, len(r.Items))
			}
		})
	}
}

// chainWorld has a line (c-l1 to c-l5), a circle (c-r1 to c-r3) and a diamond (c-d1 to c-d4) with a cousin; each answers the
// one before. c-d5 and c-d6 answer c-d1 only; c-d0 is what c-d1 answers, as c-d7 does.
func chainWorld() []graph.Record {
	var out []graph.Record
	for _, link := range strings.Fields("l2>l1 l3>l2 l4>l3 l5>l4 r2>r1 r3>r2 r1>r3 d1>d0 d2>d1 d3>d1 d4>d2 d4>d3 d5>d1 d6>d5 d7>d0") {
		from, to, _ := strings.Cut(link, ">")
		out = append(out, edge("c-"+from+" RESPONDS_TO c-"+to, "mode", "CONDEMN"))
	}
	for _, id := range strings.Fields("l1 l2 l3 l4 l5 r1 r2 r3 d0 d1 d2 d3 d4 d5 d6 d7 alone") {
		out = append(out, action("c-"+id, "PROTEST", ""))
	}
	return append(out, actor("c-x", "STATE"), edge("c-x PERFORMED c-l2"), with(edge("c-l1 RESPONDS_TO c-alone", "mode", "DENY"), graph.Inferred), edge("c-x PERFORMED c-l1"))
}

func testChain(t *testing.T, s suite) {
	for _, c := range []struct {
		name, from   string
		direction    query.Direction
		depth, nodes int
		want         string
		edges        string
		truncated    bool
	}{
		{"forward", "l2", query.Responses, 50, 5000, "l2 l3 l4 l5", "l3>l2 l4>l3 l5>l4", false},
		{"back", "l2", query.Triggers, 50, 5000, "l2 l1 alone", "l1>alone l2>l1", false},
		{"both", "l2", query.Both, 50, 5000, "l2 l1 l3 alone l4 l5", "l1>alone l2>l1 l3>l2 l4>l3 l5>l4", false},
		{"nothing", "alone", query.Triggers, 50, 5000, "alone", "", false},
		{"cut by depth", "l2", query.Responses, 2, 5000, "l2 l3 l4", "l3>l2 l4>l3", true},
		{"just deep enough", "l2", query.Responses, 3, 5000, "l2 l3 l4 l5", "l3>l2 l4>l3 l5>l4", false},
		{"cut by depth on one side", "l2", query.Both, 2, 5000, "l2 l1 l3 alone l4", "l1>alone l2>l1 l3>l2 l4>l3", true},
		{"cut by number", "l2", query.Responses, 50, 2, "l2 l3", "l3>l2", true},
		{"cut by number, nearest first", "l2", query.Both, 50, 4, "l2 l1 l3 alone", "l1>alone l2>l1 l3>l2", true},
		{"just enough", "l2", query.Responses, 50, 4, "l2 l3 l4 l5", "l3>l2 l4>l3 l5>l4", false},
		{"one alone", "l2", query.Responses, 1, 1, "l2", "", true},
		{"a circle", "r1", query.Responses, 50, 5000, "r1 r2 r3", "r1>r3 r2>r1 r3>r2", false},
		{"a circle, both ways", "r1", query.Both, 50, 5000, "r1 r2 r3", "r1>r3 r2>r1 r3>r2", false},
		{"a circle that closes where it is cut", "r1", query.Responses, 2, 5000, "r1 r2 r3", "r1>r3 r2>r1 r3>r2", false},
		{"a circle cut before it closes", "r1", query.Responses, 1, 5000, "r1 r2", "r2>r1", true},
		{"a diamond", "d1", query.Responses, 50, 5000, "d1 d2 d3 d5 d4 d6", "d2>d1 d3>d1 d4>d2 d4>d3 d5>d1 d6>d5", false},
		{"a diamond, back", "d4", query.Triggers, 50, 5000, "d4 d2 d3 d1 d0", "d1>d0 d2>d1 d3>d1 d4>d2 d4>d3", false},
		{"both are no cousins", "d2", query.Both, 50, 5000, "d2 d1 d4 d0", "d1>d0 d2>d1 d4>d2", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := s.ask(t, query.FindChain{Action: "c-" + c.from, Direction: c.direction, MaxDepth: c.depth, MaxNodes: c.nodes})
			equal(t, "actions", strings.ReplaceAll(ids(a.Items), "c-", ""), c.want)
			var got []string
			for _, e := range a.Edges {
				got = append(got, strings.TrimPrefix(e.Source, "c-")+">"+strings.TrimPrefix(e.Target, "c-"))
				mode, basis := "CONDEMN", graph.Explicit
				if e.Target == "c-alone" {
					mode, basis = "DENY", graph.Inferred
				}
				if e.ID != graph.EdgeID(graph.RespondsTo, e.Source, e.Target) || e.Kind != graph.RespondsTo || e.Mode != mode || e.Basis != basis {
					t.Errorf("edge %+v", e)
				}
			}
			equal(t, "edges", strings.Join(got, " "), c.edges)
			if a.Truncated != c.truncated {
				t.Errorf("truncated is %v", a.Truncated)
			}
		})
	}
	t.Run("only some links", func(t *testing.T) {
		for _, c := range []struct {
			name  string
			find  query.FindChain
			want  string
			edges int
		}{
			{"only what is said", query.FindChain{Action: "c-l2", Direction: query.Triggers, Basis: []string{"EXPLICIT"}}, "c-l2 c-l1", 1},
			{"only what is inferred", query.FindChain{Action: "c-l1", Direction: query.Both, Basis: []string{"INFERRED"}}, "c-l1 c-alone", 1},
			{"of one mode, not past another", query.FindChain{Action: "c-alone", Direction: query.Responses, Modes: []string{"DENY", "REGRET"}}, "c-alone c-l1", 1},
			{"of both", query.FindChain{Action: "c-l3", Direction: query.Triggers, Basis: []string{"EXPLICIT"}, Modes: []string{"CONDEMN"}}, "c-l3 c-l2 c-l1", 2},
			{"of none", query.FindChain{Action: "c-l2", Direction: query.Both, Modes: []string{}}, "c-l2", 0},
		} {
			c.find.MaxDepth, c.find.MaxNodes = 50, 5000
			a := s.ask(t, c.find)
			if equal(t, c.name, ids(a.Items), c.want); len(a.Edges) != c.edges || a.Truncated {
				t.Errorf("%s: %+v, truncated %v", c.name, a.Edges, a.Truncated)
			}
		}
	})
	t.Run("brings along what is wanted", func(t *testing.T) {
		a := s.ask(t, query.FindChain{Action: "c-l3", Direction: query.Triggers, MaxDepth: 9, MaxNodes: 9}, want(t, graph.KindAction, "performers"))
		got := ""
		for _, it := range a.Items {
			got += it.Text("id") + ":" + ids(it.Related[0].Items) + " "
		}
		equal(t, "performers", got, "c-l3: c-l2:c-x c-l1:c-x c-alone: ")
	})
	t.Run("of nothing", func(t *testing.T) {
		for _, id := range []string{"nope", "c-x", "RESPONDS_TO:c-l2:c-l1"} {
			_, err := s.Fetch(t.Context(), &query.Query{Find: query.FindChain{Action: id, Direction: query.Both, MaxDepth: 5, MaxNodes: 5}})
			if !errors.Is(err, graph.ErrNotFound) || !strings.Contains(err.Error(), fmt.Sprintf("no action with id %q", id)) {
				t.Errorf("%s: %v", id, err)
			}
		}
	})
}
