package neo4j

import (
	"context"
	"errors"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// Apply implements graph.Store.
func (s *Store) Apply(ctx context.Context, b graph.Batch) (graph.Applied, error) {
	var applied graph.Applied
	err := s.write(ctx, func(tx *transaction) (err error) {
		applied, err = graph.ApplyBatch(ctx, tx, b, time.Now().UTC())
		return err
	})
	if err != nil && !errors.Is(err, graph.ErrDryRun) {
		return graph.Applied{}, err
	}
	return applied, nil
}
