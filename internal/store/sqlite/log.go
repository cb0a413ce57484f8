package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// counted counts the statements that are sent to read the log among those of the request.
type counted struct{ querier }

func (c counted) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	query.WorkOf(ctx).Sent()
	return c.querier.QueryContext(ctx, text, args...)
}

// Head implements ingest.Log.
func (s *Store) Head(ctx context.Context) (int64, error) {
	return s.ofLog(ctx, "SELECT head FROM revision")
}

// Forgotten implements ingest.Log.
func (s *Store) Forgotten(ctx context.Context) (int64, error) {
	return s.ofLog(ctx, "SELECT forgotten FROM revision")
}

// RevisionAt implements ingest.Log.
func (s *Store) RevisionAt(ctx context.Context, at time.Time) (int64, error) {
	return s.ofLog(ctx, "SELECT coalesce((SELECT revision FROM recorded WHERE at <= ? ORDER BY revision DESC LIMIT 1), 0)",
		at.UTC().Format(ingest.RecordedTime))
}

// ofLog reads a number.
func (s *Store) ofLog(ctx context.Context, text string, args ...any) (n int64, err error) {
	err = s.read(ctx, func(r *reader) error {
		return each(ctx, counted{r}, func(rows *sql.Rows) error { return rows.Scan(&n) }, text, args...)
	})
	return n, err
}

// Changes implements ingest.Log.
func (s *Store) Changes(ctx context.Context, q ingest.LogQuery) (changes []ingest.Change, more bool, err error) {
	err = s.read(ctx, func(r *reader) error {
		forgotten, err := forgottenBy(ctx, r)
		if err != nil {
			return err
		}
		l, marks := &logReader{counted{r}, q}, ingest.Marks(nil)
		if marks = l.touched; q.Newest {
			l.q.After, marks = ingest.AsFarAsKept(q.After, forgotten), l.touchedLast
		} else if err := ingest.CheckKept(q.After, forgotten); err != nil {
			return err
		}
		changes, more, err = ingest.ReadLog(ctx, q, marks, l.statements)
		return err
	})
	return changes, more, err
}

// History implements ingest.Log.
func (s *Store) History(ctx context.Context, key string, edges bool, q ingest.LogQuery) (changes []ingest.Change, more bool, err error) {
	if q.Newest {
		return nil, false, graph.Invalid("a history is read the oldest first")
	}
	err = s.read(ctx, func(r *reader) error {
		forgotten, err := forgottenBy(ctx, r)
		if err != nil {
			return err
		}
		q.After = ingest.AsFarAsKept(q.After, forgotten)
		l := &logReader{counted{r}, q}
		changes, more, err = ingest.ReadLog(ctx, q, l.of(key, edges), l.statements)
		return err
	})
	return changes, more, err
}
