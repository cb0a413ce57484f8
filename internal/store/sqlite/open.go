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

// Store is a query.Reader and an ingest.Writer over one SQLite database. Open makes one.
type Store struct {
	reading, writing *sql.DB       // a small pool that cannot write; the one connection that does
	writeLock        chan struct{} // held by the writer
	readers          *readers
	memoryGate       chan struct{} // in memory only: a token for each reader, all of them for the writer
	keepAlive        *sql.Conn     // in memory only: keeps the database alive
	readOnly         bool
	statements       atomic.Int64
}

var (
	_ query.Reader     = (*Store)(nil)
	_ ingest.Writer    = (*Store)(nil)
	_ query.Statements = (*Store)(nil)
	_ query.Measuring  = (*Store)(nil)
)

const (
	busyWait   = 15 * time.Second // for another process that writes
	healthWait = 3 * time.Second
	spare      = 2 // readers beyond one for each core, which quick questions use while slow ones hold the others
)

var memories atomic.Int64 // each ":memory:" is a database of its own

// Open opens, or makes, the database that dsn names: what follows "sqlite:" in a store URL, so PATH,
// ///ABSOLUTE or :memory:. A dsn that names no file, a file that is something else and one of a later
// version are ErrInvalid, a place that cannot be read or written ErrUnavailable.
func Open(ctx context.Context, dsn string) (*Store, error) { return openStore(ctx, dsn, false) }

// OpenReadOnly opens the database that dsn names, and never writes to it. A database in memory, and a file of another schema
// than this version's, are ErrInvalid, a file that is not there ErrUnavailable.
func OpenReadOnly(ctx context.Context, dsn string) (*Store, error) { return openStore(ctx, dsn, true) }

func openStore(ctx context.Context, dsn string, readOnly bool) (*Store, error) {
	address, memory, err := addressOf(dsn)
	if err != nil {
		return nil, err
	}
	if memory && readOnly {
		return nil, graph.Invalid("a database in memory is empty when it is opened: a store that is only read is a file")
	}
	if readOnly {
		address = strings.Replace(address, "?mode=rwc", "?mode=ro", 1)
	}
	cores := runtime.GOMAXPROCS(0)
	readers := cores + spare
	s := &Store{writeLock: make(chan struct{}, 1), readers: newReaders(readers, cores), readOnly: readOnly}
	if memory {
		s.memoryGate = make(chan struct{}, readers)
	}
	if !readOnly {
		if s.writing, err = pool(address, 1, memory, "_txlock=immediate", "_journal_mode=WAL"); err != nil {
			return nil, mapError(ctx, err)
		}
		err = s.migrate(ctx)
	}
	if err == nil {
		if s.reading, err = pool(address, readers+2, memory, "_pragma=query_only(1)"); err == nil && memory {
			s.keepAlive, err = s.reading.Conn(ctx)
		}
	}
	if err == nil && readOnly {
		err = s.Health(ctx)
	}
	if err != nil {
		_ = s.Close() //nolint:contextcheck // it closes what was opened, whether or not ctx has ended
		return nil, mapError(ctx, err)
	}
	return s, nil
}

// addressOf turns a dsn into the address that the driver takes.
func addressOf(dsn string) (address string, memory bool, err error) {
	path := dsn
	if strings.HasPrefix(dsn, "//") {
		path = dsn[2:]
	}
	switch {
	case dsn == ":memory:":
		return fmt.Sprintf("file:/demarche-%d?vfs=memdb", memories.Add(1)), true, nil
	case path == "", path != dsn && !strings.HasPrefix(path, "/"), strings.ContainsRune(path, 0):
		return "", false, graph.Invalid("SQLite address %q: write sqlite:PATH, sqlite:///ABSOLUTE/PATH or sqlite::memory: instead", dsn)
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

// pool opens a pool of connections with these further options.
func pool(address string, size int, memory bool, options ...string) (*sql.DB, error) {
	waits := fmt.Sprintf("_pragma=busy_timeout(%d)", busyWait.Milliseconds())
	options = append([]string{address, waits, "_pragma=foreign_keys(1)"}, options...)
	if !memory {
		// The page size of a file is fixed once the journal mode is WAL. The driver applies _journal_mode after all pragmas;
		// as one of them it could come before page_size.
		options = append(options, "_pragma=page_size(8192)",
			"_pragma=synchronous(FULL)", "_pragma=cache_size(-32000)")
	}
	db, err := sql.Open("sqlite", strings.Join(options, "&"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return db, nil
}

// Close waits for the questions under way and closes the file.
func (s *Store) Close() error {
	err := s.readers.close()
	if s.keepAlive != nil {
		if e := s.keepAlive.Close(); err == nil {
			err = e
		}
	}
	for _, db := range []*sql.DB{s.reading, s.writing} { // the last connection to close checkpoints the log
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

// Health reads a row, and gives ErrUnavailable when that takes too long.
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

// Empty implements ingest.Writer.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	var empty bool
	err := s.read(ctx, func(r *reader) error {
		return r.tx.QueryRowContext(ctx, "SELECT NOT EXISTS (SELECT 1 FROM node) AND NOT EXISTS (SELECT 1 FROM tombstone)").Scan(&empty)
	})
	return empty, err
}

// write runs work in one transaction. Writers take turns; what was written is on disk when write returns nil.
func (s *Store) write(ctx context.Context, work func(*transaction) error) error {
	if s.readOnly {
		return graph.Invalid("this SQLite file was opened for reading alone")
	}
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
	return withTx(ctx, s.writing, func(tx *sql.Tx) error {
		t := newTransaction(tx)
		if err := work(t); err != nil {
			return err
		}
		return t.raiseRevision(ctx)
	})
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

// enter takes tokens of the gate of a database in memory: such a database has no write-ahead log, so readers and the writer
// exclude each other.
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

// leave gives tokens back.
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
