package server

import (
	"bytes"
	"context"
	"net/http"

	"github.com/demarche-graph/demarche/docs/cookbook"
	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/server/observe"
)

// Warm asks the explorer's first question and those of the cookbook, one after another, until ctx is done. A store such as Neo4j makes
// the plan of a statement when it first gets it, so that the first users would wait longer. They also wait less for other questions,
// because the planner is warm then. The answers do not matter: the store makes the same plan when the ids do not exist.
func Warm(ctx context.Context, h http.Handler) {
	examples, err := cookbook.Questions()
	if err != nil {
		return // the playground lists them too, and panics on this error
	}
	ctx = observe.Unseen(access.Inside(graphqlhttp.AnyDocument(ctx)))
	bodies := [][]byte{newFirstView(h).body}
	for _, e := range examples {
		body, err := e.Body()
		if err != nil {
			return
		}
		bodies = append(bodies, body)
	}
	for _, body := range bodies {
		if ctx.Err() != nil {
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

// discarded is a response that nobody reads.
type discarded struct{ header http.Header }

func (d discarded) Header() http.Header          { return d.header }
func (discarded) Write(text []byte) (int, error) { return len(text), nil }
func (discarded) WriteHeader(int)                {}
