package cookbook_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/seed"
)

// The datasets that come with Demarche agree with one another: they load into either store, in any order that has the
// required ones first, and again without a change.
func TestBuiltinDatasetsAgree(t *testing.T) {
	orders := [][]string{
		{"reference", "founding-case", "azerbaijan-russia-2025"},
		{"founding-case", "azerbaijan-russia-2025", "reference"},
	}
	if known := slices.Sorted(slices.Values(orders[0])); !slices.Equal(known, seed.BuiltinNames()) {
		t.Fatalf("the orders are of %v; %v are built in", known, seed.BuiltinNames())
	}
	batches := map[string]*ingest.Batch{}
	for _, name := range orders[0] {
		files, _ := seed.Builtin(name)
		b, err := seed.Read(files, ".")
		if err != nil {
			t.Fatal(err)
		}
		batches[name] = b
	}
	for name, open := range map[string]func(*testing.T) string{
		"SQLite": func(*testing.T) string { return "sqlite::memory:" },
		"Neo4j":  func(t *testing.T) string { t.Helper(); return neo4jtest.Fresh(t) },
	} {
		for _, order := range orders {
			t.Run(name+": "+strings.Join(order, ", "), func(t *testing.T) {
				s, err := store.Open(t.Context(), open(t))
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = s.Close() }()
				for _, n := range order {
					if a, err := s.Apply(t.Context(), *batches[n]); err != nil || a.Added == 0 {
						t.Fatalf("%s: %+v, %v", n, a, err)
					}
				}
				for _, n := range order {
					if a, err := s.Apply(t.Context(), *batches[n]); err != nil || a.Added+a.Changed+a.Retracted > 0 {
						t.Errorf("%s again: %+v, %v", n, a, err)
					}
				}
			})
		}
	}
}
