package server

import (
	"context"
	"net/http"
	"time"

	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/server/live"
	"github.com/demarche-graph/demarche/internal/server/observe"
)

const (
	maxBody = 1 << 20          // bytes of a request's body
	maxTime = 30 * time.Second // for a request, unless Config says otherwise
)

// Store is what a server needs of a store.
type Store interface {
	query.Reader
	// Health answers quickly: nil, or graph.ErrUnavailable.
	Health(ctx context.Context) error
}

// Config says what New serves.
type Config struct {
	Store   Store
	Writer  Writer        // to which mutations write; nil refuses them
	GraphQL http.Handler  // answers /graphql; nil means the resolvers on Store
	Timeout time.Duration // the time for one request, kept by its context; 0 means 30 seconds
	Access  *access.Gate  // who may what; nil means that everybody may read, under any Host: see access.Open
	// Observer observes the requests; nil means that each has a line in the log, and no more.
	Observer *observe.Observer
	Metrics  *observe.Metrics // nil counts nothing

	// Feed tells what is recorded in the store, by subscriptions; nil means that there are none. Whoever makes it runs it.
	Feed *live.Feed
	Pace live.Pace // of what is followed

	Recorded string // which earlier state of a store this is, in words for people; "" for a store as it is now

	Load Load // how much the server does at once, for whom, and what it keeps

	Documents       *graphqlhttp.Documents // the only documents that are answered; nil means any
	NoPersisted     bool                   // documents are not kept for clients that send their hash
	NoIntrospection bool                   // clients may not ask about the schema
}

// New serves
//
//	/graphql             GraphQL, by GET and POST; subscriptions as events, and over WebSockets
//	/changes.atom        the newest changes, as an Atom feed
//	/schema.graphqls     the contract, unless introspection is switched off
//	/                    the explorer, and its views at /act/ID
//	/playground/         the playground, with its examples
//	/healthz             200 while the process lives
//	/readyz              200 when questions are answered, else 503, with the reason
func New(c Config) http.Handler {
	if c.Timeout == 0 {
		c.Timeout = maxTime
	}
	if c.Access == nil {
		c.Access = access.Open()
	}
	if c.Observer == nil {
		c.Observer = observe.New(observe.Options{})
	}
	mux := http.NewServeMux()
	graphql, atom, l := loaded(c)
	mux.Handle("/graphql", graphql)
	if atom != nil {
		mux.Handle("GET /changes.atom", atom)
	}
	if !c.NoIntrospection {
		mux.Handle("GET /schema.graphqls", access.Reading(graphqlhttp.Compressed(graphqlhttp.Schema())))
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "alive") })
	mux.HandleFunc("GET /readyz", ready(c.Store, l.Saturated, c.Recorded))
	pages(mux, graphql, c.Recorded)
	return c.Observer.Requests(recovered(secured(c.Access.Wrap(unambiguous(mux)))))
}
