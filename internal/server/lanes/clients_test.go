package lanes

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/resolvers"
)

type nameKey struct{}

func nameOf(ctx context.Context) string { name, _ := ctx.Value(nameKey{}).(string); return name }

// from sends a request of a client, and says how it was answered.
func from(t *testing.T, h http.Handler, client string) (status, retryAfter int) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(context.WithValue(t.Context(), nameKey{}, client), "POST", "/graphql", nil))
	if w.Code == http.StatusTooManyRequests {
		var body struct {
			Errors []struct {
				Message    string
				Extensions struct{ Code string }
			}
		}
		if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || len(body.Errors) != 1 || body.Errors[0].Extensions.Code != "RATE_LIMITED" {
			t.Errorf("a body of no GraphQL: %s, %v", w.Body, err)
		}
		retryAfter, _ = strconv.Atoi(w.Header().Get("Retry-After"))
	}
	return w.Code, retryAfter
}

func TestRateOfAClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := NewClients(Limits{Rate: 0.5, Burst: 3, Client: nameOf})
		h := c.Limit(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		expect := func(client string, status, after int) {
			t.Helper()
			if got, retry := from(t, h, client); got != status || retry != after {
				t.Errorf("%s: %d, again after %d s; want %d, %d s", client, got, retry, status, after)
			}
		}
		for range 3 {
			expect("10.0.0.1", 200, 0)
		}
		expect("10.0.0.1", 429, 2)
		expect("10.0.0.1", 429, 2) // what was refused costs nothing
		expect("10.0.0.2", 200, 0)
		time.Sleep(2 * time.Second)
		expect("10.0.0.1", 200, 0)
		expect("10.0.0.1", 429, 2)
	})
}

// What is dear counts for several requests, so that it uses a rate up sooner.
func TestDearQuestionsCountForSeveral(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := NewClients(Limits{Rate: 1, Burst: 10, Client: nameOf})
		ran := 0
		run := c.Charge(func(context.Context, *resolvers.Operation) graphqlhttp.Result {
			ran++
			return graphqlhttp.Result{Response: &graphql.Response{}}
		})
		ctx := context.WithValue(t.Context(), nameKey{}, "token:x")
		expect := func(cost int64, code string, wait time.Duration) {
			t.Helper()
			r := run(ctx, operation(cost))
			if got, _ := codeOf(t, r); got != code || r.RetryAfter != wait {
				t.Errorf("cost %d: %q, again after %s; want %q, %s", cost, got, r.RetryAfter, code, wait)
			}
		}
		expect(9_999, "", 0)
		expect(80_000, "", 0) // of ten, two are left
		expect(50_000, "RATE_LIMITED", 3*time.Second)
		expect(9_999, "", 0)
		time.Sleep(3 * time.Second)
		expect(50_000, "", 0)
		time.Sleep(time.Hour)
		expect(1<<62, "", 0) // it takes all, however dear it is
		expect(10_000, "RATE_LIMITED", time.Second)
		if ran != 5 {
			t.Errorf("%d ran", ran)
		}
	})
}

func TestConcurrencyOfAClient(t *testing.T) {
	c := NewClients(Limits{Concurrency: 2, Client: nameOf})
	inside, ends, ended := make(chan struct{}), make(chan struct{}), make(chan int)
	h := c.Limit(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if nameOf(r.Context()) == "a" {
			inside <- struct{}{}
			<-ends
		}
	}))
	for range 2 {
		go func() { status, _ := from(t, h, "a"); ended <- status }()
		<-inside
	}
	if status, after := from(t, h, "a"); status != 429 || after != 1 {
		t.Errorf("a third: %d after %d", status, after)
	}
	if status, _ := from(t, h, "b"); status != 200 {
		t.Errorf("another client: %d", status)
	}
	ends <- struct{}{}
	<-ended
	go func() { status, _ := from(t, h, "a"); ended <- status }()
	<-inside
	close(ends)
	for range 2 {
		if status := <-ended; status != 200 {
			t.Errorf("after one has ended: %d", status)
		}
	}
}

func TestThisMachineIsLimitedOnlyWhenAsked(t *testing.T) {
	for _, client := range []string{"127.0.0.1", "127.8.0.1", "::1", "::/64"} {
		for _, limited := range []bool{false, true} {
			h := NewClients(Limits{Rate: 1, Burst: 1, Loopback: limited, Client: nameOf}).
				Limit(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
			from(t, h, client)
			if status, _ := from(t, h, client); (status == 429) != limited {
				t.Errorf("%s, limited %t: %d", client, limited, status)
			}
		}
	}
}

// The table of clients does not grow with the addresses that ask.
func TestClientsAreForgotten(t *testing.T) {
	c := NewClients(Limits{Rate: 1, Client: nameOf})
	for i := range knownClients + 10 {
		c.of(context.WithValue(t.Context(), nameKey{}, fmt.Sprint(i)))
	}
	if n := c.known.Len(); n != knownClients {
		t.Errorf("%d are known", n)
	}
	if NewClients(Limits{Client: nameOf}).of(t.Context()) != nil {
		t.Error("who is not limited is kept")
	}
}
