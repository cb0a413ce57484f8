package storetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

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
	t.Helper()
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
