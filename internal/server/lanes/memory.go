package lanes

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
)

const (
	sendingBytes = 64 << 20 // of all answers that have been written and not yet been sent
	smallAnswer  = 16 << 10 // bytes; it fits into what the system buffers, and is not counted
	largeBody    = 64 << 10 // bytes; what encoding/json makes of a body takes some twenty times as much
	largeAtOnce  = 2        // large bodies
)

// budget bounds the bytes of answers that wait for their clients to read them.
type budget struct{ *semaphore.Weighted }

func newBudget() budget { return budget{semaphore.NewWeighted(sendingBytes)} }

type heldKey struct{}

// held is what the answer to one request takes of the budget.
type held struct {
	mu    sync.Mutex
	bytes int64
	ended bool // the request, so that nothing gives back what would be taken
}

// take counts an answer until the request ends, or reports that there is no room for it.
func (b budget) take(ctx context.Context, r graphqlhttp.Result) bool {
	h, counted := ctx.Value(heldKey{}).(*held)
	if !counted || r.Response == nil || len(r.Response.Data) <= smallAnswer {
		return true
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	n := int64(min(cap(r.Response.Data), sendingBytes))
	switch {
	case h.ended:
		return true
	case !b.TryAcquire(n):
		return false
	}
	h.bytes += n
	return true
}

// Sending serves /graphql: it gives back what an answer takes of the budget when the answer has been sent. A client that
// reads nothing keeps its part until the server's time for writing is over.
func (l *Lanes) Sending(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, sent := l.Holding(r.Context())
		defer sent()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Holding returns a context in which an answer takes its part of the budget, until sent is called.
func (l *Lanes) Holding(ctx context.Context) (holding context.Context, sent func()) {
	h := &held{}
	return context.WithValue(ctx, heldKey{}, h), func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		l.sending.Release(h.bytes)
		h.ended = true
	}
}

// Large lets few large bodies be read at once, once they have been received. Small ones do not wait.
func (l *Lanes) Large(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength >= 0 && r.ContentLength <= largeBody {
			next.ServeHTTP(w, r)
			return
		}
		leave, err := l.large.enter(r.Context(), l.config.Client(r.Context()))
		if err != nil {
			if errors.Is(err, errFull) {
				err = graph.Unavailable(graph.ServerBusy, "large bodies: %w", err)
			}
			refuse(w, r, l.large.retryAfter(), err)
			return
		}
		defer leave()
		next.ServeHTTP(w, r)
	})
}
