package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// generation is all that is open of one file: every connection of it reads that file and no other. A question keeps one
// generation to its end. When another file stands in the place of this one, the store opens a new generation; the old one
// closes with its last question.
type generation struct {
	number           int64 // of files that were taken up before it
	place            address
	files            identity      // of a file
	known            bool          // whether files has the log, which SQLite makes when it first reads
	mode             string        // how the pool that reads opens the file
	reading, writing *sql.DB       // a small pool that cannot write; the one connection that does, nil when the place is only read
	readers          *readers      // the questions' part of reading
	temporary        []string      // pragmas for what a statement keeps beside the file
	memoryGate       chan struct{} // in memory only: a token for each reader, all of them for the writer
	keepAlive        *sql.Conn     // in memory only: keeps the database alive

	users   int  // questions under way; Store.mu guards it
	retired bool // whether the last user closes it; Store.mu guards it
	closed  chan struct{}
}

const (
	spare  = 2 // readers beyond one for each core, which quick questions use while slow ones hold the others
	others = 2 // connections for what is no question: health and checks
)

// cacheTotal bounds the pages that all connections of a file keep in memory, in KiB; a sort takes about as much again of each
// connection that sorts. It lies outside Go's heap, so GOMEMLIMIT does not see it. The operating system caches the file besides.
const cacheTotal = 32 << 10

// openGeneration opens what is at a place, and brings it up to date. Only with fill a file is made that is not there, and an
// empty one gets a schema.
func openGeneration(ctx context.Context, p address, fill bool) (*generation, error) {
	g := newGeneration(p, runtime.GOMAXPROCS(0))
	err := g.open(ctx, fill)
	if err != nil && p.readOnly {
		err = g.openUnchanging(ctx, err)
	}
	if err != nil {
		_ = g.close()
		return nil, opening(ctx, err)
	}
	return g, nil
}

func newGeneration(p address, cores int) *generation {
	g := &generation{
		place: p, temporary: temporary(temporaryFolders()), readers: newReaders(cores+spare, cores), closed: make(chan struct{}),
	}
	if p.memory != "" {
		g.memoryGate = make(chan struct{}, cores+spare)
	}
	return g
}

// opening is what is wrong with a file that could not be opened, in words for who named it.
func opening(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return graph.Unavailable(graph.StoreGone, "there is no SQLite file: does its folder exist?")
	case errors.Is(err, errMoved):
		return graph.Unavailable(graph.StoreReplaced, "%w", err)
	case codeOf(err) == codeNoDatabase:
		return &failure{graph.Invalid("the file is no SQLite database"), err}
	case codeOf(err) == codeCorrupt:
		return &failure{graph.Unavailable(graph.StoreDamaged, "the SQLite file is damaged; restore a backup"), err}
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return graph.Unavailable(graph.StoreGone, "the SQLite file cannot be opened: %w", path.Err)
	}
	return mapError(ctx, err)
}

// open opens the connections: first the one that writes, which makes the file what it has to be.
func (g *generation) open(ctx context.Context, fill bool) (err error) {
	if g.place.readOnly {
		return g.openReading(ctx, readOnlyMode)
	}
	if g.place.memory != "" {
		return g.openMemory(ctx)
	}
	if fill {
		if err := touch(g.place.path); err != nil {
			return err
		}
	}
	if g.files, err = identify(g.place.path); err != nil {
		return err
	}
	if err := g.peek(ctx, fill); err != nil {
		return err
	}
	// The page size of a file is fixed once the journal mode is WAL.
	pragmas := append(g.pragmas(), "page_size(8192)", "journal_mode(WAL)", "synchronous(FULL)")
	if g.writing, err = pool(uri(g.files.real, "mode=rw&_txlock=immediate"), 1, g.unmoved, pragmas...); err != nil {
		return err
	}
	if err := g.bringUpToDate(ctx, g.writing, fill); err != nil {
		return err
	}
	return g.openReaders(ctx, "mode=rw")
}

// peek refuses a file that is no graph before anything of it is changed, its journal mode included.
func (g *generation) peek(ctx context.Context, fill bool) error {
	db, err := pool(uri(g.files.real, "mode=rw"), 1, g.unmoved)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	_, err = g.inspect(ctx, db, fill)
	return err
}

// openReading opens a file that is only read.
func (g *generation) openReading(ctx context.Context, mode string) (err error) {
	if g.files, err = identify(g.place.path); err != nil {
		return err
	}
	if err := g.openReaders(ctx, mode); err != nil {
		return err
	}
	return g.bringUpToDate(ctx, g.reading, false)
}

// openReaders opens the pool that reads, and takes down which files it reads.
func (g *generation) openReaders(ctx context.Context, mode string) (err error) {
	g.mode = mode
	size := cap(g.readers.idle) + others
	g.reading, err = pool(uri(g.files.real, mode), size, g.unmoved, append(g.pragmas(), "query_only(1)")...)
	if err != nil {
		return err
	}
	if err := g.reading.PingContext(ctx); err != nil {
		return err
	}
	if err := g.unmoved(); err != nil {
		return err
	}
	now, err := identify(g.place.path)
	if err != nil {
		return err
	}
	if !now.sameDatabase(g.files) {
		return errMoved
	}
	g.files, g.known = now, true
	return nil
}

// openMemory opens a database in memory.
func (g *generation) openMemory(ctx context.Context) (err error) {
	dsn := uri(g.place.memory, "vfs=memdb")
	never := func() error { return nil }
	if g.writing, err = pool(dsn+"&_txlock=immediate", 1, never); err != nil {
		return err
	}
	if err := g.bringUpToDate(ctx, g.writing, true); err != nil {
		return err
	}
	if g.reading, err = pool(dsn, cap(g.readers.idle)+others, never, "query_only(1)"); err != nil {
		return err
	}
	g.keepAlive, err = g.reading.Conn(ctx)
	return err
}

// pragmas are those of every connection to a file.
func (g *generation) pragmas() []string {
	connections := cap(g.readers.idle) + others + 1
	return append(slices.Clone(g.temporary), fmt.Sprintf("cache_size(-%d)", cacheTotal/connections))
}

// touch makes an empty file if there is none. SQLite makes it as well, but then nobody knows whose it is.
func touch(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o644) //nolint:gosec // readable as SQLite makes it
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// unmoved gives errMoved when other files stand where those of this generation stood.
func (g *generation) unmoved() error {
	now, err := identify(g.place.path)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", errMoved, err)
	case g.known && !now.same(g.files), !now.sameDatabase(g.files):
		return errMoved
	}
	return nil
}

// shut closes a generation that nobody uses any more.
func (g *generation) shut() error {
	defer close(g.closed)
	return g.close()
}

// close closes all connections.
func (g *generation) close() error {
	errs := []error{g.readers.close()}
	if g.keepAlive != nil {
		errs = append(errs, g.keepAlive.Close())
	}
	if g.reading != nil {
		errs = append(errs, g.reading.Close())
	}
	if g.writing != nil {
		if g.known && g.unmoved() != nil {
			// SQLite does not merge the log into a file that has been renamed. Somebody may want to have it whole.
			_, _ = g.writing.Exec("PRAGMA wal_checkpoint(TRUNCATE)") //nolint:noctx // whether or not a request has ended
		}
		errs = append(errs, g.writing.Close()) // the last connection to close merges the log
	}
	return errors.Join(errs...)
}
