package webhooks

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"
)

// Payload is the body of a message. Data is one of the types below that has the name of the Type.
type Payload struct {
	Type      Type      `json:"type"`
	Timestamp time.Time `json:"timestamp"` // when the revision was recorded or, of AnnouncedPassed, when the day was over
	Data      any       `json:"data"`
}

// Recorded is the place in the log that a message tells of.
type Recorded struct {
	Revision int64  `json:"revision"`
	Cursor   string `json:"cursor"` // changes(after:) and changed(after:) go on after it
}

// AnswerNew tells of an answer that no dataset stated before the revision.
type AnswerNew struct {
	Recorded
	Dataset string `json:"dataset"` // that states it
	Answer  Answer `json:"answer"`
}

// ContradictionNew tells of two claims of which no dataset stated before that they contradict each other.
type ContradictionNew struct {
	Recorded
	Dataset       string        `json:"dataset"`
	Contradiction Contradiction `json:"contradiction"`
}

// SilenceEnded tells of a silence that was recorded, or computed, before the revision, and that an answer has ended.
type SilenceEnded struct {
	Recorded
	Dataset string  `json:"dataset"` // whose statement ended it
	Silence Silence `json:"silence"`
	EndedBy Answer  `json:"endedBy"`
}

// AnnouncedPassed tells of an act that is still ANNOUNCED though the latest day that its date allows is over, in UTC.
type AnnouncedPassed struct {
	Recorded           // the newest revision
	Action   Announced `json:"action"`
}

// Changed tells of a revision, and how many statements it changed.
type Changed struct {
	Recorded
	Since     int64 `json:"since"` // the revision before: changes(since:) gives what this one changed, and all after it
	Added     int   `json:"added"`
	Changed   int   `json:"changed"`
	Retracted int   `json:"retracted"`
}

// The facts in messages have the names and meanings of the GraphQL schema. What is unknown is null.
type (
	// Actor is who acts.
	Actor struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	// Act is an Action.
	Act struct {
		ID         string  `json:"id"`
		Title      string  `json:"title"`
		Type       string  `json:"type"`
		Date       *string `json:"date"` // EDTF
		Performers []Actor `json:"performers"`
	}
	// Answer is a Response: how one act answers another.
	Answer struct {
		ID         string `json:"id"`
		Mode       string `json:"mode"`
		Escalation string `json:"escalation"`
		Basis      string `json:"basis"`
		DelayDays  *int   `json:"delayDays"`
		Response   Act    `json:"response"`
		Trigger    Act    `json:"trigger"`
	}
	// Claim is what somebody asserts, and in which statement.
	Claim struct {
		ID     string  `json:"id"`
		Text   string  `json:"text"`
		Stance string  `json:"stance"`
		By     []Actor `json:"by"`
		MadeIn *Act    `json:"madeIn"`
	}
	// Contradiction joins two claims.
	Contradiction struct {
		ID    string `json:"id"`
		Basis string `json:"basis"`
		A     Claim  `json:"a"`
		B     Claim  `json:"b"`
	}
	// Silence is a stated Silence, or an Unanswered request that was computed.
	Silence struct {
		ID     string  `json:"id"`
		Kind   string  `json:"kind"`
		Basis  string  `json:"basis"`
		AsOf   *string `json:"asOf"` // EDTF
		Actor  Actor   `json:"actor"`
		Action Act     `json:"action"`
	}
	// Announced is an act with who announced it, and the latest day that its date allows.
	Announced struct {
		Act
		Latest     string  `json:"latest"`
		Announcers []Actor `json:"announcers"`
	}
)

// message is one that is posted.
type message struct {
	kind Type
	id   string
	body []byte
}

// newMessage makes a message. Its id is made of what makes it this message, and no other: the same of each server, at each time.
func newMessage(hook string, p Payload, what ...string) (message, error) {
	p.Timestamp = p.Timestamp.UTC()
	body, err := json.Marshal(p)
	sum := sha256.Sum256([]byte(strings.Join(append([]string{hook, string(p.Type)}, what...), "\x00")))
	return message{p.Type, "msg_" + hex.EncodeToString(sum[:16]), body}, err
}
