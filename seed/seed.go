// Package seed reads curated files into a ingest.Batch. A dataset is a folder: dataset.yaml says what it
// is, the other *.yaml files hold lists of sources, places, episodes, actors, actions and claims. Reading
// reports every fault of every file in one run, with file, line, column and what would be right.
package seed

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

//go:embed data
var data embed.FS

// Builtin gives the files of a dataset that comes with Demarche.
func Builtin(name string) (fs.FS, bool) {
	if !slices.Contains(BuiltinNames(), name) {
		return nil, false
	}
	sub, err := fs.Sub(data, "data/"+name)
	return sub, err == nil
}

// BuiltinNames lists the datasets that come with Demarche.
func BuiltinNames() []string {
	entries, _ := data.ReadDir("data")
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// Problem is one fault of the input.
type Problem struct {
	File         string
	Line, Column int
	Message      string // what is wrong; what would be right
}

func (p Problem) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Problems are all faults of a dataset, in order of file, line and column. They wrap graph.ErrInvalid.
type Problems []Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Unwrap makes problems graph.ErrInvalid.
func (Problems) Unwrap() error { return graph.ErrInvalid }

func (ps Problems) sorted() Problems {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return slices.Compact(ps)
}
