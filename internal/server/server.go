package server

import (
	"context"
	"net/http"
	"time"

	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
)

const (
	maxBody     = 1 << 20          // bytes of a request's body
	maxTime     = 30 * time.Second // for a request, unless Config says otherwise
	readyWithin = 5 * time.Second  // for a store to say that it is ready
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
	GraphQL http.Handler  // answers /graphql; nil means the resolvers on Store
	Timeout time.Duration // the time for one request, kept by its context; 0 means 30 seconds
	Access  *access.Gate  // who may what; nil means that everybody may read, under any Host: see access.Open

	Load Load // how much the server does at once, for whom, and what it keeps

	Documents       *graphqlhttp.Documents // the only documents that are answered; nil means any
	NoPersisted     bool                   // documents are not kept for clients that send their hash
	NoIntrospection bool                   // clients may not ask about the schema
}

// New serves
//
//	/graphql             GraphQL, by GET and POST
//	/schema.graphqls     the contract, unless introspection is switched off
//	/, /playground/      the playground, with its examples
//	/healthz             200 while the process lives
//	/readyz              200 when the store can be asked, else 503
func New(c Config) http.Handler {
	if c.Timeout == 0 {
		c.Timeout = maxTime
	}
	if c.Access == nil {
		c.Access = access.Open()
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", access.Reading(loaded(c)))
	if !c.NoIntrospection {
		mux.Handle("GET /schema.graphqls", access.Reading(graphqlhttp.Compressed(graphqlhttp.Schema())))
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "alive") })
	mux.HandleFunc("GET /readyz", ready(c.Store))
	playground(mux)
	return recovered(secured(c.Access.Wrap(unambiguous(mux))))
}

// ready answers a supervisor with whether the store is ready. The answer never has the reason, which is for the operator only.
func ready(store Store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyWithin)
		defer cancel()
		if err := store.Health(ctx); err != nil {
			plain(w, http.StatusServiceUnavailable, "the store cannot be reached")
			return
		}
		plain(w, http.StatusOK, "ready")
	}
}

// plain answers a supervisor with a line of text.
func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}
