package server

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/server/lanes"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/seed"
)

// counted counts the questions that reach a store.
type counted struct {
	store.Store
	asked atomic.Int64
}

func (c *counted) Fetch(ctx context.Context, q *query.Query) (*query.Answer, error) {
	c.asked.Add(1)
	return c.Store.Fetch(ctx, q)
}

// ask sends a question by GET, with the tag of an answer that the client has.
func ask(h http.Handler, question, tag string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", "/graphql?query="+url.QueryEscape(question), nil)
	r.Header.Set("If-None-Match", tag)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func load(t *testing.T, s store.Store, dataset string) {
	t.Helper()
	files, _ := seed.Builtin(dataset)
	b, err := seed.Read(files, ".")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), *b); err != nil {
		t.Fatal(err)
	}
}

func TestRepeatedQuestions(t *testing.T) {
	memory, err := store.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = memory.Close() })
	s := &counted{Store: memory}
	h := New(Config{Store: s, Load: Load{AnswerCache: 1 << 20}})
	const question = "{ actions { totalCount } }"
	first := ask(h, question, "")
	tag := first.Header().Get("ETag")
	if first.Code != 200 || tag == "" || first.Body.String() != `{"data":{"actions":{"totalCount":0}}}` {
		t.Fatalf("%d %s %s", first.Code, tag, first.Body)
	}
	if again := ask(h, question, ""); again.Body.String() != first.Body.String() || again.Header().Get("ETag") != tag || s.asked.Load() != 1 {
		t.Errorf("%s %s, asked %d times", again.Header().Get("ETag"), again.Body, s.asked.Load())
	}
	if same := ask(h, question, tag); same.Code != 304 || same.Body.Len() > 0 || s.asked.Load() != 1 {
		t.Errorf("%d %s, asked %d times", same.Code, same.Body, s.asked.Load())
	}
	load(t, memory, "founding-case")
	if changed := ask(h, question, tag); changed.Code != 200 || changed.Header().Get("ETag") == tag || s.asked.Load() != 2 ||
		strings.Contains(changed.Body.String(), `"totalCount":0}`) {
		t.Errorf("%d %s %s, asked %d times", changed.Code, changed.Header().Get("ETag"), changed.Body, s.asked.Load())
	}
	// What is wrong is told each time.
	for range 2 {
		if wrong := ask(h, `{ action(id: "nothing") { id } }`, ""); !strings.Contains(wrong.Body.String(), "NOT_FOUND") &&
			!strings.Contains(wrong.Body.String(), `"action":null`) {
			t.Errorf("%s", wrong.Body)
		}
	}
}

func TestClientsAreLimited(t *testing.T) {
	h := New(Config{Store: healthy{}, GraphQL: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}),
		Load: Load{Clients: lanes.Limits{Rate: 0.01, Burst: 2}}})
	for i, status := range []int{200, 200, 429} {
		if w := ask(h, "{x}", ""); w.Code != status || (status == 429) != (w.Header().Get("Retry-After") != "") {
			t.Errorf("request %d: %d, Retry-After %q", i, w.Code, w.Header().Get("Retry-After"))
		}
	}
	for _, path := range []string{"/healthz", "/readyz", "/"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != 200 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
