package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

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
func (f *failure) Message() string { return graph.Message(f.said) }
func (f *failure) Unwrap() []error { return []error{f.said, f.cause} }

var errInternal = errors.New("the SQLite store failed")

// Result codes (sqlite.org/rescode.html), without their extensions.
const (
	codeError, codePerm, codeBusy, codeLocked, codeNoMemory, codeReadOnly = 1, 3, 5, 6, 7, 8
	codeIO, codeCorrupt, codeFull, codeCantOpen, codeProtocol             = 10, 11, 13, 14, 15
	codeTooBig, codeNoDatabase                                            = 18, 26
)

// Errors of input and output that say nothing about the file: there is no memory, no room for the index of the log, or no folder
// for temporary files.
const codeIONoMemory, codeIOShmSize, codeIOTempPath = codeIO | 12<<8, codeIO | 19<<8, codeIO | 25<<8

// limits are what SQLite says when a statement exceeds one of its limits (sqlite.org/limits.html), for which there is no code.
var limits = []string{
	"Expression tree is too large", "expression tree is too large", "parser stack overflow", "Recursion limit",
	"too many SQL variables", "variable number must be between",
	"too many terms in", "too many columns", "too many FROM clause terms", "tables in a join", "too many arguments on function",
	"LIKE or GLOB pattern too complex",
}

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
		return &failure{ofDriver(coded), err}
	case errors.Is(err, errMoved):
		return &failure{graph.Unavailable(graph.StoreReplaced, "another file stands in the place of the SQLite file"), err}
	case errors.Is(err, sql.ErrConnDone), err.Error() == "sql: database is closed":
		return &failure{fmt.Errorf("%w: the SQLite store is closed", graph.ErrUnavailable), err}
	}
	return err // a caller's own, such as what a callback returned
}

// ofDriver is the error for one of the driver's, in words that a person can act on.
func ofDriver(err *driver.Error) error {
	if err.Code()&0xff == codeError && slices.ContainsFunc(limits, func(text string) bool { return strings.Contains(err.Error(), text) }) {
		return fmt.Errorf("%w: a filter or search has more parts than SQLite takes; ask with fewer", graph.ErrTooLarge)
	}
	return ofExtended(err.Code())
}

// ofExtended is the error for a result code with its extension.
func ofExtended(code int) error {
	switch code {
	case codeIONoMemory:
		return ofCode(codeNoMemory)
	case codeIOShmSize:
		return ofCode(codeFull)
	case codeIOTempPath:
		return fmt.Errorf("%w: there is no folder for temporary files; set TMPDIR to one that can be written", graph.ErrUnavailable)
	}
	return ofCode(code & 0xff)
}

// ofCode is the error for a result code. Trouble of the disk counts as damage of the file until a check finds it whole:
// whoever asks cannot do anything about either, and the operator has to look.
func ofCode(code int) error {
	switch code {
	case codeBusy, codeLocked, codeProtocol:
		return graph.Unavailable(graph.StoreBusy, "another process keeps the SQLite file busy")
	case codeCantOpen, codePerm:
		return graph.Unavailable(graph.StoreGone,
			"the SQLite file cannot be opened: does its folder exist, and may this user write there? 'serve --read-only' does not need to")
	case codeReadOnly:
		return fmt.Errorf("%w: the SQLite file cannot be written: may this user write to it and to its folder? "+
			"'serve --read-only' does not need to", graph.ErrUnavailable)
	case codeFull:
		return fmt.Errorf("%w: the disk with the SQLite file is full", graph.ErrUnavailable)
	case codeIO:
		return graph.Unavailable(graph.StoreDamaged, "the SQLite file cannot be read or written")
	case codeCorrupt:
		return graph.Unavailable(graph.StoreDamaged, "the SQLite file is damaged")
	case codeNoDatabase:
		return graph.Unavailable(graph.StoreDamaged, "the file is no SQLite database")
	case codeNoMemory:
		return fmt.Errorf("%w: the answer needs more memory than there is; ask for less", graph.ErrTooLarge)
	case codeTooBig:
		return fmt.Errorf("%w: a text or list is longer than SQLite can hold", graph.ErrTooLarge)
	}
	return errInternal
}

// codeOf is the result code of an error, without its extension; 0 when it is none of the driver's.
func codeOf(err error) int {
	var coded *driver.Error
	if errors.As(err, &coded) {
		return coded.Code() & 0xff
	}
	return 0
}
