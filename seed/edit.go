package seed

import (
	"context"
	"errors"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// Edit says how Apply and Retract change a store.
type Edit struct {
	DryRun     bool   // write nothing, and refuse what would be refused
	IfRevision *int64 // the revision that the store has to be at; nil is any
	Who        string // who changes it, for the log
	Today      graph.Day
	Kept       *Kept // of the same store, from the edits before; nil reads everything anew
}

// Edited is what came of an Edit, with the warnings about what it wrote.
type Edited struct {
	ingest.Applied
	Warnings Problems
}

// attempts bounds how often an input is checked again because somebody else has written meanwhile.
const attempts = 5

// Apply adds records to what a dataset states in the store, and changes those that it states already: each record and each link
// that is given replaces what the dataset stated of it, and all others stay. The input is what readInput takes. It passes the
// checks of files, with what the store holds around it; the error is Problems when it is at fault, and ErrTooLarge beyond MaxInput.
// What is checked is what the store holds when it is written: if somebody else writes between the two, the input is checked again.
func Apply(ctx context.Context, s Logging, input map[string]any, e Edit) (Edited, error) {
	for range attempts {
		at, err := headOf(ctx, s, e)
		if err != nil {
			return Edited{}, err
		}
		done, err := applyAt(ctx, s, input, e, at)
		if outdated := (*ingest.RevisionConflict)(nil); e.IfRevision != nil || !errors.As(err, &outdated) {
			return done, err
		}
	}
	return Edited{}, graph.Unavailable(graph.ServerBusy, "others wrote to the store %d times while an input was checked", attempts)
}

// headOf is the revision of the store. It is ErrConflict when it is not the one that an edit is for.
func headOf(ctx context.Context, s Logging, e Edit) (int64, error) {
	head, err := s.Head(ctx)
	if err == nil && e.IfRevision != nil && head != *e.IfRevision {
		err = &ingest.RevisionConflict{Store: head, Asked: *e.IfRevision}
	}
	return head, err
}

// applyAt checks an input against a store that is at a revision, and applies it.
func applyAt(ctx context.Context, s Logging, input map[string]any, e Edit, at int64) (done Edited, err error) {
	r := newReader()
	o := opener{checks: Checks{Today: e.Today, Warned: func(_ string, w Problem) { done.Warnings = append(done.Warnings, w) }}}
	o.prepare(r, location{path: "input"})
	defer func() { closeAll(r.requires) }()
	stored, err := storedDataset(ctx, s, input)
	if err != nil {
		r.close()
		return done, err
	}
	if err = r.readInput(input, stored); err == nil {
		err = r.around(ctx, s, at, e.Kept)
	}
	if err != nil {
		r.close()
		return done, err
	}
	d, err := r.finish()
	if err != nil {
		return done, err
	}
	defer d.Close()
	if d.size > MaxInput {
		return done, tooManyRecords(d.size)
	}
	b, err := d.Batch()
	if err != nil {
		return done, err
	}
	b.Amends, b.DryRun, b.Who, b.IfRevision = true, e.DryRun, e.Who, &at
	for _, name := range []string{"checksum", "nodeCount", "edgeCount"} {
		delete(b.Dataset.Props, name) // they are of the input alone
	}
	if stored == nil && b.Dataset.Props["version"] == nil {
		b.Dataset.Props["version"] = "1"
	}
	done.Applied, err = s.Apply(ctx, *b)
	return done, err
}

// storedDataset is the record of the dataset that an input names, nil when the store does not hold it.
func storedDataset(ctx context.Context, s Store, input map[string]any) (*graph.Record, error) {
	dataset, _ := input["dataset"].(map[string]any)
	id, _ := dataset["id"].(string)
	if err := graph.CheckID(id); err != nil {
		return nil, nil //nolint:nilerr,nilnil // it is told when the input is read
	}
	a, err := s.Fetch(ctx, &query.Query{Find: query.FindNodes{IDs: []string{id}, Kinds: []graph.Kind{graph.KindDataset}}})
	if err != nil || a.Items[0] == nil {
		return nil, err
	}
	return &graph.Record{Kind: graph.KindDataset, ID: id}, nil
}
