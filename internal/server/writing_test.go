package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/store"
)

// writable serves a store with the founding case, and has a token of each scope.
type writable struct {
	http.Handler
	store  store.Store
	tokens map[access.Scope]string
}

func newWritable(t *testing.T, change func(*Config)) writable {
	t.Helper()
	s, err := store.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	load(t, s, "founding-case")
	file := filepath.Join(t.TempDir(), "tokens.txt")
	tokens := map[access.Scope]string{}
	for _, scope := range []access.Scope{access.Read, access.Write, access.Admin} {
		if tokens[scope], err = access.CreateToken(t.Context(), file, access.Token{Name: scope.String() + "er", Scope: scope}); err != nil {
			t.Fatal(err)
		}
	}
	gate, err := access.New(t.Context(), access.Config{Tokens: file})
	if err != nil {
		t.Fatal(err)
	}
	c := Config{Store: s, Writer: s, Access: gate, Load: Load{AnswerCache: 1 << 20}}
	if change != nil {
		change(&c)
	}
	return writable{New(c), s, tokens}
}

// send sends a document by POST with the token of a scope, None for no token.
func (h writable) send(t *testing.T, scope access.Scope, document string, variables map[string]any) *httptest.ResponseRecorder {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "http://localhost/graphql", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	if scope != access.None {
		r.Header.Set("Authorization", "Bearer "+h.tokens[scope])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const placing = `mutation($id: ID!) { apply(input: {dataset: {id: "dataset:notes", name: "N", licence: "L"}, places: {id: $id, name: "P"}})
	{ revision changed { added unchanged } } }`

func placed(id string) map[string]any { return map[string]any{"id": id} }

func (h writable) head(t *testing.T) int64 {
	t.Helper()
	n, err := h.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Writing needs a token with the scope write, and the log has its name.
func TestWritingNeedsAToken(t *testing.T) {
	h := newWritable(t, nil)
	for _, c := range []struct {
		scope  access.Scope
		status int
		want   string
	}{
		{access.None, 401, "demarche token create --scope write"}, {access.Read, 403, "the token of reader has read"},
		{access.Write, 200, `"revision":2`}, {access.Admin, 200, `"revision":3`},
	} {
		w := h.send(t, c.scope, placing, placed(c.scope.String()))
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s: %d %s", c.scope, w.Code, w.Body)
		}
		if (w.Header().Get("WWW-Authenticate") != "") != (c.status == 401) {
			t.Errorf("%s: %v", c.scope, w.Header())
		}
	}
	changes, _, err := h.store.Changes(t.Context(), ingest.LogQuery{After: ingest.Position{Revision: 2}, First: 10})
	if err != nil || len(changes) == 0 || changes[0].Who != "writeer" || changes[len(changes)-1].Who != "adminer" {
		t.Errorf("%+v, %v", changes, err)
	}
}

// A mutation is sent by POST, and a question's answer that was kept does not outlive it.
func TestMutationsAreNeitherAskedByGETNorKept(t *testing.T) {
	h := newWritable(t, nil)
	r := httptest.NewRequest(http.MethodGet, "http://localhost/graphql?query="+url.QueryEscape(
		`mutation { retract(ids: ["russia"], dataset: "founding-case", reason: "x") { revision } }`), nil)
	r.Header.Set("Authorization", "Bearer "+h.tokens[access.Write])
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != http.StatusMethodNotAllowed || h.head(t) != 1 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	const question = `{ node(id: "mill") { id } }`
	for i, want := range []string{`{"data":{"node":null}}`, `{"data":{"node":{"id":"mill"}}}`, `{"data":{"node":null}}`} {
		for range 2 {
			if got := h.send(t, access.None, question, nil).Body.String(); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		}
		switch i {
		case 0:
			if got := h.send(t, access.Write, placing, placed("mill")).Body.String(); !strings.Contains(got, `"added":1`) {
				t.Error(got)
			}
			if got := h.send(t, access.Write, placing, placed("mill")).Body.String(); !strings.Contains(got, `"unchanged":1`) {
				t.Errorf("the same mutation again: %s", got)
			}
		case 1:
			h.send(t, access.Write, `mutation { retract(ids: ["mill"], dataset: "notes", reason: "x") { revision } }`, nil)
		}
	}
}

// Mutations take turns, and each is done once.
func TestMutationsAtOnce(t *testing.T) {
	h := newWritable(t, nil)
	var all sync.WaitGroup
	for i := range 12 {
		all.Go(func() {
			if got := h.send(t, access.Write, placing, placed(fmt.Sprintf("p%d", i/2))).Body.String(); !strings.Contains(got, `"revision":`) {
				t.Error(got)
			}
		})
	}
	all.Wait()
	if n := h.head(t); n != 7 {
		t.Errorf("revision %d, want 7", n)
	}
}

// What is too large, and a server that does not write.
func TestWritingIsRefused(t *testing.T) {
	h := newWritable(t, nil)
	w := h.send(t, access.Write, placing, placed(strings.Repeat("x", maxBody)))
	if w.Code != http.StatusRequestEntityTooLarge || code(t, w.Body.String()) != "TOO_LARGE" {
		t.Errorf("%d %.200s", w.Code, w.Body)
	}
	reads := newWritable(t, func(c *Config) { c.Writer = nil })
	w = reads.send(t, access.Admin, placing, placed("p"))
	if w.Code != http.StatusForbidden || code(t, w.Body.String()) != "FORBIDDEN" || !strings.Contains(w.Body.String(), "--read-only") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// A mutation may be a trusted document.
func TestTrustedMutations(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "place.graphql"), []byte(placing), 0o600); err != nil {
		t.Fatal(err)
	}
	documents, err := graphqlhttp.OpenDocuments(dir)
	if err != nil {
		t.Fatal(err)
	}
	h := newWritable(t, func(c *Config) { c.Documents = documents })
	if got := h.send(t, access.Write, placing, placed("mill")).Body.String(); !strings.Contains(got, `"added":1`) {
		t.Error(got)
	}
	w := h.send(t, access.Write, `mutation { retract(ids: ["mill"], dataset: "notes", reason: "x") { revision } }`, nil)
	if code(t, w.Body.String()) != "NOT_TRUSTED" || h.head(t) != 2 {
		t.Errorf("%s", w.Body)
	}
}
