package server

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/server/answers"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/server/lanes"
	"github.com/demarche-graph/demarche/internal/server/live"
	"github.com/demarche-graph/demarche/internal/server/observe"
	"github.com/demarche-graph/demarche/resolvers"
)

// Load says how much the server does at once, for whom, and what it keeps. The zero value limits no client, and keeps
// nothing.
type Load struct {
	Lanes        lanes.Config
	Clients      lanes.Limits
	MaxCost      int64         // rows that the store may have to read for one request; 0 means MaxCost
	AnswerCache  int64         // bytes
	MaxStaleness time.Duration // see answers.Config.Staleness
}

// MaxCost is the bound on the cost of a request, unless Load.MaxCost is another.
const MaxCost = resolvers.MaxCost

// loaded answers /graphql, and the Atom feed, which is nil without c.Feed, for those who may read and within c.Load. A request
// passes these, from the outside in:
//
//	Clients.Limit   how often a client asks, and how much at once
//	Lanes.Requests  how many there are at once, whoever asks
//	timed           see above
//	Lanes.Receive   few large bodies are held at once
//	bounded         the body is read
//	Lanes.Holding   gives back what Decode, SendKept and Send count
//	Lanes.Decode    how many JSON values there are at once
//	Answers.Kept    a request whose answer is kept goes no further
//	Lanes.Admit     few long documents are prepared at once
//	Prepare         all that is wrong with a request, and its cost
//	Clients.Charge  how dear what a client asks is
//	Lanes.Send      the memory of answers that are being sent; SendKept, of those that are kept
//	Answers.Run     identical questions are asked once, and their answer is kept
//	Lanes.Run       a seat, or a place in a queue
//	Operation.Run   asks the store
//
// A subscription passes the first, and then waits for the log: see package live. So do messages of WebSockets, which are read there, and
// then go on at Answers.Kept.
func loaded(c Config) (graphql, atom http.Handler, l *lanes.Lanes) {
	c.Load.Lanes.Client, c.Load.Clients.Client, c.Load.Lanes.Seen = access.Client, access.Client, seated
	l = lanes.New(c.Load.Lanes)
	clients := lanes.NewClients(c.Load.Clients)
	var followers *live.Server
	if c.GraphQL == nil {
		a := answers.New(answers.Config{
			Run: l.Run(func(ctx context.Context, op *resolvers.Operation) graphqlhttp.Result {
				return graphqlhttp.Result{Response: op.Run(ctx)}
			}),
			Revision: c.Store.Revision,
			Bytes:    c.Load.AnswerCache, Staleness: c.Load.MaxStaleness, Timeout: c.Timeout, Seen: seen,
		})
		watch(c.Metrics, l, a)
		api := resolvers.New(observe.Reader(c.Store))
		api.LimitCost(cmp.Or(c.Load.MaxCost, MaxCost))
		if c.Writer != nil {
			api.LetWrite(resolvers.Writing{Store: written{observe.Reader(c.Store), c.Writer}, Author: author})
		}
		h := graphqlhttp.New(graphqlhttp.Config{
			API: api, Decode: l.Decode, Admit: l.Admit, Run: clients.Charge(l.Send(a.Run)), Kept: l.SendKept(a.Kept),
			Documents: c.Documents, NoPersisted: c.NoPersisted, Introspection: !c.NoIntrospection,
			Admin: func(ctx context.Context) bool { return access.Require(ctx, access.Admin) == nil },
		})
		if c.GraphQL = h; c.Feed != nil {
			followers = live.New(live.Config{
				Feed: c.Feed, GraphQL: h, Gate: c.Access, Clients: clients, Lanes: l, Observer: c.Observer, Metrics: c.Metrics,
				Timeout: c.Timeout, Pace: c.Pace,
			})
		}
	}
	within := func(next http.Handler) http.Handler {
		return clients.Limit(l.Requests(timed(c.Timeout, l.Receive(bounded(l.Holding(graphqlhttp.Compressed(next)))))))
	}
	plain := access.Reading(within(c.GraphQL))
	if followers == nil {
		return plain, nil, l
	}
	atom = access.Reading(clients.Limit(timed(c.Timeout, graphqlhttp.Compressed(followers.Atom()))))
	return byTransport(plain, access.Reading(followers.Events(within)), followers.Sockets()), atom, l
}

// byTransport lets each transport of GraphQL answer what comes by it.
func byTransport(plain, events, sockets http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case live.IsSocket(r):
			sockets.ServeHTTP(w, r)
		case graphqlhttp.AcceptsEvents(r):
			events.ServeHTTP(w, r)
		default:
			plain.ServeHTTP(w, r)
		}
	})
}

// watch adds how full lanes and cache are to the metrics.
func watch(m *observe.Metrics, l *lanes.Lanes, a *answers.Answers) {
	m.WatchEach("demarche_lane_running", "Requests that run, by lane.", "lane", func() map[string]float64 {
		n := l.Load()
		return map[string]float64{"quick": float64(n.QuickRunning), "dear": float64(n.DearRunning), "writing": float64(n.WritingRunning)}
	})
	m.WatchEach("demarche_lane_waiting", "Requests that wait for a seat, by lane.", "lane", func() map[string]float64 {
		n := l.Load()
		return map[string]float64{"quick": float64(n.QuickWaiting), "dear": float64(n.DearWaiting), "writing": float64(n.WritingWaiting)}
	})
	m.Watch("demarche_answers_kept_bytes", "Bytes of answers that are kept.", func() float64 { return float64(a.Bytes()) })
}

// seated tells the record of a request in which lane it got a seat, or by which limit it got none.
func seated(ctx context.Context, lane string, refused bool) {
	if refused {
		observe.From(ctx).AddLimit(lane)
		return
	}
	observe.From(ctx).SetLane(lane)
}

// seen tells the record of a request what came of its question.
func seen(ctx context.Context, about answers.About, cache string) {
	r := observe.From(ctx)
	r.SetOperation(about.Name, about.Hash)
	r.SetCost(about.Cost)
	r.SetCache(cache)
}
