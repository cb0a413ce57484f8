package sqlite

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"

	"github.com/demarche-graph/demarche/graph"
)

// address is where a database is kept.
type address struct {
	path     string // absolute; "" in memory
	memory   string // the name of a database in memory; "" in a file
	readOnly bool
}

var memories atomic.Int64 // each ":memory:" is a database of its own

// addressOf reads a dsn. What is wrong with one is told without repeating it, for it may hold a password.
func addressOf(dsn string, readOnly bool) (address, error) {
	path := dsn
	if strings.HasPrefix(dsn, "//") {
		path = dsn[2:]
	}
	switch {
	case dsn == ":memory:" && readOnly:
		return address{}, graph.Invalid("a database in memory is empty when it is opened: what is only read is a file")
	case dsn == ":memory:":
		return address{memory: fmt.Sprintf("/demarche-%d", memories.Add(1))}, nil
	case path == "", path != dsn && !strings.HasPrefix(path, "/"), strings.ContainsRune(path, 0):
		return address{}, graph.Invalid("SQLite address: write sqlite:PATH, sqlite:///ABSOLUTE/PATH or sqlite::memory: instead")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return address{}, graph.Unavailable(graph.StoreGone, "the path of the SQLite file is relative, and there is no working directory")
	}
	return address{path: path, readOnly: readOnly}, nil
}

// uri is the address of a file as SQLite takes it, with one option.
func uri(path, option string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: option}).String()
}
