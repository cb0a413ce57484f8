package cookbook_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/demarche-graph/demarche/docs/cookbook"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/lens"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/resolvers"
)

// BenchmarkRequest asks every example over HTTP: of a store, and of what it answered the first time, which leaves what a
// request costs besides the store, from the selection to the question and from the nodes to JSON. `make bench-guard` holds the
// allocations and statements of a request to those of what has landed.
func BenchmarkRequest(b *testing.B) {
	for _, c := range []struct {
		name string
		url  func() string
		kept bool
	}{
		{"SQLite", func() string { return "sqlite::memory:" }, false},
		{"Neo4j", func() string { return neo4jtest.Fresh(b) }, false},
		{"NoStore", func() string { return "sqlite::memory:" }, true},
	} {
		b.Run(c.name, func(b *testing.B) {
			s, err := store.Open(b.Context(), c.url())
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			load(b, s, "founding-case")
			list, err := cookbook.Questions()
			if err != nil {
				b.Fatal(err)
			}
			for _, e := range list {
				asked := store.Store(unmeasured{s, s.(sourced)})
				if c.kept {
					k := &keeping{Store: s, sourced: s.(sourced)}
					send(b, graphqlhttp.New(graphqlhttp.Config{API: resolvers.New(k)}), bodyOf(b, e))
					if k.again = true; k.asked > 1 {
						continue
					}
					asked = k
				}
				b.Run(e.Name, func(b *testing.B) {
					benchmark(b, graphqlhttp.New(graphqlhttp.Config{API: resolvers.New(asked)}), bodyOf(b, e), s.(query.Statements))
				})
			}
		})
	}
}

func benchmark(b *testing.B, h http.Handler, body []byte, sent query.Statements) {
	b.Helper()
	send(b, h, body) // what is compiled, planned and cached once is not measured
	before := sent.Statements()
	b.ReportAllocs()
	for b.Loop() {
		send(b, h, body)
	}
	b.ReportMetric(float64(sent.Statements()-before)/float64(b.N), "statements/op")
}

func send(b *testing.B, h http.Handler, body []byte) {
	b.Helper()
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); !bytes.HasPrefix(w.Body.Bytes(), []byte(`{"data"`)) {
		b.Fatalf("%.300s", w.Body)
	}
}

// unmeasured is a store that does not measure itself, which it would do beside the requests that are counted.
type unmeasured struct {
	store.Store
	sourced
}

// sourced is what lenses ask.
type sourced = lens.Store

// keeping is a store that gives its last answer again, for requests that ask once.
type keeping struct {
	store.Store
	sourced
	mu    sync.Mutex // root fields are asked at once
	asked int
	said  *query.Answer
	again bool
}

func (k *keeping) Fetch(ctx context.Context, q *query.Query) (*query.Answer, error) {
	if !k.again {
		a, err := k.Store.Fetch(ctx, q)
		if err != nil {
			return nil, err
		}
		k.mu.Lock()
		defer k.mu.Unlock()
		k.asked, k.said = k.asked+1, a
	}
	a := *k.said
	a.Items, a.Edges = slices.Clone(a.Items), slices.Clone(a.Edges) // an answer is its asker's to change
	return &a, nil
}
