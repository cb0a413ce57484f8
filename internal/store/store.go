package store

import (
	"context"

	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// Store keeps the graph: it reads, writes, and can be looked after. Open makes one.
type Store interface {
	query.Reader
	ingest.Writer
	ingest.Log
	ingest.Deliveries
	// Health answers quickly: nil, or ErrUnavailable.
	Health(ctx context.Context) error
	// Close releases the store. Calls under way may fail.
	Close() error
}

// Checked is an optional interface of a store that can look for damage in all that it keeps. That takes longer than Health,
// which tells from then on what was found.
type Checked interface {
	Check(ctx context.Context) error
}
