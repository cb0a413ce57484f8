package neo4j

import (
	"context"
	"errors"
	"time"

	"github.com/demarche-graph/demarche/graph/ingest"
)

// Apply implements ingest.Writer.
func (s *Store) Apply(ctx context.Context, b ingest.Batch) (ingest.Applied, error) {
	var applied ingest.Applied
	err := s.write(ctx, func(tx *transaction) (err error) {
		applied, err = ingest.ApplyBatch(ctx, tx, b, time.Now().UTC())
		return err
	})
	if err != nil && !errors.Is(err, ingest.ErrDryRun) {
		return ingest.Applied{}, err
	}
	return applied, nil
}

// Replay implements ingest.Replica.
func (s *Store) Replay(ctx context.Context, changes []ingest.Change) error {
	return s.write(ctx, func(tx *transaction) error { return ingest.ReplayRevision(ctx, tx, changes) })
}
