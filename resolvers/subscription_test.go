package resolvers

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// changesOf are three changes as a log gives them: a node that is added, an edge that changes, and a node that is retracted.
func changesOf() []ingest.Change {
	at := time.Date(2026, 11, 28, 9, 30, 0, 0, time.FixedZone("Baku", 4*3600))
	node := graph.Record{Kind: graph.KindAction, ID: "raid"}
	node.Props = graph.Props{"title": "A raid", "type": "ASSAULT", "topics": []string{"media"}}
	edge := func(mode string) *graph.Record {
		return &graph.Record{Edge: graph.RespondsTo, From: "protest", To: "raid", Props: graph.Props{"mode": mode}, Basis: graph.Explicit}
	}
	return []ingest.Change{
		{Position: ingest.Position{Revision: 3, Place: 1}, RecordedAt: at, Who: "leyla", Dataset: "dataset:a", New: &node},
		{Position: ingest.Position{Revision: 3, Place: 2}, RecordedAt: at, Dataset: "dataset:a", Old: edge("OBJECT"), New: edge("CONDEMN")},
		{Position: ingest.Position{Revision: 4, Place: 1}, RecordedAt: at, Who: "leyla", Dataset: "dataset:a", Old: &node, Reason: "a hoax"},
	}
}

// writtenOf is what a client of a subscription gets for changesOf.
func writtenOf(t *testing.T, reader query.Reader, document string, admin bool) []string {
	t.Helper()
	o, errs := New(reader).Prepare(t.Context(), Request{Query: document, Admin: admin})
	if errs != nil {
		t.Fatal(errs)
	}
	responses, err := o.Subscription.Write(t.Context(), changesOf())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range responses {
		if len(r.Errors) > 0 || !json.Valid(r.Data) {
			t.Errorf("%s, %v", r.Data, r.Errors)
		}
		out = append(out, string(r.Data))
	}
	return out
}

func TestSubscriptionWritesChanges(t *testing.T) {
	const document = `subscription { it: changed { revision recordedAt who dataset reason id kind change fields { name old new }
		...more __typename } }
		fragment more on Change { from { id } to { id } }`
	items := &fakeReader{answer: &query.Answer{}}
	want := []string{
		`{"it":{"revision":3,"recordedAt":"2026-11-28T05:30:00Z","who":"leyla","dataset":"dataset:a","reason":null,"id":"raid",` +
			`"kind":"Action","change":"ADDED","fields":[{"name":"title","old":null,"new":"A raid"},{"name":"type","old":null,"new":"ASSAULT"},` +
			`{"name":"quadClass","old":null,"new":"MATERIAL_CONFLICT"},` +
			`{"name":"topics","old":null,"new":["media"]},{"name":"basis","old":null,"new":"EXPLICIT"}],` +
			`"from":null,"to":null,"__typename":"Change"}}`,
		`{"it":{"revision":3,"recordedAt":"2026-11-28T05:30:00Z","who":null,"dataset":"dataset:a","reason":null,` +
			`"id":"RESPONDS_TO:protest:raid","kind":"RESPONDS_TO","change":"CHANGED",` +
			`"fields":[{"name":"mode","old":"OBJECT","new":"CONDEMN"}],"from":{"id":"protest"},"to":{"id":"raid"},"__typename":"Change"}}`,
		`{"it":{"revision":4,"recordedAt":"2026-11-28T05:30:00Z","who":"leyla","dataset":"dataset:a","reason":"a hoax","id":"raid",` +
			`"kind":"Action","change":"RETRACTED","fields":[{"name":"title","old":"A raid","new":null},{"name":"type","old":"ASSAULT","new":null},` +
			`{"name":"quadClass","old":"MATERIAL_CONFLICT","new":null},` +
			`{"name":"topics","old":["media"],"new":null},{"name":"basis","old":"EXPLICIT","new":null}],` +
			`"from":null,"to":null,"__typename":"Change"}}`,
	}
	got := writtenOf(t, items, document, true)
	for i, w := range want {
		if i >= len(got) || got[i] != w {
			t.Errorf("%d: got\n%v, want\n%s", i, got, w)
		}
	}
	for _, text := range writtenOf(t, items, `subscription { changed { who } }`, false) {
		if text != `{"changed":{"who":null}}` {
			t.Errorf("who is told to everybody: %s", text)
		}
	}
}

// Ends of edges have the names that the store has for them now.
func TestSubscriptionNamesEnds(t *testing.T) {
	protest := item(graph.KindAction, map[string]any{"id": "protest", "title": "A protest"})
	r := &fakeReader{answer: &query.Answer{Items: []*query.Item{protest, nil}}}
	got := writtenOf(t, r, `subscription { changed { label from { id label } to { label } } }`, false)
	want := []string{
		`{"changed":{"label":"A raid","from":null,"to":null}}`,
		`{"changed":{"label":"A protest → raid","from":{"id":"protest","label":"A protest"},"to":{"label":"raid"}}}`,
		`{"changed":{"label":"A raid","from":null,"to":null}}`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	if find := r.asked.Find.(query.FindNodes); !reflect.DeepEqual(find.IDs, []string{"protest", "raid"}) {
		t.Errorf("asked for %v", find.IDs)
	}
	r.asked = nil
	writtenOf(t, r, `subscription { changed { id } }`, false)
	if r.asked != nil {
		t.Error("the store is asked though no label is selected")
	}
}

func TestSubscriptionReadsItsArguments(t *testing.T) {
	cursor := PositionCursor(ingest.Position{Revision: 7, Place: 2})
	o, errs := New(nothingFound()).Prepare(t.Context(), Request{
		Query: `subscription($f: ChangeFilter, $after: String) { changed(filter: $f, after: $after) { id } }`, Admin: true,
		Variables: map[string]any{"after": cursor, "f": map[string]any{
			"id": []any{"raid"}, "kind": []any{"ACTION", "CLAIM"}, "edge": "RESPONDS_TO", "dataset": []any{"dataset:a"}, "who": []any{"leyla"}}},
	})
	if errs != nil {
		t.Fatal(errs)
	}
	want := ingest.ChangeFilter{IDs: []string{"raid"}, Kinds: []graph.Kind{graph.KindAction, graph.KindClaim},
		Edges: []graph.EdgeKind{graph.RespondsTo}, Datasets: []string{"dataset:a"}, Who: []string{"leyla"}}
	if s := o.Subscription; !reflect.DeepEqual(s.Filter, want) || s.After == nil || *s.After != (ingest.Position{Revision: 7, Place: 2}) {
		t.Errorf("%+v, after %v", s.Filter, s.After)
	}
	if o, _ = New(nothingFound()).Prepare(t.Context(), Request{Query: `subscription { changed { id } }`}); o.Subscription.After != nil {
		t.Error("it does not begin from now")
	}
	if short := o.Subscription.Bytes; short < 500 || short > 5000 {
		t.Errorf("a short one takes %d bytes", short)
	}
	long, errs := New(nothingFound()).Prepare(t.Context(), Request{
		Query:     `subscription($f: ChangeFilter) { changed(filter: $f) { id } }`,
		Variables: map[string]any{"f": map[string]any{"id": []any{strings.Repeat("x", 90_000)}}},
	})
	if errs != nil || long.Subscription.Bytes < 90_000 {
		t.Errorf("%v; a long one takes %d bytes", errs, long.Subscription.Bytes)
	}
	for _, r := range []Request{
		{Query: `subscription { changed(since: 7) { id } }`},
		{Query: `subscription($r: Revision, $c: String) { changed(since: $r, after: $c) { id } }`,
			Variables: map[string]any{"r": json.Number("7")}},
	} {
		if o, errs = New(nothingFound()).Prepare(t.Context(), r); errs != nil || *o.Subscription.After != ingest.EndOf(7) {
			t.Errorf("%s: %v", r.Query, errs)
		}
	}
}

func TestSubscriptionRefuses(t *testing.T) {
	for document, code := range map[string]string{
		`subscription { changed(since: -1) { id } }`:                        "INVALID",
		`subscription { changed(since: 9007199254740992) { id } }`:          "INVALID",
		`subscription { changed(since: "7") { id } }`:                       "INVALID",
		`subscription { changed(since: 1.5) { id } }`:                       "INVALID",
		`subscription { changed(after: "x") { id } }`:                       "INVALID",
		`subscription { changed(since: 1, after: "Y2hhbmdlIDcuMg") { id }}`: "INVALID",
		`subscription { changed(filter: {edge: ["LIKES"]}) { id } }`:        "INVALID",
		`subscription { changed(filter: {kind: [TIE]}) { id } }`:            "INVALID",
		`subscription { changed(filter: {who: ["leyla"]}) { id } }`:         "FORBIDDEN",
		`subscription { a: changed { id } b: changed { id } }`:              "INVALID",
		`subscription { __typename }`:                                       "INVALID",
		`subscription { changed { nobody } }`:                               "INVALID",
	} {
		o, errs := New(nothingFound()).Prepare(t.Context(), Request{Query: document})
		if o != nil || len(errs) == 0 || errs[0].Extensions["code"] != code {
			t.Errorf("%s: %v", document, errs)
		}
	}
	many := `subscription { changed(filter: {id: ["` + strings.Repeat(`x", "`, query.MaxIDs) + `"]}) { id } }`
	if _, errs := New(nothingFound()).Prepare(t.Context(), Request{Query: many}); len(errs) == 0 {
		t.Error("a filter of very many ids is taken")
	}
}
