package seed

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
)

// Prune adds to a batch the retraction of all that its dataset stated before and no longer holds. What another dataset
// states too stays, on its terms.
func Prune(ctx context.Context, s graph.Store, b *graph.Batch) error {
	held := make(map[string]bool, len(b.Puts))
	for _, r := range b.Puts {
		held[r.Key()] = true
	}
	b.Reason = fmt.Sprintf("no longer in version %v of the dataset", b.Dataset.Props["version"])
	return s.Stated(ctx, b.Dataset.ID, func(r graph.Record) error {
		if !held[r.Key()] {
			b.Retracts = append(b.Retracts, r.Ref())
		}
		return nil
	})
}
