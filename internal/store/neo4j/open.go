package neo4j

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// Store is a query.Reader and an ingest.Writer over one Neo4j database. Open makes one.
type Store struct {
	driver     neo4j.DriverWithContext
	database   string // "" is the server's default
	bookmarks  neo4j.BookmarkManager
	statements atomic.Int64
}

var (
	_ query.Reader     = (*Store)(nil)
	_ ingest.Writer    = (*Store)(nil)
	_ query.Statements = (*Store)(nil)
)

const (
	openWait   = 20 * time.Second // for a server that is just starting, unless ctx ends sooner
	healthWait = 3 * time.Second
	maxTries   = 4 // of a read
)

var schemes = []string{"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"}

// Open connects to the server at uri, such as neo4j+s://host or bolt://host:7687?database=demarche, and
// brings its schema up to date. Without a username it does not authenticate. A uri that cannot mean a
// server is ErrInvalid, a server that does not answer or refuses the password ErrUnavailable.
func Open(ctx context.Context, uri, username, password string) (*Store, error) {
	address, err := url.Parse(uri)
	if err != nil || address.Host == "" || !slices.Contains(schemes, address.Scheme) {
		return nil, graph.Invalid("Neo4j address %q: write neo4j://HOST, neo4j+s://HOST, bolt://HOST:PORT or bolt+s://HOST:PORT",
			redact(address, uri))
	}
	options := address.Query()
	database := options.Get("database")
	options.Del("database")
	address.RawQuery = options.Encode() // what is left is the routing context
	if username == "" && address.User != nil {
		username = address.User.Username()
		password, _ = address.User.Password()
	}
	address.User = nil
	auth := neo4j.NoAuth()
	if username != "" {
		auth = neo4j.BasicAuth(username, password, "")
	}
	driver, err := neo4j.NewDriverWithContext(address.String(), auth, func(c *config.Config) {
		c.UserAgent = "demarche"
		c.MaxTransactionRetryTime = openWait
	})
	if err != nil {
		return nil, graph.Invalid("Neo4j address %q: %v", address.Redacted(), err)
	}
	s := &Store{driver: driver, database: database, bookmarks: neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{})}
	if err := s.migrate(ctx); err != nil {
		_ = driver.Close(context.WithoutCancel(ctx))
		return nil, mapError(ctx, err)
	}
	return s, nil
}

// redact gives an address without its password.
func redact(address *url.URL, uri string) string {
	if address == nil {
		return uri
	}
	return address.Redacted()
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
	short, cancel := context.WithTimeout(ctx, healthWait)
	defer cancel()
	_, err := s.once(short, "RETURN 1", nil)
	if err != nil && short.Err() != nil && ctx.Err() == nil {
		return &failure{fmt.Errorf("%w: Neo4j did not answer within %s", graph.ErrUnavailable, healthWait), err}
	}
	return mapError(ctx, err)
}

// Empty implements ingest.Writer.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	records, err := s.read(ctx, "RETURN NOT EXISTS { MATCH (n:"+anyNode+") } AND NOT EXISTS { MATCH (:Tombstone) }", nil)
	if err != nil {
		return false, err
	}
	empty, _ := records[0].Values[0].(bool)
	return empty, nil
}

// read runs a statement in an auto-commit transaction, which costs one round trip, and repeats it a few times after an error
// that the driver calls retryable.
func (s *Store) read(ctx context.Context, text string, params map[string]any) ([]*neo4j.Record, error) {
	pause := 50 * time.Millisecond
	for try := 1; ; try++ {
		records, err := s.once(ctx, text, params)
		if err == nil {
			return records, nil
		}
		if try == maxTries || ctx.Err() != nil || !neo4j.IsRetryable(err) {
			return nil, mapError(ctx, err)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
			pause *= 4
		}
	}
}

// once runs a statement in an auto-commit transaction and collects its records.
func (s *Store) once(ctx context.Context, text string, params map[string]any) (_ []*neo4j.Record, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	session := s.session(ctx, neo4j.AccessModeRead)
	defer func() {
		if e := session.Close(context.WithoutCancel(ctx)); err == nil {
			err = e
		}
	}()
	result, err := session.Run(ctx, text, params)
	if err != nil {
		return nil, err
	}
	return result.Collect(ctx)
}

// session opens a session. The store's bookmarks make it see what earlier sessions of this process wrote, on a cluster too.
func (s *Store) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx, neo4j.SessionConfig{
		AccessMode: mode, DatabaseName: s.database, BookmarkManager: s.bookmarks, FetchSize: neo4j.FetchAll,
	})
}

// failure is an error with a text that clients may read, and the driver's error as its cause, which is kept for the log.
type failure struct {
	said  error
	cause error
}

func (f *failure) Error() string   { return f.said.Error() }
func (f *failure) Unwrap() []error { return []error{f.said, f.cause} }

var errInternal = errors.New("the Neo4j store failed")

// mapError wraps the driver's errors in the sentinels of package graph; errors that wrap one already pass unchanged.
func mapError(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if plan.IsSentinel(err) {
		return err
	}
	var (
		server  *neo4j.Neo4jError
		broken  *neo4j.ConnectivityError
		gaveUp  *neo4j.TransactionExecutionLimit
		misused *neo4j.UsageError
		noAuth  *neo4j.InvalidAuthenticationError
		expired *neo4j.TokenExpiredError
	)
	switch {
	case errors.As(err, &noAuth), errors.As(err, &expired), errors.As(err, &server) && server.IsAuthenticationFailed():
		return &failure{fmt.Errorf("%w: Neo4j refuses the username or password", graph.ErrUnavailable), err}
	case errors.As(err, &broken), errors.As(err, &gaveUp), neo4j.IsRetryable(err):
		return &failure{fmt.Errorf("%w: Neo4j cannot be reached now", graph.ErrUnavailable), err}
	case errors.As(err, &server), errors.As(err, &misused):
		return &failure{errInternal, err}
	}
	return err // a caller's own, such as what a callback returned
}
