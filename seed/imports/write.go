package imports

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/demarche-graph/demarche/graph"
)

// batchSize is about how many records are applied at a time: a store makes each batch visible whole. Tests make do with less.
var batchSize = 8000

// settle makes the records of actors, sources, places and ties.
func (im *Import) settle(ctx context.Context) error {
	if err := im.node(im.codingsRecord()); err != nil {
		return err
	}
	return im.eachThing(func(t *thing) error {
		switch {
		case t.first.Curated:
			im.Mapped++
		case t.first.Node == graph.KindSource:
			im.Sources++
		case t.first.Node == graph.KindPlace:
			im.Places++
		default:
			im.Actors++
			im.unmatched.add(t)
		}
		ties := t.edges(im.codings())
		im.records += len(ties)
		for _, r := range ties {
			if err := im.ties.add(r.Key(), jsonOf(r)); err != nil {
				return err
			}
		}
		if err := im.node(t.record(im.codings())); err != nil {
			return err
		}
		return ctx.Err()
	})
}

// node gathers a node to write. Sources come first: the evidence of the others names them.
func (im *Import) node(r graph.Record) error {
	im.records++
	im.nodeCount++
	return im.nodes.add(strconv.Itoa(slices.Index(graph.NodeKinds, r.Kind))+r.ID, jsonOf(r))
}

// Records is how many Write hands over.
func (im *Import) Records() int { return im.records }

// Write applies the import to a store, a batch at a time, and tells of each. Writing again changes nothing, so that after
// a failure or a kill the same import completes what is there.
func (im *Import) Write(ctx context.Context, s graph.Store, wrote func(records int)) (graph.Applied, error) {
	w := &writer{store: s, dataset: im.Dataset, wrote: wrote}
	if err := im.checkAliases(ctx, s); err != nil {
		return w.total, err
	}
	ready := func(_ string, value []byte) error {
		var r graph.Record
		if err := json.Unmarshal(value, &r); err != nil {
			return err
		}
		graph.Normalise(&r)
		return w.put(ctx, r)
	}
	for _, step := range []func() error{
		func() error { return im.nodes.each(ready) },
		func() error { return w.flush(ctx) }, // ties join what is there
		func() error { return im.ties.each(ready) },
		func() error {
			return im.eachEvent(func(id string, e *event) error { return w.put(ctx, e.write(id, im.codings())...) })
		},
		func() error { return w.flush(ctx) },
	} {
		if err := step(); err != nil {
			return w.total, err
		}
	}
	return w.total, nil
}

// checkAliases makes sure that the actors which aliases lead to are there.
func (im *Import) checkAliases(ctx context.Context, s graph.Store) error {
	var ids []string
	for _, a := range im.opts.Aliases {
		ids = append(ids, a.ID)
	}
	if len(ids) == 0 {
		return nil
	}
	kinds, err := s.Exists(ctx, ids)
	if err != nil {
		return err
	}
	for _, a := range im.opts.Aliases {
		switch k, known := kinds[a.ID]; {
		case !known:
			return fmt.Errorf("%w: %s:%d:1: there is no actor %q in the store; load the dataset that has it first, or mend the id", graph.ErrNotFound, a.File, a.Line, a.ID)
		case k != graph.KindActor:
			return fmt.Errorf("%w: %s:%d:1: %q is %s; an alias leads to an actor", graph.ErrInvalid, a.File, a.Line, a.ID, k)
		}
	}
	return nil
}

// writer gathers records to batches.
type writer struct {
	store   graph.Store
	dataset graph.Record
	wrote   func(int)
	batch   []graph.Record
	total   graph.Applied
}

func (w *writer) put(ctx context.Context, records ...graph.Record) error {
	w.batch = append(w.batch, records...)
	if len(w.batch) < batchSize {
		return nil
	}
	return w.flush(ctx)
}

func (w *writer) flush(ctx context.Context) error {
	if len(w.batch) == 0 {
		return nil
	}
	a, err := w.store.Apply(ctx, graph.Batch{Dataset: w.dataset, Puts: w.batch})
	if err != nil {
		return err
	}
	w.total.Added += a.Added
	w.total.Changed += a.Changed
	w.total.Unchanged += a.Unchanged
	w.total.At = a.At
	if w.wrote != nil {
		w.wrote(len(w.batch))
	}
	w.batch = w.batch[:0]
	return nil
}
