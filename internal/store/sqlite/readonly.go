package sqlite

import (
	"errors"
	"io/fs"
	"os"
)

// immutable tells whether a file that could not be opened for reading alone can be read as one that nobody changes. SQLite
// makes files beside a database even to read it, so on read-only media it needs that promise. It must not be given while
// there is a log, which SQLite would then leave out (sqlite.org/wal.html, read-only databases).
func immutable(err error, g *generation) bool {
	if !g.place.readOnly || err == nil {
		return false
	}
	switch codeOf(err) {
	case codeCantOpen, codeReadOnly, codePerm, codeIO:
	default:
		return false
	}
	log, err := os.Stat(g.files.real + logSuffix)
	return errors.Is(err, fs.ErrNotExist) || err == nil && log.Size() == 0
}
