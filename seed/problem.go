package seed

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// Place is where a fault stands: a position in a file, or, in an input that is no file, a path into it. One of File and
// Path is given.
type Place struct {
	File         string
	Line, Column int    // from 1; columns count characters, not bytes
	Path         string // such as records[3].props.date
}

// InFile is a place in a file.
func InFile(file string, line, column int) Place {
	return Place{File: file, Line: line, Column: column}
}

// InInput is a place in an input that is no file, such as the argument of a mutation.
func InInput(path string) Place { return Place{Path: path} }

// String writes a place as FILE:LINE:COLUMN, which editors and terminals follow, or as its path.
func (p Place) String() string {
	if p.Path != "" {
		return p.Path
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// compare orders places by file, line and column, or by path.
func (p Place) compare(q Place) int {
	return cmp.Or(strings.Compare(p.File, q.File), p.Line-q.Line, p.Column-q.Column, comparePaths(p.Path, q.Path))
}

// comparePaths orders paths by their parts, and lists by number: actions[9] comes before actions[10].
func comparePaths(a, b string) int {
	for a != "" && b != "" {
		x, y := leadingPart(a), leadingPart(b)
		if x != y {
			if isDigit(rune(x[0])) && isDigit(rune(y[0])) {
				return cmp.Or(len(x)-len(y), strings.Compare(x, y)) // no index begins with 0, but 0 itself
			}
			return strings.Compare(x, y)
		}
		a, b = a[len(x):], b[len(y):]
	}
	return len(a) - len(b)
}

// leadingPart is what a text begins with: digits, or what is none.
func leadingPart(s string) string {
	n := strings.IndexFunc(s, func(c rune) bool { return isDigit(c) != isDigit(rune(s[0])) })
	if n < 0 {
		n = len(s)
	}
	return s[:n]
}

func isDigit(c rune) bool { return '0' <= c && c <= '9' }

// Problem is a fault and where it stands.
type Problem struct {
	At Place
	graph.Fault
}

// Error is the problem for people: PLACE: what is wrong; what would be right. The text of a warning says that it is one.
func (p Problem) Error() string {
	if p.Level() == graph.LevelWarning {
		return p.At.String() + ": warning: " + p.Message()
	}
	return p.At.String() + ": " + p.Message()
}

// Unwrap is the fault, which is graph.ErrInvalid.
func (p Problem) Unwrap() error { return p.Fault }

// Problems are all faults of an input, in the order of their places.
type Problems []Problem

// Error has the text of each problem, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.Is and errors.As see each problem.
func (ps Problems) Unwrap() []error {
	list := make([]error, len(ps))
	for i, p := range ps {
		list[i] = p
	}
	return list
}

// Count returns how many of the problems are of a level.
func (ps Problems) Count(level graph.Level) (n int) {
	for _, p := range ps {
		if p.Level() == level {
			n++
		}
	}
	return n
}

// Sorted orders problems by place and drops those that say the same of the same place.
func (ps Problems) Sorted() Problems {
	slices.SortStableFunc(ps, func(a, b Problem) int { return a.At.compare(b.At) })
	return slices.Compact(ps)
}
