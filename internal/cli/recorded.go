package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/internal/store"
)

// maxReplayed is how many changes are replayed at most, for what they make is held in memory.
const maxReplayed = 500_000

const recordedHelp = `With --recorded, it is what the store held at a revision, or by the end of a day in UTC. All changes up to then, at
most 500,000, are made anew in memory, which takes some minutes and GB for as many; the store is only read. Nothing can be
written then.`

// recordedUsage is the help of --recorded.
const recordedUsage = "the store as it was at this `REVISION|DATE`, see 'demarche log'; read-only"

// past is the state of a store at an earlier revision.
type past struct {
	store.Store
	revision   int64
	recordedAt time.Time
}

// openRecorded replays a store's log into memory, up to a REVISION|DATE.
func (c storeChoice) openRecorded(ctx context.Context, moment string, progress io.Writer) (_ *past, err error) {
	c.readOnly = true
	from, err := c.open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	until, err := revisionOf(ctx, from, "recorded", moment)
	if err != nil {
		return nil, err
	}
	if until == 0 {
		return nil, graph.Invalid("--recorded %s: nothing had been recorded by then; 'demarche log' shows what was", moment)
	}
	into, err := store.Open(ctx, "sqlite::memory:")
	if err != nil {
		return nil, err
	}
	r := &replica{Replica: into.(ingest.Replica), progress: newProgress(progress, "replayed, changes", 0, progress == io.Discard)}
	err = ingest.Replay(ctx, from, until, r, maxReplayed)
	r.progress.Done()
	if err != nil {
		return nil, errors.Join(err, into.Close())
	}
	return &past{into, until, r.recordedAt}, nil
}

// String says which state it is.
func (p *past) String() string {
	return fmt.Sprintf("as of revision %d, recorded %s", p.revision, shownTime(p.recordedAt))
}

// replica shows how far a replay is.
type replica struct {
	ingest.Replica
	progress   *progress
	recordedAt time.Time // of the last revision
}

func (r *replica) Replay(ctx context.Context, changes []ingest.Change) error {
	if err := r.Replica.Replay(ctx, changes); err != nil {
		return err
	}
	r.progress.Add(len(changes))
	r.recordedAt = changes[0].RecordedAt
	return nil
}

// recordedFlag adds --recorded to a command.
func recordedFlag(cmd *cobra.Command) { cmd.Flags().String("recorded", "", recordedUsage) }
