package store

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

func TestOpenSQLite(t *testing.T) {
	dir := t.TempDir()
	for _, url := range []string{"sqlite::memory:", "SQLite::memory:",
		"sqlite:" + filepath.Join(dir, "a b.db"), "sqlite://" + filepath.Join(dir, "c.db")} {
		s, err := Open(t.Context(), url)
		if err != nil {
			t.Errorf("%s: %v", url, err)
			continue
		}
		if empty, err := s.Empty(t.Context()); err != nil || !empty {
			t.Errorf("%s: empty %v, %v", url, empty, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Relative paths are those of the working directory.
func TestOpenRelative(t *testing.T) {
	t.Chdir(t.TempDir())
	s, err := Open(t.Context(), "sqlite:x.db")
	if err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	if found, _ := filepath.Glob("x.db"); len(found) != 1 {
		t.Error("x.db is not there")
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, url := range []string{"", "demarche.db", "postgres://u:secret@h/db", "sqlite", "sqlite:",
		"http://x", "neo4j:x", "neo4j://", "bolt://:%zz", "sqlite://u:secret@h/db", "sqlite://:secret@",
		"u:secret@h", "//u:secret@h", "sqlite:a:secret\x00"} {
		s, err := Open(t.Context(), url)
		if s != nil || !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%q: %v, %v; want ErrInvalid", url, s, err)
			continue
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the password is shown: %v", url, err)
		}
	}
	_, err := Open(t.Context(), "postgres://h")
	for _, form := range []string{"sqlite:PATH", "sqlite:///", "sqlite::memory:", "neo4j://", "neo4j+s://", "bolt://"} {
		if !strings.Contains(err.Error(), form) {
			t.Errorf("%q does not tell of %s", err, form)
		}
	}
}

// Every scheme of Neo4j reaches its store, which finds nobody there.
func TestOpenNeo4j(t *testing.T) {
	for scheme := range openers {
		if scheme == "sqlite" {
			continue
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if s, err := Open(ctx, scheme+"://127.0.0.1:1"); s != nil || err == nil || errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%s: %v, %v", scheme, s, err)
		}
	}
}
