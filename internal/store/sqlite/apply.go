package sqlite

import (
	"context"
	"errors"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// Apply implements graph.Store.
func (s *Store) Apply(ctx context.Context, b graph.Batch) (graph.Applied, error) {
	var done graph.Applied
	err := s.write(ctx, func(tx *transaction) error {
		var err error
		done, err = graph.ApplyBatch(ctx, tx, b, time.Now())
		return err
	})
	if err != nil && !errors.Is(err, graph.ErrDryRun) {
		return graph.Applied{}, err
	}
	return done, nil
}
