package sqlite

import (
	"context"

	"github.com/demarche-graph/demarche/graph/ingest"
)

// Prune implements ingest.Log. It overwrites what it deletes, in the file, and in the write-ahead log unless another process
// reads there meanwhile.
func (s *Store) Prune(ctx context.Context, until int64) error {
	if err := s.write(ctx, func(t *transaction) error { return t.prune(ctx, until) }); err != nil {
		return err
	}
	g, err := s.acquire(ctx)
	if err != nil {
		return err
	}
	defer s.release(g)
	_, err = g.writing.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return s.noticed(g, mapError(ctx, err))
}

func (t *transaction) prune(ctx context.Context, until int64) (err error) {
	head, err := t.Head(ctx)
	if err != nil {
		return err
	}
	if err := ingest.CheckPrune(until, head); err != nil {
		return err
	}
	if err := t.run(ctx, "PRAGMA secure_delete = ON"); err != nil {
		return err
	}
	defer func() {
		if e := t.run(ctx, "PRAGMA secure_delete = OFF"); err == nil {
			err = e
		}
	}()
	t.changed = true // answers that tell of what is forgotten must not be kept
	for _, text := range []string{
		`DELETE FROM superseded WHERE "until" <= ?`,
		"DELETE FROM touched WHERE revision <= ?",
		"UPDATE recorded SET who = '', reason = '' WHERE revision <= ?",
		"UPDATE revision SET forgotten = max(forgotten, ?)",
	} {
		if err := t.run(ctx, text, until); err != nil {
			return err
		}
	}
	return t.run(ctx, "DELETE FROM tombstone")
}
