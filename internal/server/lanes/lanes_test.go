package lanes

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/resolvers"
)

func operation(cost int64) *resolvers.Operation { return &resolvers.Operation{Cost: cost} }

func codeOf(t *testing.T, r graphqlhttp.Result) (code, reason string) {
	t.Helper()
	if r.Response == nil || len(r.Response.Errors) == 0 {
		return "", ""
	}
	e := r.Response.Errors[0].Extensions
	code, _ = e["code"].(string)
	if r, has := e["reason"].(graph.Reason); has {
		reason = string(r)
	}
	return code, reason
}

// A quick question is answered while the dear ones hold all their seats and fill their queue.
func TestQuickQuestionsPassDearOnes(t *testing.T) {
	l := New(Config{Dear: 1, Queue: 2, Quick: 100})
	blocked, ran := make(chan struct{}), make(chan int64, 10)
	run := l.Run(func(ctx context.Context, op *resolvers.Operation) graphqlhttp.Result {
		ran <- op.Cost
		if op.Cost > 100 {
			select {
			case <-blocked:
			case <-ctx.Done():
			}
		}
		return graphqlhttp.Result{Response: &graphql.Response{Data: []byte("{}")}}
	})
	var dear sync.WaitGroup
	dear.Go(func() { run(t.Context(), operation(101)) })
	<-ran
	for range 2 {
		dear.Go(func() { run(t.Context(), operation(101)) })
	}
	for {
		if n := l.Load(); n.DearRunning == 1 && n.DearWaiting == 2 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	full := run(t.Context(), operation(101))
	if code, reason := codeOf(t, full); code != "UNAVAILABLE" || reason != "SERVER_BUSY" || full.RetryAfter < time.Second {
		t.Errorf("beyond the queue: %s %s, again after %s", code, reason, full.RetryAfter)
	}
	if code, _ := codeOf(t, run(t.Context(), operation(100))); code != "" {
		t.Errorf("a quick question beside them: %s", code)
	}
	if cost := <-ran; cost != 100 {
		t.Errorf("%d ran", cost)
	}
	close(blocked)
	dear.Wait()
}

// A client that goes away while it waits gets no seat; the text of what it would have read has the code of a timeout.
func TestWhoGoesAwayLeavesTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Config{Dear: 1, Quick: 1})
		run := l.Run(func(context.Context, *resolvers.Operation) graphqlhttp.Result {
			time.Sleep(time.Second)
			return graphqlhttp.Result{Response: &graphql.Response{}}
		})
		go run(t.Context(), operation(2))
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if code, _ := codeOf(t, run(ctx, operation(2))); code != "TIMEOUT" {
			t.Error(code)
		}
		if n := l.Load(); n.DearRunning != 1 || n.DearWaiting != 0 {
			t.Errorf("%+v", n)
		}
		time.Sleep(time.Minute)
	})
}

// Answers that nobody reads take a bounded memory. Small ones are given even then.
func TestUnsentAnswersAreBounded(t *testing.T) {
	l := New(Config{})
	answer := func(bytes int) graphqlhttp.Runner {
		return l.Run(func(context.Context, *resolvers.Operation) graphqlhttp.Result {
			return graphqlhttp.Result{Response: &graphql.Response{Data: make([]byte, bytes)}}
		})
	}
	unread := make(chan struct{})
	var clients sync.WaitGroup
	ask := func(bytes int, wait bool) (code string) {
		done := make(chan string, 1)
		h := l.Sending(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			code, _ := codeOf(t, answer(bytes)(r.Context(), operation(1)))
			done <- code
			if wait {
				<-unread
			}
		}))
		clients.Go(func() { h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "/graphql", nil)) })
		return <-done
	}
	for range 4 {
		if code := ask(sendingBytes/4, true); code != "" {
			t.Fatal(code)
		}
	}
	if code := ask(smallAnswer+1, false); code != "UNAVAILABLE" {
		t.Errorf("beyond the bound: %q", code)
	}
	if code := ask(smallAnswer, false); code != "" {
		t.Errorf("a small answer: %s", code)
	}
	close(unread)
	clients.Wait()
	if code := ask(sendingBytes, false); code != "" {
		t.Errorf("when all is sent: %s", code)
	}
	clients.Wait()
}

// Large bodies are read few at once, and small ones do not wait for them.
func TestLargeBodiesWait(t *testing.T) {
	l := New(Config{Queue: 1})
	inside, ends := make(chan struct{}, 10), make(chan struct{})
	h := l.Large(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		inside <- struct{}{}
		if r.ContentLength > largeBody {
			<-ends
		}
	}))
	serve := func(bytes int64) *httptest.ResponseRecorder {
		r, w := httptest.NewRequest("POST", "/graphql", nil), httptest.NewRecorder()
		r.ContentLength = bytes
		h.ServeHTTP(w, r)
		return w
	}
	var large sync.WaitGroup
	for range largeAtOnce {
		large.Go(func() { serve(largeBody + 1) })
		<-inside
	}
	large.Go(func() { serve(largeBody + 1) })
	for {
		if _, waiting := l.large.load(); waiting == 1 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if w := serve(-1); w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("one more: %d %s", w.Code, w.Body)
	}
	if w := serve(largeBody); w.Code != 200 {
		t.Errorf("a small one: %d", w.Code)
	}
	close(ends)
	large.Wait()
}
