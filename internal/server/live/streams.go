package live

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/server/lanes"
)

// Limits bound what is followed. A zero means the default.
type Limits struct {
	Most      int // subscriptions at once, and WebSockets at once (1000)
	PerClient int // of one client (50)
}

func (l Limits) withDefaults() Limits {
	if l.Most == 0 {
		l.Most = 1000
	}
	if l.PerClient == 0 {
		l.PerClient = 50
	}
	return l
}

// streamBytes is how many bytes the documents and variables of all streams may take. A short subscription takes some 5,000.
const streamBytes = 48 << 20

// errStopping ends what is followed when the server stops.
var errStopping = errors.New("the server stops")

// streams are those that last: connections, or subscriptions.
type streams struct {
	limits Limits
	what   string // for messages

	mu       sync.Mutex
	bytes    int64 // of all that are open
	open     map[*stream]bool
	byClient map[string]int
	stopped  bool
	empty    sync.WaitGroup
}

// stream is one of them.
type stream struct {
	client string
	end    context.CancelCauseFunc
}

func newStreams(what string, l Limits) *streams {
	return &streams{limits: l, what: what, open: map[*stream]bool{}, byClient: map[string]int{}}
}

// enter counts a stream of the client whose request ctx is, and the bytes that it holds, until leave is called. The stream lasts
// while its context does. The error is for the client.
func (s *streams) enter(ctx context.Context, bytes int64) (lasting context.Context, leave func(), err error) {
	client := access.Client(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.stopped, len(s.open) >= s.limits.Most:
		return nil, nil, graph.Unavailable(graph.ServerBusy, "%d %s are open", len(s.open), s.what)
	case s.bytes+bytes > streamBytes:
		return nil, nil, graph.Unavailable(graph.ServerBusy, "%d %s hold %d bytes", len(s.open), s.what, s.bytes)
	case s.byClient[client] >= s.limits.PerClient && !lanes.IsLoopback(client):
		return nil, nil, &gqlerror.Error{
			Message:    fmt.Sprintf("%d %s of yours are open; end one of them", s.limits.PerClient, s.what),
			Extensions: map[string]any{"code": lanes.CodeRateLimited},
		}
	}
	one := &stream{client: client}
	lasting, one.end = context.WithCancelCause(ctx)
	s.open[one] = true
	s.byClient[client]++
	s.bytes += bytes
	s.empty.Add(1)
	return lasting, func() {
		one.end(nil)
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.open, one)
		s.bytes -= bytes
		if s.byClient[client]--; s.byClient[client] == 0 {
			delete(s.byClient, client)
		}
		s.empty.Done()
	}, nil
}

// count is how many are open.
func (s *streams) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.open)
}

// stop ends all of them, lets no other begin, and waits until they have ended.
func (s *streams) stop() {
	s.mu.Lock()
	s.stopped = true
	for one := range s.open {
		one.end(errStopping)
	}
	s.mu.Unlock()
	s.empty.Wait()
}
