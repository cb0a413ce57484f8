package storetest

import (
	"reflect"
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// fullHistory is the status history of an action.
var fullHistory = []graph.StatusChange{
	{Status: "REPORTED", Since: "2025-06-28~", Sources: []string{"full-source"}},
	{Status: "ALLEGED", Since: "2025-07", Sources: []string{"bare-source", "full-source"}},
}

// columnsWorld has a node of each kind with all that it can hold, and one that holds nothing.
func columnsWorld() []graph.Record {
	return []graph.Record{
		node(graph.KindSource, "full-source", "title", "A title", "url", "https://example.org/a?b=c", "published", "2025-06", "accessed",
			"2025-07-01", "language", "az", "kind", "ARTICLE", "reliability", "B"),
		node(graph.KindSource, "bare-source"),
		actor("full-actor", "STATE", "name", "Çırağ", "aliases", []string{"b", "a", "Ünlü, \"x\""}, "names",
			[]string{"az Çırağ", "ru Чыраг", "zh-Hant 燈 (名)"}, "country", "VUT", "description", "line\nline"),
		actor("bare-group", "GROUP"), actor("Bare-group", "GROUP"), actor("bare-gro\u00fap", "GROUP"), actor("bare-grou\u0301p", "GROUP"),
		node(graph.KindPlace, "full-place", "name", "Bakı", "country", "AZE", "latitude", 40.4093, "longitude", 0.0),
		node(graph.KindPlace, "bare-place", "latitude", 0.0, "longitude", 180.0),
		node(graph.KindEpisode, "full-episode", "title", "T", "summary", "S"),
		with(action("full-action", "COERCE", "2025-06-27/2025-06-30", "title", "Title", "description", "D", "intensity", -7.2, "quadClass",
			"VERBAL_CONFLICT",
			"status", "ALLEGED", "topics", []string{"military", "x y"}, "mentions", int64(12), "note", "N", "credibility", int64(2),
			"sequence", int64(3), "statusHistory", fullHistory), graph.Inferred,
			graph.Evidence{Source: "full-source", Quote: "of it", Language: "az", Translation: "about it", Locator: "L14", Field: "date",
				AttributedTo: "bare-group", Relation: graph.EvidenceUpdates},
			graph.Evidence{Source: "bare-source", Field: "title", Basis: graph.Inferred, Relation: graph.EvidenceDisputes},
			graph.Evidence{Source: "full-source", Quote: "again"}),
		node(graph.KindAction, "coded-action", "cameoCode", "173"),
		claim("full-claim", "text", "So", "stance", "DENY", "credibility", int64(3), "note", "C"),
		claim("bare-claim"),
		with(edge("coded-action RESPONDS_TO full-action", "mode", "RECIPROCATE", "note", "n"), graph.Inferred,
			graph.Evidence{Source: "bare-source", Quote: "x", Locator: "p. 3", Relation: graph.EvidenceDisputes,
				AttributedTo: "bare-group"},
			graph.Evidence{Source: "full-source", AttributedTo: "bare-group"}),
		with(edge("full-actor PART_OF bare-group", "since", "2020", "until", "2025-06~", "ended", true, "asOf", "2025-07",
			"topics", []string{"t", "s"}, "within", []string{"Bare-group"}), graph.Explicit,
			graph.Evidence{Source: "full-source", Quote: "“Bəli”"}),
		edge("bare-group MEMBER_OF full-actor", "ended", false), edge("bare-group LEADS full-actor"),
		edge("full-actor SILENT_ON full-action", "kind", "NO_RESPONSE", "asOf", "2025-07-02~"),
		edge("bare-group SILENT_ON coded-action", "kind", "NO_EXPLANATION"),
		edge("full-action TARGETS full-actor"), edge("full-claim CONTRADICTS bare-claim"),
	}
}

// testColumns looks at every value of items, nil where it is unknown; what is not named is nil.
func testColumns(t *testing.T, s suite) {
	t.Helper()
	coerced, _ := graph.CAMEO("173")
	for _, c := range []struct {
		kind   graph.Kind
		id     string
		values []any
	}{
		{graph.KindSource, "full-source", []any{"basis", "EXPLICIT", "title", "A title", "url", "https://example.org/a?b=c", "published",
			"2025-06", "accessed", "2025-07-01",
			"language", "az", "kind", "ARTICLE", "reliability", "B", "sortName", "a title"}},
		{graph.KindSource, "bare-source", []any{"basis", "EXPLICIT", "sortName", "bare source"}},
		{graph.KindActor, "full-actor", []any{"basis", "EXPLICIT", "name", "Çırağ", "aliases", []string{"b", "a", "Ünlü, \"x\""}, "names",
			[]string{"az Çırağ", "ru Чыраг", "zh-Hant 燈 (名)"}, "kind", "STATE", "country", "VUT",
			"description", "line\nline", "sortName", "cirag"}},
		{graph.KindActor, "bare-group", []any{"basis", "EXPLICIT", "kind", "GROUP", "sortName", "bare group"}},
		{graph.KindPlace, "full-place", []any{"basis", "EXPLICIT", "name", "Bakı", "country", "AZE", "latitude", 40.4093, "longitude", 0.0,
			"sortName", "baki"}},
		{graph.KindPlace, "bare-place", []any{"basis", "EXPLICIT", "latitude", 0.0, "longitude", 180.0, "sortName", "bare place"}},
		{graph.KindEpisode, "full-episode", []any{"basis", "EXPLICIT", "title", "T", "summary", "S", "sortName", "t"}},
		{graph.KindAction, "full-action", []any{"basis", "INFERRED", "title", "Title", "description", "D", "type", "COERCE", "quadClass",
			"VERBAL_CONFLICT", "intensity", -7.2,
			"status", "ALLEGED", "date", "2025-06-27/2025-06-30", "topics", []string{"military", "x y"}, "mentions", int64(12), "note", "N",
			"credibility", int64(2), "sequence", int64(3), "statusHistory", fullHistory, "attributedTo", []string{"bare-group"}, "earliest",
			"2025-06-27", "latest", "2025-06-30", "placeInDay", int64(3), "sortName", "title"}},
		{graph.KindAction, "coded-action", []any{"basis", "EXPLICIT", "cameoCode", "173", "type", string(coerced.Type), "quadClass",
			"MATERIAL_CONFLICT", "cameoQuadClass", string(coerced.QuadClass), "intensity", coerced.Intensity, "sortName", "coded action"}},
		{graph.KindClaim, "full-claim", []any{"basis", "EXPLICIT", "text", "So", "stance", "DENY", "credibility", int64(3), "note", "C",
			"sortName", "so"}},
		{graph.KindClaim, "bare-claim", []any{"basis", "EXPLICIT", "sortName", "bare claim"}},
		{graph.KindResponse, "RESPONDS_TO:coded-action:full-action", []any{"basis", "INFERRED", "from", "coded-action", "to", "full-action",
			"mode", "RECIPROCATE", "note", "n",
			"attributedTo", []string{"bare-group"}, "toEarliest", "2025-06-27", "fromIntensity", coerced.Intensity, "toIntensity", -7.2,
			"fromQuadClass", "MATERIAL_CONFLICT", "fromType", string(coerced.Type), "toTitle", "Title"}},
		{graph.KindResponse, "RESPONDS_TO:denial:protest-note", []any{"basis", "EXPLICIT", "from", "denial", "to", "protest-note", "mode",
			"DENY", "fromEarliest", "2025-06-29",
			"fromLatest", "2025-06-29", "toEarliest", "2025-06-28", "toIntensity", -2.0, "fromQuadClass", "NEUTRAL", "fromType", "STATEMENT"}},
		{graph.KindTie, "PART_OF:full-actor:bare-group", []any{"basis", "EXPLICIT", "kind", "PART_OF", "from", "full-actor", "to", "bare-group",
			"fromName", "Çırağ", "since", "2020", "until", "2025-06~",
			"ended", true, "asOf", "2025-07", "topics", []string{"t", "s"}, "within", []string{"Bare-group"}}},
		{graph.KindTie, "MEMBER_OF:bare-group:full-actor", []any{"basis", "EXPLICIT", "kind", "MEMBER_OF", "from", "bare-group", "to",
			"full-actor", "toName", "Çırağ", "ended", false}},
		{graph.KindTie, "LEADS:bare-group:full-actor", []any{"basis", "EXPLICIT", "kind", "LEADS", "from", "bare-group", "to", "full-actor",
			"toName", "Çırağ"}},
		{graph.KindSilence, "SILENT_ON:full-actor:full-action", []any{"basis", "EXPLICIT", "from", "full-actor", "to", "full-action",
			"fromName", "Çırağ", "toTitle", "Title", "kind", "NO_RESPONSE", "asOf", "2025-07-02~",
			"toEarliest", "2025-06-27", "toLatest", "2025-06-30", "toPlaceInDay", int64(3)}},
		{graph.KindSilence, "SILENT_ON:bare-group:coded-action", []any{"basis", "EXPLICIT", "from", "bare-group", "to", "coded-action", "kind",
			"NO_EXPLANATION"}},
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
		a := s.ask(t, query.FindNodes{IDs: []string{"full-action"}}, want(t, graph.KindAction, "participants"))
		checkItem(t, a.Items[0].Related[0].Items[0], graph.KindParticipation,
			[]any{"id", "TARGETS:full-action:full-actor", "basis", "EXPLICIT", "role", "TARGETS", "actor", "full-actor", "action", "full-action"})
	})
	t.Run("Contradiction", func(t *testing.T) {
		a := s.ask(t, query.FindNodes{IDs: []string{"full-claim"}}, want(t, graph.KindClaim, "contradictions"))
		checkItem(t, a.Items[0].Related[0].Items[0], graph.KindContradiction,
			[]any{"id", "CONTRADICTS:full-claim:bare-claim", "basis", "EXPLICIT", "from", "full-claim", "to", "bare-claim"})
	})
	t.Run("Dataset", func(t *testing.T) {
		it := s.ask(t, query.FindNodes{IDs: []string{"dataset:world"}}).Items[0]
		nodes := 0
		for _, r := range world().Puts {
			if r.Edge == "" {
				nodes++
			}
		}
		if it.Value("nodeCount") != int64(nodes) || it.Value("edgeCount") != int64(len(world().Puts)-nodes) || it.Text("version") != "1" ||
			it.Text("loadedAt") == "" {
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
	if _, _, place := query.DateColumns(kind); slices.Contains(columns, place) && want[place] == nil {
		want[place] = int64(graph.LastInDay)
	}
	if len(it.Values) != len(columns) {
		t.Fatalf("%d values for %d columns", len(it.Values), len(columns))
	}
	for _, c := range []string{"datasets", "support"} { // Support and SupportRebuild look at these
		if _, named := want[c]; !named {
			want[c] = it.Value(c)
		}
	}
	for i, c := range columns {
		if c != "searchText" && !reflect.DeepEqual(it.Values[i], want[c]) {
			t.Errorf("%s is %#v, not %#v", c, it.Values[i], want[c])
		}
	}
	for name, v := range want {
		if v != nil && !slices.Contains(columns, name) {
			t.Errorf("%s has no column %s", kind, name)
		}
	}
}

func testNodes(t *testing.T, s suite) {
	t.Helper()
	for _, c := range []struct {
		name  string
		ids   []string
		kinds []graph.Kind
		want  string
	}{
		{"of no ids there are no nodes", nil, nil, ""},
		{"items stand in the order of the ids",
			[]string{"bare-group", "raid", "full-action", "all-was-lawful", "crisis-2025", "yekaterinburg", "article",
				"dataset:world"}, nil, "bare-group raid full-action all-was-lawful crisis-2025 yekaterinburg article dataset:world"},
		{"an unknown id has no item", []string{"nope", "bare-group", "", "RESPONDS_TO:full-action:nope"}, nil, "- bare-group - -"},
		{"an id that is named twice has two items", []string{"bare-group", "bare-group", "nope", "bare-group"}, nil,
			"bare-group bare-group - bare-group"},
		{"edges that are facts have ids", []string{"RESPONDS_TO:protest-note:raid", "PART_OF:russia-foreign-ministry:russia", "bare-group",
			"SILENT_ON:russia:raid"}, nil, "RESPONDS_TO:protest-note:raid PART_OF:russia-foreign-ministry:russia bare-group SILENT_ON:russia:raid"},
		{"the id of an edge has one direction", []string{"RESPONDS_TO:raid:protest-note", "PART_OF:russia:russia-foreign-ministry"}, nil, "- -"},
		{"ids that differ by case are two", []string{"Bare-group", "bare-group", "BARE-GROUP", "part_of:russia-foreign-ministry:russia"}, nil,
			"Bare-group bare-group - -"},
		{"ids that differ by accents are two, and so are composed ones and others",
			[]string{"bare-gro\u00fap", "bare-group", "bare-grou\u0301p", "bare-gro\u00f9p"}, nil,
			"bare-gro\u00fap bare-group bare-grou\u0301p -"},
		{"of one kind only", []string{"bare-group", "raid", "all-was-lawful"}, []graph.Kind{graph.KindAction}, "- raid -"},
		{"of some kinds only", []string{"bare-group", "raid", "all-was-lawful", "PART_OF:russia-foreign-ministry:russia",
			"RESPONDS_TO:protest-note:raid"}, []graph.Kind{graph.KindClaim, graph.KindTie,
			graph.KindActor}, "bare-group - all-was-lawful PART_OF:russia-foreign-ministry:russia -"},
		{"what queries are made of is an id like another",
			[]string{"'; DROP TABLE x; --", "bare-group' OR '1'='1", "`}) MATCH (n) DELETE n //", "%", "*"}, nil,
			"- - - - -"},
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
