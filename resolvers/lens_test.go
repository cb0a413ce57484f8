package resolvers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// sourcedReader has a paper, and a leaflet that was made from it.
type sourcedReader struct {
	*fakeReader
	revision int64
	outdated int // how many questions it refuses because their lens is
}

func (r *sourcedReader) Sourcing(context.Context) (*ingest.Sourcing, error) {
	s := &ingest.Sourcing{Revision: r.revision, Sets: map[string][]string{"0": nil, "1 leaflet": {"leaflet"}, "1 paper": {"paper"}}}
	s.Sources = map[string]ingest.SourceFacts{
		"paper": {ID: "paper", Published: "2025-07-01"}, "leaflet": {ID: "leaflet", DerivedFrom: []string{"paper"}},
	}
	return s, nil
}

func (r *sourcedReader) Named(_ context.Context, where query.Pred) ([]string, int64, error) {
	return slices.DeleteFunc([]string{"leaflet", "paper"}, func(id string) bool { return !strings.Contains(said(where), id) }), r.revision, nil
}

func (r *sourcedReader) Fetch(ctx context.Context, q *query.Query) (*query.Answer, error) {
	if r.outdated > 0 {
		r.outdated--
		r.revision++
		return nil, query.ErrLensOutdated
	}
	return r.fakeReader.Fetch(ctx, q)
}

// lensOf is the lens through which the store is asked for a document, and what its conditions on sources come to.
func lensOf(t *testing.T, document string, variables map[string]any) string {
	t.Helper()
	r := &sourcedReader{fakeReader: nothingFound()}
	body := post(t, r, document, variables)
	if r.asked == nil || strings.Contains(body, `"errors"`) {
		t.Fatalf("%s\nis answered %s", document, body)
	}
	l := r.asked.Lens
	if l == nil {
		return "none"
	}
	text := fmt.Sprintf("%s %q %q", l.KnownOn, l.Basis, l.Datasets)
	if l.Sources != nil {
		left, standing := l.Sources.Left, l.Sources.Standing
		text += fmt.Sprintf(" left {%t %v} standing {%t %v}", left.Except, left.Texts, standing.Except, standing.Texts)
	}
	return text
}

func TestLens(t *testing.T) {
	const ask = " { actions { nodes { id } } }"
	for _, c := range []struct {
		name, document string
		variables      map[string]any
		want           string
	}{
		{"none", `query` + ask, nil, "none"},
		{"one that leaves nothing out", `query @lens(without: null)` + ask, nil, "none"},
		{"of the query", `query @lens(knownOn: "2025-07-02", basis: [EXPLICIT], datasets: ["d"])` + ask, nil, `2025-07-02 ["EXPLICIT"] ["d"]`},
		{"an empty list takes nothing", `query @lens(basis: [])` + ask, nil, ` [] []`},
		{"what a source was made from takes it along", `query @lens(without: {id: "paper"})` + ask, nil,
			` [] [] left {true [leaflet paper]} standing {false []}`},
		{"what is made from another stands by itself", `query @lens(without: {id: "leaflet"})` + ask, nil,
			` [] [] left {true [leaflet]} standing {false [1 paper]}`},
		{"only these, known on a day", `query @lens(only: {id: ["paper", "leaflet"]}, knownOn: "2025-07-01")` + ask, nil,
			`2025-07-01 [] [] left {false [leaflet paper]} standing {false [1 paper]}`},
		{"of a root field in place of the query's", `query @lens(basis: [INFERRED]) { actions @lens(knownOn: "2025-07-02") { totalCount } }`, nil,
			`2025-07-02 [] []`},
		{"of a root field in a fragment", `{ ...f } fragment f on Query { actions @lens(knownOn: "2025-07-02") { nodes { id } } }`, nil,
			`2025-07-02 [] []`},
		{"by variables", `query ($w: SourceFilter, $d: Day) @lens(without: $w, knownOn: $d)` + ask,
			map[string]any{"w": map[string]any{"id": "leaflet"}, "d": "2025-07-01"},
			`2025-07-01 [] [] left {true [leaflet]} standing {false [1 paper]}`},
		{"one key with the same lens twice", `{ actions @lens(knownOn: "2025-07-02") { nodes { id } } ` +
			`actions @lens(knownOn: "2025-07-02") { totalCount } }`, nil, `2025-07-02 [] []`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := lensOf(t, c.document, c.variables)
			if got != c.want {
				t.Errorf("%s, not %s", got, c.want)
			}
		})
	}
	q := queryOf(t, `query @lens(datasets: ["d"])`+ask)
	if got := required(q.RequiredNodes); got != "dataset d" {
		t.Errorf("names %s", got)
	}
	r := &sourcedReader{fakeReader: nothingFound()}
	post(t, r, `query @lens(without: {id: "leaflet", owner: ["a"]})`+ask, nil)
	if got := required(r.asked.Lens.Named); got != "source leaflet, actor a" && got != "actor a, source leaflet" {
		t.Errorf("its sources name %s", got)
	}
}

func TestMisplacedLenses(t *testing.T) {
	for document, says := range map[string]string{
		`{ actions { nodes @lens(knownOn: "2025-07-02") { id } } }`:                                                            "no root field",
		`{ actions { nodes { ...f } } } fragment f on Action { claims @lens(basis: [EXPLICIT]) { totalCount } }`:               "no root field",
		`{ actions @lens(knownOn: "2025-07-02") { totalCount } actions { totalCount } }`:                                       "two lenses",
		`{ ... @lens(knownOn: "2025-07-02") { actions { totalCount } } }`:                                                      "lens",
		`query @lens(knownOn: "July") { actions { totalCount } }`:                                                              "2025",
		`query @lens(without: {owner: ["a"], text: "x", since: "2025-07-02", until: "2025-07-01"}) { actions { totalCount } }`: "before",
		`query @lens(basis: [TRUE]) { actions { totalCount } }`:                                                                "Basis",
		`{ actions @lens(basis: [EXPLICIT]) @lens(basis: [INFERRED]) { totalCount } }`:                                         "lens",
		`mutation @lens(basis: [EXPLICIT]) { retract(ids: ["a"], dataset: "d", reason: "r") { revision } }`:                    "MUTATION",
		`mutation { retract(ids: ["a"], dataset: "d", reason: "r") @lens(basis: [EXPLICIT]) { revision } }`:                    "what is changed",
		`mutation { ...m } fragment m on Mutation { retract(ids: ["a"], dataset: "d", reason: "r") @lens { revision } }`:       "what is changed",
		`subscription @lens(basis: [EXPLICIT]) { changed { id } }`:                                                             "SUBSCRIPTION",
		`subscription { changed @lens(basis: [EXPLICIT]) { id } }`:                                                             "recorded",
	} {
		if f := failureOf(t, nothingFound(), document, nil); f.Extensions.Code != "INVALID" || !strings.Contains(f.Message, says) {
			t.Errorf("%s: %+v", document, f)
		}
	}
}

// A cursor belongs to the lens that it was given through.
func TestCursorOfAnotherLens(t *testing.T) {
	page := func(lens, after string) string {
		r := nothingFound()
		values := make([]any, len(query.Columns(graph.KindAction)))
		values[0] = "a"
		r.answer.Items = []*query.Item{{Kind: graph.KindAction, Values: values}}
		return post(t, r, `query `+lens+` { actions(orderBy: {field: ID}`+after+`) { pageInfo { endCursor } } }`, nil)
	}
	cursor := func(lens string) string {
		_, rest, _ := strings.Cut(page(lens, ""), `"endCursor":"`)
		text, _, _ := strings.Cut(rest, `"`)
		return `, after: "` + text + `"`
	}
	lenses := []string{"", `@lens(knownOn: "2025-07-02")`, `@lens(basis: [EXPLICIT])`, `@lens(datasets: ["d"])`}
	for i, of := range lenses {
		for j, through := range lenses {
			body := page(through, cursor(of))
			if refused := strings.Contains(body, "another lens"); refused != (i != j) {
				t.Errorf("a cursor of %q through %q: %s", of, through, body)
			}
		}
	}
	if cursor(`@lens(basis: [EXPLICIT, INFERRED])`) != cursor(`@lens(basis: [INFERRED, EXPLICIT])`) {
		t.Error("lenses that leave out the same have different cursors")
	}
}

// A write between the finding of the sources and the question has the sources found anew; a store that is written to all the time
// is busy.
func TestOutdatedLens(t *testing.T) {
	const document = `query @lens(without: {id: "leaflet"}) { actions { nodes { id } } }`
	r := &sourcedReader{fakeReader: nothingFound(), outdated: 2}
	if body := post(t, r, document, nil); strings.Contains(body, `"errors"`) || r.asked.Lens.Sources.Revision != 2 {
		t.Errorf("%s, at revision %d", body, r.asked.Lens.Sources.Revision)
	}
	r.outdated = 1000
	if f := failureOf(t, r, document, nil); f.Extensions.Code != "UNAVAILABLE" {
		t.Errorf("%+v", f)
	}
}
