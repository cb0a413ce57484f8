package store

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// Store keeps the graph: it reads, writes, and can be looked after. Open makes one.
type Store interface {
	query.Reader
	ingest.Writer
	// Exists tells which of these ids are those of nodes, in one statement; for naming unknown ids in
	// filters. The result has the kind of each known id.
	Exists(ctx context.Context, ids []string) (map[string]graph.Kind, error)
	// Export calls yield for each effective record: nodes by kind and id, then edges by kind, from, to.
	Export(ctx context.Context, yield func(graph.Record) error) error
	// Health answers quickly: nil, or ErrUnavailable.
	Health(ctx context.Context) error
	// Close releases the store. Calls under way may fail.
	Close() error
}
