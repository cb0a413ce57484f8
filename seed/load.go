package seed

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/seed/internal/extsort"
)

// Loadable is a dataset ready to be written: curated, or made of imported files.
type Loadable interface {
	// Record is the dataset's own, with a checksum that differs when its records do.
	Record() graph.Record
	// Size is how many records Each hands over.
	Size() int
	// Each hands over the records, the ends of an edge and the sources of evidence first, in the same order each time.
	Each(yield func(graph.Record) error) error
}

// Whole is the most records that a load writes at once, so that they become visible together. Larger datasets go in parts.
const Whole = 10_000

// maxDryRun bounds how many records a dry run compares: all that it finds is held in memory.
const maxDryRun = 300_000

// Options of a load.
type Options struct {
	Prune        bool      // then take back what the dataset stated before and no longer holds
	DryRun       bool      // write nothing; tell what would change
	KeepExisting bool      // leave out what other datasets state otherwise; see ingest.Batch
	Wrote        func(int) // told of records written, of a part when it is safe in the store; or nil
	AtOnce       int       // another number than Whole
}

// Load writes a dataset to a store: whole or not at all up to Whole records, a larger one in parts, of which the store
// remembers how far they go. A load that was cut short goes on from there when it is run again, and ends with the same
// graph. Loading twice changes nothing.
func Load(ctx context.Context, s Store, d Loadable, o Options) (ingest.Applied, error) {
	if o.AtOnce == 0 {
		o.AtOnce = Whole
	}
	l := &loader{store: s, d: d, o: o}
	if o.DryRun && d.Size() > maxDryRun {
		return l.total, fmt.Errorf("%w: %d records are too many to compare at once, at most %d can be; "+
			"load them into an empty store beside, and compare exports",
			graph.ErrTooLarge, d.Size(), maxDryRun)
	}
	stale := extsort.New("") // what is to be taken back
	defer stale.Close()
	n := 0
	if o.Prune {
		var err error
		if n, err = l.stale(ctx, stale); err != nil {
			return l.total, err
		}
	}
	if d.Size()+n <= o.AtOnce || o.DryRun {
		err := l.once(ctx, stale)
		return l.total, err
	}
	if err := l.parts(ctx); err != nil {
		return l.total, err
	}
	err := l.retract(ctx, stale)
	return l.total, err
}

type loader struct {
	store Store
	d     Loadable
	o     Options
	total ingest.Applied
}

// once writes everything in one batch.
func (l *loader) once(ctx context.Context, stale *extsort.Sorter) error {
	b := ingest.Batch{Dataset: l.d.Record(), Reason: l.reason(), DryRun: l.o.DryRun, KeepExisting: l.o.KeepExisting}
	if err := l.d.Each(func(r graph.Record) error {
		b.Puts = append(b.Puts, r)
		return ctx.Err()
	}); err != nil {
		return err
	}
	if err := eachRef(stale, func(r graph.Ref) error {
		b.Retracts = append(b.Retracts, r)
		return nil
	}); err != nil {
		return err
	}
	return l.apply(ctx, b)
}

// parts writes a large dataset, from where an earlier load of the same was cut short.
func (l *loader) parts(ctx context.Context) error {
	after, err := l.position(ctx)
	if err != nil {
		return err
	}
	b := ingest.Batch{Dataset: l.d.Record(), KeepExisting: l.o.KeepExisting, Part: &ingest.Part{After: after, Of: l.d.Size()}}
	l.wrote(after)
	n := 0
	if err := l.d.Each(func(r graph.Record) error {
		if n++; n <= after {
			return ctx.Err()
		}
		if b.Puts = append(b.Puts, r); len(b.Puts) < l.o.AtOnce {
			return nil
		}
		if err := l.apply(ctx, b); err != nil {
			return err
		}
		b.Part = &ingest.Part{After: n, Of: l.d.Size()}
		b.Puts = b.Puts[:0]
		return nil
	}); err != nil {
		return err
	}
	if len(b.Puts) == 0 {
		return nil
	}
	return l.apply(ctx, b)
}

// position is how far the store says that a load of this very dataset came.
func (l *loader) position(ctx context.Context) (int, error) {
	q := &query.Query{Find: query.FindNodes{IDs: []string{l.d.Record().ID}, Kinds: []graph.Kind{graph.KindDataset}}}
	was, err := l.store.Fetch(ctx, q)
	if err != nil || was.Items[0] == nil {
		return 0, err
	}
	it := was.Items[0]
	stored := graph.Record{Props: graph.Props{"checksum": it.Value("checksum"), "position": it.Value("position")}}
	return ingest.PositionOf(stored, l.d.Record().Props["checksum"]), nil
}

func (l *loader) wrote(n int) {
	if l.o.Wrote != nil && n > 0 {
		l.o.Wrote(n)
	}
}

func (l *loader) apply(ctx context.Context, b ingest.Batch) error {
	a, err := l.store.Apply(ctx, b)
	if err != nil {
		return err
	}
	l.total.Added += a.Added
	l.total.Changed += a.Changed
	l.total.Retracted += a.Retracted
	l.total.Unchanged += a.Unchanged
	l.total.Skipped += a.Skipped
	l.total.Differences = append(l.total.Differences, a.Differences...)
	l.total.At = a.At
	l.wrote(len(b.Puts))
	return nil
}

func (l *loader) reason() string {
	return fmt.Sprintf("no longer in version %v of the dataset", l.d.Record().Props["version"])
}
