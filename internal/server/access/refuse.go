package access

import (
	"errors"
	"net/http"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
)

const (
	unauthenticated = "UNAUTHENTICATED"
	forbidden       = "FORBIDDEN"
)

// challenge refuses somebody whose token is wrong, with the header of RFC 6750, section 3. why is in plain ASCII without
// quotation marks.
func challenge(w http.ResponseWriter, r *http.Request, why string) {
	w.Header().Set("WWW-Authenticate", `Bearer realm="demarche", error="invalid_token", error_description="`+why+`"`)
	graphqlhttp.Refuse(w, r, http.StatusUnauthorized, unauthenticated, why)
}

// Reading lets those pass to next who may read, and answers others with 401 or 403. It stands around each handler that tells
// something of the store.
func Reading(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := Require(r.Context(), Read)
		switch {
		case err == nil:
			next.ServeHTTP(w, r)
		case errors.Is(err, graph.ErrForbidden):
			w.Header().Set("WWW-Authenticate", `Bearer realm="demarche", error="insufficient_scope", scope="`+Read.String()+`"`)
			graphqlhttp.Refuse(w, r, http.StatusForbidden, forbidden, err.Error())
		default: // RFC 6750 gives no error code to somebody who sent no token.
			w.Header().Set("WWW-Authenticate", `Bearer realm="demarche"`)
			graphqlhttp.Refuse(w, r, http.StatusUnauthorized, unauthenticated, err.Error())
		}
	})
}
