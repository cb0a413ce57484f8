package resolvers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/store"
)

// told is a store that remembers what it was asked and answers what it was told.
type fakeStore struct {
	store.Store
	asked  *query.Query
	answer *query.Answer
	err    error
}

func (s *fakeStore) Fetch(_ context.Context, q *query.Query) (*query.Answer, error) {
	s.asked = q
	return s.answer, s.err
}

func post(t *testing.T, s store.Store, query string) string {
	t.Helper()
	body, _ := json.Marshal(map[string]any{"query": query})
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	NewHandler(s).ServeHTTP(w, r)
	return w.Body.String()
}

func row(kind graph.Kind, values map[string]any, related ...*query.Items) *query.Item {
	it := &query.Item{Kind: kind, Values: make([]any, len(query.Columns(kind))), Related: related}
	for name, v := range values {
		it.Values[query.Column(kind, name)] = v
	}
	return it
}

func TestSelectionBecomesOneQuery(t *testing.T) {
	s := &fakeStore{answer: &query.Answer{Items: []*query.Item{nil}}}
	post(t, s, `query { action(id: "x") {
		...who
		again: performers { id }
		late: responses(first: 3) { nodes { mode response { id } } }
		all: responses(first: 500) @skip(if: true) { totalCount }
		responses(first: 3) { edges { node { note trigger { title } } } totalCount }
	} } fragment who on Action { performers { name parts { totalCount } } }`)
	w := s.asked.Includes
	if len(w) != 2 {
		t.Fatalf("want two relations (performers and responses, each shared), got %d", len(w))
	}
	if w[0].Relation.Name != "performers" || len(w[0].Includes) != 1 || !w[0].Includes[0].Total {
		t.Errorf("performers: %+v", w[0])
	}
	if w[1].Relation.Name != "responses" || w[1].Page.Limit != 3 || !w[1].Total || len(w[1].Includes) != 2 {
		t.Errorf("responses: %+v", w[1])
	}
}

func TestSameFieldOtherArgumentsIsAnotherRelation(t *testing.T) {
	s := &fakeStore{answer: &query.Answer{Items: []*query.Item{}}}
	post(t, s, `{ actions(first: 2) { nodes { responses(first: 1) { totalCount } } edges { node { responses(first: 2) { totalCount } } } } }`)
	if n := len(s.asked.Includes); n != 2 {
		t.Errorf("want two relations, got %d", n)
	}
}

func TestAnswerIsWrittenByTheSelection(t *testing.T) {
	actor := row(graph.KindActor, map[string]any{"id": "a", "name": "Bakı \"B\"", "kind": "STATE"})
	s := &fakeStore{answer: &query.Answer{Items: []*query.Item{actor}}}
	got := post(t, s, `{ who: actor(id: "a") { __typename n: name aliases country ... on Node { id } } }`)
	want := `{"data":{"who":{"__typename":"Actor","n":"Bakı \"B\"","aliases":[],"country":null,"id":"a"}}}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestErrorsHaveCodes(t *testing.T) {
	for name, c := range map[string]struct{ query, code string }{
		"syntax":            {`{`, "INVALID"},
		"unknown field":     {`{ actor(id: "a") { nam } }`, "INVALID"},
		"negative page":     {`{ actions(first: -5) { totalCount } }`, "INVALID"},
		"nested negative":   {`{ actors { nodes { actions(first: -5) { totalCount } } } }`, "INVALID"},
		"page too large":    {`{ actions(first: 501) { totalCount } }`, "TOO_LARGE"},
		"first and last":    {`{ actions(first: 1, last: 1) { totalCount } }`, "INVALID"},
		"foreign cursor":    {`{ actions(after: "xyz") { totalCount } }`, "INVALID"},
		"bad day":           {`{ actions(filter: {since: "27.06.2025"}) { totalCount } }`, "INVALID"},
		"until first":       {`{ actions(filter: {since: "2025-02-01", until: "2025-01-01"}) { totalCount } }`, "INVALID"},
		"too many rows":     {`{ actions(first: 500) { nodes { responses(first: 500) { nodes { id } } } } }`, "TOO_COMPLEX"},
		"search of nothing": {`{ search(text: "…") { totalCount } }`, "INVALID"},
		"chain depth":       {`{ chain(action: "x", maxDepth: 99) { truncated } }`, "INVALID"},
	} {
		got := post(t, &fakeStore{answer: &query.Answer{}}, c.query)
		if !strings.Contains(got, `"code":"`+c.code+`"`) {
			t.Errorf("%s: want %s, got %s", name, c.code, got)
		}
	}
}

func TestDriverTextNeverLeaks(t *testing.T) {
	got := post(t, &fakeStore{err: context.DeadlineExceeded}, `{ actor(id: "a") { id } }`)
	if !strings.Contains(got, "TIMEOUT") {
		t.Error(got)
	}
	got = post(t, &fakeStore{err: http.ErrBodyNotAllowed}, `{ actor(id: "a") { id } }`)
	if !strings.Contains(got, `"INTERNAL"`) || strings.Contains(got, http.ErrBodyNotAllowed.Error()) {
		t.Error(got)
	}
}

// Either direction of a dyad is one condition on the attribution, which a store reads off its index.
func TestDyadsOfWhichAnyWillDo(t *testing.T) {
	for filter, want := range map[string]string{
		`{or: [{performer: ["a"], target: ["b"]}, {performer: ["b"], target: ["a"]}]}`: "[{[a>b b>a] false}]",
		`{or: [{performer: ["a"]}, {target: ["a"]}], type: [AID]}`:                     "[{type [AID]} {[a> >a] false}]",
		`{or: [{performer: ["a"]}, {target: ["a"], includeParts: false}]}`:             "[[[{[a>] false}] [{[>a] true}]]]",
		`{or: [{performer: ["a"], type: [AID]}, {target: ["a"]}]}`:                     "[[[{[a>] false} {type [AID]}] [{[>a] false}]]]",
		`{or: []}`:                           "[[]]",
		`{or: [{either: ["a"]}]}`:            "[{[a> >a] false}]",
		`{or: [{or: [{performer: ["a"]}]}]}`: "[{[a>] false}]",
	} {
		s := &fakeStore{answer: &query.Answer{Items: []*query.Item{}}}
		post(t, s, `{ actions(filter: `+filter+`) { nodes { id } } }`)
		if got := fmt.Sprint(s.asked.Find.(query.FindList).Where); got != want {
			t.Errorf("%s:\n got %s\nwant %s", filter, got, want)
		}
	}
}
