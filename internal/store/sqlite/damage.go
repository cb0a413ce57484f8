package sqlite

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	driver "modernc.org/sqlite"

	"github.com/demarche-graph/demarche/graph"
)

// noticed passes on what a question to a generation met. Damage that it met is remembered.
func (s *Store) noticed(g *generation, err error) error {
	switch reason := graph.ReasonOf(err); {
	case reason == graph.StoreDamaged:
		s.damaged(g, err)
	case reason == graph.StoreGone, reason == graph.StoreReplaced:
		s.lookAgain()
	}
	return err
}

// damaged makes every further question fail, because a damaged file may also give wrong answers. The file is checked again
// when it has changed, and now and then, for the cause may have been passing trouble of a disk.
func (s *Store) damaged(g *generation, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g != s.current || s.trouble != nil || s.closed {
		return
	}
	slog.Error("the SQLite file is damaged, and is not read any more; restore a backup: move it to this place, "+
		"and it is opened without a restart", "file", s.place.path, "error", err, "cause", cause(err))
	s.set(err)
	s.refused, _ = identify(s.place.path)
	s.pause, s.retry = firstPause, time.Now().Add(firstPause)
}

// check looks for damage in the whole file, on a connection of its own, for others may have pages in memory that were damaged
// since.
func (g *generation) check(ctx context.Context) error {
	if g.place.memory != "" {
		return nil
	}
	db, err := pool(uri(g.files.real, g.mode), 1, g.unmoved, "query_only(1)")
	if err != nil {
		return mapError(ctx, err)
	}
	defer func() { _ = db.Close() }()
	switch _, err := g.inspect(ctx, db, false); {
	case errors.Is(err, graph.ErrInvalid): // it was the graph that it should be when it was opened
		return graph.Unavailable(graph.StoreDamaged, "%w", err)
	case err != nil:
		return mapError(ctx, err)
	}
	var found string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return mapError(ctx, err)
	}
	if found != "ok" {
		return &failure{graph.Unavailable(graph.StoreDamaged, "the SQLite file is damaged"), errors.New(found)}
	}
	return nil
}

// cause is what a driver said, for the log.
func cause(err error) string {
	var f *failure
	if errors.As(err, &f) {
		var coded *driver.Error
		if errors.As(f.cause, &coded) {
			return fmt.Sprintf("%v (result code %d)", f.cause, coded.Code())
		}
		return f.cause.Error()
	}
	return ""
}
