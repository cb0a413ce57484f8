package server

import (
	"net/http"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/server/observe"
)

// Starting answers while the store is opened and loaded, which may take minutes, and then lets the server answer. So a supervisor
// sees a process that lives and is not ready yet, rather than one that does not answer.
type Starting struct {
	early http.Handler
	doing atomic.Pointer[string]
	ready atomic.Pointer[http.Handler]
}

// startingFor is after how long it is worth to ask again.
const startingFor = 2 * time.Second

// notYet is the error of every question meanwhile.
var notYet = &gqlerror.Error{Message: "the server is starting; try again in a while", Extensions: map[string]any{
	"code": "UNAVAILABLE", "reason": graph.ServerBusy, "retryable": graph.ServerBusy.Retryable(),
}}

// NewStarting makes a handler that is not ready.
func NewStarting(o *observe.Observer) *Starting {
	s := &Starting{}
	s.Doing("the server is starting")
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "alive") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		readiness{Status: "starting", Reason: graph.ServerBusy, Message: *s.doing.Load()}.answer(w, r, http.StatusServiceUnavailable)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		graphqlhttp.Answer(w, r, graphqlhttp.Result{Response: &graphql.Response{Errors: gqlerror.List{notYet}}, RetryAfter: startingFor})
	})
	s.early = o.Requests(secured(mux))
	return s
}

// Doing says what is being done. Everybody may read it.
func (s *Starting) Doing(what string) { s.doing.Store(&what) }

// Ready lets h answer from now on.
func (s *Starting) Ready(h http.Handler) { s.ready.Store(&h) }

func (s *Starting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h := s.ready.Load(); h != nil {
		(*h).ServeHTTP(w, r)
		return
	}
	s.early.ServeHTTP(w, r)
}
