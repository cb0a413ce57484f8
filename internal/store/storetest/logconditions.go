package storetest

import (
	"errors"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// testConditions: a batch for another state of the store is refused, a dry run too, and says which it is.
func testConditions(t *testing.T, s suite) {
	t.Helper()
	b := batch("harbour", []graph.Record{actor("cyprus", "STATE")})
	at := func(n int64, dry bool) error {
		b.IfRevision, b.DryRun = &n, dry
		_, err := s.Apply(t.Context(), b)
		return err
	}
	for _, c := range []struct {
		name string
		n    int64
		dry  bool
		ok   bool
	}{
		{"a dry run for a later one", 1, true, false}, {"a dry run", 0, true, true},
		{"a later one", 1, false, false}, {"the store's", 0, false, true}, {"the one of before", 0, false, false},
		{"the store's, to change nothing", 1, false, true},
	} {
		var conflict *ingest.RevisionConflict
		switch err := at(c.n, c.dry); {
		case c.ok && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case !c.ok && (!errors.Is(err, graph.ErrConflict) || !errors.As(err, &conflict) || conflict.Store != s.head(t)):
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if n := s.head(t); n != 1 {
		t.Errorf("the store is at revision %d", n)
	}
	for name, refs := range map[string][]graph.Ref{"what it states": {{ID: "cyprus"}}, "its own record": {{ID: "dataset:harbour"}}} {
		b := batch("harbour", []graph.Record{actor("cyprus", "STATE")})
		b.Retracts = refs
		if _, err := s.Apply(t.Context(), b); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("a batch takes back %s: %v", name, err)
		}
	}
	if a := s.apply(t, retract("harbour", graph.Ref{ID: "cyprus"}, graph.Ref{ID: "cyprus"})); a.Retracted != 1 {
		t.Errorf("what is named twice was taken back %d times", a.Retracted)
	}
}
