package lanes

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/resolvers"
)

// clients are those of a test. Each request is inside until they leave.
type clients struct {
	sync.WaitGroup
	l     *Lanes
	leave chan struct{}
}

// hold begins a request that does this, and returns the code of what came of it.
func (c *clients) hold(t *testing.T, does func(context.Context) *graphqlhttp.Result) (code string) {
	t.Helper()
	done := make(chan string, 1)
	h := c.l.Holding(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		result := does(r.Context())
		if result == nil {
			result = &graphqlhttp.Result{}
		}
		code, _ := codeOf(t, *result)
		done <- code
		<-c.leave
	}))
	c.Go(func() { h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "/graphql", nil)) })
	return <-done
}

// Answers that nobody reads take a bounded memory, kept ones and others. Small ones are given even then, and those that are there
// anyway.
func TestUnsentAnswersAreBounded(t *testing.T) {
	l := New(Config{})
	c := &clients{l: l, leave: make(chan struct{})}
	sends := func(data []byte, kept bool) func(context.Context) *graphqlhttp.Result {
		result := graphqlhttp.Result{Response: &graphql.Response{Data: data}}
		return func(ctx context.Context) *graphqlhttp.Result {
			if kept {
				is := func(context.Context, resolvers.Request) (graphqlhttp.Result, bool) { return result, true }
				r, _ := l.SendKept(is)(ctx, resolvers.Request{})
				return &r
			}
			r := l.Send(func(context.Context, *resolvers.Operation) graphqlhttp.Result { return result })(ctx, operation(1))
			return &r
		}
	}
	shared := make([]byte, sendingBytes/4)
	for _, kept := range []bool{true, false, true, true} {
		if code := c.hold(t, sends(shared, kept)); code != "" {
			t.Fatal(code)
		}
	}
	for i := range 3 {
		if code := c.hold(t, sends(make([]byte, sendingBytes/4), i%2 == 0)); code != "" {
			t.Fatal(code)
		}
	}
	for _, kept := range []bool{true, false} {
		if code := c.hold(t, sends(make([]byte, smallAnswer+1), kept)); code != "UNAVAILABLE" {
			t.Errorf("beyond the bound: %q", code)
		}
		if code := c.hold(t, sends(make([]byte, smallAnswer), kept)); code != "" {
			t.Errorf("a small answer: %s", code)
		}
		if code := c.hold(t, sends(shared, kept)); code != "" {
			t.Errorf("what is being sent already: %s", code)
		}
	}
	close(c.leave)
	c.Wait()
	if l.sending.bytes != 0 || len(l.sending.by) != 0 {
		t.Errorf("when all is sent, %d bytes of %d answers are counted", l.sending.bytes, len(l.sending.by))
	}
}

// JSON of many values, and long documents, wait until there is room, as long as a request may wait and its client stays. What has
// few values, and what is short, does not wait.
func TestMuchWaits(t *testing.T) {
	for _, c := range []struct {
		name                      string
		little, more, much, times int // as many times much as there is room for
		takes                     func(*Lanes, context.Context, int) *graphqlhttp.Result
		room                      func(*Lanes) bool
	}{
		{"values", fewValues, fewValues + 1, valuesAtOnce / 2, 2,
			func(l *Lanes, ctx context.Context, n int) *graphqlhttp.Result { return l.Decode(ctx, n) },
			func(l *Lanes) bool { return l.values.TryAcquire(valuesAtOnce) }},
		{"documents", shortDocument, shortDocument + 1, mostParsed, documentsAtOnce / mostParsed,
			func(l *Lanes, ctx context.Context, n int) *graphqlhttp.Result {
				leave, refused := l.Admit(ctx, strings.Repeat("a ", n)[:n])
				if refused == nil {
					leave()
				}
				return refused
			},
			func(l *Lanes) bool { return l.documents.TryAcquire(documentsAtOnce) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := New(Config{Wait: time.Second})
				all := &clients{l: l, leave: make(chan struct{})}
				takes := func(n int) func(context.Context) *graphqlhttp.Result {
					return func(ctx context.Context) *graphqlhttp.Result { return c.takes(l, ctx, n) }
				}
				for range c.times {
					if code := all.hold(t, takes(c.much)); code != "" {
						t.Fatal(code)
					}
				}
				if code := all.hold(t, takes(c.little)); code != "" {
					t.Errorf("a little: %s", code)
				}
				if code := all.hold(t, takes(c.more)); code != "UNAVAILABLE" {
					t.Errorf("beyond the bound, after a while: %q", code)
				}
				code := all.hold(t, func(ctx context.Context) *graphqlhttp.Result {
					gone, goAway := context.WithTimeout(ctx, time.Millisecond)
					defer goAway()
					return c.takes(l, gone, c.more)
				})
				if code != "TIMEOUT" {
					t.Errorf("one whose client goes away: %q", code)
				}
				waited := make(chan string)
				go func() { waited <- all.hold(t, takes(c.much)) }()
				synctest.Wait()
				close(all.leave)
				if code := <-waited; code != "" {
					t.Errorf("one that waited: %s", code)
				}
				all.Wait()
				if !c.room(l) {
					t.Error("something is not given back")
				}
			})
		})
	}
}

// One request more than there may be at once is refused without its body, whatever it asks.
func TestRequestsAreBounded(t *testing.T) {
	l := New(Config{Queue: 1})
	inside, leave := make(chan struct{}), make(chan struct{})
	h := l.Requests(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		inside <- struct{}{}
		<-leave
	}))
	serve := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("POST", "/graphql", nil))
		return w
	}
	var all sync.WaitGroup
	for range requestsByQueue {
		all.Go(func() { serve() })
		<-inside
	}
	if w := serve(); w.Code != 503 || w.Header().Get("Retry-After") == "" || w.Header().Get("Connection") != "close" {
		t.Errorf("one more: %d %v", w.Code, w.Header())
	}
	close(leave)
	all.Wait()
	go func() { <-inside }()
	if w := serve(); w.Code != 200 {
		t.Errorf("when the others have been answered: %d", w.Code)
	}
}

// Few large bodies are received at once, and small ones do not wait for them. Whose length is not told counts as large.
func TestLargeBodiesWait(t *testing.T) {
	l := New(Config{Queue: 1})
	inside, leave := make(chan struct{}, 100), make(chan struct{})
	h := l.Receive(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		inside <- struct{}{}
		if r.ContentLength > largeBody {
			<-leave
		}
	}))
	serve := func(ctx context.Context, bytes int64) *httptest.ResponseRecorder {
		r, w := httptest.NewRequestWithContext(ctx, "POST", "/graphql", nil), httptest.NewRecorder()
		r.ContentLength = bytes
		h.ServeHTTP(w, r)
		return w
	}
	var large sync.WaitGroup
	for range largeAtOnce {
		large.Go(func() { serve(t.Context(), largeBody+1) })
		<-inside
	}
	waits, goAway := context.WithCancel(t.Context())
	large.Go(func() { serve(waits, largeBody+1) })
	for {
		if _, waiting := l.large.load(); waiting == 1 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if w := serve(t.Context(), -1); w.Code != 503 || w.Header().Get("Retry-After") == "" || w.Header().Get("Connection") != "close" {
		t.Errorf("one more: %d %s", w.Code, w.Body)
	}
	if w := serve(t.Context(), largeBody); w.Code != 200 {
		t.Errorf("a small one: %d", w.Code)
	}
	goAway()
	close(leave)
	large.Wait()
	if running, waiting := l.large.load(); running+waiting > 0 {
		t.Errorf("%d hold a seat, %d wait", running, waiting)
	}
}
