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
	id := make([]byte, 6)
	_, _ = rand.Read(id)
	slog.ErrorContext(ctx, "internal error", "id", hex.EncodeToString(id), "error", err, "cause", errors.Join(causes(err)...))
	out.Message = "internal error " + hex.EncodeToString(id) + "; the server's log tells more"
	out.Extensions = map[string]any{"code": "INTERNAL"}
	return out
}

// panicked is the error of a panic: for present one that nobody foresaw, with the stack for the log.
func panicked(_ context.Context, value any) error {
	return fmt.Errorf("panic: %v\n%s", value, debug.Stack())
}

// causes are the errors that one wraps, for its own text need not show them.
func causes(err error) []error {
	switch err := err.(type) {
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
