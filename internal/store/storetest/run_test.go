package storetest_test

import (
	"context"
	"errors"
	"net"
	"os"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/longtest"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/store/neo4j"
	"github.com/demarche-graph/demarche/internal/store/oracle"
	"github.com/demarche-graph/demarche/internal/store/sqlite"
	"github.com/demarche-graph/demarche/internal/store/storetest"
)

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, openSQLite, func(levels, totals int) int { return levels + totals })
}

func TestNeo4j(t *testing.T) {
	t.Parallel()
	storetest.Run(t, openNeo4j, func(int, int) int { return 1 })
}

// TestOracle asks a store and plain loops the same, of thousands of small graphs.
func TestOracle(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		for range longtest.Or(1, 20) { // the stores of a round stay open until it ends
			t.Run("round", func(t *testing.T) {
				storetest.Compare(t, storetest.Comparison{Graphs: 2_000, Questions: 3},
					func() (a, b storetest.Store) { return openSQLite(t), oracle.New() })
			})
		}
	})
	t.Run("Neo4j", func(t *testing.T) {
		s := openNeo4j(t)
		for range longtest.Or(1, 20) { // each round draws other questions
			t.Run("round", func(t *testing.T) {
				c := storetest.Comparison{Graphs: longtest.Or(2_000, 300), Questions: longtest.Or(5, 20), Shapes: longtest.Or(60, 300)}
				storetest.Compare(t, c, func() (a, b storetest.Store) {
					neo4jtest.Empty(t)
					return s, oracle.New()
				})
			})
		}
	})
}

// TestReplays reads the log of random stores back to every revision.
func TestReplays(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		memory := func() storetest.Store { return openSQLite(t) }
		storetest.CompareReplays(t, longtest.Or(60, 300), memory, memory)
	})
	t.Run("Neo4j", func(t *testing.T) {
		s := openNeo4j(t)
		storetest.CompareReplays(t, longtest.Or(5, 100), func() storetest.Store {
			neo4jtest.Empty(t)
			return s
		}, func() storetest.Store { return openSQLite(t) })
	})
}

func openSQLite(t *testing.T) storetest.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), ":memory:")
	return closed(t, s, err)
}

func openNeo4j(t *testing.T) storetest.Store {
	t.Helper()
	s, err := neo4j.Open(t.Context(), neo4jtest.Fresh(t), os.Getenv("NEO4J_USERNAME"), os.Getenv("NEO4J_PASSWORD"))
	return closed(t, s, err)
}

func closed(t *testing.T, s storetest.Store, err error) storetest.Store {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// TestUnreachable: a server that is not there, and one that goes away.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	uri := "bolt://" + listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 45*time.Second)
	defer cancel()
	s, err := neo4j.Open(ctx, uri, "", "", neo4j.Wait(time.Second))
	if err == nil {
		err = s.Health(ctx)
		_ = s.Close()
	}
	if !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("%v", err)
	}
}
