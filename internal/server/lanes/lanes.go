package lanes

import (
	"context"
	"errors"
	"math"
	"runtime"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/sync/semaphore"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/resolvers"
)

// Config says how much runs at once. A zero means the default.
type Config struct {
	// Quick is the cost up to which a question counts as quick, in rows that have to be read (50,000: some 30 ms of a core).
	Quick int64
	// Dear is how many dear questions run at once (one core less than there are, one at least).
	Dear int
	// Queue is how many questions may wait in a lane (64 dear ones; quick ones sixteen times as many).
	Queue int
	// Wait is how long a question may wait (10 s).
	Wait time.Duration
	// Client names who asks, as access.Client does.
	Client func(context.Context) string
	// Seen is told of each request in which lane it is, and when it is refused there, for logs and metrics; nil is nobody.
	Seen func(ctx context.Context, lane string, refused bool)
}

// writesWait is how many times as long as a question a write may wait. Writes are few, and the first one of a store is slow.
const writesWait = 3

// quickAtOnce is how many quick questions run at once. It is more than either store answers at once, so that those of the store
// which wait for the network or for JSON do not leave it idle, and few enough that what they hold fits into memory.
const quickAtOnce = 64

func (c Config) withDefaults() Config {
	if c.Quick == 0 {
		c.Quick = 50_000
	}
	if c.Dear == 0 {
		c.Dear = max(1, runtime.GOMAXPROCS(0)-1)
	}
	if c.Queue == 0 {
		c.Queue = 64
	}
	if c.Wait == 0 {
		c.Wait = 10 * time.Second
	}
	if c.Client == nil {
		c.Client = func(context.Context) string { return "" }
	}
	if c.Seen == nil {
		c.Seen = func(context.Context, string, bool) {}
	}
	return c
}

// Lanes lets requests run, quick ones beside dear ones.
type Lanes struct {
	config      Config
	quick, dear *lane
	writing     *lane               // of mutations: a store takes one write at a time
	requests    *semaphore.Weighted // of all
	large       *lane               // of large bodies
	values      *semaphore.Weighted // JSON values of all requests
	long        *lane               // of long documents
	documents   *semaphore.Weighted // bytes of those that have been prepared
	sending     sending
}

// New makes the lanes of a server.
func New(c Config) *Lanes {
	c = c.withDefaults()
	return &Lanes{
		config: c, quick: newLane(quickAtOnce, 16*c.Queue, c.Wait), dear: newLane(c.Dear, c.Queue, c.Wait),
		writing: newLane(1, c.Queue, writesWait*c.Wait), requests: semaphore.NewWeighted(int64(requestsByQueue * c.Queue)),
		large: newLane(largeAtOnce, c.Queue, c.Wait), values: semaphore.NewWeighted(valuesAtOnce),
		long: newLane(max(longAtOnce, runtime.GOMAXPROCS(0)), 16*c.Queue, c.Wait), documents: semaphore.NewWeighted(documentsAtOnce),
		sending: sending{by: map[*byte]int{}},
	}
}

// Run returns a runner that waits for a seat before next runs.
func (l *Lanes) Run(next graphqlhttp.Runner) graphqlhttp.Runner {
	return func(ctx context.Context, op *resolvers.Operation) graphqlhttp.Result {
		lane, name := l.quick, "quick"
		switch {
		case op.Type == ast.Mutation:
			lane, name = l.writing, "writing"
		case op.Cost > l.config.Quick:
			lane, name = l.dear, "dear"
			op.OneByOne()
		}
		leave, err := lane.enter(ctx, l.config.Client(ctx))
		if err != nil {
			return l.refused(ctx, lane, name, err)
		}
		defer leave()
		l.config.Seen(ctx, name, false)
		return next(ctx, op)
	}
}

func (l *Lanes) refused(ctx context.Context, lane *lane, name string, err error) (r graphqlhttp.Result) {
	if errors.Is(err, errFull) {
		l.config.Seen(ctx, name, true)
		r.RetryAfter = lane.retryAfter()
		err = graph.Unavailable(graph.ServerBusy, "lane %s: %w", name, err)
	}
	r.Response = resolvers.Refused(ctx, err)
	return r
}

// Load is how full the lanes are.
type Load struct{ QuickRunning, QuickWaiting, DearRunning, DearWaiting, WritingRunning, WritingWaiting int }

// Load says how full the lanes are, for metrics and for /readyz.
func (l *Lanes) Load() (n Load) {
	n.QuickRunning, n.QuickWaiting = l.quick.load()
	n.DearRunning, n.DearWaiting = l.dear.load()
	n.WritingRunning, n.WritingWaiting = l.writing.load()
	return n
}

// Saturated reports whether the next dear question would be refused.
func (l *Lanes) Saturated() bool {
	_, waiting := l.dear.load()
	return waiting >= l.dear.queueLength
}

// Weight is what a request of this cost takes of a client's rate: 1, and 1 more for each ten thousand rows that have to be read.
func Weight(cost int64) int { return 1 + int(min(cost/10_000, math.MaxInt32)) }
