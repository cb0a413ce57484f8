package live

import (
	"encoding/json"
	"fmt"
	"slices"
)

// protocol is the subprotocol of WebSockets: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md.
const protocol = "graphql-transport-ws"

const (
	maxMessage = 256 << 10 // bytes of a message: more than a document may have
	maxID      = 256       // bytes of an operation's id, which each of its messages has
)

// message is one of graphql-transport-ws.
type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// closing ends a connection with a code, and a reason of at most 123 bytes.
type closing struct {
	code   int
	reason string
}

func (c *closing) Error() string { return fmt.Sprintf("%d %s", c.code, c.reason) }

// Close codes: those of RFC 6455, and those of the protocol.
const (
	codeGoingAway    = 1001
	codeTryAgain     = 1013
	codeBadRequest   = 4400
	codeUnauthorized = 4401 // a subscription before the connection was acknowledged
	codeForbidden    = 4403
	codeSubprotocol  = 4406
	codeInitTimeout  = 4408
	codeSubscriberIs = 4409
	codeTooManyInits = 4429
)

func badRequest(reason string) *closing { return &closing{codeBadRequest, reason} }

// readMessage reads what a client sends.
func readMessage(text []byte) (m message, bad *closing) {
	if err := json.Unmarshal(text, &m); err != nil {
		return m, badRequest("Invalid message: it is not a JSON object with a type")
	}
	isObject := len(m.Payload) > 0 && m.Payload[0] == '{'
	without := len(m.Payload) == 0 || string(m.Payload) == "null"
	switch m.Type {
	case "connection_init", "ping", "pong":
		if !without && !isObject {
			return m, badRequest("Invalid message: the payload is not an object")
		}
		if without {
			m.Payload = nil
		}
	case "subscribe":
		if !isObject {
			return m, badRequest("Invalid message: subscribe needs a payload with a query")
		}
		fallthrough
	case "complete":
		if m.ID == "" || len(m.ID) > maxID {
			return m, badRequest(fmt.Sprintf("Invalid message: its id has to have 1 to %d bytes", maxID))
		}
	default:
		return m, badRequest("Invalid message: clients send connection_init, ping, pong, subscribe and complete")
	}
	return m, nil
}

// messageText writes a message. The payload is JSON, or nil.
func messageText(kind, id string, payload []byte) []byte {
	out := []byte(`{"type":"` + kind + `"`)
	if id != "" {
		quoted, _ := json.Marshal(id) // a text is always written
		out = slices.Concat(out, []byte(`,"id":`), quoted)
	}
	if payload != nil {
		out = slices.Concat(out, []byte(`,"payload":`), payload)
	}
	return append(out, '}')
}
