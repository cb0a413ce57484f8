// Package store opens the store that a URL names.
package store

import (
	"context"
	"os"
	"strings"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/store/neo4j"
	"github.com/demarche-graph/demarche/internal/store/sqlite"
)

// openers has one row for each scheme.
var openers = map[string]func(ctx context.Context, url string, o options) (Store, error){
	"sqlite":    openSQLite,
	"neo4j":     openNeo4j,
	"neo4j+s":   openNeo4j,
	"neo4j+ssc": openNeo4j,
	"bolt":      openNeo4j,
	"bolt+s":    openNeo4j,
	"bolt+ssc":  openNeo4j,
}

const forms = "sqlite:PATH, sqlite:///ABSOLUTE/PATH, sqlite::memory:, " +
	"neo4j://HOST, neo4j+s://HOST, neo4j+ssc://HOST, bolt://HOST or bolt+s://HOST"

// Option says how Open opens a store.
type Option func(*options)

type options struct {
	readOnly bool
	wait     *time.Duration
}

// ReadOnly opens a store that is only read: nothing of it is made, brought up to date or written, and what would write is
// graph.ErrInvalid. A store of another version than this program's is graph.ErrInvalid too.
func ReadOnly() Option { return func(o *options) { o.readOnly = true } }

// Forever is a wait that only its context ends.
const Forever = neo4j.Forever

// Wait says how long Open waits for a database server that does not answer yet, instead of 20 s. What is wrong is logged
// meanwhile.
func Wait(d time.Duration) Option { return func(o *options) { o.wait = &d } }

// Open opens the store at a URL, such as sqlite:demarche.db or neo4j://127.0.0.1:7687. Neo4j's name and
// password come from the variables NEO4J_USERNAME and NEO4J_PASSWORD. A URL of no known form is
// graph.ErrInvalid; it is not repeated, for it may hold a password.
func Open(ctx context.Context, url string, how ...Option) (Store, error) {
	var o options
	for _, set := range how {
		set(&o)
	}
	scheme, _, _ := strings.Cut(url, ":")
	open, ok := openers[strings.ToLower(scheme)]
	if !ok || scheme == url {
		return nil, graph.Invalid("store URL: write %s", forms)
	}
	return open(ctx, strings.ToLower(scheme)+url[len(scheme):], o)
}

func openSQLite(ctx context.Context, url string, o options) (Store, error) {
	open := sqlite.Open
	if o.readOnly {
		open = sqlite.OpenReadOnly
	}
	s, err := open(ctx, strings.TrimPrefix(url, "sqlite:"))
	if err != nil {
		return nil, err // and no typed nil
	}
	return s, nil
}

func openNeo4j(ctx context.Context, url string, o options) (Store, error) {
	var how []neo4j.Option
	if o.readOnly {
		how = append(how, neo4j.ReadOnly())
	}
	if o.wait != nil {
		how = append(how, neo4j.Wait(*o.wait))
	}
	s, err := neo4j.Open(ctx, url, os.Getenv("NEO4J_USERNAME"), os.Getenv("NEO4J_PASSWORD"), how...)
	if err != nil {
		return nil, err
	}
	return s, nil
}
