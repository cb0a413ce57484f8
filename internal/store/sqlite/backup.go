package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/demarche-graph/demarche/graph"
)

// Backup copies the database that dsn names into a new file, while others read and write it. The copy is one state of the graph,
// whole and without free pages, and is on disk when Backup returns. It does not migrate the store. A file that exists is
// graph.ErrConflict, a store that is none or cannot be read what Open says of it.
func Backup(ctx context.Context, dsn, file string) (err error) {
	place, err := addressOf(dsn, false)
	switch {
	case err != nil:
		return err
	case place.memory != "":
		return graph.Invalid("a store in memory has no other users to back it up; use 'demarche export'")
	}
	if _, err := os.Stat(place.path); err != nil {
		return opening(ctx, err)
	}
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %s exists already; name a new file", graph.ErrConflict, file)
	}
	db, err := pool(uri(place.path, "mode=rw"), 1, func() error { return nil }) // makes no file, and keeps the journal mode
	if err != nil {
		return mapError(ctx, err)
	}
	defer func() { _ = db.Close() }()
	part := file + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) { // of a backup that was killed
		return fmt.Errorf("cannot replace %s: %w", part, err)
	}
	if err := touch(part); err != nil { // SQLite does not tell the copy's trouble from the store's
		return fmt.Errorf("cannot write the copy: %w", err)
	}
	defer func() { _ = os.Remove(part) }() // of one that failed
	switch _, err := db.ExecContext(ctx, "VACUUM INTO ?", part); {
	case codeOf(err) == codeFull:
		return fmt.Errorf("%w: there is no room for the copy %s", graph.ErrUnavailable, file)
	case err != nil:
		return opening(ctx, err)
	}
	if err := toDisk(part); err != nil { // SQLite does not
		return fmt.Errorf("cannot write %s: %w", part, err)
	}
	return os.Rename(part, file)
}

// toDisk waits until a file is on disk.
func toDisk(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
