package sqlite

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

// copyFile copies a file as it is.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestReadOnlyLive reads a file alone while others write it: it sees what they write, and changes nothing.
func TestReadOnlyLive(t *testing.T) {
	dir := t.TempDir()
	path, other := filepath.Join(dir, "store.db"), filepath.Join(dir, "other")
	if s, err := OpenReadOnly(t.Context(), path); s != nil || graph.ReasonOf(err) != graph.StoreGone {
		t.Errorf("no file: %v, %v", s, err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it was made: %v", err)
	}
	writer := openFile(t, path)
	if _, err := writer.Apply(t.Context(), named("first")); err != nil {
		t.Fatal(err)
	}
	s, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err, cause(err))
	}
	t.Cleanup(func() { _ = s.Close() })
	await(t, s, "first")
	if _, err := writer.Apply(t.Context(), named("second")); err != nil {
		t.Fatal(err)
	}
	await(t, s, "second")
	if _, err := s.Apply(t.Context(), named("third")); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("written: %v", err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err, cause(err))
	}
	writeFile(t, other, "another")
	rename(t, other, path)
	await(t, s, "another")
	await(t, writer, "another")
}

// TestReadOnlyRefuses: what cannot be read without a change is refused, and stays as it is.
func TestReadOnlyRefuses(t *testing.T) {
	if _, err := OpenReadOnly(t.Context(), ":memory:"); !errors.Is(err, graph.ErrInvalid) {
		t.Error(err)
	}
	dir := t.TempDir()
	older, text := filepath.Join(dir, "older"), filepath.Join(dir, "text")
	s := openFile(t, older)
	for _, x := range append(slices.Clone(sinceMigration8), "PRAGMA user_version = 8") {
		if _, err := s.current.writing.ExecContext(t.Context(), x); err != nil {
			t.Fatal(x, err)
		}
	}
	_ = s.Close()
	if err := os.WriteFile(text, []byte("a text"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{older, text} {
		before, _ := os.ReadFile(path)
		if s, err := OpenReadOnly(t.Context(), path); s != nil || !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%s: %v, %v", path, s, err)
		}
		if after, _ := os.ReadFile(path); !slices.Equal(before, after) {
			t.Errorf("%s was changed", path)
		}
	}
}

// TestReadOnlyImmutable reads a file that nobody changes, as on read-only media. TestReadOnlyMedia has such media.
func TestReadOnlyImmutable(t *testing.T) {
	dir := t.TempDir()
	path, other := filepath.Join(dir, "store.db"), filepath.Join(dir, "other")
	writeFile(t, path, "burnt")
	p, err := addressOf(path, true)
	if err != nil {
		t.Fatal(err)
	}
	g := newGeneration(p, 2)
	if err := g.openReading(t.Context(), immutableMode); err != nil {
		t.Fatal(err, cause(err))
	}
	if found, _ := filepath.Glob(path + "-*"); len(found) > 0 {
		t.Errorf("made beside it: %q", found)
	}
	s := newStore(t.Context(), g)
	defer func() { _ = s.Close() }()
	await(t, s, "burnt")
	writeFile(t, other, "another")
	rename(t, other, path)
	await(t, s, "another")
}

// mount mounts a file system, where that is possible.
func mount(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), "mount", args...).CombinedOutput(); err != nil {
		t.Skipf("nothing can be mounted here: %v, %s", err, out)
	}
}

// tmpfs is a folder on a file system of its own.
func tmpfs(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	mount(t, "-t", "tmpfs", "-o", "size="+size, "demarche-test", dir)
	t.Cleanup(func() {
		// The context of the test has ended, and the mount has to end too.
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil { //nolint:noctx // see above
			t.Errorf("%v, %s", err, out)
		}
	})
	return dir
}

// TestDiskFull: a write that finds no room is refused as such, what was written before is kept, and writing goes on once there is
// room.
func TestDiskFull(t *testing.T) {
	dir := tmpfs(t, "4m")
	s := openFile(t, filepath.Join(dir, "store.db"))
	if _, err := s.Apply(t.Context(), named("kept")); err != nil {
		t.Fatal(err)
	}
	filler := filepath.Join(dir, "filler")
	_ = os.WriteFile(filler, make([]byte, 4<<20), 0o600) // as much as there is room for
	full := 0
	for i := range 50 {
		_, err := s.Apply(t.Context(), named(strings.Repeat("no room ", 200+i)))
		switch {
		case err == nil:
			continue
		case !errors.Is(err, graph.ErrUnavailable) || !strings.Contains(err.Error(), "is full"):
			t.Errorf("%v: %s", err, cause(err))
		}
		full++
		if err := s.Health(t.Context()); err != nil {
			t.Errorf("a full disk is no damage: %v", err)
		}
	}
	if full == 0 {
		t.Fatal("there was room")
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), named("after")); err != nil {
		t.Fatal(err, cause(err))
	}
	await(t, s, "after")
	if err := s.Check(t.Context()); err != nil {
		t.Error(err, cause(err))
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestReadOnlyMedia reads a file on a file system that cannot be written, with and without a log beside it.
func TestReadOnlyMedia(t *testing.T) {
	dir := tmpfs(t, "16m")
	path, logged := filepath.Join(dir, "store.db"), filepath.Join(dir, "logged.db")
	writeFile(t, path, "burnt")
	writer := openFile(t, filepath.Join(t.TempDir(), "live.db"))
	if _, err := writer.Apply(t.Context(), named("in the log")); err != nil {
		t.Fatal(err)
	}
	copyFile(t, writer.place.path, logged)
	copyFile(t, writer.place.path+logSuffix, logged+logSuffix)
	mount(t, "-o", "remount,ro", dir)
	s, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err, cause(err))
	}
	await(t, s, "burnt")
	if s.current.mode != immutableMode {
		t.Error(s.current.mode)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err, cause(err))
	}
	if err := s.Close(); err != nil {
		t.Error(err, cause(err))
	}
	if s, err := OpenReadOnly(t.Context(), logged); s != nil || !strings.Contains(err.Error(), "has a log") {
		t.Errorf("a log that cannot be read: %v, %v", s, err)
	}
	if _, err := Open(t.Context(), path); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("opened for writing: %v", err)
	}
}
