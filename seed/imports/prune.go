package imports

import (
	"context"
	"encoding/json"

	"github.com/demarche-graph/demarche/graph"
)

// Prune takes back what the dataset stated before and this import does not state: after other aliases, or other files. It
// comes after Write. What another dataset states too stays, on its terms.
func (im *Import) Prune(ctx context.Context, s graph.Store) (retracted int, err error) {
	known, stale := newSorter(im.dir), newSorter(im.dir)
	defer known.close()
	defer stale.close()
	if err := s.Stated(ctx, im.Dataset.ID, func(r graph.Record) error { return known.add(r.Key(), jsonOf(r.Ref())) }); err != nil {
		return 0, err
	}
	if err := im.eachKey(func(key string) error { return known.add(key, nil) }); err != nil {
		return 0, err
	}
	// What is stated and still said comes twice; what is stated alone is stale. Edges go before the nodes that they join.
	var last string
	var alone []byte
	settle := func() error {
		if alone == nil {
			return nil
		}
		var r graph.Ref
		if err := json.Unmarshal(alone, &r); err != nil {
			return err
		}
		if r.Edge != "" {
			return stale.add("0"+last, alone)
		}
		return stale.add("1"+last, alone)
	}
	if err := known.each(func(key string, value []byte) error {
		if key != last {
			if err := settle(); err != nil {
				return err
			}
			last, alone = key, value
			return nil
		}
		alone = nil
		return nil
	}); err != nil {
		return 0, err
	}
	if err := settle(); err != nil {
		return 0, err
	}
	return im.retract(ctx, s, stale)
}

// eachKey hands over the keys of all that the import states.
func (im *Import) eachKey(yield func(key string) error) error {
	if err := im.nodes.each(func(key string, _ []byte) error { return yield(key[1:]) }); err != nil { // without its kind
		return err
	}
	if err := im.ties.each(func(key string, _ []byte) error { return yield(key) }); err != nil {
		return err
	}
	return im.eachEvent(func(id string, e *event) error {
		for _, r := range e.write(id, im.codings()) {
			if err := yield(r.Key()); err != nil {
				return err
			}
		}
		return nil
	})
}

func (im *Import) retract(ctx context.Context, s graph.Store, stale *sorter) (retracted int, err error) {
	var refs []graph.Ref
	flush := func() error {
		if len(refs) == 0 {
			return nil
		}
		a, err := s.Apply(ctx, graph.Batch{Dataset: im.Dataset, Retracts: refs, Reason: "no longer in what is imported"})
		retracted += a.Retracted
		refs = refs[:0]
		return err
	}
	if err := stale.each(func(_ string, value []byte) error {
		var r graph.Ref
		if err := json.Unmarshal(value, &r); err != nil {
			return err
		}
		if refs = append(refs, r); len(refs) < batchSize {
			return nil
		}
		return flush()
	}); err != nil {
		return retracted, err
	}
	return retracted, flush()
}
