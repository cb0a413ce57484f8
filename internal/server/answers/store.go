package answers

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// reopening is an optional interface of a store that takes up another file in the place of the one that it had open, whose
// revisions do not compare with those before.
type reopening interface {
	// Opened counts the files that were taken up.
	Opened() int64
}

// RevisionOf reads the revision of a store.
func RevisionOf(store query.Reader) func(context.Context) (Revision, error) {
	opened := func() int64 {
		if s, can := store.(reopening); can {
			return s.Opened()
		}
		return 0
	}
	return func(ctx context.Context) (Revision, error) {
		before := opened()
		n, err := store.Revision(ctx)
		switch {
		case err != nil:
			return Revision{}, err
		case opened() != before:
			return Revision{}, fmt.Errorf("%w: another store was taken up meanwhile", graph.ErrUnavailable)
		}
		return Revision{Opened: before, Changes: n}, nil
	}
}
