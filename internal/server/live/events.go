package live

import (
	"context"
	"errors"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/resolvers"
)

type followKey struct{}

// Events sends what a subscription follows as events, as graphql-sse's distinct connections mode says
// (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md). Requests are read, and all others are answered, within the
// bounds of a request; a subscription lasts beyond these.
func (s *Server) Events(within func(http.Handler) http.Handler) http.Handler {
	answered := within(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*r.Context().Value(followKey{}).(**resolvers.Operation) = s.GraphQL.Follow(w, r)
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var op *resolvers.Operation
		answered.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), followKey{}, &op)))
		if op == nil {
			return
		}
		lasting, leave, err := s.Feed.subscriptions.enter(r.Context(), op.Subscription.Bytes)
		if err != nil {
			refuse(w, r, err)
			return
		}
		defer leave()
		s.stream(lasting, w, op)
	})
}

// stream sends events until the client leaves, or something else ends it.
func (s *Server) stream(ctx context.Context, w http.ResponseWriter, op *resolvers.Operation) {
	e := &eventWriter{w: w, control: http.NewResponseController(w), slow: s.Pace.Slow}
	_ = e.control.SetReadDeadline(time.Time{}) // the time for a request's body is over; when the client leaves, ctx is done
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // nginx would hold events back
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	var alive sync.WaitGroup
	alive.Go(func() { end(s.keepAlive(ctx, e)) })
	err := s.follow(ctx, op, func(r *graphql.Response) error { return e.send(graphqlhttp.Event("next", graphqlhttp.JSON(r))) })
	end(err)
	alive.Wait() // nothing may be written once the request has been served
	if e.failed != nil {
		err = e.failed // net/http ends ctx too when it cannot write
	}
	shown := s.ended(ctx, err)
	if shown != nil {
		_ = e.send(graphqlhttp.Event("next", graphqlhttp.JSON(shown)))
	}
	_ = e.send(graphqlhttp.Event("complete", nil)) // it fails when the client has left
}

// keepAlive sends comments, so that the client and proxies between see that the stream lives, until ctx is done or the stream has to
// end.
func (s *Server) keepAlive(ctx context.Context, e *eventWriter) error {
	ticks := time.NewTicker(s.Pace.KeepAlive)
	defer ticks.Stop()
	for {
		if err := e.send([]byte(":\n\n")); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticks.C:
		}
		if err := access.Still(ctx); err != nil {
			return err
		}
	}
}

// eventWriter sends events one after the other.
type eventWriter struct {
	mu      sync.Mutex
	w       http.ResponseWriter
	control *http.ResponseController
	slow    time.Duration
	failed  error // the first error
}

// send sends an event. The error is errSlow when that took too long, and errLeft when the client cannot be reached.
func (e *eventWriter) send(event []byte) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.failed != nil && !errors.Is(e.failed, errSlow) {
		return e.failed
	}
	began := time.Now()
	_ = e.control.SetWriteDeadline(began.Add(2 * e.slow)) // it fails where there is no connection, as in tests
	_, err := e.w.Write(event)
	if err == nil {
		err = e.control.Flush()
	}
	switch {
	case e.failed != nil: // it is told why
	case errors.Is(err, os.ErrDeadlineExceeded) || time.Since(began) > e.slow:
		e.failed = errSlow
	case err != nil:
		e.failed = errLeft
	}
	return e.failed
}
