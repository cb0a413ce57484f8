package seed

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

const (
	maxReason   = 1000 // bytes of the reason for a retraction
	maxReadings = 10   // in how many ways an id may be read, on average; those of imported data have two colons
)

// Retract takes back what a dataset states under ids: nodes by their id, links by theirs. A node takes along the links at it
// that this dataset states, unless another dataset states the node too. What the dataset does not state is no change, and
// Edited.NotStated names it. It is ErrConflict when a link of another dataset holds a node that would go, or when the
// evidence of what stays names it.
func Retract(ctx context.Context, s Logging, ids []string, dataset, reason string, e Edit) (Edited, error) {
	if err := query.CheckIDs(ids); err != nil {
		return Edited{}, err
	}
	dataset = datasetID(dataset)
	switch stored, err := storedDataset(ctx, s, map[string]any{"dataset": map[string]any{"id": dataset}}); {
	case err != nil:
		return Edited{}, err
	case stored == nil:
		return Edited{}, query.RequiredNode{Kind: graph.KindDataset, ID: dataset}.NotFound()
	case slices.Contains(ids, dataset):
		return Edited{}, graph.Invalid("%s is the dataset itself; name what it states", dataset)
	case strings.TrimSpace(reason) == "":
		return Edited{}, graph.Invalid("reason is empty; say why it is taken back, since that is kept")
	case len(reason) > maxReason:
		return Edited{}, fmt.Errorf("%w: reason has %d bytes, and at most %d are kept", graph.ErrTooLarge, len(reason), maxReason)
	}
	if err := graph.CheckShown("reason", reason); err != nil {
		return Edited{}, err
	}
	b := ingest.Batch{
		Dataset: graph.Record{Kind: graph.KindDataset, ID: dataset, Props: graph.Props{}},
		Reason:  reason, Who: e.Who, IfRevision: e.IfRevision, DryRun: e.DryRun, Amends: true,
	}
	for _, id := range ids {
		b.Retracts = append(b.Retracts, graph.RefsOf(id)...)
	}
	if n := len(b.Retracts); n > maxReadings*query.MaxIDs {
		return Edited{}, fmt.Errorf("%w: the ids have so many colons that they may mean %d records; give fewer at a time", graph.ErrTooLarge, n)
	}
	applied, err := s.Apply(ctx, b)
	return Edited{Applied: applied}, err
}
