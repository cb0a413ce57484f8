package access

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server/observe"
)

const (
	unauthenticated = "UNAUTHENTICATED"
	forbidden       = "FORBIDDEN"
)

// refuse answers with a GraphQL error without data, so that clients read it as they read all others.
func refuse(w http.ResponseWriter, r *http.Request, status int, code, message string) {
	observe.From(r.Context()).AddCode(code)
	kind := "application/json; charset=utf-8"
	if strings.Contains(r.Header.Get("Accept"), "application/graphql-response+json") {
		kind = "application/graphql-response+json; charset=utf-8"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"errors": []any{map[string]any{"message": message, "extensions": map[string]any{"code": code}}},
	})
}

// challenge refuses somebody whose token is wrong, with the header of RFC 6750, section 3. why is in plain ASCII without
// quotation marks.
func challenge(w http.ResponseWriter, r *http.Request, why string) {
	w.Header().Set("WWW-Authenticate", `Bearer realm="demarche", error="invalid_token", error_description="`+why+`"`)
	refuse(w, r, http.StatusUnauthorized, unauthenticated, why)
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
			refuse(w, r, http.StatusForbidden, forbidden, err.Error())
		default: // RFC 6750 gives no error code to somebody who sent no token.
			w.Header().Set("WWW-Authenticate", `Bearer realm="demarche"`)
			refuse(w, r, http.StatusUnauthorized, unauthenticated, err.Error())
		}
	})
}
