package graph

import "errors"

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
