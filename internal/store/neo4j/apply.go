package neo4j

import (
	"context"
	"errors"

	"github.com/demarche-graph/demarche/graph"
)

// Apply implements graph.Store.
func (s *Store) Apply(ctx context.Context, b graph.Batch) (graph.Applied, error) {
	return graph.Applied{}, errors.New("stub")
}
