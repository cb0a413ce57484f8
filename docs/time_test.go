package docs_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/resolvers"
	"github.com/demarche-graph/demarche/seed"
)

var asked = regexp.MustCompile("(?s)```graphql(| recorded=1)\n(.*?)```\n\n```json\n(.*?)```")

// The queries of the page on time have the answers that it shows, of what comes with Demarche; those marked so, of its first revision.
func TestTimeAndKnowledge(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { timeAndKnowledge(t, "sqlite:"+filepath.Join(t.TempDir(), "graph.db")) })
	t.Run("Neo4j", func(t *testing.T) { timeAndKnowledge(t, neo4jtest.Fresh(t)) })
}

func timeAndKnowledge(t *testing.T, url string) {
	t.Helper()
	open := func(url string) store.Store {
		s, err := store.Open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	now, then := open(url), open("sqlite::memory:")
	datasets, err := seed.Open([]string{"founding-case", "azerbaijan-russia-2025"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range datasets {
		defer d.Close()
		if _, err := seed.Load(t.Context(), now, d, seed.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := ingest.Replay(t.Context(), now, 1, then.(ingest.Replica), 1000); err != nil {
		t.Fatal(err)
	}
	found := asked.FindAllStringSubmatch(read(t, "time-and-knowledge.md"), -1)
	if len(found) < 4 {
		t.Errorf("only %d queries were found", len(found))
	}
	for _, m := range found {
		s := now
		if m[1] != "" {
			s = then
		}
		body, err := json.Marshal(map[string]string{"query": m[2]})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		graphqlhttp.New(graphqlhttp.Config{API: resolvers.New(s)}).ServeHTTP(w, r)
		var want bytes.Buffer
		if err := json.Compact(&want, []byte(m[3])); err != nil || want.String() != w.Body.String() {
			t.Errorf("%s\nis answered\n%s, and the page has\n%s%v", m[2], w.Body, m[3], err)
		}
	}
}
