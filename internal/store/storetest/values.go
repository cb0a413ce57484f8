package storetest

import (
	"reflect"
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// columnsWorld has a node of each kind with all that it can hold, and one that holds nothing.
func columnsWorld() []graph.Record {
	return []graph.Record{
		node(graph.KindSource, "v-s", "title", "A title", "url", "https://example.org/a?b=c", "published", "2025-06", "accessed", "2025-07-01", "language", "az", "kind", "ARTICLE", "reliability", "B"),
		node(graph.KindSource, "v-s2"),
		actor("v-x", "STATE", "name", "Çırağ", "aliases", []string{"b", "a", "Ünlü, \"x\""}, "country", "VVV", "description", "line\nline"),
		actor("v-y", "GROUP"), actor("v-Y", "GROUP"), actor("v-\u00fd", "GROUP"), actor("v-y\u0301", "GROUP"),
		node(graph.KindPlace, "v-p", "name", "Bakı", "country", "AZE", "latitude", 40.4093, "longitude", 0.0),
		node(graph.KindPlace, "v-p2", "latitude", 0.0, "longitude", 180.0),
		node(graph.KindEpisode, "v-e", "title", "T", "summary", "S"),
		with(action("v-a", "COERCE", "2025-06-27/2025-06-30", "title", "Title", "description", "D", "intensity", -7.2, "quadClass", "VERBAL_CONFLICT",
			"status", "ALLEGED", "topics", []string{"military", "x y"}, "mentions", int64(12)), graph.Inferred,
			graph.Evidence{Source: "v-s", Quote: "of it", Locator: "L14", Field: "date"},
			graph.Evidence{Source: "v-s2", Field: "title", Basis: graph.Inferred, Disputes: true},
			graph.Evidence{Source: "v-s", Quote: "again"}),
		node(graph.KindAction, "v-b", "cameoCode", "173"),
		claim("v-c", "text", "So", "stance", "DENY", "credibility", int64(3)),
		claim("v-none"),
		with(edge("v-b RESPONDS_TO v-a", "mode", "RECIPROCATE", "note", "n"), graph.Inferred,
			graph.Evidence{Source: "v-s2", Quote: "x", Locator: "p. 3", Disputes: true}),
		with(edge("v-x PART_OF v-y", "since", "2020", "until", "2025-06~", "ended", true, "topics", []string{"t", "s"}, "within", []string{"v-Y"}), graph.Explicit,
			graph.Evidence{Source: "v-s", Quote: "“Bəli”"}),
		edge("v-y MEMBER_OF v-x", "ended", false), edge("v-y LEADS v-x"),
		edge("v-x SILENT_ON v-a", "kind", "NO_RESPONSE", "asOf", "2025-07-02~"), edge("v-y SILENT_ON v-b", "kind", "NO_EXPLANATION"),
		edge("v-a TARGETS v-x"), edge("v-c CONTRADICTS v-none"),
	}
}

// testColumns looks at every value of items, nil where it is unknown; what is not named is nil.
func testColumns(t *testing.T, s suite) {
	coerced, _ := graph.CAMEO("173")
	for _, c := range []struct {
		kind   graph.Kind
		id     string
		values []any
	}{
		{graph.KindSource, "v-s", []any{"basis", "EXPLICIT", "title", "A title", "url", "https://example.org/a?b=c", "published", "2025-06", "accessed", "2025-07-01",
			"language", "az", "kind", "ARTICLE", "reliability", "B", "sortName", "a title"}},
		{graph.KindSource, "v-s2", []any{"basis", "EXPLICIT", "sortName", "v s2"}},
		{graph.KindActor, "v-x", []any{"basis", "EXPLICIT", "name", "Çırağ", "aliases", []string{"b", "a", "Ünlü, \"x\""}, "kind", "STATE", "country", "VVV",
			"description", "line\nline", "sortName", "cirag"}},
		{graph.KindActor, "v-y", []any{"basis", "EXPLICIT", "kind", "GROUP", "sortName", "v y"}},
		{graph.KindPlace, "v-p", []any{"basis", "EXPLICIT", "name", "Bakı", "country", "AZE", "latitude", 40.4093, "longitude", 0.0, "sortName", "baki"}},
		{graph.KindPlace, "v-p2", []any{"basis", "EXPLICIT", "latitude", 0.0, "longitude", 180.0, "sortName", "v p2"}},
		{graph.KindEpisode, "v-e", []any{"basis", "EXPLICIT", "title", "T", "summary", "S", "sortName", "t"}},
		{graph.KindAction, "v-a", []any{"basis", "INFERRED", "title", "Title", "description", "D", "type", "COERCE", "quadClass", "VERBAL_CONFLICT", "intensity", -7.2,
			"status", "ALLEGED", "date", "2025-06-27/2025-06-30", "topics", []string{"military", "x y"}, "mentions", int64(12), "earliest", "2025-06-27", "latest", "2025-06-30", "sortName", "title"}},
		{graph.KindAction, "v-b", []any{"basis", "EXPLICIT", "cameoCode", "173", "type", string(coerced.Type), "quadClass", string(coerced.QuadClass),
			"intensity", coerced.Intensity, "sortName", "v b"}},
		{graph.KindClaim, "v-c", []any{"basis", "EXPLICIT", "text", "So", "stance", "DENY", "credibility", int64(3), "sortName", "so"}},
		{graph.KindClaim, "v-none", []any{"basis", "EXPLICIT", "sortName", "v none"}},
		{graph.KindResponse, "RESPONDS_TO:v-b:v-a", []any{"basis", "INFERRED", "from", "v-b", "to", "v-a", "mode", "RECIPROCATE", "note", "n",
			"toEarliest", "2025-06-27", "fromIntensity", coerced.Intensity, "toIntensity", -7.2, "fromQuadClass", string(coerced.QuadClass)}},
		{graph.KindResponse, "RESPONDS_TO:denial:protest-note", []any{"basis", "EXPLICIT", "from", "denial", "to", "protest-note", "mode", "DENY", "fromEarliest", "2025-06-29",
			"fromLatest", "2025-06-29", "toEarliest", "2025-06-28", "toIntensity", -2.0, "fromQuadClass", "VERBAL_COOPERATION"}},
		{graph.KindTie, "PART_OF:v-x:v-y", []any{"basis", "EXPLICIT", "kind", "PART_OF", "from", "v-x", "to", "v-y", "since", "2020", "until", "2025-06~",
			"ended", true, "topics", []string{"t", "s"}, "within", []string{"v-Y"}}},
		{graph.KindTie, "MEMBER_OF:v-y:v-x", []any{"basis", "EXPLICIT", "kind", "MEMBER_OF", "from", "v-y", "to", "v-x", "ended", false}},
		{graph.KindTie, "LEADS:v-y:v-x", []any{"basis", "EXPLICIT", "kind", "LEADS", "from", "v-y", "to", "v-x"}},
		{graph.KindSilence, "SILENT_ON:v-x:v-a", []any{"basis", "EXPLICIT", "from", "v-x", "to", "v-a", "kind", "NO_RESPONSE", "asOf", "2025-07-02~",
			"toEarliest", "2025-06-27", "toLatest", "2025-06-30"}},
		{graph.KindSilence, "SILENT_ON:v-y:v-b", []any{"basis", "EXPLICIT", "from", "v-y", "to", "v-b", "kind", "NO_EXPLANATION"}},
	} {
		t.Run(c.id, func(t *testing.T) {
			it := s.ask(t, query.FindNodes{IDs: []string{c.id}}).Items[0]
			if it == nil {
				t.Fatal("it is not there")
			}
			checkItem(t, it, c.kind, append(c.values, "id", c.id))
		})
	}
	t.Run("Participation", func(t *testing.T) {
		a := s.ask(t, query.FindNodes{IDs: []string{"v-a"}}, want(t, graph.KindAction, "participants"))
		checkItem(t, a.Items[0].Related[0].Items[0], graph.KindParticipation,
			[]any{"id", "TARGETS:v-a:v-x", "basis", "EXPLICIT", "role", "TARGETS", "actor", "v-x", "action", "v-a"})
	})
	t.Run("Contradiction", func(t *testing.T) {
		a := s.ask(t, query.FindNodes{IDs: []string{"v-c"}}, want(t, graph.KindClaim, "contradictions"))
		checkItem(t, a.Items[0].Related[0].Items[0], graph.KindContradiction,
			[]any{"id", "CONTRADICTS:v-c:v-none", "basis", "EXPLICIT", "from", "v-c", "to", "v-none"})
	})
	t.Run("Dataset", func(t *testing.T) {
		it := s.ask(t, query.FindNodes{IDs: []string{"dataset:world"}}).Items[0]
		nodes := 0
		for _, r := range world().Puts {
			if r.Edge == "" {
				nodes++
			}
		}
		if it.Value("nodeCount") != int64(nodes) || it.Value("edgeCount") != int64(len(world().Puts)-nodes) || it.Text("version") != "1" || it.Text("loadedAt") == "" {
			t.Errorf("%v: want %d nodes", it.Values, nodes)
		}
	})
}

func checkItem(t *testing.T, it *query.Item, kind graph.Kind, values []any) {
	t.Helper()
	want := propsOf(values)
	if it.Kind != kind {
		t.Fatalf("it is %s", it.Kind)
	}
	columns := query.Columns(kind)
	if len(it.Values) != len(columns) {
		t.Fatalf("%d values for %d columns", len(it.Values), len(columns))
	}
	for i, c := range columns {
		if c != "searchText" && !reflect.DeepEqual(it.Values[i], want[c]) {
			t.Errorf("%s is %#v, not %#v", c, it.Values[i], want[c])
		}
	}
	for name := range want {
		if !slices.Contains(columns, name) {
			t.Errorf("%s has no column %s", kind, name)
		}
	}
}

func testNodes(t *testing.T, s suite) {
	for _, c := range []struct {
		name  string
		ids   []string
		kinds []graph.Kind
		want  string
	}{
		{"none", nil, nil, ""},
		{"in the order asked for", []string{"v-y", "raid", "v-a", "all-was-lawful", "crisis-2025", "yekaterinburg", "article", "dataset:world"}, nil, "v-y raid v-a all-was-lawful crisis-2025 yekaterinburg article dataset:world"},
		{"unknown is nil", []string{"nope", "v-y", "", "RESPONDS_TO:v-a:nope"}, nil, "- v-y - -"},
		{"twice is twice", []string{"v-y", "v-y", "nope", "v-y"}, nil, "v-y v-y - v-y"},
		{"edges have ids", []string{"RESPONDS_TO:protest-note:raid", "PART_OF:russia-foreign-ministry:russia", "v-y", "SILENT_ON:russia:raid"}, nil, "RESPONDS_TO:protest-note:raid PART_OF:russia-foreign-ministry:russia v-y SILENT_ON:russia:raid"},
		{"edges have one direction", []string{"RESPONDS_TO:raid:protest-note", "PART_OF:russia:russia-foreign-ministry"}, nil, "- -"},
		{"case differs", []string{"v-Y", "v-y", "V-Y", "part_of:russia-foreign-ministry:russia"}, nil, "v-Y v-y - -"},
		{"accents differ, composed or not", []string{"v-\u00fd", "v-y", "v-y\u0301", "v-\u1ef3"}, nil, "v-\u00fd v-y v-y\u0301 -"},
		{"one kind", []string{"v-y", "raid", "all-was-lawful"}, []graph.Kind{graph.KindAction}, "- raid -"},
		{"some kinds", []string{"v-y", "raid", "all-was-lawful", "PART_OF:russia-foreign-ministry:russia", "RESPONDS_TO:protest-note:raid"}, []graph.Kind{graph.KindClaim, graph.KindTie, graph.KindActor}, "v-y - all-was-lawful PART_OF:russia-foreign-ministry:russia -"},
		{"not what queries are made of", []string{"'; DROP TABLE x; --", "v-y' OR '1'='1", "`}) MATCH (n) DELETE n //", "%", "*"}, nil, "- - - - -"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := s.ask(t, query.FindNodes{IDs: c.ids, Kinds: c.kinds})
			equal(t, "nodes", ids(a.Items), c.want)
			if a.Total != -1 {
				t.Errorf("a total that nobody asked for: %d", a.Total)
			}
		})
	}
	t.Run("wants go to the kinds that they are of", func(t *testing.T) {
		a := s.ask(t, query.FindNodes{IDs: []string{"raid", "nope", "russia-foreign-ministry", "RESPONDS_TO:protest-note:raid"}},
			want(t, graph.KindActor, "wholes"), want(t, graph.KindAction, "performers"), want(t, graph.KindResponse, "trigger"))
		for i, wanted := range map[int]struct {
			at  int
			ids string
		}{0: {1, "yekaterinburg-police"}, 2: {0, "russia"}, 3: {2, "raid"}} {
			for j, r := range a.Items[i].Related {
				if j != wanted.at {
					if r != nil {
						t.Errorf("item %d has want %d, which is of another kind", i, j)
					}
				} else if r == nil {
					t.Errorf("item %d lacks want %d", i, j)
				} else {
					equal(t, a.Items[i].Text("id"), ids(r.Items), wanted.ids)
				}
			}
		}
	})
}
