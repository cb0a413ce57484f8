package sqlite

import (
	"context"
	"database/sql"
)

// write runs work in one transaction, which is given up when the file is no longer in its place. What is committed as the
// file is moved away is in that file, and is not acknowledged.
func (g *generation) write(ctx context.Context, work func(*transaction) error) error {
	if err := g.enter(ctx, cap(g.memoryGate)); err != nil {
		return err
	}
	defer g.leave(cap(g.memoryGate))
	moved := func() error {
		if g.place.memory != "" {
			return nil
		}
		return mapError(ctx, g.unmoved())
	}
	if err := withTx(ctx, g.writing, func(tx *sql.Tx) error {
		t := newTransaction(tx)
		if err := work(t); err != nil {
			return err
		}
		if err := t.raiseRevision(ctx); err != nil {
			return err
		}
		return moved()
	}); err != nil {
		return err
	}
	return moved()
}

// beginner is a pool, or one connection.
type beginner interface {
	BeginTx(context.Context, *sql.TxOptions) (*sql.Tx, error)
}

// withTx runs work in a transaction, which it commits unless work gives an error.
func withTx(ctx context.Context, db beginner, work func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return mapError(ctx, err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing after a commit
	if err := work(tx); err != nil {
		return mapError(ctx, err)
	}
	return mapError(ctx, tx.Commit())
}

// querier is a transaction, or a reader.
type querier interface {
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

// each runs a query and calls take for each row.
func each(ctx context.Context, on querier, take func(*sql.Rows) error, text string, args ...any) error {
	rows, err := on.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := take(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
