package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// maxPrepared is how many prepared statements a connection keeps. To prepare a statement takes longer than most take to run,
// and a program asks questions of few shapes. Each takes some tens of kilobytes.
const maxPrepared = 128

// reader is a connection that reads, with its prepared statements. One question uses it at a time.
type reader struct {
	conn     *sql.Conn // nil until first used
	prepared *simplelru.LRU[string, *sql.Stmt]
	tx       *sql.Tx // the snapshot that is read
	// generation is the number of the generation that is read.
	generation int64
	slowTimer  *time.Timer // runs while a question uses the reader; see readers
}

// newReader makes a reader without a connection.
func newReader() *reader {
	l, err := simplelru.NewLRU(maxPrepared, func(_ string, s *sql.Stmt) { _ = s.Close() })
	if err != nil {
		panic(err) // maxPrepared is positive
	}
	return &reader{prepared: l}
}

// close closes the statements and gives the connection back to the pool. The reader opens another when it is used again.
func (r *reader) close() error {
	if r.conn == nil {
		return nil
	}
	r.prepared.Purge()
	conn := r.conn
	r.conn = nil
	return conn.Close()
}

// read runs work on a reader, in a transaction.
func (g *generation) read(ctx context.Context, work func(*reader) error) error {
	if err := g.enter(ctx, 1); err != nil {
		return err
	}
	defer g.leave(1)
	r, err := g.readers.acquire(ctx)
	if err != nil {
		return err
	}
	defer g.readers.release(r)
	r.generation = g.number
	if r.conn != nil && r.conn.Raw(func(any) error { return nil }) != nil { // the driver has closed it
		_ = r.close()
	}
	if r.conn == nil {
		conn, err := g.reading.Conn(ctx)
		if err != nil {
			return mapError(ctx, err)
		}
		r.conn = conn
	}
	// When the context of a transaction ends, database/sql rolls it back in a goroutine of its own, and the next question could
	// find the transaction still open. So the transaction has a context that does not end; its statements still end with ctx.
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
