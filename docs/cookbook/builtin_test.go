package cookbook_test

import (
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/seed"
)

// The datasets that come with Demarche agree with one another: they load into either store, and again without a change.
func TestBuiltinDatasetsAgree(t *testing.T) {
	for name, open := range map[string]func(*testing.T) string{
		"SQLite": func(*testing.T) string { return "sqlite::memory:" }, "Neo4j": func(t *testing.T) string { return neo4jtest.Fresh(t) },
	} {
		t.Run(name, func(t *testing.T) {
			s, err := store.Open(t.Context(), open(t))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			var batches []*graph.Batch
			var load func(name string)
			done := map[string]bool{}
			load = func(name string) {
				if done[name] {
					return
				}
				done[name] = true
				files, _ := seed.Builtin(name)
				for _, before := range seed.Requires(files, ".") {
					load(before)
				}
				b, err := seed.Read(files, ".")
				if err != nil {
					t.Fatal(err)
				}
				batches = append(batches, b)
			}
			names := seed.BuiltinNames()
			slices.Reverse(names)
			for _, n := range names {
				load(n)
			}
			for _, b := range batches {
				if a, err := s.Apply(t.Context(), *b); err != nil || a.Added == 0 {
					t.Fatalf("%s: %+v, %v", b.Dataset.ID, a, err)
				}
			}
			for _, b := range batches {
				if a, err := s.Apply(t.Context(), *b); err != nil || a.Added+a.Changed+a.Retracted > 0 {
					t.Errorf("%s again: %+v, %v", b.Dataset.ID, a, err)
				}
			}
		})
	}
}
