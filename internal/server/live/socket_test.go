package live_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/server/lanes"
	"github.com/demarche-graph/demarche/internal/server/live"
	"github.com/demarche-graph/demarche/internal/server/observe"
)

func TestSocketFollows(t *testing.T) {
	s := serving(t, setUp{})
	c := begun(t, s)
	s.log.Record("before")
	c.say(subscribe("all", `subscription { changed(since: 0, filter: {id: ["before", "later"]}) { revision id } }`))
	c.hears(changed("all", 1, "before")) // now it follows
	c.say(`{"type":"ping","payload":{"a":[1]}}`)
	c.hears(`{"type":"pong","payload":{"a":[1]}}`)
	s.log.Record("other")
	s.log.Record("later")
	c.hears(changed("all", 3, "later"))
	c.say(`{"id":"all","type":"complete"}`)
	c.say(subscribe("all", `subscription { changed(since: 2) { revision id } }`)) // the id is free
	c.hears(changed("all", 3, "later"))
	c.say(`{"id":"nobody","type":"complete"}`)
	c.say(`{"type":"pong"}`)
	c.say(`{"type":"ping"}`)
	c.hears(`{"type":"pong"}`)
}

// A client that was cut off goes on after the last cursor that it got.
func TestSocketResumes(t *testing.T) {
	s := serving(t, setUp{})
	s.log.Record("a", "b", "c")
	c := begun(t, s)
	c.say(subscribe("1", `subscription { changed(since: 0) { cursor } }`))
	c.next()
	text, _, _ := c.next()
	_ = c.conn.CloseNow()
	_, cursor, _ := strings.Cut(text, `"cursor":"`)
	cursor, _, _ = strings.Cut(cursor, `"`)
	c = begun(t, s)
	c.say(subscribe("1", fmt.Sprintf(`subscription { changed(after: %q) { revision id } }`, cursor)))
	c.hears(changed("1", 1, "c"))
}

// Queries go the same way as by POST, with their limits, beside a subscription.
func TestSocketAnswersQueries(t *testing.T) {
	s := serving(t, setUp{})
	c := begun(t, s)
	c.say(subscribe("q", `{ actor(id: "nobody") { id } }`))
	c.hears(`{"type":"next","id":"q","payload":{"data":{"actor":null}}}`)
	c.hears(`{"type":"complete","id":"q"}`)
	for document, code := range map[string]string{
		`{ nobody }`: "INVALID", `{ actors(first: 501) { nodes { id } } }`: "TOO_LARGE", `subscription { changed(since: 7) { id } }`: "INVALID",
		`subscription { changed(filter: {who: "leyla"}) { id } }`: "FORBIDDEN",
	} {
		c.say(subscribe("q", document))
		text, _, _ := c.next()
		if !strings.Contains(text, `"code":"`+code+`"`) {
			t.Errorf("%s: %s", document, text)
		}
		if strings.Contains(text, `"type":"next"`) {
			c.hears(`{"type":"complete","id":"q"}`)
		} else if !strings.HasPrefix(text, `{"type":"error","id":"q","payload":[{"message":`) {
			t.Errorf("%s: %s", document, text)
		}
	}
}

// Each way in which a client breaks the protocol has the close code that the protocol gives it.
func TestSocketKeepsTheProtocol(t *testing.T) {
	s := serving(t, setUp{})
	const begin = `{"type":"connection_init"}`
	for _, c := range []struct {
		name     string
		messages []string
		code     int
	}{
		{"no JSON", []string{"{"}, 4400},
		{"a list", []string{"[]"}, 4400},
		{"an unknown type", []string{begin, `{"type":"start","id":"1"}`}, 4400},
		{"a type of the server's", []string{begin, `{"type":"next","id":"1","payload":{}}`}, 4400},
		{"no type", []string{begin, `{"id":"1"}`}, 4400},
		{"no id", []string{begin, `{"type":"subscribe","payload":{"query":"{__typename}"}}`}, 4400},
		{"an id that is a number", []string{begin, `{"type":"complete","id":1}`}, 4400},
		{"an id without end", []string{begin, subscribe(strings.Repeat("x", 300), everything)}, 4400},
		{"no payload", []string{begin, `{"type":"subscribe","id":"1"}`}, 4400},
		{"a payload that is a text", []string{begin, `{"type":"subscribe","id":"1","payload":"{a}"}`}, 4400},
		{"an init that is a list", []string{`{"type":"connection_init","payload":[]}`}, 4400},
		{"no init", []string{subscribe("1", everything)}, 4401},
		{"two inits", []string{begin, begin}, 4429},
		{"an id twice", []string{begin, subscribe("1", everything), subscribe("1", everything)}, 4409},
		{"a wrong token", []string{`{"type":"connection_init","payload":{"authorization":"Bearer demarche_x"}}`}, 4403},
		{"a token that is a number", []string{`{"type":"connection_init","payload":{"authorization":1}}`}, 4403},
	} {
		t.Run(c.name, func(t *testing.T) {
			to := dialled(t, s)
			for _, m := range c.messages {
				to.say(m)
			}
			to.closed(c.code)
		})
	}
	t.Run("bytes", func(t *testing.T) {
		to := dialled(t, s)
		if err := to.conn.Write(t.Context(), websocket.MessageBinary, []byte(begin)); err != nil {
			t.Fatal(err)
		}
		to.closed(4400)
	})
	t.Run("a message without end", func(t *testing.T) {
		to := dialled(t, s)
		_ = to.conn.Write(t.Context(), websocket.MessageText, []byte(subscribe("1", strings.Repeat("x", 300<<10)))) // it may break off
		if text, code, _ := to.next(); text != "" || code != 1009 && code != -1 {                                   // the code may be lost
			t.Errorf("%q, %d", text, code)
		}
	})
	t.Run("another subprotocol", func(t *testing.T) {
		conn, _, err := websocket.Dial(t.Context(), s.URL+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-ws"}})
		if err != nil {
			t.Fatal(err)
		}
		client{t, conn}.closed(4406)
	})
}

func TestSocketHasToBegin(t *testing.T) {
	s := serving(t, setUp{pace: live.Pace{Begin: 50 * time.Millisecond}})
	dialled(t, s).closed(4408)
	begun(t, s).say(`{"type":"ping"}`)
}

// gate lets those read who have a token.
func gate(t *testing.T, names ...string) (*access.Gate, string, map[string]string) {
	t.Helper()
	file, texts := tokens(t, names...)
	g, err := access.New(t.Context(), access.Config{Tokens: file, PrivateReading: true, Origins: []string{"https://app.example"}})
	if err != nil {
		t.Fatal(err)
	}
	return g, file, texts
}

// A page cannot send headers with a WebSocket: its token comes with the first message. It counts as it does in a header.
func TestSocketKnowsTokens(t *testing.T) {
	g, file, texts := gate(t, "reader", "boss")
	s := serving(t, setUp{access: g, pace: live.Pace{KeepAlive: 20 * time.Millisecond}})
	c := dialled(t, s)
	c.say(`{"type":"connection_init","payload":{}}`)
	if reason := c.closed(4403); !strings.Contains(reason, "needs a token") {
		t.Errorf("the reason is %q", reason)
	}
	s.log.Record("a")
	for name, who := range map[string]string{"reader": "null", "boss": `"leyla"`} {
		c = dialled(t, s)
		c.say(`{"type":"connection_init","payload":{"Authorization":"Bearer ` + texts[name] + `"}}`)
		c.hears(`{"type":"connection_ack"}`)
		c.say(subscribe("1", `subscription { changed(since: 0) { who } }`))
		c.hears(`{"type":"next","id":"1","payload":{"data":{"changed":{"who":` + who + `}}}}`)
	}
	inHeader := dialled(t, s, "Authorization", "Bearer "+texts["boss"])
	inHeader.say(`{"type":"connection_init"}`)
	inHeader.hears(`{"type":"connection_ack"}`)
	if err := access.RevokeTokens(t.Context(), file, "boss"); err != nil {
		t.Fatal(err)
	}
	if err := g.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	inHeader.closed(4403)
}

func TestSocketChecksOrigins(t *testing.T) {
	g, _, texts := gate(t, "reader")
	s := serving(t, setUp{access: g})
	for origin, ok := range map[string]bool{"https://app.example": true, "https://evil.example": false, s.URL: true} {
		conn, response, err := dial(t, s, "Origin", origin, "Authorization", "Bearer "+texts["reader"])
		switch {
		case ok && err != nil:
			t.Errorf("%s: %v", origin, err)
		case ok:
			_ = conn.CloseNow()
		case err == nil || response.StatusCode != http.StatusForbidden:
			t.Errorf("%s: %v, %v", origin, response, err)
		}
	}
}

// Who does not read is told so if that is possible, and cut off. Others get all meanwhile.
func TestSlowSockets(t *testing.T) {
	m := observe.NewMetrics(observe.Build{})
	s := serving(t, setUp{pace: live.Pace{Slow: 500 * time.Millisecond}, metrics: m, narrow: true})
	slow, quick := begun(t, s), begun(t, s)
	slow.say(subscribe("1", everything))
	quick.say(subscribe("1", everything))
	patiently(t, "they do not follow", func() bool { return metric(m, "demarche_subscriptions_open") == "2" })
	const changes = 200
	for range changes {
		s.log.Record(strings.Repeat("x", 100<<10)) // as an id: all together are more than the system holds
	}
	for i := range changes {
		if text, code, reason := quick.next(); text == "" {
			t.Fatalf("%d: closed with %d %s", i, code, reason)
		}
	}
	patiently(t, "the slow one is not cut off", func() bool { return metric(m, `demarche_subscriptions_ended_total{why="slow"}`) == "1" })
	for n := 0; ; n++ {
		if text, code, _ := slow.next(); text == "" {
			if n >= changes || code != 1013 && code != -1 { // -1: it was too late to tell
				t.Errorf("after %d changes it was closed with %d", n, code)
			}
			break
		}
	}
	quick.say(`{"type":"ping"}`)
	quick.hears(`{"type":"pong"}`)
}

// A client that reads again before it is too late is told why it was cut off.
func TestSlowSocketsAreTold(t *testing.T) {
	m := observe.NewMetrics(observe.Build{})
	s := serving(t, setUp{pace: live.Pace{Slow: 3 * time.Second}, metrics: m, narrow: true})
	told := false
	for range 5 { // on a busy machine it may be too late
		c := begun(t, s)
		c.say(subscribe("1", everything))
		patiently(t, "it does not follow", func() bool { return metric(m, "demarche_subscriptions_open") == "1" })
		s.log.Record(strings.Repeat("x", 200<<10), strings.Repeat("y", 9<<20)) // more than the system holds, in few messages
		time.Sleep(4500 * time.Millisecond)                                    // slow after 3.3 s at the latest, too late after 6 s
		for text, code := "-", 0; text != ""; told = told || code == 1013 {
			text, code, _ = c.next()
		}
		if told {
			return
		}
	}
	t.Error("no slow client was told")
}

// metric is the value of a metric, as Prometheus reads it.
func metric(m *observe.Metrics, name string) string {
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for line := range strings.Lines(w.Body.String()) {
		if value, found := strings.CutPrefix(line, name+" "); found {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func TestSocketsAreBounded(t *testing.T) {
	s := serving(t, setUp{limits: live.Limits{Most: 2}})
	c := begun(t, s)
	s.log.Record("a")
	for _, id := range []string{"1", "2"} {
		c.say(subscribe(id, `subscription { changed(since: 0) { revision id } }`))
		c.hears(changed(id, 1, "a"))
	}
	c.say(subscribe("3", everything))
	if text, _, _ := c.next(); !strings.Contains(text, `"reason":"SERVER_BUSY"`) || !strings.HasPrefix(text, `{"type":"error","id":"3"`) {
		t.Errorf("a third: %s", text)
	}
	c.say(`{"id":"1","type":"complete"}`)
	patiently(t, "there is no room for another", func() bool {
		c.say(subscribe("4", `subscription { changed(since: 0) { revision id } }`))
		text, _, _ := c.next()
		return text == changed("4", 1, "a")
	})
	begun(t, s)
	if _, response, err := dial(t, s); err == nil || response.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a third connection: %v, %v", response, err)
	}
}

// One client takes no more than its part, whose connections it has by its token.
func TestSocketsOfAClientAreBounded(t *testing.T) {
	g, _, texts := gate(t, "reader", "boss")
	s := serving(t, setUp{access: g, limits: live.Limits{PerClient: 1}, clients: lanes.Limits{Rate: 1000, Concurrency: 1, Loopback: true}})
	s.log.Record("a")
	first := func(name string) client {
		c := dialled(t, s, "Authorization", "Bearer "+texts[name])
		c.say(`{"type":"connection_init"}`)
		c.hears(`{"type":"connection_ack"}`)
		c.say(subscribe("1", `subscription { changed(since: 0) { revision id } }`))
		c.hears(changed("1", 1, "a"))
		return c
	}
	c := first("reader")
	c.say(subscribe("2", everything))
	if text, _, _ := c.next(); !strings.Contains(text, `"code":"RATE_LIMITED"`) {
		t.Errorf("a second subscription: %s", text)
	}
	_, response, err := dial(t, s, "Authorization", "Bearer "+texts["reader"])
	if err == nil || response.StatusCode != http.StatusTooManyRequests {
		t.Errorf("a second connection: %v, %v", response, err)
	}
	first("boss")
	c.say(subscribe("3", `{ actor(id: "x") { id } }`)) // a subscription is not among the requests that are answered at once
	c.hears(`{"type":"next","id":"3","payload":{"data":{"actor":null}}}`)
}

func TestSocketsEndWhenTheServerStops(t *testing.T) {
	s := serving(t, setUp{})
	c := begun(t, s)
	c.say(subscribe("1", everything))
	idle := dialled(t, s)
	done := make(chan struct{})
	go func() { defer close(done); s.stop() }()
	c.closed(1001)
	idle.closed(1001)
	<-done
	if _, response, err := dial(t, s); err == nil || response.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a connection while it stops: %v, %v", response, err)
	}
}
