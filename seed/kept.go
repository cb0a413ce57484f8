package seed

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

const (
	maxKept     = 20_000 // records of all kept datasets: some 40 MB
	maxFollowed = 1000   // changes that are taken over from the log; when there are more, everything is read anew
)

// Kept is what Apply has read of a store, to be compared with the next input too: what the datasets around it state. It follows
// the store by its log. It is safe for concurrent use; the zero Kept is empty.
type Kept struct {
	turn     chan struct{} // held by who reads or changes the rest
	at       landmark
	size     int // records
	datasets map[string]*statements
}

// statements are what a dataset states.
type statements struct {
	records []entry  // in the order in which they are written
	outside []string // ids that they name and that the dataset does not state
}

// landmark is a revision, and what tells it from one with the same number of another store, such as one that was restored from a copy.
type landmark struct {
	revision   int64
	recordedAt time.Time
	first      string // key of its first change
}

// entry is a record with its orderKey.
type entry struct {
	order string
	graph.Record
}

// hold puts records in order.
func hold(records []entry) *statements {
	slices.SortFunc(records, func(a, b entry) int { return cmp.Compare(a.order, b.order) })
	named := set{}
	for _, e := range records {
		named.addNames(e.Record)
	}
	for _, e := range records {
		if e.Edge == "" {
			delete(named, e.ID)
		}
	}
	return &statements{records, named.take()}
}

// NewKept makes an empty Kept.
func NewKept() *Kept { return &Kept{turn: make(chan struct{}, 1)} }

// stated is what a dataset states at a revision or later, which must not be changed; nil for one that is too large to be kept.
func (k *Kept) stated(ctx context.Context, s Logging, at int64, dataset string, size int) (*statements, error) {
	if size > maxKept {
		return nil, nil //nolint:nilnil // it is read otherwise
	}
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := k.follow(ctx, s, at); err != nil {
		k.forget()
		return nil, err
	}
	if h := k.datasets[dataset]; h != nil {
		return h, nil
	}
	var records []entry
	if err := s.Stated(ctx, dataset, func(rec graph.Record, _ []string) error {
		graph.Canonical(&rec)
		records = append(records, entry{orderKey(rec), rec})
		return nil
	}); err != nil {
		return nil, err
	}
	if k.size+len(records) > maxKept {
		clear(k.datasets)
		k.size = 0
	}
	h := hold(records)
	k.datasets[dataset] = h
	k.size += len(records)
	return h, nil
}

func (k *Kept) forget() { k.at, k.size, k.datasets = landmark{}, 0, map[string]*statements{} }

// follow brings what is kept to a revision.
func (k *Kept) follow(ctx context.Context, s Logging, at int64) error {
	if k.datasets == nil || k.at.revision > at {
		k.forget()
	}
	if len(k.datasets) > 0 {
		switch now, err := landmarkOf(ctx, s, k.at.revision); {
		case errors.Is(err, graph.ErrInvalid) || err == nil && now != k.at: // the log was pruned, or it is that of another store
			k.forget()
		case err != nil:
			return err
		}
	}
	if len(k.datasets) > 0 && k.at.revision < at {
		if err := k.takeOver(ctx, s, at); err != nil {
			return err
		}
	}
	if k.at.revision == at && k.at.first != "" {
		return nil
	}
	var err error
	if k.at, err = landmarkOf(ctx, s, at); errors.Is(err, graph.ErrInvalid) {
		err = nil // pruned up to here: what is read now serves this input alone
	}
	return err
}

// landmarkOf reads what tells a revision.
func landmarkOf(ctx context.Context, s Logging, revision int64) (landmark, error) {
	if revision == 0 {
		return landmark{}, nil
	}
	changes, _, err := s.Changes(ctx, ingest.LogQuery{After: ingest.Position{Revision: revision}, Until: revision, First: 1})
	if err != nil || len(changes) == 0 {
		return landmark{revision: revision}, err
	}
	return landmark{revision, changes[0].RecordedAt, changes[0].Record().Key()}, nil
}

// takeOver makes the changes of the log up to a revision.
func (k *Kept) takeOver(ctx context.Context, s Logging, until int64) error {
	filter := ingest.ChangeFilter{Datasets: sortedKeys(k.datasets)}
	changes, more, err := s.Changes(ctx, ingest.LogQuery{After: ingest.EndOf(k.at.revision), Until: until, Filter: filter, First: maxFollowed})
	if err != nil || more {
		k.forget()
		return err
	}
	newest := map[string]map[string]*graph.Record{}
	for _, c := range changes {
		if c.Record().Kind == graph.KindDataset {
			continue
		}
		if newest[c.Dataset] == nil {
			newest[c.Dataset] = map[string]*graph.Record{}
		}
		newest[c.Dataset][c.Record().Key()] = c.New
	}
	for dataset, changed := range newest {
		var records []entry // another one, since those of before may be in use
		for _, e := range k.datasets[dataset].records {
			if _, other := changed[e.Key()]; !other {
				records = append(records, e)
			}
		}
		for _, rec := range changed {
			if rec != nil {
				graph.Canonical(rec)
				records = append(records, entry{orderKey(*rec), *rec})
			}
		}
		k.size += len(records) - len(k.datasets[dataset].records)
		k.datasets[dataset] = hold(records)
	}
	return nil
}
