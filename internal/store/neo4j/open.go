package neo4j

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// Store is a query.Reader and an ingest.Writer over one Neo4j database. Open makes one.
type Store struct {
	driver     neo4j.DriverWithContext
	address    string // for people: no user, no password
	database   string // "" is the server's default
	readOnly   bool
	bookmarks  atomic.Pointer[neo4j.BookmarkManager]
	statements atomic.Int64
}

var (
	_ query.Reader     = (*Store)(nil)
	_ ingest.Writer    = (*Store)(nil)
	_ ingest.Log       = (*Store)(nil)
	_ ingest.Replica   = (*Store)(nil)
	_ query.Statements = (*Store)(nil)
)

const (
	openWait     = 20 * time.Second // for a server that is just starting
	healthWait   = 3 * time.Second
	restoredWait = time.Second
	retryWrites  = 20 * time.Second
	poolWait     = 10 * time.Second // for a connection, when all are in use
)

var schemes = []string{"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"}

// Option says how Open opens a server.
type Option func(*options)

type options struct {
	readOnly bool
	wait     time.Duration
}

// ReadOnly opens a database that is only read: nothing is made, brought up to date or written. One whose schema is not that of
// this version is ErrInvalid.
func ReadOnly() Option { return func(o *options) { o.readOnly = true } }

// Wait says how long to wait for a server that does not answer yet, instead of 20 s; 0 tries once.
func Wait(d time.Duration) Option { return func(o *options) { o.wait = d } }

// Open connects to the server at uri, such as neo4j+s://host or bolt://host:7687?database=demarche, and brings its schema up
// to date. Without a username it takes that of the uri, and without one there it does not authenticate. While it waits for the
// server, it logs what is wrong. A uri that cannot mean a server is ErrInvalid; a server that does not answer or refuses the
// password is ErrUnavailable. No error and no line of the log has the password, nor a uri that may have one.
func Open(ctx context.Context, uri, username, password string, how ...Option) (*Store, error) {
	o := options{wait: openWait}
	for _, set := range how {
		set(&o)
	}
	address, err := url.Parse(uri)
	if err != nil || address.Host == "" || !slices.Contains(schemes, address.Scheme) {
		return nil, graph.Invalid("Neo4j address: write neo4j://HOST, neo4j+s://HOST, bolt://HOST:PORT or bolt+s://HOST:PORT")
	}
	routing := address.Query()
	database := routing.Get("database")
	routing.Del("database")
	address.RawQuery = routing.Encode()
	if username == "" && address.User != nil {
		username = address.User.Username()
		password, _ = address.User.Password()
	}
	address.User = nil
	auth := neo4j.NoAuth()
	if username != "" {
		auth = neo4j.BasicAuth(username, password, "")
	}
	shown := address.Scheme + "://" + address.Host
	driver, err := neo4j.NewDriverWithContext(address.String(), auth, func(c *config.Config) {
		c.UserAgent = "demarche"
		c.MaxTransactionRetryTime = retryWrites
		c.ConnectionAcquisitionTimeout = poolWait
	})
	if err != nil {
		return nil, &failure{graph.Invalid("Neo4j address %s: what follows the host is not understood", shown), err}
	}
	s := &Store{driver: driver, address: shown, database: database, readOnly: o.readOnly}
	s.forgetBookmarks()
	if err := s.await(ctx, o.wait); err != nil {
		_ = driver.Close(context.WithoutCancel(ctx))
		return nil, mapError(ctx, err)
	}
	return s, nil
}

// prepare brings the schema up to date or, for reading alone, looks whether it is.
func (s *Store) prepare(ctx context.Context) error {
	if s.readOnly {
		return s.checkSchema(ctx)
	}
	return s.migrate(ctx)
}

// Close closes the connections to the server.
func (s *Store) Close() error {
	if err := s.driver.Close(context.Background()); err != nil {
		return &failure{fmt.Errorf("%w: closing the connection to Neo4j failed", graph.ErrUnavailable), err}
	}
	return nil
}

// Statements implements query.Statements.
func (s *Store) Statements() int64 { return s.statements.Load() }

// Health asks the server for a sign of life, and gives ErrUnavailable when none comes in time.
func (s *Store) Health(ctx context.Context) error {
	late, err := s.alive(ctx, healthWait)
	if late && s.restored(ctx) {
		return nil
	}
	return err
}

// alive asks for a sign of life, and reports whether it was late.
func (s *Store) alive(ctx context.Context, wait time.Duration) (late bool, err error) {
	short, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	_, err = s.once(short, "RETURN 1", nil)
	if err != nil && short.Err() != nil && ctx.Err() == nil {
		return true, &failure{graph.Unavailable(graph.StoreGone, "Neo4j at %s did not answer within %s", s.address, wait), err}
	}
	return false, mapError(ctx, err)
}

// restored reports whether the server answers who has read nothing from it yet, though it does not answer otherwise. Then its
// database was restored from an earlier copy: it waits for what the bookmarks name, and that is gone. They are forgotten, and
// no question waits any more. It is told of a single server only; one of a cluster may be behind the others.
func (s *Store) restored(ctx context.Context) bool {
	if !strings.HasPrefix(s.address, "bolt") {
		return false
	}
	was := s.bookmarks.Load()
	s.forgetBookmarks()
	if _, err := s.alive(ctx, restoredWait); err != nil {
		s.bookmarks.Store(was)
		return false
	}
	slog.WarnContext(ctx, "Neo4j has less than was read from it before, as after it was restored from a copy; "+
		"it is read as it is now", "address", s.address)
	return true
}

// Empty implements ingest.Writer.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	head, err := s.Head(ctx)
	return head == 0, err
}

// session opens a session. The store's bookmarks make it see what earlier sessions of this process wrote and read, on a cluster
// too.
func (s *Store) session(ctx context.Context, mode neo4j.AccessMode, fetchSize int) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx, neo4j.SessionConfig{
		AccessMode: mode, DatabaseName: s.database, BookmarkManager: *s.bookmarks.Load(), FetchSize: fetchSize,
	})
}

// forgetBookmarks begins anew with bookmarks, for a database in whose place there is another.
func (s *Store) forgetBookmarks() {
	m := neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{})
	s.bookmarks.Store(&m)
}
