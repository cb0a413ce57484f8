package neo4j

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/store/storetest"
)

// What every store must do stands in storetest; the tests here are of what is Neo4j's own.

func TestTransaction(t *testing.T) {
	s := open(t)
	storetest.RunTx(t, s, func(ctx context.Context, work func(ingest.Tx) error) error {
		return s.write(ctx, func(tx *transaction) error { return work(tx) })
	})
}

func open(t testing.TB) *Store {
	t.Helper()
	s, err := Open(t.Context(), neo4jtest.Fresh(t), os.Getenv("NEO4J_USERNAME"), os.Getenv("NEO4J_PASSWORD"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// tell loads the story of storetest.
func tell(t testing.TB, s *Store) {
	t.Helper()
	if _, err := s.Apply(t.Context(), storetest.Story()); err != nil {
		t.Fatalf("%v: %v", err, cause(err))
	}
}

func cause(err error) string {
	var f *failure
	if errors.As(err, &f) {
		return f.cause.Error()
	}
	return ""
}

// Relations to include.
var rel, relationsOf = storetest.Relation, storetest.EveryRelation

func page(n int) query.Page { return query.Page{Limit: n} }

// TestEqualShapes holds the compiler to one text a shape, so that the server's cached plan serves it.
func TestEqualShapes(t *testing.T) {
	q := func(key, id, since string, limit int) string {
		p, err := build(&query.Query{Find: query.FindList{Kind: graph.KindAction, List: query.List{
			Where: query.And{query.Attributed{Keys: strings.Fields(key)}, query.Overlaps{Since: graph.Day(since)},
				query.Not{Pred: query.IDIn(strings.Fields(id))}},
			Order: query.Order{By: query.ByDate, Desc: true}, Page: query.Page{Limit: limit}, Total: true}},
			Includes: relationsOf(graph.KindAction, 3)})
		if err != nil {
			t.Fatal(err)
		}
		return p.text
	}
	if a, b := q("russia>", "x", "2025-01-01", 3), q("azerbaijan> italy>", "y z", "2024-01-01", 40); a != b || strings.Contains(a, "2025-01") {
		i := 0
		for i < min(len(a), len(b))-1 && a[i] == b[i] {
			i++
		}
		t.Errorf("two texts, from byte %d:\n%.200s\n%.200s", i, a[max(0, i-50):], b[max(0, i-50):])
	}
}
