package lanes

import (
	"context"
	"strings"
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

// Few long documents are prepared at once: others wait, those whose clients go away leave, and short ones pass.
func TestLongDocumentsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Config{Queue: 1})
		long, short := strings.Repeat(" ", longDocument+1), strings.Repeat(" ", longDocument)
		prepare := func(ctx context.Context, document string) *graphqlhttp.Result {
			leave, refused := l.Admit(ctx, document)
			if refused == nil {
				time.Sleep(time.Second)
				leave()
			}
			return refused
		}
		for range l.long.seats {
			go prepare(t.Context(), long)
		}
		synctest.Wait()
		if _, refused := l.Admit(t.Context(), short); refused != nil {
			t.Errorf("a short one: %v", refused.Response.Errors)
		}
		left, leave := context.WithCancel(t.Context())
		leave()
		if _, err := l.quick.enter(left, ""); err == nil {
			t.Error("one whose client had gone gets a seat")
		}
		gone, goAway := context.WithTimeout(t.Context(), time.Millisecond)
		defer goAway()
		if prepare(gone, long) == nil {
			t.Error("one whose client has gone is prepared")
		}
		var waiting sync.WaitGroup
		for range l.long.queueLength {
			waiting.Go(func() {
				if refused := prepare(t.Context(), long); refused != nil {
					t.Errorf("one that waits: %v", refused.Response.Errors)
				}
			})
		}
		synctest.Wait()
		refused := prepare(t.Context(), long)
		if refused == nil || refused.RetryAfter == 0 {
			t.Fatal("one more than may wait is not refused")
		}
		if code, reason := codeOf(t, *refused); code != "UNAVAILABLE" || reason != string(graph.ServerBusy) {
			t.Errorf("one more than may wait: %s, %s", code, reason)
		}
		waiting.Wait()
	})
}
