package plan

import (
	"context"
	"errors"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// ours are the errors that a store may return as they are.
var ours = [...]error{
	graph.ErrNotFound, graph.ErrInvalid, graph.ErrConflict, graph.ErrTooLarge, graph.ErrTooComplex, graph.ErrUnavailable,
	query.ErrLensOutdated,
	context.Canceled, context.DeadlineExceeded,
}

// IsSentinel reports whether an error wraps a sentinel of package graph or the error of a context. A store returns such an
// error as it is; all others come from its driver, whose text no client may read.
func IsSentinel(err error) bool {
	for _, own := range ours {
		if errors.Is(err, own) {
			return true
		}
	}
	return false
}

// TooManyRelated is the ErrTooLarge of a relation that gives more than query.MaxPlain items and has no pages.
func TooManyRelated(r *graph.Relation) error {
	return fmt.Errorf("%w: %s.%s has more than %d items: ask for fewer by a filter", graph.ErrTooLarge, r.From, r.Name, query.MaxPlain)
}

// CheckVisits refuses a search for paths that has visited more nodes than query.MaxVisits.
func CheckVisits(f query.FindPaths, nodes int) error {
	if nodes <= query.MaxVisits {
		return nil
	}
	return fmt.Errorf("%w: between %q and %q lie more than %d nodes: ask for a smaller maxLength, "+
		"or start from something with fewer connections", graph.ErrTooLarge, f.From, f.To, query.MaxVisits)
}

// CheckPaths refuses a search for paths that finds more shortest paths than query.MaxVisits. Even to list the first of them,
// a store would have to sort all.
func CheckPaths(f query.FindPaths, paths int) error {
	if paths <= query.MaxVisits {
		return nil
	}
	return fmt.Errorf("%w: %q and %q are connected by more than %d shortest paths: ask for what they have in common "+
		"by a filter on actions", graph.ErrTooLarge, f.From, f.To, query.MaxVisits)
}
