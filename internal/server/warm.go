package server

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"

	"github.com/demarche-graph/demarche/docs/cookbook"
)

// Warm asks the examples of the cookbook, one after another, so that the first people to ask these need not wait for a store to
// plan them, and those who ask others wait less: its planner has worked before. What they answer does not matter: a plan is made for ids that do not exist too.
func Warm(ctx context.Context, h http.Handler) {
	examples, err := cookbook.Examples()
	if err != nil {
		return // the playground says so
	}
	for _, e := range examples {
		if ctx.Err() != nil {
			return
		}
		vars := json.RawMessage("{}")
		if e.Variables != "" {
			vars = json.RawMessage(e.Variables)
		}
		body, err := json.Marshal(map[string]any{"query": e.Query, "variables": vars})
		if err != nil {
			return
		}
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
}
