package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// identity tells the files of one database from others that are put in their places, by device and inode.
type identity struct {
	real     string // the path without symbolic links, beside which SQLite has its log
	database os.FileInfo
	log, shm os.FileInfo // the write-ahead log and its index; nil where there are none
}

// The names of the files beside a database (sqlite.org/walformat.html).
const logSuffix, shmSuffix = "-wal", "-shm"

// identify looks at the files that are at a path now. It opens none of them: to close a file would let go of the locks
// that SQLite has on it in this process (sqlite.org/howtocorrupt.html, 2.2).
func identify(path string) (identity, error) {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return identity{}, err
	}
	id := identity{real: path}
	if id.database, err = os.Stat(path); err != nil {
		return identity{}, err
	}
	if id.log, err = beside(path + logSuffix); err != nil {
		return identity{}, err
	}
	id.shm, err = beside(path + shmSuffix)
	return id, err
}

// beside looks at a file that may be missing.
func beside(path string) (os.FileInfo, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // nothing is there
	}
	return info, err
}

// sameDatabase tells whether the database file is the same one.
func (a identity) sameDatabase(b identity) bool { return os.SameFile(a.database, b.database) }

// same tells whether all files are the same ones.
func (a identity) same(b identity) bool {
	return a.sameDatabase(b) && sameFile(a.log, b.log) && sameFile(a.shm, b.shm)
}

// changed tells whether any of the files is another, or the database was written since.
func (a identity) changed(b identity) bool {
	return !a.same(b) || a.database.Size() != b.database.Size() || !a.database.ModTime().Equal(b.database.ModTime())
}

func sameFile(a, b os.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b)
}
