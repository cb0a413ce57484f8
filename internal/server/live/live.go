package live

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/server/lanes"
	"github.com/demarche-graph/demarche/internal/server/observe"
	"github.com/demarche-graph/demarche/resolvers"
)

// Config says what New serves.
type Config struct {
	Feed     *Feed
	GraphQL  *graphqlhttp.Handler // prepares subscriptions, and answers what else comes over WebSockets
	Gate     *access.Gate
	Clients  *lanes.Clients
	Lanes    *lanes.Lanes
	Observer *observe.Observer
	Metrics  *observe.Metrics // nil counts nothing
	Timeout  time.Duration    // for one question over a WebSocket
	Pace     Pace
}

// Pace is how long things may take. A zero means the default.
type Pace struct {
	KeepAlive time.Duration // between signs of life, which keep proxies from ending a connection; tokens are asked again as often (12 s)
	Slow      time.Duration // that a client may take to take in an event (10 s); who takes twice as long is not told any more
	Begin     time.Duration // until a WebSocket has to begin (10 s)
}

// Server tells what is recorded to those who follow it over HTTP.
type Server struct{ Config }

// New makes a Server.
func New(c Config) *Server {
	c.Pace.KeepAlive = cmp.Or(c.Pace.KeepAlive, 12*time.Second)
	c.Pace.Slow = cmp.Or(c.Pace.Slow, 10*time.Second)
	c.Pace.Begin = cmp.Or(c.Pace.Begin, 10*time.Second)
	c.Metrics.Watch("demarche_subscriptions_open", "Subscriptions that are followed.",
		func() float64 { return float64(c.Feed.subscriptions.count()) })
	c.Metrics.Watch("demarche_websockets_open", "WebSockets that are open.", func() float64 { return float64(c.Feed.sockets.count()) })
	return &Server{c}
}

// Why what is followed ends, but for trouble.
var (
	errSlow = errors.New("the client takes in too slowly")
	errLeft = errors.New("the client has left")
)

// follow sends what a subscription follows, until ctx is done or send fails.
func (s *Server) follow(ctx context.Context, op *resolvers.Operation, send func(*graphql.Response) error) error {
	observe.From(ctx).SetStream()
	return s.Feed.Follow(ctx, op.Subscription.After, op.Subscription.Filter, func(page []ingest.Change) error {
		if err := access.Still(ctx); err != nil {
			return err
		}
		responses, err := op.Subscription.Write(ctx, page)
		if err != nil {
			return err
		}
		for _, r := range responses {
			if err := send(r); err != nil {
				return err
			}
			s.Metrics.Followed(1)
		}
		return nil
	})
}

// ended says why what was followed with ctx ended with an error. shown is what the client may be told: nil when it has left, or the
// server stops.
func (s *Server) ended(ctx context.Context, err error) (shown *graphql.Response) {
	if ctx.Err() != nil && !errors.Is(err, errSlow) {
		err = context.Cause(ctx)
	}
	why := "trouble"
	switch {
	case errors.Is(err, errStopping):
		why = "stopped"
	case errors.Is(err, errSlow):
		why, shown = "slow", &graphql.Response{Errors: gqlerror.List{{
			Message:    "you take changes in too slowly; go on with changed(after:), after the cursor of the last one that you got",
			Extensions: map[string]any{"code": "TIMEOUT"},
		}}}
	case errors.Is(err, errLeft), errors.Is(err, context.Canceled):
		why = "left"
	case errors.Is(err, graph.ErrUnauthenticated):
		why = "token"
		fallthrough
	default:
		shown = resolvers.Refused(ctx, err)
	}
	s.Metrics.Unfollowed(why)
	if shown != nil {
		observe.From(ctx).AddErrors(shown.Errors)
	}
	return shown
}
