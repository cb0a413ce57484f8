package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// maxPrepared is how many statements a connection keeps compiled. To compile one takes longer than most take to run, and
// the shapes of questions that are asked are few. Each takes some tens of kilobytes.
const maxPrepared = 128

// reader is a connection that reads, with the statements that it has compiled. One question uses it at a time.
type reader struct {
	conn      *sql.Conn // nil until first used
	prepared  *simplelru.LRU[string, *sql.Stmt]
	tx        *sql.Tx     // the snapshot that is read
	slowTimer *time.Timer // runs while it works; see readers
}

func newReader() *reader {
	l, err := simplelru.NewLRU(maxPrepared, func(_ string, s *sql.Stmt) { _ = s.Close() })
	if err != nil {
		panic(err) // maxPrepared is positive
	}
	return &reader{prepared: l}
}

// close gives the connection back. The reader may be used again, with another one.
func (r *reader) close() error {
	if r.conn == nil {
		return nil
	}
	r.prepared.Purge()
	conn := r.conn
	r.conn = nil
	return conn.Close()
}

// read runs work on one snapshot of the graph.
func (s *Store) read(ctx context.Context, work func(*reader) error) error {
	if err := ctx.Err(); err != nil { // work that sends no statement would not notice
		return err
	}
	if err := s.enter(ctx, 1); err != nil {
		return err
	}
	defer s.leave(1)
	r, err := s.readers.acquire(ctx)
	if err != nil {
		return err
	}
	defer s.readers.release(r)
	if r.conn != nil && r.conn.Raw(func(any) error { return nil }) != nil { // the driver gave it up
		_ = r.close()
	}
	if r.conn == nil {
		conn, err := s.reading.Conn(ctx)
		if err != nil {
			return mapError(ctx, err)
		}
		r.conn = conn
	}
	// When the context of a transaction ends, database/sql rolls it back by and by, and who is lent the connection next would
	// find it begun. So it has one that does not end; statements still stop with ctx.
	return mapError(ctx, withTx(context.WithoutCancel(ctx), r.conn, func(tx *sql.Tx) error {
		r.tx = tx
		return work(r)
	}))
}

// QueryContext runs a statement within the transaction that is open on the connection.
func (r *reader) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	stmt, ok := r.prepared.Get(text)
	if !ok {
		var err error
		if stmt, err = r.conn.PrepareContext(ctx, text); err != nil {
			return nil, err
		}
		r.prepared.Add(text, stmt)
	}
	return stmt.QueryContext(ctx, args...)
}
