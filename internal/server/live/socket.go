package live

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/server/observe"
)

// IsSocket reports whether a request asks for a WebSocket.
func IsSocket(r *http.Request) bool {
	return r.Method == http.MethodGet && r.Header.Get("Sec-WebSocket-Key") != ""
}

// Sockets answers GraphQL over WebSockets. Whether the client may read is asked when it has said who it is, since pages cannot send
// headers with a WebSocket.
func (s *Server) Sockets() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.Gate.AllowsOrigin(r) {
			graphqlhttp.Refuse(w, r, http.StatusForbidden, "FORBIDDEN", "pages of "+strconv.Quote(cut(r.Header.Get("Origin"), 100))+
				" may not open a WebSocket here; the operator can allow it: demarche serve --cors ORIGIN")
			return
		}
		lasting, leave, err := s.Feed.sockets.enter(r.Context(), 0)
		if err != nil {
			refuse(w, r, err)
			return
		}
		defer leave()
		observe.From(r.Context()).SetStream()
		conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{
			Subprotocols:       []string{protocol},
			InsecureSkipVerify: true, // the origin has been checked, by the operator's list
		})
		if err != nil {
			return // Accept has answered
		}
		c := &socket{Server: s, conn: conn, request: r, operations: map[string]*operation{}}
		c.serve(lasting)
	})
}

// socket is a connection.
type socket struct {
	*Server
	conn    *websocket.Conn
	request *http.Request
	begun   atomic.Bool // it has been acknowledged
	writing sync.Mutex

	mu         sync.Mutex
	operations map[string]*operation // by id
	running    sync.WaitGroup
}

// serve answers messages until the connection ends. Whoever ends it gives the cause, and one goroutine closes it.
func (c *socket) serve(ctx context.Context) {
	ctx, end := context.WithCancelCause(ctx)
	c.conn.SetReadLimit(maxMessage)
	c.running.Go(func() {
		<-ctx.Done()
		c.close(context.Cause(ctx))
	})
	if c.conn.Subprotocol() != protocol {
		end(&closing{codeSubprotocol, "Subprotocol not acceptable"})
	} else {
		begin := time.AfterFunc(c.Pace.Begin, func() {
			if !c.begun.Load() {
				end(&closing{codeInitTimeout, "Connection initialisation timeout"})
			}
		})
		defer begin.Stop()
		end(c.read(ctx, end))
	}
	c.running.Wait()
}

// read answers messages. It returns why no more are read.
func (c *socket) read(ctx context.Context, end context.CancelCauseFunc) error {
	who := ctx // until it has begun
	for {
		kind, text, err := c.conn.Read(context.WithoutCancel(ctx)) // close ends it, with a code that the client sees
		if err != nil {
			return errLeft
		}
		if kind != websocket.MessageText {
			return badRequest("Invalid message: send text")
		}
		m, bad := readMessage(text)
		switch {
		case bad != nil:
			return bad
		case m.Type == "ping":
			err = c.send(ctx, messageText("pong", "", m.Payload))
		case m.Type == "connection_init":
			if who, err = c.begin(ctx, m); err == nil {
				begun := who
				c.running.Go(func() { end(c.keepAlive(begun)) })
			}
		case m.Type == "subscribe" && !c.begun.Load():
			return &closing{codeUnauthorized, "Unauthorized"}
		case m.Type == "subscribe":
			err = c.subscribe(who, end, m)
		case m.Type == "complete":
			c.complete(m.ID)
		}
		if err != nil {
			return err
		}
	}
}

// begin finds out who is asking, from what she says in {authorization} or has said in the header, and acknowledges the connection.
func (c *socket) begin(ctx context.Context, m message) (context.Context, error) {
	if c.begun.Load() {
		return ctx, &closing{codeTooManyInits, "Too many initialisation requests"}
	}
	var said struct {
		Authorization string `json:"authorization"` // encoding/json takes it in any case
	}
	if m.Payload != nil {
		if err := json.Unmarshal(m.Payload, &said); err != nil {
			return ctx, &closing{codeForbidden, "Forbidden: authorization is not a text"}
		}
	}
	who, err := c.Gate.Identify(c.request.WithContext(ctx), said.Authorization)
	if err == nil {
		err = access.Require(who, access.Read)
	}
	if err != nil {
		return ctx, &closing{codeForbidden, cut("Forbidden: "+graph.Message(err), maxReason)}
	}
	c.begun.Store(true)
	return who, c.send(ctx, messageText("connection_ack", "", nil))
}

// keepAlive asks for signs of life, and whether the token still holds, until ctx is done or the connection has to end.
func (c *socket) keepAlive(ctx context.Context) error {
	ticks := time.NewTicker(c.Pace.KeepAlive)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticks.C:
		}
		if err := access.Still(ctx); err != nil {
			return err
		}
		pong, cancel := context.WithTimeout(ctx, 2*c.Pace.Slow)
		err := c.conn.Ping(pong)
		cancel()
		if err != nil {
			return errLeft
		}
	}
}

// send sends a message. The error is errSlow when that took too long, and errLeft when the client cannot be reached.
func (c *socket) send(ctx context.Context, text []byte) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*c.Pace.Slow) // an operation that ends breaks off no message
	defer cancel()
	began := time.Now()
	err := c.conn.Write(within, websocket.MessageText, text)
	switch {
	case within.Err() != nil || time.Since(began) > c.Pace.Slow:
		return errSlow
	case err != nil:
		return errLeft
	}
	return nil
}

const maxReason = 123 // bytes of the reason for a close: RFC 6455, section 5.5

// close ends the connection, with a code that says why.
func (c *socket) close(why error) {
	var told *closing
	switch {
	case errors.As(why, &told):
	case errors.Is(why, errStopping):
		told = &closing{codeGoingAway, "The server stops"}
	case errors.Is(why, errSlow):
		told = &closing{codeTryAgain, "Too slow: go on with changed(after:), after the last cursor"}
	case errors.Is(why, graph.ErrUnauthenticated):
		told = &closing{codeForbidden, cut("Forbidden: "+graph.Message(why), maxReason)}
	default:
		_ = c.conn.CloseNow() // it has left
		return
	}
	_ = c.conn.Close(websocket.StatusCode(told.code), told.reason) // it fails when the client has left
}

// cut shortens a text to a number of bytes.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && text[most]&0xC0 == 0x80 { // within a character
		most--
	}
	return text[:most]
}
