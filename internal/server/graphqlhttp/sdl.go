package graphqlhttp

import (
	"net/http"

	"github.com/demarche-graph/demarche/resolvers"
)

const plainText = "text/plain"

// atom is the media type of feeds.
const atom = "application/atom+xml"

// Schema serves the text of the contract.
func Schema() http.Handler {
	text := []byte(resolvers.SDL())
	tag := `"` + hashOf(resolvers.SDL())[:24] + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !NotModified(w, r, tag) {
			send(w, plainText, http.StatusOK, text)
		}
	})
}
