package ingest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// Replica is a store into which the log of another can be replayed.
type Replica interface {
	// Replay makes the changes of one revision, which are all of it and in order. The store must hold the revision before it, and none
	// after. It answers then as the store whose log it is answered at that revision.
	Replay(ctx context.Context, changes []Change) error
}

// replayPage is how many changes are read at a time.
const replayPage = 2000

// Replay brings an empty store to the state that another had at a revision: each of its revisions anew, with its number, its time and
// who wrote it. More than most changes are ErrTooLarge; a log that was pruned is ErrInvalid, since it cannot tell the state of any time;
// and so is a revision that is not there yet.
func Replay(ctx context.Context, from Log, until int64, into Replica, most int) error {
	head, err := from.Head(ctx)
	if err != nil {
		return err
	}
	if until < 0 || until > head {
		return graph.Invalid("there is no revision %d, the newest is %d", until, head)
	}
	if until == 0 {
		return nil
	}
	switch forgotten, err := from.Forgotten(ctx); {
	case err != nil:
		return err
	case forgotten > 0:
		return graph.Invalid("the log was pruned up to revision %d, so that what the store held at an earlier time cannot be told", forgotten)
	}
	var revision []Change
	flush := func() error {
		if len(revision) == 0 {
			return nil
		}
		err := into.Replay(ctx, revision)
		revision = revision[:0]
		return err
	}
	n := 0
	for q := (LogQuery{Until: until, First: replayPage}); ; {
		page, more, err := from.Changes(ctx, q)
		if err != nil {
			return err
		}
		if n += len(page); n > most {
			return fmt.Errorf("%w: up to revision %d the log has more than %d changes, which is the most that are replayed",
				graph.ErrTooLarge, until, most)
		}
		for _, c := range page {
			if len(revision) > 0 && revision[0].Revision < c.Revision {
				if err := flush(); err != nil {
					return err
				}
			}
			revision = append(revision, c)
		}
		if !more {
			return flush()
		}
		q.After = page[len(page)-1].Position
	}
}

// ReplayRevision is Replica.Replay within a transaction of a store. It checks nothing, as the changes were checked when they were made.
func ReplayRevision(ctx context.Context, tx Tx, changes []Change) error {
	first := changes[0]
	a := &batchWriter{tx: tx, now: first.RecordedAt.UTC().Format(time.RFC3339)}
	if err := a.begin(ctx, Recorded{At: first.RecordedAt, Who: first.Who}, nil); err != nil {
		return err
	}
	if a.revision.Revision != first.Revision {
		return graph.Invalid("revision %d cannot be replayed in a store that is at revision %d", first.Revision, a.revision.Revision-1)
	}
	for left := changes; len(left) > 0; {
		run := runOf(left)
		left = left[len(run):]
		a.dataset = run[0].Dataset
		if err := a.replay(ctx, run); err != nil {
			return err
		}
	}
	if a.place != len(changes) {
		return fmt.Errorf("revision %d has %d changes, and %d when it is replayed", first.Revision, len(changes), a.place)
	}
	return a.end(ctx)
}

// runOf are the first of some changes that are of one dataset, of nodes or of edges alone, and bring all or take away all.
func runOf(changes []Change) []Change {
	first := changes[0]
	n := slices.IndexFunc(changes, func(c Change) bool {
		return c.Dataset != first.Dataset || (c.New == nil) != (first.New == nil) || (c.Record().Edge == "") != (first.Record().Edge == "")
	})
	if n < 0 {
		n = len(changes)
	}
	return changes[:min(n, chunk)]
}

// replay makes the changes of a run.
func (a *batchWriter) replay(ctx context.Context, run []Change) error {
	if run[0].New != nil {
		part := make([]graph.Record, len(run))
		for i, c := range run {
			part[i] = *c.New
		}
		return a.putPart(ctx, part)
	}
	a.revision.Reason = run[0].Reason
	part := make([]graph.Ref, len(run))
	for i, c := range run {
		part[i] = c.Old.Ref()
	}
	return a.retractPart(ctx, part)
}
