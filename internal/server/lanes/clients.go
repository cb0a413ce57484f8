package lanes

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"golang.org/x/time/rate"

	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/server/observe"
	"github.com/demarche-graph/demarche/resolvers"
)

// CodeRateLimited is the code of a request that a client's limits refuse.
const CodeRateLimited = "RATE_LIMITED"

// knownClients is how many clients are remembered, some 200 bytes each. Who was not seen for longest is forgotten first, and so
// begins anew.
const knownClients = 20_000

// Limits bound what one client may ask. A zero does not limit.
type Limits struct {
	// Rate is how many requests a second a client may send for long, and Burst how many at once after a pause. A request counts
	// Weight, so that dear questions use a rate up sooner.
	Rate  float64
	Burst int
	// Concurrency is how many requests of a client may be answered at once.
	Concurrency int
	// Loopback says that the limits hold for this machine too.
	Loopback bool
	// Client names who asks, as access.Client does.
	Client func(context.Context) string
}

// Clients keeps the limits of each client.
type Clients struct {
	limits Limits
	mu     sync.Mutex
	known  *simplelru.LRU[string, *client]
}

type client struct {
	tokens  *rate.Limiter
	running int // guarded by Clients.mu
}

// NewClients makes the limits of a server.
func NewClients(l Limits) *Clients {
	if l.Burst == 0 {
		l.Burst = max(1, int(min(l.Rate*10, math.MaxInt32)))
	}
	known, err := simplelru.NewLRU[string, *client](knownClients, nil)
	if err != nil {
		panic(err) // knownClients is positive
	}
	return &Clients{limits: l, known: known}
}

// of returns a client, nil when nothing limits it.
func (c *Clients) of(ctx context.Context) *client {
	name := c.limits.Client(ctx)
	if (c.limits.Rate == 0 && c.limits.Concurrency == 0) || (!c.limits.Loopback && IsLoopback(name)) {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	one, seen := c.known.Get(name)
	if !seen {
		limit := rate.Limit(c.limits.Rate)
		if c.limits.Rate == 0 {
			limit = rate.Inf
		}
		one = &client{tokens: rate.NewLimiter(limit, c.limits.Burst)}
		c.known.Add(name, one)
	}
	return one
}

// IsLoopback reports whether a client's name is an address of this machine, or the network that stands for it.
func IsLoopback(name string) bool {
	if at, err := netip.ParseAddr(name); err == nil {
		return at.IsLoopback()
	}
	network, err := netip.ParsePrefix(name)
	return err == nil && network.Contains(netip.IPv6Loopback())
}

// Limit serves a request unless its client has sent too many, or has too many under way.
func (c *Clients) Limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		end, wait, err := c.Begin(r.Context())
		if err != nil {
			refuse(w, r, wait, err)
			return
		}
		defer end()
		next.ServeHTTP(w, r)
	})
}

// Begin takes one request from its client's rate, and a place among those of the client that are answered at once, until end is
// called. When it is one too many, the error is for the client, and wait says when to come again.
func (c *Clients) Begin(ctx context.Context) (end func(), wait time.Duration, err error) {
	one := c.of(ctx)
	if one == nil {
		return func() {}, 0, nil
	}
	if wait := one.spend(1); wait > 0 {
		observe.From(ctx).AddLimit("rate")
		return nil, wait, tooOften(wait)
	}
	if !c.begin(one) {
		observe.From(ctx).AddLimit("concurrency")
		return nil, time.Second, limited(fmt.Sprintf("%d requests of yours are being answered; wait for one of them", c.limits.Concurrency))
	}
	return func() { c.end(one) }, 0, nil
}

// Charge returns a runner that takes what a request costs beyond the 1 of Limit from its client's rate before next runs.
func (c *Clients) Charge(next graphqlhttp.Runner) graphqlhttp.Runner {
	return func(ctx context.Context, op *resolvers.Operation) graphqlhttp.Result {
		if more := Weight(op.Cost) - 1; more > 0 {
			if one := c.of(ctx); one != nil {
				if wait := one.spend(more); wait > 0 {
					observe.From(ctx).AddLimit("rate")
					return graphqlhttp.Result{Response: resolvers.Refused(ctx, tooOften(wait)), RetryAfter: wait}
				}
			}
		}
		return next(ctx, op)
	}
}

// spend takes n from a client's rate, all that fits into a burst at most. It takes nothing when there is too little, and
// returns how long to wait.
func (one *client) spend(n int) (wait time.Duration) {
	now := time.Now()
	taken := one.tokens.ReserveN(now, min(n, one.tokens.Burst()))
	if wait = taken.DelayFrom(now); wait > 0 {
		taken.CancelAt(now)
	}
	return wait
}

func (c *Clients) begin(one *client) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.limits.Concurrency > 0 && one.running >= c.limits.Concurrency {
		return false
	}
	one.running++
	return true
}

func (c *Clients) end(one *client) {
	c.mu.Lock()
	defer c.mu.Unlock()
	one.running--
}

func tooOften(wait time.Duration) *gqlerror.Error {
	return limited(fmt.Sprintf("too many or too dear questions for now; ask again in %d s", seconds(wait)))
}

func limited(message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": CodeRateLimited}}
}

// refuse answers a request that goes no further, and says when to come again.
func refuse(w http.ResponseWriter, r *http.Request, retryAfter time.Duration, err error) {
	graphqlhttp.Answer(w, r, graphqlhttp.Result{Response: resolvers.Refused(r.Context(), err), RetryAfter: retryAfter})
}

// seconds rounds up, as Retry-After counts.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }
