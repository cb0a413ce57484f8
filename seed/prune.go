package seed

import (
	"context"
	"encoding/json"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/seed/internal/extsort"
)

// stale collects and counts what the dataset states in the store and not in its files, edges before nodes. Retracting it
// leaves in the store what another dataset states too.
func (l *loader) stale(ctx context.Context, into *extsort.Sorter) (n int, err error) {
	known := extsort.New("")
	defer known.Close()
	if err := l.store.Stated(ctx, l.d.Record().ID, func(r graph.Record, _ []string) error {
		ref, err := json.Marshal(r.Ref())
		if err != nil {
			return err
		}
		return known.Add(r.Key(), ref)
	}); err != nil {
		return 0, err
	}
	if err := l.d.Each(func(r graph.Record) error { return known.Add(r.Key(), nil) }); err != nil {
		return 0, err
	}
	// A key in store and files comes up two times; one that comes up once, from the store, is stale.
	var last string
	var alone []byte
	settle := func() error {
		if alone == nil {
			return nil
		}
		n++
		rank := "1"
		if isEdge(alone) {
			rank = "0"
		}
		return into.Add(rank+last, alone)
	}
	if err := known.Each(func(key string, value []byte) error {
		if key == last {
			alone = nil
			return nil
		}
		if err := settle(); err != nil {
			return err
		}
		last, alone = key, value
		return nil
	}); err != nil {
		return 0, err
	}
	return n, settle()
}

// isEdge reports whether a ref in JSON is one of an edge.
func isEdge(ref []byte) bool {
	var r graph.Ref
	return json.Unmarshal(ref, &r) == nil && r.Edge != ""
}

// eachRef yields what stale collected.
func eachRef(stale *extsort.Sorter, yield func(graph.Ref) error) error {
	return stale.Each(func(_ string, value []byte) error {
		var r graph.Ref
		if err := json.Unmarshal(value, &r); err != nil {
			return err
		}
		return yield(r)
	})
}

// retract retracts what is stale, in batches.
func (l *loader) retract(ctx context.Context, stale *extsort.Sorter) error {
	b := ingest.Batch{Dataset: l.d.Record(), Reason: l.reason()}
	flush := func() error {
		if len(b.Retracts) == 0 {
			return nil
		}
		err := l.apply(ctx, b)
		b.Retracts = b.Retracts[:0]
		return err
	}
	if err := eachRef(stale, func(r graph.Ref) error {
		if b.Retracts = append(b.Retracts, r); len(b.Retracts) < l.o.AtOnce {
			return nil
		}
		return flush()
	}); err != nil {
		return err
	}
	return flush()
}
