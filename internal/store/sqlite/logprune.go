package sqlite

import (
	"context"

	"github.com/demarche-graph/demarche/graph/ingest"
)

// Prune implements ingest.Log. Then it rewrites the file, which takes a while and as much room again: SQLite leaves what was deleted
// or replaced in the file until something else takes its place.
func (s *Store) Prune(ctx context.Context, until int64) error {
	if err := s.write(ctx, func(t *transaction) error { return t.prune(ctx, until) }); err != nil {
		return err
	}
	g, err := s.acquire(ctx)
	if err != nil {
		return err
	}
	defer s.release(g)
	if g.place.memory != "" {
		return nil
	}
	for _, text := range []string{"VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := g.writing.ExecContext(ctx, text); err != nil {
			return s.noticed(g, mapError(ctx, err))
		}
	}
	return nil
}

func (t *transaction) prune(ctx context.Context, until int64) error {
	head, err := t.Head(ctx)
	if err != nil {
		return err
	}
	if err := ingest.CheckPrune(until, head); err != nil {
		return err
	}
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
	if err := t.run(ctx, "DELETE FROM tombstone"); err != nil {
		return err
	}
	return t.run(ctx, "INSERT INTO search (search) VALUES ('optimize')") // it drops the words of deleted texts
}
