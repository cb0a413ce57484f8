package graph

import (
	"errors"
	"fmt"
)

// Sentinel errors. Stores and seed wrap them with %w; one presenter in resolvers maps each to a
// stable GraphQL code. The text after the sentinel is written for the user; driver text never is.
var (
	// ErrNotFound says that an id that was named does not exist. The text names it.
	ErrNotFound = errors.New("not found")
	// ErrInvalid says that input has no meaning: a bad date, cursor, page size or vocabulary term.
	ErrInvalid = errors.New("invalid")
	// ErrConflict says that a write contradicts what the store holds, such as another dataset's value for the same scalar.
	// The text names both.
	ErrConflict = errors.New("conflict")
	// ErrTooLarge says that the answer would exceed a limit. The text names the limit and how to ask for less.
	ErrTooLarge = errors.New("too large")
	// ErrTooComplex says that to answer a question costs too much, whatever the answer is. The text tells how to ask instead.
	ErrTooComplex = errors.New("too complex")
	// ErrUnavailable says that the store cannot be reached now; the same call may succeed later.
	ErrUnavailable = errors.New("unavailable")
	// ErrUnauthenticated says that something needs to know who is asking, and nobody said so. The text names what to send.
	ErrUnauthenticated = errors.New("unauthenticated")
	// ErrForbidden says that the one who asks is known, and may not do that. The text names what she lacks.
	ErrForbidden = errors.New("forbidden")
)

// Invalid makes an ErrInvalid about a command or an argument, from words for the user: what is wrong; what would be right.
// A Fault is the same for a record or a file.
func Invalid(format string, args ...any) error { return invalid(fmt.Sprintf(format, args...)) }

type invalid string

func (e invalid) Error() string   { return ErrInvalid.Error() + ": " + string(e) }
func (e invalid) Message() string { return string(e) }
func (e invalid) Unwrap() error   { return ErrInvalid }

// Message returns the text of an error for people. The text of a fault, and of an error that Invalid made, does not begin
// with the sentinel's text.
func Message(err error) string {
	if e, ok := err.(interface{ Message() string }); ok {
		return e.Message()
	}
	return err.Error()
}
