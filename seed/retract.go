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
// Edited.NotStated names it. It is ErrConflict when a link of another dataset holds a node that would go, or when a fact that
// stays cites a source that would.
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
		Reason:  reason, Who: e.Who, DryRun: e.DryRun, Amends: true,
	}
	for _, id := range ids {
		b.Retracts = append(b.Retracts, graph.RefsOf(id)...)
	}
	if n := len(b.Retracts); n > maxReadings*query.MaxIDs {
		return Edited{}, fmt.Errorf("%w: the ids have so many colons that they may mean %d records; give fewer at a time", graph.ErrTooLarge, n)
	}
	return whileUnchanged(ctx, s, e, func(at int64) (done Edited, err error) {
		if err := checkCited(ctx, s, dataset, ids); err != nil {
			return done, err
		}
		b.IfRevision = &at
		done.Applied, err = s.Apply(ctx, b)
		return done, err
	})
}

// checkCited is ErrConflict when a fact that stays cites a source that would go.
func checkCited(ctx context.Context, s Store, dataset string, ids []string) error {
	x := &surroundings{store: s, own: dataset, seen: map[string]*query.Item{}}
	found, err := x.lookUp(ctx, ids)
	if err != nil {
		return err
	}
	goes, sources := map[string]bool{}, map[string]bool{}
	for _, it := range found {
		if slices.Equal(datasetsOfItem(it), []string{dataset}) {
			goes[it.Text("id")] = true
			sources[it.Text("id")] = it.Kind == graph.KindSource
		}
	}
	sources = onlyTrue(sources)
	if len(sources) == 0 {
		return nil
	}
	all, err := datasetsOf(ctx, s)
	if err != nil {
		return err
	}
	for _, d := range all {
		if err := s.Stated(ctx, d.ID, func(rec graph.Record, _ []string) error {
			if d.ID == dataset && (goes[rec.From] || goes[rec.To] || slices.Contains(ids, rec.Key())) {
				return nil
			}
			for _, source := range rec.NamedSources() {
				if sources[source] {
					return fmt.Errorf("%w: %s, which %s states, cites %s, which would be retracted; that has to be retracted first",
						graph.ErrConflict, rec.Key(), d.ID, source)
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

func onlyTrue(m map[string]bool) map[string]bool {
	out := map[string]bool{}
	for k, v := range m {
		if v {
			out[k] = true
		}
	}
	return out
}
