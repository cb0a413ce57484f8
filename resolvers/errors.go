package resolvers

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/graph"
)

// errTooComplex is the sentinel of a document that would cost too much to answer, whatever the store holds.
var errTooComplex = errors.New("too complex")

func tooComplex(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{errTooComplex}, args...)...)
}

// codes are the errors that clients may see, each with its extensions.code.
var codes = []struct {
	is   error
	code string
}{
	{graph.ErrNotFound, "NOT_FOUND"}, {graph.ErrInvalid, "INVALID"}, {graph.ErrConflict, "CONFLICT"},
	{graph.ErrTooLarge, "TOO_LARGE"}, {errTooComplex, "TOO_COMPLEX"}, {graph.ErrUnavailable, "UNAVAILABLE"},
	{context.DeadlineExceeded, "TIMEOUT"}, {context.Canceled, "TIMEOUT"},
}

// present makes of an error what a client sees. One that codes does not have is logged under an id, and shown as INTERNAL with
// that id: no text of a driver reaches a client.
func present(ctx context.Context, err error) *gqlerror.Error {
	var own *gqlerror.Error
	if errors.As(err, &own) {
		if own.Err == nil { // gqlgen found a fault in the request.
			switch own.Extensions["code"] {
			case nil, errcode.ValidationFailed, errcode.ParseFailed:
				own.Extensions = map[string]any{"code": "INVALID"}
			}
			return own
		}
		err = own.Err
	}
	out := &gqlerror.Error{Path: graphql.GetPath(ctx)}
	for _, c := range codes {
		if errors.Is(err, c.is) {
			out.Message, out.Extensions = message(err, c.code), map[string]any{"code": c.code}
			return out
		}
	}
	out.Message = Internal(ctx, "error", err, "cause", errors.Join(causes(err)...))
	out.Extensions = map[string]any{"code": CodeInternal}
	return out
}

// CodeInternal is the code of what nobody foresaw.
const CodeInternal = "INTERNAL"

// Internal logs what nobody foresaw, as slog takes it, under a new id. It gives the message for clients, which has the id and
// nothing else of it.
func Internal(ctx context.Context, what ...any) (message string) {
	random := make([]byte, 6)
	_, _ = rand.Read(random) // It never fails: see crypto/rand.
	id := hex.EncodeToString(random)
	slog.ErrorContext(ctx, "internal error", append([]any{"id", id}, what...)...)
	return "internal error " + id + "; the server's log tells more"
}

// panicked is the error of a panic: for present one that nobody foresaw, with the stack for the log.
func panicked(_ context.Context, value any) error {
	return fmt.Errorf("panic: %v\n%s", value, debug.Stack())
}

// causes are the errors that one wraps, for its own text need not show them.
func causes(err error) []error {
	switch err := err.(type) { //nolint:errorlint // it walks the tree of wrapped errors itself
	case interface{ Unwrap() error }:
		return causes(err.Unwrap())
	case interface{ Unwrap() []error }:
		return err.Unwrap()
	}
	return nil
}

// message is the text of an error, but for those whose text would tell about the server.
func message(err error, code string) string {
	switch code {
	case "TIMEOUT":
		return "the answer took too long; ask for less, or narrow the filter"
	case "UNAVAILABLE":
		return "the store cannot be reached; try again in a while"
	}
	return err.Error()
}
