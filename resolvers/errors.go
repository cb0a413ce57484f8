package resolvers

import (
	"cmp"
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
	"github.com/demarche-graph/demarche/graph/ingest"
)

func tooComplex(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{graph.ErrTooComplex}, args...)...)
}

// codes are the errors that clients may see, each with its extensions.code. The first that an error wraps counts: trouble in the
// store stays trouble in the store, whatever caused it.
var codes = []struct {
	is   error
	code string
}{
	{graph.ErrUnavailable, "UNAVAILABLE"}, {graph.ErrNotFound, "NOT_FOUND"}, {graph.ErrInvalid, "INVALID"},
	{graph.ErrConflict, "CONFLICT"}, {graph.ErrTooLarge, "TOO_LARGE"}, {graph.ErrTooComplex, "TOO_COMPLEX"},
	{graph.ErrUnauthenticated, "UNAUTHENTICATED"}, {graph.ErrForbidden, "FORBIDDEN"},
	{context.DeadlineExceeded, "TIMEOUT"}, {context.Canceled, "TIMEOUT"},
}

// present turns an error into what a client sees. An error that is not in codes is logged under an id, and shown as INTERNAL
// with that id, so that no text of a driver reaches a client.
func present(ctx context.Context, err error) *gqlerror.Error {
	var own *gqlerror.Error
	if errors.As(err, &own) {
		if own.Err == nil { // gqlgen found a fault in the request.
			switch own.Extensions["code"] {
			case nil, errcode.ValidationFailed, errcode.ParseFailed:
				own.Extensions = map[string]any{"code": "INVALID"}
			}
			own.Message = short(own.Message)
			return own
		}
		err = own.Err
	}
	out := &gqlerror.Error{Path: graphql.GetPath(ctx)}
	for _, c := range codes {
		if errors.Is(err, c.is) {
			out.Message, out.Extensions = message(ctx, err, c.code), map[string]any{"code": c.code}
			if errors.Is(c.is, graph.ErrUnavailable) {
				reason := cmp.Or(graph.ReasonOf(err), graph.StoreGone)
				out.Extensions["reason"], out.Extensions["retryable"] = reason, reason.Retryable()
			}
			if conflict := (*ingest.RevisionConflict)(nil); errors.As(err, &conflict) {
				out.Extensions["revision"] = conflict.Store
			}
			logTrouble(ctx, c.code, err)
			return out
		}
	}
	out.Message = Internal(ctx, "error", err, "cause", errors.Join(causes(err)...))
	out.Extensions = map[string]any{"code": CodeInternal}
	return out
}

// logTrouble logs the cause of what a client cannot help: the client sees a code and an advice, the operator has to find out
// why. A question that its client gave up is no trouble.
func logTrouble(ctx context.Context, code string, err error) {
	level, message := slog.LevelWarn, ""
	switch reason := graph.ReasonOf(err); {
	case code == "TIMEOUT" && errors.Is(err, context.Canceled):
		level, message = slog.LevelDebug, "question given up"
	case code == "TIMEOUT":
		message = "question took too long"
	case code == "UNAVAILABLE" && reason == graph.ServerBusy:
		message = "server is busy"
	case code == "UNAVAILABLE":
		message = "store is in trouble"
		if !reason.Retryable() {
			level = slog.LevelError
		}
	default:
		return
	}
	slog.Log(ctx, level, message, "code", code, "reason", string(graph.ReasonOf(err)), "path", graphql.GetPath(ctx).String(),
		"error", err, "cause", errors.Join(causes(err)...))
}

// CodeInternal is the code of unexpected errors.
const CodeInternal = "INTERNAL"

// Internal logs an unexpected error under a new id. what are attributes as slog takes them. The message is for clients: it
// has the id, and nothing else about the error.
func Internal(ctx context.Context, what ...any) (message string) {
	random := make([]byte, 6)
	_, _ = rand.Read(random) // It never fails: see crypto/rand.
	id := hex.EncodeToString(random)
	slog.ErrorContext(ctx, "internal error", append([]any{"id", id}, what...)...)
	return "internal error " + id + "; the server's log has the details"
}

// panicked returns the error of a panic, with the stack for the log. present treats it as an unexpected error.
func panicked(_ context.Context, value any) error {
	return fmt.Errorf("panic: %v\n%s", value, debug.Stack())
}

// causes returns the errors that an error wraps. The log shows them too, because the error's own text may leave them out.
func causes(err error) []error {
	switch err := err.(type) { //nolint:errorlint // it walks the tree of wrapped errors itself
	case interface{ Unwrap() error }:
		return causes(err.Unwrap())
	case interface{ Unwrap() []error }:
		return err.Unwrap()
	}
	return nil
}

// message returns the text of an error for clients. Some codes have a fixed text, so that it says nothing about the server.
func message(ctx context.Context, err error, code string) string {
	switch code {
	case "TIMEOUT":
		return tooLate(ctx)
	case "UNAVAILABLE":
		return graph.ReasonOf(err).Advice()
	}
	return short(err.Error())
}

// cheap is a cost that no store that works needs longer for than a request may take: some 30 ms of a core.
const cheap = 50_000

// tooLate says why an answer did not come in time, as far as the estimate of its cost tells that.
func tooLate(ctx context.Context) string {
	if o, runs := ctx.Value(operationKey{}).(*Operation); runs && o.Cost <= cheap {
		return "the answer took too long though it needs little: the store is slow, or does not answer; try again in a while"
	}
	return "the answer took too long: ask for less, or narrow the filter; if that takes as long, the store is slow, or does not answer"
}
