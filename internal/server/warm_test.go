package server

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/demarche-graph/demarche/docs/cookbook"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/store"
)

func TestWarmAsksTheFirstViewAndEveryExampleAsAClientWould(t *testing.T) {
	examples, err := cookbook.Questions()
	if err != nil {
		t.Fatal(err)
	}
	first := newFirstView(http.NotFoundHandler()).body
	asked := -1 // the explorer's first question comes before them
	Warm(t.Context(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		want := first
		if asked >= 0 {
			want, _ = examples[asked].Body()
		}
		if err != nil || r.Method != "POST" || r.URL.Path != "/graphql" || r.Header.Get("Content-Type") != "application/json" ||
			string(body) != string(want) {
			t.Errorf("%d: %s %s %s, %v", asked, r.Method, r.URL, body, err)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusOK)
		if n, err := io.WriteString(w, "answer"); n != len("answer") || err != nil {
			t.Errorf("an answer is taken and dropped: %d, %v", n, err)
		}
		asked++
	}))
	if asked != len(examples) {
		t.Errorf("%d of %d examples were asked", asked, len(examples))
	}
}

func TestWarmStopsWhenItsContextIsDone(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	asked := 0
	Warm(ctx, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked++
		cancel()
		<-r.Context().Done() // A store that is asked hears of it too.
	}))
	if asked != 1 {
		t.Errorf("%d examples were asked", asked)
	}
}

// A warm-up goes through all of the server: what New puts around GraphQL answers it as it answers a client.
func TestWarmPassesTheServer(t *testing.T) {
	asked := 0
	Warm(t.Context(), asking(func(http.ResponseWriter, *http.Request) { asked++; panic("a broken example ends nothing") }))
	if examples, _ := cookbook.Questions(); asked != 1+len(examples) {
		t.Errorf("%d of %d questions were asked", asked, 1+len(examples))
	}
}

// Where an operator trusts few documents, the warm-up still asks the store, and clients still cannot ask anything else.
func TestWarmAsksThoughNothingElseIsTrusted(t *testing.T) {
	memory, err := store.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = memory.Close() })
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "one.graphql"), []byte("query One { __typename }"), 0o600); err != nil {
		t.Fatal(err)
	}
	documents, err := graphqlhttp.OpenDocuments(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := &counted{Store: memory}
	h := New(Config{Store: s, Documents: documents})
	Warm(t.Context(), h)
	examples, err := cookbook.Examples()
	if err != nil || s.asked.Load() < int64(len(examples)) {
		t.Errorf("%d examples asked the store %d times, %v", len(examples), s.asked.Load(), err)
	}
	before := s.asked.Load()
	if c := code(t, ask(h, "{ actions { totalCount } }", "").Body.String()); c != "NOT_TRUSTED" || s.asked.Load() != before {
		t.Errorf("a client that asks it gets %q", c)
	}
}
