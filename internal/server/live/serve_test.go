package live_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/demarche-graph/demarche/internal/server"
	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/server/lanes"
	"github.com/demarche-graph/demarche/internal/server/live"
	"github.com/demarche-graph/demarche/internal/server/observe"
	"github.com/demarche-graph/demarche/internal/store"
)

// waiting is how long a test waits for what has to come: long enough for a slow machine.
const waiting = 20 * time.Second

// served is a server on an empty store and a log in memory.
type served struct {
	*httptest.Server
	log  *live.MemoryLog
	stop func() // ends what is followed, as the end of the process does
}

// setUp says how a server differs from the usual.
type setUp struct {
	limits  live.Limits
	pace    live.Pace
	access  *access.Gate
	clients lanes.Limits
	metrics *observe.Metrics
	narrow  bool // the system holds little of what a client has not read
}

func serving(t *testing.T, u setUp) served {
	t.Helper()
	s, err := store.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	log := &live.MemoryLog{}
	c := server.Config{Store: s, Feed: live.NewFeed(log, u.limits), Pace: u.pace, Access: u.access, Metrics: u.metrics, Timeout: waiting}
	c.Load.Clients = u.clients
	h := httptest.NewUnstartedServer(server.New(c))
	if u.narrow {
		h.Listener = narrow{h.Listener}
	}
	h.Config.ReadTimeout, h.Config.WriteTimeout = 2*time.Second, 2*time.Second // a subscription outlives both
	h.Start()
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan struct{})
	go func() { defer close(stopped); _ = c.Feed.Run(ctx) }()
	stop := func() { cancel(); <-stopped }
	t.Cleanup(func() { stop(); h.Close(); _ = s.Close() })
	return served{h, log, stop}
}

// narrow accepts connections whose system buffers are small.
type narrow struct{ net.Listener }

func (n narrow) Accept() (net.Conn, error) {
	c, err := n.Listener.Accept()
	if err == nil {
		_ = c.(*net.TCPConn).SetWriteBuffer(4 << 10)
	}
	return c, err
}

// tokens makes a file with a token of each name, all of the scope read but that of boss.
func tokens(t *testing.T, names ...string) (file string, texts map[string]string) {
	t.Helper()
	file, texts = t.TempDir()+"/tokens.txt", map[string]string{}
	for _, name := range names {
		token := access.Token{Name: name, Scope: access.Read}
		if name == "boss" {
			token.Scope = access.Admin
		}
		text, err := access.CreateToken(t.Context(), file, token)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = text
	}
	return file, texts
}

// client is a client of graphql-transport-ws.
type client struct {
	t    *testing.T
	conn *websocket.Conn
}

// dialled opens a WebSocket. headers are names and values in turn.
func dialled(t *testing.T, s served, headers ...string) client {
	t.Helper()
	conn, response, err := dial(t, s, headers...)
	if err != nil {
		t.Fatalf("%v, %+v", err, response)
	}
	conn.SetReadLimit(20 << 20)
	t.Cleanup(func() { _ = conn.CloseNow() })
	return client{t, conn}
}

func dial(t *testing.T, s served, headers ...string) (*websocket.Conn, *http.Response, error) {
	t.Helper()
	h := http.Header{}
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	ctx, cancel := context.WithTimeout(t.Context(), waiting)
	defer cancel()
	return websocket.Dial(ctx, s.URL+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: h})
}

// begun is a WebSocket that has been acknowledged.
func begun(t *testing.T, s served) client {
	t.Helper()
	c := dialled(t, s)
	c.say(`{"type":"connection_init"}`)
	c.hears(`{"type":"connection_ack"}`)
	return c
}

func (c client) say(text string) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), waiting)
	defer cancel()
	if err := c.conn.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
		c.t.Fatal(err)
	}
}

// next is the next message, or how the connection was closed.
func (c client) next() (text string, code int, reason string) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), waiting)
	defer cancel()
	_, message, err := c.conn.Read(ctx)
	if err != nil {
		var told websocket.CloseError
		code = int(websocket.CloseStatus(err))
		if errors.As(err, &told) {
			reason = told.Reason
		}
		return "", code, reason
	}
	return string(message), 0, ""
}

func (c client) hears(want string) {
	c.t.Helper()
	if text, code, reason := c.next(); text != want {
		c.t.Fatalf("heard %q (%d %s), want %q", text, code, reason, want)
	}
}

// closed waits for the end of the connection.
func (c client) closed(want int) (reason string) {
	c.t.Helper()
	for {
		text, code, reason := c.next()
		switch {
		case code == want:
			return reason
		case text == "":
			c.t.Fatalf("closed with %d %s, want %d", code, reason, want)
		}
	}
}

// subscribe is the message that asks for a document.
func subscribe(id, document string) string {
	payload, _ := json.Marshal(map[string]string{"query": document})
	return fmt.Sprintf(`{"id":%q,"type":"subscribe","payload":%s}`, id, payload)
}

const everything = `subscription { changed { revision id } }`

// changed is the message about a change.
func changed(id string, revision int64, key string) string {
	return fmt.Sprintf(`{"type":"next","id":%q,"payload":{"data":{"changed":{"revision":%d,"id":%q}}}}`, id, revision, key)
}

// patiently calls do until it reports success.
func patiently(t *testing.T, what string, do func() bool) {
	t.Helper()
	for end := time.Now().Add(waiting); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if do() {
			return
		}
	}
	t.Fatal(what)
}

// events opens a stream of events. next gives each without its empty line, "" at the end.
func events(t *testing.T, s served, document string, headers ...string) (response *http.Response, next func() string) {
	t.Helper()
	body, _ := json.Marshal(map[string]string{"query": document})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/graphql", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err = http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	return response, eventsOf(response)
}

// eventsOf reads a stream of events.
func eventsOf(response *http.Response) (next func() string) {
	lines := bufio.NewReader(response.Body)
	return func() string {
		var event strings.Builder
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return event.String()
			}
			if line == "\n" {
				return event.String()
			}
			event.WriteString(line)
		}
	}
}

// unlessComment skips signs of life.
func unlessComment(next func() string) string {
	for {
		if e := next(); e != ":\n" {
			return e
		}
	}
}
