package server

import (
	"bytes"
	"context"
	"net/http"

	"github.com/demarche-graph/demarche/docs/cookbook"
)

// Warm asks the examples of the cookbook, one after another, until ctx is done. A store such as Neo4j plans a statement when it
// first comes, so the first people to ask these wait less, and so do those who ask others: the store's planner has run.
// What the examples answer does not matter: a plan is made for ids that do not exist too.
func Warm(ctx context.Context, h http.Handler) {
	examples, err := cookbook.Examples()
	if err != nil {
		return // The playground, which lists them, fails loudly.
	}
	for _, e := range examples {
		if ctx.Err() != nil {
			return
		}
		body, err := e.Body()
		if err != nil {
			return
		}
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
		if err != nil {
			return
		}
		r.Header.Set("Content-Type", "application/json")
		h.ServeHTTP(discarded{http.Header{}}, r)
	}
}

// discarded is an answer that nobody reads.
type discarded struct{ header http.Header }

func (d discarded) Header() http.Header          { return d.header }
func (discarded) Write(text []byte) (int, error) { return len(text), nil }
func (discarded) WriteHeader(int)                {}
