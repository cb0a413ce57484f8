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
