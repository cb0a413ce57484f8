package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/server/observe"
	"github.com/demarche-graph/demarche/resolvers"
)

// bounded reads a request's body whole before next sees it, and refuses one larger than maxBody. Once a body has been read,
// net/http notices when the client goes away, and ends the context.
func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var text bytes.Buffer
		err := error(&http.MaxBytesError{Limit: maxBody})
		if r.ContentLength <= maxBody {
			text.Grow(int(max(r.ContentLength, 0)) + bytes.MinRead) // then nothing is copied
			_, err = text.ReadFrom(http.MaxBytesReader(w, r.Body, maxBody))
		}
		var tooLarge *http.MaxBytesError
		switch {
		case errors.As(err, &tooLarge):
			observe.From(r.Context()).AddLimit("body")
			w.Header().Set("Connection", "close")
			graphqlhttp.Refuse(w, r, http.StatusRequestEntityTooLarge, "TOO_LARGE",
				fmt.Sprintf("the request is larger than %d bytes; ask in several, or put long lists in fewer words", maxBody))
		case err != nil:
			graphqlhttp.Refuse(w, r, http.StatusBadRequest, "INVALID", "the request broke off; send it again")
		default:
			r.Body = graphqlhttp.BodyOf(text.Bytes())
			next.ServeHTTP(w, r)
		}
	})
}

// unambiguous ends the connection after a request whose body came in chunks. Where a length is told beside the chunks, a proxy may
// have taken the body to end elsewhere, and what follows on the connection may be another client's request. RFC 9112 (6.1) then
// asks for the end of the connection; net/http drops the length before a handler can see it.
func unambiguous(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.TransferEncoding) > 0 {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// timed ends the context of a request that takes too long, so that the resolvers answer with TIMEOUT.
func timed(limit time.Duration, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), limit)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// policy allows the playground to load its own files and to send requests to its own server, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// secured sets the headers that keep browsers from doing more than the pages need.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		next.ServeHTTP(w, r)
	})
}

// recovered answers with INTERNAL when a handler panics, and logs what happened under the id that the client sees. The
// process goes on.
func recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent := &beginNoter{ResponseWriter: w}
		defer func() { //nolint:contextcheck // the request has its own
			p := recover()
			if p == nil {
				return
			}
			if err, isError := p.(error); isError && errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			message := resolvers.Internal(r.Context(), "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
			if sent.begun {
				panic(http.ErrAbortHandler) // a client must not take half an answer for a whole one
			}
			graphqlhttp.Refuse(w, r, http.StatusInternalServerError, resolvers.CodeInternal, message)
		}()
		next.ServeHTTP(sent, r)
	})
}

// beginNoter notes whether an answer has begun.
type beginNoter struct {
	http.ResponseWriter
	begun bool
}

func (w *beginNoter) WriteHeader(status int) {
	w.begun = true
	w.ResponseWriter.WriteHeader(status)
}

func (w *beginNoter) Write(p []byte) (int, error) {
	w.begun = true
	return w.ResponseWriter.Write(p)
}

func (w *beginNoter) Flush() {
	w.begun = true
	_ = http.NewResponseController(w.ResponseWriter).Flush()
}

func (w *beginNoter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
