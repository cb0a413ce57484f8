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

// antecedentsWorld: Kenya seizes something of Uganda's in mid-March; most else is what Uganda did to Kenya about then.
func antecedentsWorld() []graph.Record {
	nodes := []graph.Record{
		actor("kenya", "STATE"), actor("kenya-interior-ministry", "MINISTRY"), actor("uganda", "STATE"),
		actor("uganda-defence-ministry", "MINISTRY"), actor("tanzania", "STATE"),
		action("seizure", "COERCE", "2025-03-15/2025-03-20"),
		action("arrest-on-the-lake", "COERCE", "2025-03-15"),
		action("patrol", "COERCE", "2025-03-14/2025-04-01"), // of ministries
		action("consultation", "CONSULT", "2025-03-14"),
		// 14 and 15 days before
		action("remark-14-days-before", "STATEMENT", "2025-03-01"), action("remark-15-days-before", "STATEMENT", "2025-02-28"),
		action("remark-a-day-after", "STATEMENT", "2025-03-16"), action("remark-undated", "STATEMENT", ""),
		// of other dyads
		action("remark-of-kenya", "STATEMENT", "2025-03-14"), action("remark-of-tanzania", "STATEMENT", "2025-03-14"),
		action("remark-to-tanzania", "STATEMENT", "2025-03-14"),
		action("joint-agreement", "AGREE", "2025-03-14"), // of both with both
		action("mishap", "OCCURRENCE", "2025-03-13"),
		action("remark-at-nobody", "STATEMENT", "2025-03-15"), // at nobody
		// between kenya and its own ministry
		action("audit-of-the-ministry", "COERCE", "2025-03-15"), action("protest-of-the-ministry", "PROTEST", "2025-03-14"),
		action("self-coercion", "COERCE", "2025-03-13"),
	}
	return slices.Concat(nodes, edges(
		"kenya-interior-ministry PART_OF kenya", "uganda-defence-ministry PART_OF uganda",
		"kenya PERFORMED seizure remark-of-kenya joint-agreement remark-at-nobody audit-of-the-ministry self-coercion",
		"uganda PERFORMED arrest-on-the-lake consultation remark-14-days-before remark-15-days-before remark-a-day-after remark-undated "+
			"remark-to-tanzania joint-agreement mishap",
		"uganda-defence-ministry PERFORMED patrol", "tanzania PERFORMED remark-of-tanzania",
		"kenya-interior-ministry PERFORMED protest-of-the-ministry", "seizure TARGETS uganda", "arrest-on-the-lake TARGETS kenya",
		"patrol TARGETS kenya-interior-ministry", "consultation TARGETS kenya", "remark-14-days-before ADDRESSED_TO kenya",
		"remark-15-days-before TARGETS kenya", "remark-a-day-after TARGETS kenya", "remark-undated TARGETS kenya",
		"remark-of-kenya TARGETS uganda", "remark-of-tanzania TARGETS kenya", "remark-to-tanzania TARGETS tanzania",
		"joint-agreement ADDRESSED_TO kenya uganda", "mishap TARGETS kenya",
		"audit-of-the-ministry TARGETS kenya-interior-ministry", "protest-of-the-ministry TARGETS kenya", "self-coercion TARGETS kenya",
	))
}

func testAntecedents(t *testing.T, s suite) {
	for _, c := range []struct {
		name, action string
		days, limit  int
		want, day    string
	}{
		{"nearest first, then by id", "seizure", 14, 50, "arrest-on-the-lake joint-agreement patrol mishap remark-14-days-before", "2025-03-15"},
		{"a day more", "seizure", 15, 50, "arrest-on-the-lake joint-agreement patrol mishap remark-14-days-before remark-15-days-before",
			"2025-03-15"},
		{"the same day", "seizure", 0, 50, "arrest-on-the-lake", "2025-03-15"},
		{"the first of them", "seizure", 14, 2, "arrest-on-the-lake joint-agreement", "2025-03-15"},
		{"of ministries, what their states did too", "patrol", 14, 50, "joint-agreement remark-of-kenya", "2025-03-14"},
		{"of what both did with both, itself left out", "joint-agreement", 14, 50,
			"patrol remark-of-kenya mishap remark-14-days-before remark-15-days-before", "2025-03-14"},
		{"of an undated one", "remark-undated", 14, 50, "", ""},
		{"of one at nobody", "remark-at-nobody", 14, 50, "", "2025-03-15"},
		{"of a whole and its part, but of neither on itself", "audit-of-the-ministry", 14, 50, "protest-of-the-ministry", "2025-03-15"},
		{"of one on itself", "self-coercion", 400, 50, "", "2025-03-13"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := s.ask(t, query.FindAntecedents{Action: c.action, MaxDays: c.days, Limit: c.limit})
			equal(t, "actions", ids(a.Items), c.want)
			equal(t, "day", string(a.Day), c.day)
		})
	}
	t.Run("brings along what is wanted", func(t *testing.T) {
		before := s.sent(t)
		a := s.ask(t, query.FindAntecedents{Action: "seizure", MaxDays: 14, Limit: 3}, want(t, graph.KindAction, "performers",
			want(t, graph.KindActor, "wholes")))
		if n, most := s.sent(t)-before, s.allowed(4, 0); n > int64(most) { // levels: the action, the others, performers, wholes
			t.Errorf("%d statements, at most %d", n, most)
		}
		got := ""
		for _, it := range a.Items {
			got += it.Text("id") + ":" + ids(it.Related[0].Items) + " "
		}
		equal(t, "performers", got, "arrest-on-the-lake:uganda joint-agreement:kenya uganda patrol:uganda-defence-ministry ")
		equal(t, "wholes", ids(a.Items[2].Related[0].Items[0].Related[0].Items), "uganda")
	})
	t.Run("refused", func(t *testing.T) {
		for _, c := range []struct {
			find query.FindAntecedents
			err  error
			says string
		}{
			{query.FindAntecedents{Action: "nope", MaxDays: 14, Limit: 5}, graph.ErrNotFound, `"nope"`},
			{query.FindAntecedents{Action: "kenya", MaxDays: 14, Limit: 5}, graph.ErrNotFound, `"kenya"`},
			{query.FindAntecedents{Action: "seizure", MaxDays: -1, Limit: 5}, graph.ErrInvalid, "-1"},
			{query.FindAntecedents{Action: "seizure", MaxDays: 14}, graph.ErrInvalid, "0"},
			{query.FindAntecedents{Action: "seizure", MaxDays: 14, Limit: query.MaxPage + 1}, graph.ErrTooLarge, fmt.Sprint(query.MaxPage)},
		} {
			if _, err := s.Fetch(t.Context(), &query.Query{Find: c.find}); !errors.Is(err, c.err) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%+v: %v", c.find, err)
			}
		}
	})
}

// subgraphWorld has all that hangs on an airliner that Belarus diverted. The article of protest counts for Belarus by attribution, but
// no edge joins the two; nothing joins Uzbekistan.
func subgraphWorld() []graph.Record {
	return append(edges(
		"belarus PERFORMED airliner-diverted", "airliner-diverted TARGETS lithuania", "lithuania PERFORMED airspace-protest",
		"airspace-protest TARGETS belarus", "no-bomb-was-found ABOUT airliner-diverted", "tv-channel ASSERTED no-bomb-was-found",
		"tv-channel PART_OF belarus", "tv-channel PERFORMED article-of-protest",
		"airliner-diverted IN_EPISODE open-skies-crisis", "arrest-of-a-pilot IN_EPISODE open-skies-crisis",
		"ukraine PERFORMED arrest-of-a-pilot", "transcript PUBLISHED_BY tv-channel", "airliner-diverted TOOK_PLACE_IN runway",
		"runway WITHIN territory-of-minsk"),
		with(edge("airspace-protest RESPONDS_TO airliner-diverted", "mode", "OBJECT"), graph.Inferred),
		actor("belarus", "STATE"), actor("lithuania", "STATE"), actor("tv-channel", "MEDIA_OUTLET"), actor("ukraine", "STATE"),
		actor("uzbekistan", "STATE"),
		action("airliner-diverted", "COERCE", "2025-01-01"), action("airspace-protest", "PROTEST", "2025-01-02"),
		action("arrest-of-a-pilot", "COERCE", ""), action("article-of-protest", "PROTEST", "2025-01-03"),
		claim("no-bomb-was-found"), node(graph.KindEpisode, "open-skies-crisis"), node(graph.KindSource, "transcript"), node(graph.KindPlace,
			"runway"), node(graph.KindPlace, "territory-of-minsk"))
}

func testSubgraph(t *testing.T, s suite) {
	ofType := func(types ...string) query.Pred { return query.In{Prop: "type", Values: types} }
	all := query.FindSubgraph{Around: []string{"airliner-diverted"}, Depth: 5, MaxNodes: 5000}
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
		{"no step", "airliner-diverted", 0, 1, nil, "airliner-diverted", 0, false},
		{"no step, from an edge's two ends", "airliner-diverted lithuania airliner-diverted", 0, 9, nil, "airliner-diverted lithuania", 1, false},
		{"a step", "airliner-diverted", 1, 5000, nil, "airliner-diverted airspace-protest belarus lithuania no-bomb-was-found " +
			"open-skies-crisis runway", 8, false},
		{"two steps", "airliner-diverted", 2, 5000, nil, "airliner-diverted airspace-protest belarus lithuania no-bomb-was-found " +
			"open-skies-crisis runway arrest-of-a-pilot territory-of-minsk tv-channel", 12, false},
		{"three steps", "airliner-diverted", 3, 5000, nil, "airliner-diverted airspace-protest belarus lithuania no-bomb-was-found " +
			"open-skies-crisis runway arrest-of-a-pilot territory-of-minsk tv-channel article-of-protest transcript ukraine", 15, false},
		{"more steps than there are", "airliner-diverted", 5, 5000, nil,
			"airliner-diverted airspace-protest belarus lithuania no-bomb-was-found open-skies-crisis runway arrest-of-a-pilot " +
				"territory-of-minsk tv-channel article-of-protest transcript ukraine", 15, false},
		{"no step along the attribution", "belarus", 1, 5000, nil, "belarus airliner-diverted airspace-protest tv-channel", 4, false},
		{"from several", "uzbekistan territory-of-minsk no-bomb-was-found", 1, 5000, nil,
			"no-bomb-was-found territory-of-minsk uzbekistan airliner-diverted runway tv-channel", 4, false},
		{"from a source", "transcript", 2, 5000, nil, "transcript tv-channel article-of-protest belarus no-bomb-was-found", 4, false},
		{"cut by number", "airliner-diverted", 1, 3, nil, "airliner-diverted airspace-protest belarus", 3, true},
		{"just enough", "airliner-diverted", 1, 7, nil, "airliner-diverted airspace-protest belarus lithuania no-bomb-was-found " +
			"open-skies-crisis runway", 8, false},
		{"cut at the next step", "airliner-diverted", 2, 7, nil, "airliner-diverted airspace-protest belarus lithuania no-bomb-was-found " +
			"open-skies-crisis runway", 8, true},
		{"cut in the last step", "airliner-diverted", 5, 12, nil, "airliner-diverted airspace-protest belarus lithuania no-bomb-was-found " +
			"open-skies-crisis runway arrest-of-a-pilot territory-of-minsk tv-channel article-of-protest transcript", 14, true},
		{"just enough for all", "airliner-diverted", 5, 13, nil, "airliner-diverted airspace-protest belarus lithuania no-bomb-was-found " +
			"open-skies-crisis runway arrest-of-a-pilot territory-of-minsk tv-channel article-of-protest transcript ukraine", 15, false},
		{"cut where it starts", "lithuania belarus airliner-diverted", 3, 2, nil, "airliner-diverted belarus", 1, true},
		{"actions of a type, and what lies behind them", "airliner-diverted", 5, 5000, ofType("COERCE"),
			"airliner-diverted belarus lithuania no-bomb-was-found open-skies-crisis runway arrest-of-a-pilot territory-of-minsk tv-channel " +
				"transcript ukraine", 11, false},
		{"no actions, but that it starts from", "airliner-diverted", 5, 5000, query.Or{},
			"airliner-diverted belarus lithuania no-bomb-was-found open-skies-crisis runway territory-of-minsk tv-channel transcript", 9, false},
		{"from an action that does not meet the filter", "airspace-protest", 2, 5000, ofType("COERCE"),
			"airspace-protest airliner-diverted belarus lithuania no-bomb-was-found open-skies-crisis runway tv-channel", 10, false},
		{"a filter that is unknown of some", "open-skies-crisis", 1, 5000, query.Overlaps{Since: "2024-01-01"},
			"open-skies-crisis airliner-diverted", 1, false},
		{"a filter by what is related", "airliner-diverted", 1, 5000, related(t, graph.KindAction, "performers", "tv-channel"),
			"airliner-diverted belarus lithuania no-bomb-was-found open-skies-crisis runway", 5, false},
		{"a filter by the attribution", "tv-channel", 1, 5000, query.Attributed{Keys: []string{"belarus>"}},
			"tv-channel article-of-protest belarus no-bomb-was-found transcript", 4, false},
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
			got += e.ID + " "
		}
		equal(t, "edges", got, "ABOUT:no-bomb-was-found:airliner-diverted IN_EPISODE:airliner-diverted:open-skies-crisis "+
			"PERFORMED:belarus:airliner-diverted PERFORMED:lithuania:airspace-protest RESPONDS_TO:airspace-protest:airliner-diverted "+
			"TARGETS:airliner-diverted:lithuania TARGETS:airspace-protest:belarus TOOK_PLACE_IN:airliner-diverted:runway ")
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
		equal(t, "related", got, "airliner-diverted:belarus airspace-protest:lithuania belarus:tv-channel runway:territory-of-minsk "+
			"arrest-of-a-pilot:ukraine article-of-protest:tv-channel ")
	})
	t.Run("refused", func(t *testing.T) {
		for _, c := range []struct {
			change func(*query.FindSubgraph)
			err    error
			says   string
		}{
			{func(f *query.FindSubgraph) { f.Around = []string{"airliner-diverted", "nope", "aa"} }, graph.ErrNotFound, `"nope"`},
			{func(f *query.FindSubgraph) {
				f.Around, f.MaxNodes = []string{"airliner-diverted", "airspace-protest", "zz-nope"}, 1
			}, graph.ErrNotFound, `"zz-nope"`},
			{func(f *query.FindSubgraph) { f.Around = []string{"TARGETS:airliner-diverted:lithuania"} }, graph.ErrNotFound,
				`"TARGETS:airliner-diverted:lithuania"`},
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

// paths writes the ways of an answer "w-node EDGE w-node", and checks that each edge joins its neighbours.
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
