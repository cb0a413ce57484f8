package sqlite

import (
	"context"
	"database/sql"
)

// Revision implements query.Reader.
func (s *Store) Revision(ctx context.Context) (int64, error) {
	var n int64
	err := s.read(ctx, func(r *reader) error {
		return each(ctx, r, func(rows *sql.Rows) error { return rows.Scan(&n) }, "SELECT n FROM revision")
	})
	return n, err
}

// raiseRevision raises the revision if the transaction has changed anything. It comes last in a transaction.
func (t *transaction) raiseRevision(ctx context.Context) error {
	if !t.changed {
		return nil
	}
	return t.run(ctx, "UPDATE revision SET n = n + 1")
}
