package seed

import (
	"context"

	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// Store is what loads and exports need of one: to write, and to read how far an earlier load came.
type Store interface {
	query.Reader
	ingest.Writer
}

// Logging is a store that Apply changes: its log says whether it is still what was read, and what has changed since.
type Logging interface {
	Store
	// These are of ingest.Log.
	Head(ctx context.Context) (int64, error)
	Changes(ctx context.Context, q ingest.LogQuery) (changes []ingest.Change, more bool, err error)
}
