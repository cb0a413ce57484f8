package answers

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/resolvers"
)

// flights are the questions under way. Who asks what is asked already waits for the same answer. A question goes on while
// anybody waits for it, whoever asked it first.
//
// golang.org/x/sync/singleflight does not tell when the last who waits has gone.
type flights struct {
	timeout time.Duration
	mu      sync.Mutex
	under   map[flightKey]*flight
}

// flightKey has the revision too, so that nobody who has seen it waits for what was asked before it.
type flightKey struct {
	key      resolvers.Key
	revision int64
	day      string
}

type flight struct {
	done    chan struct{}
	result  graphqlhttp.Result
	cancel  context.CancelFunc
	waiting int
}

// join returns the answer that ask gives, or the one of a question under way. The context of ask has the values of whoever
// asked first, and ends after the timeout, or when nobody waits any more. shared says that another asked.
func (f *flights) join(
	ctx context.Context, k flightKey, ask func(context.Context) graphqlhttp.Result,
) (r graphqlhttp.Result, shared bool, err error) {
	f.mu.Lock()
	one, shared := f.under[k]
	if !shared {
		asking, cancel := context.WithTimeout(context.WithoutCancel(ctx), f.timeout)
		one = &flight{done: make(chan struct{}), cancel: cancel}
		f.under[k] = one
		go f.fly(asking, k, one, ask)
	}
	one.waiting++
	f.mu.Unlock()
	select {
	case <-one.done:
		return one.result, shared, nil
	case <-ctx.Done():
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if one.waiting--; one.waiting == 0 {
		one.cancel()
		f.forget(k, one)
	}
	return r, shared, ctx.Err()
}

func (f *flights) fly(ctx context.Context, k flightKey, one *flight, ask func(context.Context) graphqlhttp.Result) {
	defer func() {
		if p := recover(); p != nil { // it would end the process, for no request's handler is around this goroutine
			one.result = graphqlhttp.Result{Response: resolvers.Refused(ctx, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))}
		}
		f.mu.Lock()
		f.forget(k, one)
		f.mu.Unlock()
		one.cancel()
		close(one.done)
	}()
	one.result = ask(ctx)
}

// forget removes a flight, unless another has taken its place. The caller holds the lock.
func (f *flights) forget(k flightKey, one *flight) {
	if f.under[k] == one {
		delete(f.under, k)
	}
}
