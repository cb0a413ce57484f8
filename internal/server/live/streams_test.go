package live

import (
	"errors"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

// What subscriptions hold while they last is bounded, however few they are, and is given back.
func TestStreamsHoldBytes(t *testing.T) {
	s := newStreams("subscriptions", Limits{}.withDefaults())
	for range 2 {
		_, leave, err := s.enter(t.Context(), streamBytes-1)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.enter(t.Context(), 2); !errors.Is(err, graph.ErrUnavailable) || graph.ReasonOf(err) != graph.ServerBusy {
			t.Errorf("beyond the bound: %v", err)
		}
		_, leaveToo, err := s.enter(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		leave()
		leaveToo()
	}
}
