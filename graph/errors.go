package graph

import (
	"errors"
	"fmt"
)

// Sentinel errors. Stores and seed wrap them with %w; one presenter in resolvers maps each to a
// stable GraphQL code. The text after the sentinel is written for the user; driver text never is.
var (
	// ErrNotFound: an id that was named does not exist. The text names it.
	ErrNotFound = errors.New("not found")
	// ErrInvalid: input that cannot mean anything: a bad date, cursor, page size or vocabulary term.
	ErrInvalid = errors.New("invalid")
	// ErrConflict: two datasets state different values for one scalar. The text names both.
	ErrConflict = errors.New("conflict")
	// ErrTooLarge: the answer would pass a limit. The text names the limit and how to ask for less.
	ErrTooLarge = errors.New("too large")
	// ErrUnavailable: the store cannot be reached now; the same call may succeed later.
	ErrUnavailable = errors.New("unavailable")
)

// Invalid makes an ErrInvalid from words for the user, of a command or an argument: what is wrong; what would be right.
// What is wrong with a record or a file is a Fault.
func Invalid(format string, args ...any) error { return invalid(fmt.Sprintf(format, args...)) }

type invalid string

func (e invalid) Error() string   { return ErrInvalid.Error() + ": " + string(e) }
func (e invalid) Message() string { return string(e) }
func (e invalid) Unwrap() error   { return ErrInvalid }

// Message is what an error says to people. Of a fault, and of what Invalid made, these are its words without the
// sentinel's: that something is wrong goes without saying.
func Message(err error) string {
	if e, ok := err.(interface{ Message() string }); ok {
		return e.Message()
	}
	return err.Error()
}
