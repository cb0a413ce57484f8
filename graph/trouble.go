package graph

import (
	"errors"
	"fmt"
)

// Reason says why a question could not be answered now. Its text is public: clients get it as extensions.reason.
type Reason string

// Reasons. The zero value says no more than ErrUnavailable does.
const (
	StoreBusy     Reason = "STORE_BUSY"     // another process holds the store
	StoreDamaged  Reason = "STORE_DAMAGED"  // the store cannot be read; an operator has to restore it
	StoreReplaced Reason = "STORE_REPLACED" // another store stands where this one stood
	StoreGone     Reason = "STORE_GONE"     // the store is not where it was, or does not answer
	ServerBusy    Reason = "SERVER_BUSY"    // the server has more to do than it can queue, or is starting
)

// advice is what a client can do, by reason.
var advice = map[Reason]string{
	StoreBusy:     "the store is busy; try again in a while",
	StoreDamaged:  "the store is damaged; its operator has to restore it",
	StoreReplaced: "the store was replaced; try again in a while",
	StoreGone:     "the store cannot be reached; try again in a while",
	ServerBusy:    "the server has too much to do; try again in a while",
}

// Retryable reports whether the same question may be answered if it is asked again, without an operator's help.
func (r Reason) Retryable() bool { return r != StoreDamaged }

// Advice tells a client what to do. It says nothing about the server.
func (r Reason) Advice() string {
	if text, known := advice[r]; known {
		return text
	}
	return advice[StoreGone]
}

// Unavailable makes an ErrUnavailable that has a reason. The format is for the operator's log.
func Unavailable(r Reason, format string, args ...any) error {
	return unavailable{r, fmt.Errorf(format, args...)}
}

type unavailable struct {
	reason Reason
	cause  error
}

func (e unavailable) Error() string   { return ErrUnavailable.Error() + ": " + e.cause.Error() }
func (e unavailable) Unwrap() []error { return []error{ErrUnavailable, e.cause} }

// ReasonOf returns the reason of an ErrUnavailable, "" when it has none.
func ReasonOf(err error) Reason {
	var e unavailable
	if errors.As(err, &e) {
		return e.reason
	}
	return ""
}
