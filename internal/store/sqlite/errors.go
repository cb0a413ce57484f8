package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	driver "modernc.org/sqlite"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/plan"
)

// failure is an error with a text that clients may read, and the driver's error as its cause, which is kept for the log.
type failure struct {
	said  error
	cause error
}

func (f *failure) Error() string   { return f.said.Error() }
func (f *failure) Unwrap() []error { return []error{f.said, f.cause} }

var errInternal = errors.New("the SQLite store failed")

// Result codes (sqlite.org/rescode.html), without their extensions.
const (
	codePerm, codeBusy, codeLocked, codeNoMemory, codeReadOnly = 3, 5, 6, 7, 8
	codeIO, codeCorrupt, codeFull, codeCantOpen, codeProtocol  = 10, 11, 13, 14, 15
	codeTooBig, codeNoDatabase                                 = 18, 26
)

// mapError wraps the driver's errors in the sentinels of package graph; errors that wrap one already pass unchanged.
func mapError(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if plan.IsSentinel(err) || errors.Is(err, errInternal) {
		return err
	}
	var coded *driver.Error
	switch {
	case errors.As(err, &coded):
		return &failure{ofCode(coded.Code() & 0xff), err}
	case errors.Is(err, sql.ErrConnDone), err.Error() == "sql: database is closed":
		return &failure{fmt.Errorf("%w: the SQLite store is closed", graph.ErrUnavailable), err}
	}
	return err // a caller's own, such as what a callback returned
}

// ofCode is the error for a result code, in words that a person can act on.
func ofCode(code int) error {
	switch code {
	case codeBusy, codeLocked, codeProtocol:
		return fmt.Errorf("%w: another process keeps the SQLite file busy", graph.ErrUnavailable)
	case codeCantOpen, codePerm:
		return fmt.Errorf("%w: the SQLite file cannot be opened: does its folder exist, and may this user write there?", graph.ErrUnavailable)
	case codeReadOnly:
		return fmt.Errorf("%w: the SQLite file cannot be written", graph.ErrUnavailable)
	case codeFull:
		return fmt.Errorf("%w: the disk with the SQLite file is full", graph.ErrUnavailable)
	case codeIO, codeCorrupt, codeNoMemory:
		return fmt.Errorf("%w: the SQLite file cannot be read", graph.ErrUnavailable)
	case codeNoDatabase:
		return fmt.Errorf("%w: the file is no SQLite database", graph.ErrInvalid)
	case codeTooBig:
		return fmt.Errorf("%w: a text or list is longer than SQLite can hold", graph.ErrTooLarge)
	}
	return errInternal
}
