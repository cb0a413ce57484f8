// Package sqlite keeps the graph in one SQLite file, or in memory: the embedded default, for a machine with nothing
// else. It answers a query.Query with one statement a level, and one more for each total asked for. It knows the
// package graph and nothing of GraphQL or of files that are seeded.
//
// Inside, nodes and edges have integer keys (pk); ids, texts that never change, are looked up at the door. Lists are
// JSON texts, flags 0 or 1, days texts. An item is dated with both its days or with none, as ingest.Derive has it.
package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver, in pure Go

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// Store is a graph.Store. Open makes one.
type Store struct {
	reading, writing *sql.DB       // a small pool that cannot write; the one connection that does
	writeLock        chan struct{} // held by the writer
	readers          *readers
	memoryGate       chan struct{} // in memory only: a token for each reader, all of them for the writer
	keepAlive        *sql.Conn     // in memory only: keeps the database alive
	statements       atomic.Int64
}

var (
	_ query.Reader     = (*Store)(nil)
	_ ingest.Writer    = (*Store)(nil)
	_ query.Statements = (*Store)(nil)
)

const (
	busyWait   = 15 * time.Second // for another process that writes
	healthWait = 3 * time.Second
	spare      = 2 // readers beyond one for each core, for when slow questions hold those
)

var memories atomic.Int64 // each ":memory:" is a database of its own

// Open opens, or makes, the database that dsn names: what follows "sqlite:" in a store URL, so PATH,
// ///ABSOLUTE or :memory:. A dsn that names no file, a file that is something else and one of a later
// version are ErrInvalid, a place that cannot be read or written ErrUnavailable.
func Open(ctx context.Context, dsn string) (*Store, error) {
	address, memory, err := addressOf(dsn)
	if err != nil {
		return nil, err
	}
	cores := runtime.GOMAXPROCS(0)
	readers := cores + spare
	s := &Store{writeLock: make(chan struct{}, 1), readers: newReaders(readers, cores)}
	if memory {
		s.memoryGate = make(chan struct{}, readers)
	}
	if s.writing, err = pool(address, 1, memory, "_txlock=immediate"); err != nil {
		return nil, mapError(ctx, err)
	}
	if err = s.migrate(ctx); err == nil {
		if s.reading, err = pool(address, readers+2, memory, "_pragma=query_only(1)"); err == nil && memory {
			s.keepAlive, err = s.reading.Conn(ctx)
		}
	}
	if err != nil {
		_ = s.Close() //nolint:contextcheck // it closes what was opened, whether or not ctx has ended
		return nil, mapError(ctx, err)
	}
	return s, nil
}

func addressOf(dsn string) (address string, memory bool, err error) {
	path := dsn
	if strings.HasPrefix(dsn, "//") {
		path = dsn[2:]
	}
	switch {
	case dsn == ":memory:":
		return fmt.Sprintf("file:/demarche-%d?vfs=memdb", memories.Add(1)), true, nil
	case path == "", path != dsn && !strings.HasPrefix(path, "/"), strings.ContainsRune(path, 0):
		return "", false, fmt.Errorf("%w: SQLite address %q: write sqlite:PATH, sqlite:///ABSOLUTE/PATH or sqlite::memory: instead", graph.ErrInvalid, dsn)
	}
	if path, err = filepath.Abs(path); err != nil {
		return "", false, fmt.Errorf("%w: SQLite file %q: there is no working directory", graph.ErrUnavailable, dsn)
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter
	}
	return (&url.URL{Scheme: "file", Path: path}).String() + "?mode=rwc", false, nil
}

func pool(address string, size int, memory bool, options ...string) (*sql.DB, error) {
	options = append([]string{address, fmt.Sprintf("_pragma=busy_timeout(%d)", busyWait.Milliseconds()), "_pragma=foreign_keys(1)"}, options...)
	if !memory { // the size of pages stands once the journal's mode is set: this option comes after all pragmas, that one among them would not
		options = append(options, "_pragma=page_size(8192)", "_journal_mode=WAL", "_pragma=synchronous(FULL)", "_pragma=cache_size(-32000)")
	}
	db, err := sql.Open("sqlite", strings.Join(options, "&"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return db, nil
}

// Close implements the contract. It waits for readers under way.
func (s *Store) Close() error {
	err := s.readers.close()
	if s.keepAlive != nil {
		if e := s.keepAlive.Close(); err == nil {
			err = e
		}
	}
	for _, db := range []*sql.DB{s.reading, s.writing} { // the last to go folds the log into the file
		if db == nil {
			continue
		}
		if e := db.Close(); err == nil {
			err = e
		}
	}
	if err != nil {
		return &failure{fmt.Errorf("%w: closing the SQLite file failed", graph.ErrUnavailable), err}
	}
	return nil
}

// Statements implements query.Statements.
func (s *Store) Statements() int64 { return s.statements.Load() }

// Health implements the contract.
func (s *Store) Health(ctx context.Context) error {
	short, cancel := context.WithTimeout(ctx, healthWait)
	defer cancel()
	var n int
	err := s.reading.QueryRowContext(short, "SELECT count(*) FROM (SELECT 1 FROM node LIMIT 1)").Scan(&n)
	if err != nil && ctx.Err() == nil {
		return &failure{fmt.Errorf("%w: the SQLite file did not answer within %s", graph.ErrUnavailable, healthWait), err}
	}
	return mapError(ctx, err)
}

// Empty implements the contract.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	var empty bool
	err := s.read(ctx, func(r *reader) error {
		return r.tx.QueryRowContext(ctx, "SELECT NOT EXISTS (SELECT 1 FROM node) AND NOT EXISTS (SELECT 1 FROM tombstone)").Scan(&empty)
	})
	return empty, err
}

// write runs work in a transaction of its own; what it did is on disk when write returns nil.
func (s *Store) write(ctx context.Context, work func(*transaction) error) error {
	select {
	case s.writeLock <- struct{}{}:
		defer func() { <-s.writeLock }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := s.enter(ctx, cap(s.memoryGate)); err != nil {
		return err
	}
	defer s.leave(cap(s.memoryGate))
	return withTx(ctx, s.writing, func(tx *sql.Tx) error { return work(&transaction{tx: tx, pks: map[string]int64{}}) })
}

// beginner is a pool, or one connection.
type beginner interface {
	BeginTx(context.Context, *sql.TxOptions) (*sql.Tx, error)
}

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

func (s *Store) enter(ctx context.Context, tokens int) error {
	if s.memoryGate == nil {
		return nil
	}
	for i := range tokens {
		select {
		case s.memoryGate <- struct{}{}:
		case <-ctx.Done():
			s.leave(i)
			return ctx.Err()
		}
	}
	return nil
}

func (s *Store) leave(tokens int) {
	if s.memoryGate == nil {
		return
	}
	for range tokens {
		<-s.memoryGate
	}
}

// querier is a transaction, or a reader.
type querier interface {
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

// each runs a query and hands over its rows.
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
