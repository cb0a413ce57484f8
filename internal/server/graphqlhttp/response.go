package graphqlhttp

import (
	"bytes"
	"cmp"
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/internal/server/observe"
	"github.com/demarche-graph/demarche/resolvers"
)

var opening, closing = []byte(`{"data":`), []byte(`}`)

// write sends the result of an operation, or of a request whose operation could not be prepared. An answer without errors is sent
// as it was written: to read, check and copy it again would take a tenth of the time of a page of a hundred actions.
func write(w http.ResponseWriter, r *http.Request, media string, result Result, op *resolvers.Operation) {
	response, fields := result.Response, 0
	observe.From(r.Context()).AddErrors(response.Errors)
	if op != nil && len(response.Data) > 0 {
		fields = op.Fields
	}
	status := statusOf(media, response, fields)
	header := w.Header()
	header.Add("Vary", "Accept")
	header.Set("Cache-Control", "no-store")
	if result.RetryAfter > 0 && status != http.StatusOK {
		header.Set("Retry-After", strconv.Itoa(int(math.Ceil(result.RetryAfter.Seconds()))))
	}
	named := result.Tag != "" && media != eventStream && len(response.Errors) == 0
	if named && r.Method != http.MethodPost && NotModified(w, r, tagOf(result.Tag, media)) {
		return
	}
	if status == http.StatusUnauthorized {
		header.Set("WWW-Authenticate", `Bearer realm="demarche"`) // RFC 6750, section 3
	}
	switch {
	case media == eventStream && status == http.StatusOK:
		send(w, media, status, Event("next", JSON(response)), Event("complete", nil))
	case len(response.Errors)+len(response.Extensions) > 0:
		send(w, jsonOf(media), status, whole(response))
	default:
		send(w, media, status, opening, response.Data, closing)
	}
}

// jsonOf is the media type of what is said before an answer begins: a stream of events that has not begun is none.
func jsonOf(media string) string {
	if media == eventStream {
		return graphqlResponse
	}
	return media
}

// Event is an event of graphql-sse: next with a response, or complete with nothing.
func Event(name string, data []byte) []byte {
	out := make([]byte, 0, len(name)+len(data)+16)
	out = append(append(out, "event: "...), name...)
	out = append(append(out, "\ndata: "...), data...) // JSON as it is written here has no line feeds
	return append(out, "\n\n"...)
}

// JSON writes a response as clients get it.
func JSON(r *graphql.Response) []byte {
	if len(r.Errors)+len(r.Extensions) > 0 {
		return whole(r)
	}
	return slices.Concat(opening, r.Data, closing)
}

// whole writes a response that has errors or extensions.
func whole(r *graphql.Response) []byte {
	var out bytes.Buffer
	out.WriteByte('{')
	part := func(key string, value any) {
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		out.WriteString(key)
		e := json.NewEncoder(&out)
		e.SetEscapeHTML(false)
		_ = e.Encode(value) // errors and extensions are texts, numbers and lists of these
		out.Truncate(out.Len() - 1)
	}
	if len(r.Errors) > 0 {
		part(`"errors":`, r.Errors)
	}
	if len(r.Data) > 0 {
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		out.WriteString(`"data":`)
		out.Write(r.Data)
	}
	if len(r.Extensions) > 0 {
		part(`"extensions":`, r.Extensions)
	}
	out.WriteByte('}')
	return out.Bytes()
}

// send sends a body in parts, with its length, so that it does not go in chunks.
func send(w http.ResponseWriter, media string, status int, parts ...[]byte) {
	length := 0
	for _, p := range parts {
		length += len(p)
	}
	header := w.Header()
	header.Set("Content-Type", media+"; charset=utf-8")
	header.Set("Content-Length", strconv.Itoa(length))
	w.WriteHeader(status)
	for _, p := range parts {
		_, _ = w.Write(p) // it fails only when the client has gone away
	}
}

// Answer sends a result without data to a request that does not reach the API, in the media type that its client takes.
func Answer(w http.ResponseWriter, r *http.Request, result Result) {
	media, _ := accepted(r.Header.Values("Accept"))
	write(w, r, cmp.Or(media, legacy), result, nil)
}

// Refuse answers a request that does not reach the API, with one error, in the media type that its client takes. The status holds
// for every media type.
func Refuse(w http.ResponseWriter, r *http.Request, status int, code, message string) {
	media, _ := accepted(r.Header.Values("Accept"))
	if media == "" {
		media = legacy
	}
	refuse(w, r, media, &refusal{status, true, code, message})
}

func refuse(w http.ResponseWriter, r *http.Request, media string, why *refusal) {
	observe.From(r.Context()).AddCode(why.code)
	header := w.Header()
	header.Add("Vary", "Accept")
	header.Set("Cache-Control", "no-store")
	if why.status == http.StatusMethodNotAllowed {
		header.Set("Allow", methods)
	}
	status := why.status
	if media == legacy && !why.always {
		status = http.StatusOK
	}
	send(w, jsonOf(media), status, whole(&graphql.Response{Errors: gqlerror.List{failure(why.code, why.message)}}))
}

// failure is an error with its code.
func failure(code, message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": code}}
}
