package cli

import (
	"os/user"
	"testing"

	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/internal/store"
)

// The log says which user loaded a dataset.
func TestSeedTellsWho(t *testing.T) {
	file := home(t)
	if code, out, errs := run(t, "seed"); code != 0 {
		t.Fatal(code, out, errs)
	}
	s, err := store.Open(t.Context(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	changes, _, err := s.Changes(t.Context(), ingest.LogQuery{First: 1})
	me, unknown := user.Current()
	if err != nil || unknown != nil || len(changes) != 1 || changes[0].Who != me.Username {
		t.Errorf("%+v, %v, %v", changes, err, unknown)
	}
}
