package store

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// A store that is opened for reading alone answers, and refuses what would write.
func TestReadOnly(t *testing.T) {
	url := "sqlite:" + filepath.Join(t.TempDir(), "x.db")
	if s, err := Open(t.Context(), url, ReadOnly()); s != nil || err == nil {
		t.Errorf("no file: %v, %v", s, err)
	}
	s, err := Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	if s, err = Open(t.Context(), url, ReadOnly()); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if empty, err := s.Empty(t.Context()); err != nil || !empty {
		t.Errorf("empty %v, %v", empty, err)
	}
	b := ingest.Batch{Dataset: graph.Record{Kind: graph.KindDataset, ID: "dataset:x"}}
	if _, err := s.Apply(t.Context(), b); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("written: %v", err)
	}
}
