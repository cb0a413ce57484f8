package graphqlhttp

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"

	"github.com/demarche-graph/demarche/graph"
)

// statuses are the HTTP statuses of responses without data, by the code of their first error. Those of other codes are 400.
var statuses = map[string]int{
	"UNAUTHENTICATED": http.StatusUnauthorized,
	"FORBIDDEN":       http.StatusForbidden,
	"NOT_TRUSTED":     http.StatusForbidden,
	"RATE_LIMITED":    http.StatusTooManyRequests,
	"UNAVAILABLE":     http.StatusServiceUnavailable,
	"TIMEOUT":         http.StatusGatewayTimeout,
	"INTERNAL":        http.StatusInternalServerError,
}

// statusOf returns the status of a response. fields is how many root fields were asked for, 0 when nothing ran. It takes the data
// from a response in which the store failed every root field.
//
// Under application/json a client cannot tell the answer of this server from that of a proxy before it, unless the status is
// 200. So it is 200, except where the request was not let in.
func statusOf(media string, r *graphql.Response, fields int) int {
	if len(r.Errors) == 0 {
		return http.StatusOK
	}
	if fields > 0 {
		status := troubled(r, fields)
		if status == 0 || media == legacy {
			return http.StatusOK
		}
		r.Data = nil
		return status
	}
	code, _ := r.Errors[0].Extensions["code"].(string)
	status, known := statuses[code]
	switch {
	case media == legacy && !notLetIn(code, r.Errors[0].Extensions["reason"]):
		return http.StatusOK
	case known:
		return status
	}
	return http.StatusBadRequest
}

// notLetIn reports whether an error says that a request was turned away whatever it asks, which proxies and supervisors have
// to see too.
func notLetIn(code string, reason any) bool {
	switch code {
	case "UNAUTHENTICATED", "FORBIDDEN", "RATE_LIMITED":
		return true
	}
	return code == "UNAVAILABLE" && reason == graph.ServerBusy
}

// troubled returns the status of a response whose root fields all failed for trouble in the store, else 0.
func troubled(r *graphql.Response, fields int) int {
	status, failed := http.StatusGatewayTimeout, map[any]bool{}
	for _, e := range r.Errors {
		switch e.Extensions["code"] {
		case "UNAVAILABLE":
			status = http.StatusServiceUnavailable
		case "TIMEOUT":
		default:
			continue
		}
		if len(e.Path) > 0 {
			failed[e.Path[0]] = true
		}
	}
	if len(failed) < fields {
		return 0
	}
	return status
}
