package ingest

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
)

// Writer takes facts in, and says what each dataset states. Its methods treat concurrency, contexts and errors as
// query.Reader does.
type Writer interface {
	// Apply writes a batch, all or nothing, idempotently: see Batch. Concurrent calls take turns. A dry run writes nothing,
	// and refuses what the same batch without DryRun would refuse.
	Apply(ctx context.Context, b Batch) (Applied, error)
	// Stated calls yield for each node and edge that the dataset states, as it states them, except the dataset's own record:
	// nodes by kind, then edges by kind, in any order within a kind. After names the datasets that stated the same before
	// this one, in that order. Yield must not call the store.
	Stated(ctx context.Context, dataset string, yield func(r graph.Record, after []string) error) error
	// Empty reports whether nothing was ever loaded.
	Empty(ctx context.Context) (bool, error)
}
