package ingest

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
)

// Writer takes facts in, and tells what each dataset states. What Reader says of concurrency, contexts and errors holds
// here too.
type Writer interface {
	// Apply writes a batch, all or nothing, idempotently: see Batch. Concurrent calls take turns. Of a dry run it writes
	// nothing, and refuses what it would refuse.
	Apply(ctx context.Context, b Batch) (Applied, error)
	// Stated calls yield for each node and edge that the dataset states, as it states them, but for the dataset itself:
	// nodes by kind, then edges by kind, in any order within. After names the datasets that stated the same before it did,
	// the first first. Yield must not call the store.
	Stated(ctx context.Context, dataset string, yield func(r graph.Record, after []string) error) error
	// Empty tells whether nothing was ever loaded.
	Empty(ctx context.Context) (bool, error)
}
