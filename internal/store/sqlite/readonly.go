package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/demarche-graph/demarche/graph"
)

// How a file is opened that is only read. SQLite makes files beside a database even to read it, so on read-only media it needs
// the promise that nobody changes the file.
const (
	readOnlyMode  = "mode=ro"
	immutableMode = "mode=ro&immutable=1"
)

// openUnchanging opens a file, which could not be opened because of err, as one that nobody changes, if that is what it needs. It
// must not while there is a log, which SQLite would leave out (sqlite.org/wal.html, read-only databases).
func (g *generation) openUnchanging(ctx context.Context, err error) error {
	switch codeOf(err) {
	case codeCantOpen, codeReadOnly, codePerm, codeIO:
	default:
		return err
	}
	switch log, e := os.Stat(g.files.real + logSuffix); {
	case e == nil && log.Size() > 0:
		return &failure{graph.Unavailable(graph.StoreGone, "the SQLite file has a log, which cannot be read where nothing can be written: "+
			"open the file once where it can be written, which merges the log"), err}
	case e != nil && !errors.Is(e, fs.ErrNotExist):
		return err
	}
	if g.reading != nil {
		_ = g.reading.Close()
	}
	return g.openReading(ctx, immutableMode)
}
