package live_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/server/live"
	"github.com/demarche-graph/demarche/internal/server/observe"
)

func event(data string) string { return "event: next\ndata: " + data + "\n" }

const completed = "event: complete\ndata: \n"

// A subscription lasts longer than the server's time limits for requests, which these tests set to less than a second.
func TestEventsFollow(t *testing.T) {
	s := serving(t, setUp{pace: live.Pace{KeepAlive: 50 * time.Millisecond}})
	s.log.Record("a")
	r, next := events(t, s, `subscription { changed(since: 0) { revision id } }`)
	if r.StatusCode != 200 || r.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" {
		t.Fatalf("%d %v", r.StatusCode, r.Header)
	}
	if e := unlessComment(next); e != event(`{"data":{"changed":{"revision":1,"id":"a"}}}`) {
		t.Errorf("got %q", e)
	}
	for range 60 { // signs of life, 3 s of them: longer than a request may take
		if e := next(); e != ":\n" {
			t.Fatalf("got %q", e)
		}
	}
	s.log.Record("b")
	if e := unlessComment(next); e != event(`{"data":{"changed":{"revision":2,"id":"b"}}}`) {
		t.Errorf("got %q", e)
	}
	go s.stop()
	if e := unlessComment(next); e != completed {
		t.Errorf("when the server stops: %q", e)
	}
	if e := next(); e != "" {
		t.Errorf("after the end: %q", e)
	}
}

func TestEventsByGET(t *testing.T) {
	s := serving(t, setUp{})
	s.log.Record("a")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
		s.URL+"/graphql?query=subscription%7Bchanged(since:0)%7Bid%7D%7D", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if e := unlessComment(eventsOf(response)); e != event(`{"data":{"changed":{"id":"a"}}}`) {
		t.Errorf("got %q", e)
	}
}

// What is wrong before the stream begins has its status; what goes wrong later is an event.
func TestEventsRefuse(t *testing.T) {
	g, _, texts := gate(t, "reader")
	s := serving(t, setUp{access: g, limits: live.Limits{Most: 1}})
	s.log.Record("a")
	token := []string{"Authorization", "Bearer " + texts["reader"]}
	if r, _ := events(t, s, everything); r.StatusCode != 401 {
		t.Errorf("without a token: %d", r.StatusCode)
	}
	if r, _ := events(t, s, `subscription { changed { nobody } }`, token...); r.StatusCode != 400 {
		t.Errorf("an unknown field: %d", r.StatusCode)
	}
	_, next := events(t, s, `subscription { changed(since: 5) { id } }`, token...)
	if e := unlessComment(next); !strings.Contains(e, `"code":"INVALID"`) || unlessComment(next) != completed {
		t.Errorf("a revision of the future: %q", e)
	}
	_, next = events(t, s, `subscription { changed(since: 0) { id } }`, token...)
	unlessComment(next)
	r, _ := events(t, s, everything, token...)
	if r.StatusCode != 503 || r.Header.Get("Retry-After") == "" {
		t.Errorf("one too many: %d %v", r.StatusCode, r.Header)
	}
	if r, next = events(t, s, `{ actor(id: "x") { id } }`, token...); r.StatusCode != 200 || next() != event(`{"data":{"actor":null}}`) {
		t.Errorf("a query: %d", r.StatusCode)
	}
}

// A stream ends with the token that began it.
func TestEventsEndWithTheToken(t *testing.T) {
	g, file, texts := gate(t, "reader", "other")
	s := serving(t, setUp{access: g, pace: live.Pace{KeepAlive: 20 * time.Millisecond}})
	_, next := events(t, s, everything, "Authorization", "Bearer "+texts["reader"])
	if e := next(); e != ":\n" {
		t.Fatalf("got %q", e)
	}
	if err := access.RevokeTokens(t.Context(), file, "reader"); err != nil {
		t.Fatal(err)
	}
	if err := g.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	if e := unlessComment(next); !strings.Contains(e, `"code":"UNAUTHENTICATED"`) || unlessComment(next) != completed {
		t.Errorf("got %q", e)
	}
}

func TestSlowEvents(t *testing.T) {
	m := observe.NewMetrics(observe.Build{})
	s := serving(t, setUp{pace: live.Pace{Slow: 300 * time.Millisecond}, metrics: m, narrow: true})
	r, next := events(t, s, everything)
	next()
	const changes = 200
	for range changes {
		s.log.Record(strings.Repeat("x", 100<<10))
	}
	patiently(t, "the slow one is not cut off", func() bool { return metric(m, `demarche_subscriptions_ended_total{why="slow"}`) == "1" })
	n := 0
	for e := next(); e != ""; e = next() {
		n++
	}
	if n == 0 || n >= changes {
		t.Errorf("%s: %d events", r.Status, n)
	}
}

// When the client leaves, nothing of its subscription stays.
func TestEventsEndWhenTheClientLeaves(t *testing.T) {
	m := observe.NewMetrics(observe.Build{})
	s := serving(t, setUp{metrics: m})
	r, next := events(t, s, everything)
	next()
	if open := metric(m, "demarche_subscriptions_open"); open != "1" {
		t.Errorf("%s are open", open)
	}
	_ = r.Body.Close()
	patiently(t, "it goes on", func() bool {
		return metric(m, "demarche_subscriptions_open") == "0" && metric(m, `demarche_subscriptions_ended_total{why="left"}`) == "1"
	})
}
