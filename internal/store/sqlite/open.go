package sqlite

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// Store is a query.Reader and an ingest.Writer over one SQLite database. Open makes one.
type Store struct {
	place      address
	writeLock  chan struct{} // held by the writer
	statements atomic.Int64
	life       context.Context //nolint:containedctx // of what goes on in the background; it ends when the store is closed
	end        context.CancelFunc
	background sync.WaitGroup // what goes on besides questions: taking up a file, checks, and closing

	mu       sync.Mutex
	current  *generation
	trouble  error         // why current does not answer; nil when it does
	looked   time.Time     // at the files
	takingUp chan struct{} // closed when a file that is being taken up has been, or could not be; nil when none is
	refused  identity      // of what could not be taken up
	retry    time.Time     // when to try again
	pause    time.Duration // until the try after that
	closing  error         // what went wrong when generations were closed
	closed   bool
}

var (
	_ query.Reader     = (*Store)(nil)
	_ ingest.Writer    = (*Store)(nil)
	_ ingest.Log       = (*Store)(nil)
	_ ingest.Replica   = (*Store)(nil)
	_ query.Statements = (*Store)(nil)
	_ query.Measuring  = (*Store)(nil)
)

const healthWait = 3 * time.Second

// Open opens, or makes, the database that dsn names: what follows "sqlite:" in a store URL, so PATH,
// ///ABSOLUTE or :memory:. A dsn that names no file, a file that is something else and one of a later
// version are ErrInvalid, a place that cannot be read or written ErrUnavailable.
func Open(ctx context.Context, dsn string) (*Store, error) { return openStore(ctx, dsn, false) }

// OpenReadOnly opens the database that dsn names, and never writes to it. A database in memory, and a file of another schema
// than this version's, are ErrInvalid, a file that is not there ErrUnavailable.
func OpenReadOnly(ctx context.Context, dsn string) (*Store, error) { return openStore(ctx, dsn, true) }

func openStore(ctx context.Context, dsn string, readOnly bool) (*Store, error) {
	p, err := addressOf(dsn, readOnly)
	if err != nil {
		return nil, err
	}
	g, err := openGeneration(ctx, p, !readOnly)
	if err != nil {
		return nil, err
	}
	return newStore(ctx, g), nil
}

func newStore(ctx context.Context, g *generation) *Store {
	s := &Store{place: g.place, writeLock: make(chan struct{}, 1), current: g, looked: time.Now()}
	s.life, s.end = context.WithCancel(context.WithoutCancel(ctx))
	return s
}

// Close waits for the questions under way and closes the file.
func (s *Store) Close() error {
	s.mu.Lock()
	if !s.closed {
		s.closed = true
		s.retire(s.current)
	}
	s.mu.Unlock()
	s.end()
	s.background.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing != nil {
		return &failure{graph.Unavailable(graph.StoreGone, "closing the SQLite file failed"), s.closing}
	}
	return nil
}

// Statements implements query.Statements.
func (s *Store) Statements() int64 { return s.statements.Load() }

// Health looks at the file and reads a row, and gives ErrUnavailable when that fails or takes too long.
func (s *Store) Health(ctx context.Context) error {
	s.lookAgain()
	g, err := s.acquire(ctx)
	if err != nil {
		return err
	}
	defer s.release(g)
	short, cancel := context.WithTimeout(ctx, healthWait)
	defer cancel()
	var n int
	err = g.reading.QueryRowContext(short, "SELECT count(*) FROM (SELECT 1 FROM node LIMIT 1)").Scan(&n)
	if err != nil && short.Err() != nil && ctx.Err() == nil {
		return &failure{graph.Unavailable(graph.StoreBusy, "the SQLite file did not answer within %s", healthWait), err}
	}
	return s.noticed(g, mapError(ctx, err))
}

// Empty implements ingest.Writer.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	var empty bool
	err := s.read(ctx, func(r *reader) error {
		return r.tx.QueryRowContext(ctx, "SELECT head = 0 FROM revision").Scan(&empty)
	})
	return empty, err
}

// read runs work on a reader, in a transaction, so that all its statements see one snapshot of the graph.
func (s *Store) read(ctx context.Context, work func(*reader) error) error {
	if err := ctx.Err(); err != nil { // work that sends no statement would not notice
		return err
	}
	g, done, err := s.hold(ctx)
	if err != nil {
		return err
	}
	defer done()
	return s.noticed(g, g.read(ctx, work))
}

// hold gives the generation that a question asks, and a function to call when it has been answered. All questions of one
// answer ask the same generation; see query.Hold.
func (s *Store) hold(ctx context.Context) (*generation, func(), error) {
	h := query.HoldOf(ctx)
	if h == nil {
		g, err := s.acquire(ctx)
		return g, func() { s.release(g) }, err
	}
	kept, err := h.Keep(s, func() (any, func(), error) {
		g, err := s.acquire(ctx)
		return g, func() { s.release(g) }, err
	})
	if err != nil {
		return nil, nil, err
	}
	return kept.(*generation), func() {}, nil
}

// write runs work in one transaction. Writers take turns; what was written is on disk, in the file that is in its place,
// when write returns nil.
func (s *Store) write(ctx context.Context, work func(*transaction) error) error {
	if s.place.readOnly {
		return graph.Invalid("the store was opened for reading alone; write to it where it is not")
	}
	select {
	case s.writeLock <- struct{}{}:
		defer func() { <-s.writeLock }()
	case <-ctx.Done():
		return ctx.Err()
	}
	s.lookAgain()
	g, err := s.acquire(ctx)
	if err != nil {
		return err
	}
	defer s.release(g)
	return s.noticed(g, g.write(ctx, work))
}

// Check reads the whole file and looks for damage (sqlite.org/pragma.html, quick_check). That takes seconds for a large
// file, on a connection of its own. What it finds is what Health and every question say from then on.
func (s *Store) Check(ctx context.Context) error {
	g, err := s.acquire(ctx)
	if err != nil {
		return err
	}
	defer s.release(g)
	return s.noticed(g, g.check(ctx))
}

// retire makes a generation close with its last user. The caller holds s.mu.
func (s *Store) retire(g *generation) {
	if g.retired {
		return
	}
	g.retired = true
	s.background.Add(1) // until it has been closed
	if g.users == 0 {
		go s.shut(g)
	}
}

func (s *Store) shut(g *generation) {
	defer s.background.Done()
	if err := g.shut(); err != nil {
		s.mu.Lock()
		s.closing = errors.Join(s.closing, err)
		s.mu.Unlock()
	}
}

// acquire waits for the generation that answers now. The caller has to release it.
func (s *Store) acquire(ctx context.Context) (*generation, error) {
	var patience <-chan time.Time
	for {
		s.mu.Lock()
		if s.closed {
			s.mu.Unlock()
			return nil, fmt.Errorf("%w: the SQLite store is closed", graph.ErrUnavailable)
		}
		s.look()
		g, trouble, takingUp := s.current, s.trouble, s.takingUp
		if trouble == nil {
			g.users++
			s.mu.Unlock()
			return g, nil
		}
		s.mu.Unlock()
		if takingUp == nil {
			return nil, trouble
		}
		if patience == nil {
			patience = time.After(takeUpWait)
		}
		select {
		case <-takingUp:
		case <-patience:
			return nil, trouble
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// release gives a generation back.
func (s *Store) release(g *generation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g.users--; g.retired && g.users == 0 {
		go s.shut(g)
	}
}
