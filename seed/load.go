package seed

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/seed/internal/extsort"
)

// Loadable is a dataset that can be loaded: curated (Dataset), or imported event data (imports.Import).
type Loadable interface {
	// Record returns the dataset's own record, with a checksum that differs when its records do.
	Record() graph.Record
	// Size returns how many records Each yields.
	Size() int
	// Each yields the records in the same order each time, ends before their edges and sources before what rests on them.
	Each(yield func(graph.Record) error) error
}

// Whole is the most records that a load writes in one transaction. Larger datasets are written in parts.
const Whole = 10_000

// maxDryRun bounds the records of a dry run, whose result is held in memory.
const maxDryRun = 300_000

// Options of a load.
type Options struct {
	Prune        bool      // retract what the dataset stated before and no longer does
	DryRun       bool      // write nothing, return what would change
	KeepExisting bool      // leave out values that conflict with other datasets; see ingest.Batch
	Wrote        func(int) // is called with the number of records after each commit; or nil
	AtOnce       int       // most records of a transaction; 0 means Whole
	Who          string    // who loads; the log keeps it
}

// Load writes a dataset to a store: in one transaction up to Whole records, in parts beyond. The store remembers how far the
// parts go, so that a load that was cut short continues there when it is run again, and ends with the same graph. Loading
// the same dataset again changes nothing.
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
	stale := extsort.New("") // refs of what is to be retracted
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

// once writes everything in one batch, retractions included.
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

// parts writes a large dataset in batches, from where an earlier load of it was cut short.
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

// position returns how many records of this very dataset, by its checksum, are in the store already.
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
	b.Who = l.o.Who
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
	l.total.At, l.total.Revision = a.At, a.Revision
	l.wrote(len(b.Puts))
	return nil
}

func (l *loader) reason() string {
	return fmt.Sprintf("no longer in version %v of the dataset", l.d.Record().Props["version"])
}
