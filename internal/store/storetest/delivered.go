package storetest

import (
	"fmt"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// testDelivered: the store keeps how far each name was told. That is no change of what it holds.
func testDelivered(t *testing.T, s suite) {
	t.Helper()
	store, ok := s.Store.(ingest.Deliveries)
	if !ok {
		t.Fatal("the store keeps no deliveries")
	}
	keeps := func(name string, want string) {
		t.Helper()
		d, known, err := store.Delivered(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%d.%d %s %t", d.Revision, d.Place, d.Day, known); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	keep := func(name string, at ingest.Position, day graph.Day) {
		t.Helper()
		if err := store.KeepDelivered(t.Context(), name, ingest.Delivered{Position: at, Day: day}); err != nil {
			t.Fatal(err)
		}
	}
	keeps("desk", "0.0  false")
	s.apply(t, batch("a", []graph.Record{actor("malta", "STATE")}))
	revision, head := s.revision(t), s.head(t)
	keep("desk", ingest.EndOf(1), "2025-07-01")
	keep("Desk", ingest.Position{Revision: 1, Place: 2}, "")
	keeps("desk", "1.9223372036854775807 2025-07-01 true")
	keeps("Desk", "1.2  true")
	keep("desk", ingest.Position{Revision: 1 << 52, Place: 1}, "2025-07-02")
	keep("desk", ingest.Position{}, "2025-07-02") // a store that was restored is told anew
	keeps("desk", "0.0 2025-07-02 true")
	keeps("none", "0.0  false")
	if s.revision(t) != revision || s.head(t) != head {
		t.Errorf("at revision %d, head %d; want %d, %d", s.revision(t), s.head(t), revision, head)
	}
	if _, err := s.Apply(t.Context(), batch("b", []graph.Record{actor("crete", "GROUP")})); err != nil {
		t.Fatal(err)
	}
	keeps("desk", "0.0 2025-07-02 true")
}
