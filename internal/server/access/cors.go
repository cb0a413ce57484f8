package access

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/rs/cors"

	"github.com/demarche-graph/demarche/graph"
)

const preflightAge = 2 * 60 * 60 // seconds; browsers keep a preflight for two hours at most

var (
	// askedWith are the headers that GraphQL clients send.
	askedWith = []string{
		"Accept", "Apollo-Require-Preflight", "Apollographql-Client-Name", "Apollographql-Client-Version", "Authorization",
		"Content-Type", "Graphql-Preflight", "If-None-Match", "Traceparent", "Tracestate", "X-Apollo-Operation-Id",
		"X-Apollo-Operation-Name", "X-Request-Id", "X-Requested-With",
	}
	// answeredWith are the headers of an answer that a page may read.
	answeredWith = []string{"Age", "ETag", "Retry-After", "WWW-Authenticate", "X-Request-Id"}
)

// newCORS returns a middleware for the origins whose pages may read answers, which does nothing when there are none. No
// credentials are allowed: a token is sent in a header that a page sets itself, and there are no cookies.
func newCORS(origins []string) (func(http.Handler) http.Handler, error) {
	if len(origins) == 0 {
		return func(next http.Handler) http.Handler { return next }, nil
	}
	for _, o := range origins {
		if o == anything {
			continue
		}
		u, err := url.Parse(o)
		if err != nil || !slices.Contains([]string{"http", "https"}, u.Scheme) || u.Host == "" || u.Scheme+"://"+u.Host != o ||
			strings.Contains(o, "*") {
			return nil, graph.Invalid("--cors: %q is no origin; write scheme, host and port only, such as https://app.example, or * for all", o)
		}
	}
	return cors.New(cors.Options{
		AllowedOrigins: origins, AllowedMethods: []string{http.MethodGet, http.MethodHead, http.MethodPost},
		AllowedHeaders: askedWith, ExposedHeaders: answeredWith, MaxAge: preflightAge,
	}).Handler, nil
}

// AllowsOrigin reports whether the page that sent a request may read its answer: one of this server's own, or of an origin that is
// listed. What is no page sends no Origin. CORS does not hold for WebSockets: browsers open them for every page.
func (g *Gate) AllowsOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || slices.Contains(g.config.Origins, origin) || slices.Contains(g.config.Origins, anything) {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}
