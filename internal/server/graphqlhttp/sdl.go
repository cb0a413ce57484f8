package graphqlhttp

import (
	"net/http"

	"github.com/demarche-graph/demarche/resolvers"
)

const plainText = "text/plain"

// Schema serves the text of the contract.
func Schema() http.Handler {
	text := []byte(resolvers.SDL())
	tag := `"` + hashOf(resolvers.SDL())[:24] + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !notModified(w, r, tag) {
			send(w, plainText, http.StatusOK, text)
		}
	})
}
