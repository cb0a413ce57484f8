package lanes

import (
	"context"
	"net/http"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/resolvers"
)

const (
	sendingBytes    = 48 << 20 // of all answers that have been written and not yet been sent
	smallAnswer     = 16 << 10 // bytes; it fits into what the system buffers, and is not counted
	valuesAtOnce    = 100_000  // JSON values of all requests; one takes up to 300 bytes
	fewValues       = 100      // of one request, which are not counted
	documentsAtOnce = 64 << 20 // bytes of all documents that have been prepared
	parsedBytes     = 128      // of memory for a byte of a document: a token has two at least, and takes 256
	mostParsed      = 1 << 20  // bytes: more tokens are refused
	shortDocument   = 512      // bytes, which are not counted
	longDocument    = 2 << 10  // bytes; what is made of 4,000 tokens takes two megabytes, and some 20 ms
	longAtOnce      = 8        // long documents, or as many as there are cores
)

// sending bounds the bytes of answers that wait for their clients to read them. An answer that several clients read is there once.
type sending struct {
	mu    sync.Mutex
	bytes int64
	by    map[*byte]int // how many requests send the answer that begins here
}

// take counts an answer, or reports that there is no room for it.
func (s *sending) take(data []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := &data[0]
	if s.by[first] == 0 {
		if n := sizeOf(data); s.bytes+n <= sendingBytes {
			s.bytes += n
		} else {
			return false
		}
	}
	s.by[first]++
	return true
}

func (s *sending) giveBack(data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := &data[0]
	if s.by[first]--; s.by[first] == 0 {
		delete(s.by, first)
		s.bytes -= sizeOf(data)
	}
}

func sizeOf(data []byte) int64 { return int64(min(cap(data), sendingBytes)) }

type heldKey struct{}

// held is what one request has of the bounds on memory. Only the request's own goroutine changes it.
type held struct {
	answer            []byte // nil when none is counted
	values, documents int64
}

// Holding serves /graphql: it gives back what a request holds when its answer has been sent. A client that reads nothing keeps its
// part until the server's time for writing is over.
func (l *Lanes) Holding(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, sent := l.Hold(r.Context())
		defer sent()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Hold returns a context in which a request takes its part of the bounds on memory, until sent is called.
func (l *Lanes) Hold(ctx context.Context) (holding context.Context, sent func()) {
	h := &held{}
	return context.WithValue(ctx, heldKey{}, h), func() {
		if h.answer != nil {
			l.sending.giveBack(h.answer)
		}
		l.values.Release(h.values)
		l.documents.Release(h.documents)
	}
}

// Send returns a runner that counts the answers of next until they have been sent, and refuses those for which there is no room.
func (l *Lanes) Send(next graphqlhttp.Runner) graphqlhttp.Runner {
	return func(ctx context.Context, op *resolvers.Operation) graphqlhttp.Result {
		return l.send(ctx, next(ctx, op))
	}
}

// SendKept does for answers that are kept what Send does for others.
func (l *Lanes) SendKept(next graphqlhttp.Kept) graphqlhttp.Kept {
	return func(ctx context.Context, r resolvers.Request) (graphqlhttp.Result, bool) {
		result, kept := next(ctx, r)
		if kept {
			result = l.send(ctx, result)
		}
		return result, kept
	}
}

func (l *Lanes) send(ctx context.Context, r graphqlhttp.Result) graphqlhttp.Result {
	h, counted := ctx.Value(heldKey{}).(*held)
	if !counted || r.Response == nil || len(r.Response.Data) <= smallAnswer {
		return r
	}
	if !l.sending.take(r.Response.Data) {
		return l.refused(ctx, l.quick, "sending", errFull)
	}
	h.answer = r.Response.Data
	return r
}

// Decode is a graphqlhttp.Decode: it lets JSON with so many values be read when there is room for what is made of it, which the
// request then holds until it ends. Requests with few values do not wait.
func (l *Lanes) Decode(ctx context.Context, values int) (refused *graphqlhttp.Result) {
	h, counted := ctx.Value(heldKey{}).(*held)
	if !counted || values <= fewValues {
		return nil
	}
	n := int64(min(values, valuesAtOnce))
	if refused := l.acquire(ctx, l.values, n, "variables"); refused != nil {
		return refused
	}
	h.values += n
	return nil
}

// acquire waits for room.
func (l *Lanes) acquire(ctx context.Context, room *semaphore.Weighted, n int64, what string) (refused *graphqlhttp.Result) {
	waiting, cancel := context.WithTimeoutCause(ctx, l.config.Wait, errFull)
	defer cancel()
	if room.Acquire(waiting, n) != nil {
		r := l.refused(ctx, l.quick, what, context.Cause(waiting))
		return &r
	}
	return nil
}

// Admit is a graphqlhttp.Admit: it lets few long documents be parsed, checked and compiled at once. This takes memory and time
// before the cost is known, and does not end when the client goes away; a client who has gone leaves the queue. What is made of a
// document stays until the request ends, and so is counted until then. Short documents do not wait.
func (l *Lanes) Admit(ctx context.Context, document string) (leave func(), refused *graphqlhttp.Result) {
	if h, counted := ctx.Value(heldKey{}).(*held); counted && len(document) > shortDocument {
		n := int64(min(parsedBytes*len(document), mostParsed))
		if refused := l.acquire(ctx, l.documents, n, "documents"); refused != nil {
			return nil, refused
		}
		h.documents += n
	}
	if len(document) <= longDocument {
		return func() {}, nil
	}
	leave, err := l.long.enter(ctx, l.config.Client(ctx))
	if err != nil {
		r := l.refused(ctx, l.long, "documents", err)
		return nil, &r
	}
	return leave, nil
}
