package sqlite

import (
	"database/sql"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// hold takes the write lock of a file, as another process would, until the function is called.
func holdLock(t *testing.T, path string) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	return func() { _ = db.Close() }
}

// TestOpenBesideWriter: somebody who writes, for as long as it takes, does not keep a file from being opened and read.
func TestOpenBesideWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	writeFile(t, path, "read")
	defer holdLock(t, path)()
	await(t, openFile(t, path), "read")
	s, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	await(t, s, "read")
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestMigrationWaits: a file that has to be brought up to date waits for who writes to it, and says so.
func TestMigrationWaits(t *testing.T) {
	l := takeLogs(t)
	path := filepath.Join(t.TempDir(), "store.db")
	writeFile(t, path, "older")
	s := openFile(t, path)
	for _, x := range append(slices.Clone(sinceMigration8), "PRAGMA user_version = 8") {
		if _, err := s.current.writing.ExecContext(t.Context(), x); err != nil {
			t.Fatal(x, err)
		}
	}
	_ = s.Close()
	release := holdLock(t, path)
	opened := make(chan error, 1)
	go func() {
		s, err := Open(t.Context(), path)
		if err == nil {
			err = s.Close()
		}
		opened <- err
	}()
	for end := time.Now().Add(time.Minute); l.count(slog.LevelWarn, "another process is writing to it; waiting") == 0; {
		if time.Now().After(end) {
			t.Fatal("it does not say what it waits for")
		}
		time.Sleep(time.Millisecond)
	}
	release()
	if err := <-opened; err != nil {
		t.Error(err)
	}
}

// TestTooLarge: what exceeds a limit of SQLite is no failure of the store.
func TestTooLarge(t *testing.T) {
	s := open(t)
	tell(t, s)
	for name, text := range map[string]string{
		"depth":     "SELECT " + strings.Repeat("NOT (1 AND ", 900) + "1" + strings.Repeat(")", 900),
		"more":      "SELECT " + strings.Repeat("NOT (1 AND ", 20000) + "1" + strings.Repeat(")", 20000),
		"variables": "SELECT ?40000",
		"arms":      strings.Repeat("SELECT 1 UNION ALL ", 600) + "SELECT 1",
		"columns":   "SELECT 1" + strings.Repeat(", 1", 3000),
		"tables":    "SELECT 1 FROM node" + strings.Repeat(", node", 70),
		"words":     "SELECT rowid FROM search WHERE search MATCH '" + strings.Repeat("(x OR ", 1500) + "x" + strings.Repeat(")", 1500) + "'",
	} {
		_, err := s.current.reading.ExecContext(t.Context(), text)
		if err = mapError(t.Context(), err); !errors.Is(err, graph.ErrTooLarge) {
			t.Errorf("%s: %v: %s", name, err, cause(err))
		}
	}
	_, err := s.current.reading.ExecContext(t.Context(), "SELECT no_such_column")
	if err = mapError(t.Context(), err); !errors.Is(err, errInternal) {
		t.Errorf("a fault of a statement: %v", err)
	}
}

// TestReasons: each trouble that a file can be in has its reason.
func TestReasons(t *testing.T) {
	for code, want := range map[int]graph.Reason{
		codeBusy: graph.StoreBusy, codeLocked: graph.StoreBusy, codeProtocol: graph.StoreBusy, codeCantOpen: graph.StoreGone,
		codeCorrupt: graph.StoreDamaged, codeNoDatabase: graph.StoreDamaged, codeIO: graph.StoreDamaged, codeFull: "", codeReadOnly: "",
	} {
		if err := ofCode(code); graph.ReasonOf(err) != want || !errors.Is(err, graph.ErrUnavailable) {
			t.Errorf("%d: %v has the reason %q, not %q", code, err, graph.ReasonOf(err), want)
		}
	}
	for _, code := range []int{codeTooBig, codeNoMemory} {
		if err := ofCode(code); !errors.Is(err, graph.ErrTooLarge) {
			t.Errorf("%d: %v", code, err)
		}
	}
}
