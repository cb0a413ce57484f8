package sqlite

import (
	"context"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/store/storetest"
)

// What every store must do stands in storetest; the tests here are of what is SQLite's own.

func TestTransaction(t *testing.T) {
	s := open(t)
	storetest.RunTx(t, s, func(ctx context.Context, work func(ingest.Tx) error) error {
		return s.write(ctx, func(tx *transaction) error { return work(tx) })
	})
}

func open(t testing.TB) *Store {
	t.Helper()
	s, err := Open(t.Context(), ":memory:")
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

func fetch(t testing.TB, s *Store, q *query.Query) *query.Answer {
	t.Helper()
	a, err := s.Fetch(t.Context(), q)
	if err != nil {
		t.Fatalf("%+v: %v: %s", q.Find, err, cause(err))
	}
	return a
}

func ids(items []*query.Item) string {
	var out []string
	for _, it := range items {
		if it == nil {
			out = append(out, "-")
			continue
		}
		out = append(out, it.Text("id"))
	}
	return strings.Join(out, " ")
}

// Relations to include.
var rel, relationsOf = storetest.Relation, storetest.EveryRelation

func page(n int) query.Page { return query.Page{Limit: n} }
