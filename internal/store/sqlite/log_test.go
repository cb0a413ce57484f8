package sqlite

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/internal/store/storetest"
)

// withoutLog takes back what migration 12 added to a file.
var withoutLog = func() []string {
	texts := []string{
		"DROP TABLE delivered", "DROP TABLE recorded", "DROP TABLE touched", "DROP TABLE superseded",
		"ALTER TABLE revision DROP COLUMN head", "ALTER TABLE revision DROP COLUMN forgotten",
	}
	for _, name := range tablesOfStated() {
		texts = append(texts, "UPDATE "+name+" SET stated = (SELECT json_group_array(json_object('dataset', j.value -> 'dataset', "+
			"'record', j.value -> 'record')) FROM json_each(stated) j)")
	}
	return append(texts, "PRAGMA user_version = 11")
}()

// tablesOfStated are the tables with what datasets state.
func tablesOfStated() []string {
	names := []string{"edge"}
	for _, k := range graph.NodeKinds {
		names = append(names, table(k))
	}
	return names
}

// TestLogOfBefore brings a file up to date that has no log.
func TestLogOfBefore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := openFile(t, path)
	storetest.BeforeLog(t, s)
	for _, text := range withoutLog {
		if _, err := s.current.writing.ExecContext(t.Context(), text); err != nil {
			t.Fatal(text, err)
		}
	}
	_ = s.Close()
	s = openFile(t, path)
	storetest.CheckBegun(t, s, openFile(t, ":memory:"))
	_ = s.Close()

	empty := filepath.Join(t.TempDir(), "empty.db")
	s = openFile(t, empty)
	for _, text := range withoutLog {
		if _, err := s.current.writing.ExecContext(t.Context(), text); err != nil {
			t.Fatal(text, err)
		}
	}
	_ = s.Close()
	if n, err := openFile(t, empty).Head(t.Context()); err != nil || n != 0 {
		t.Errorf("an empty file is at revision %d, %v", n, err)
	}
}

// TestPrunedTextIsGone looks for the text of what was taken back in the file, and in the log beside it.
func TestPrunedTextIsGone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := openFile(t, path)
	const secret = "Zxqv-the-name-of-a-witness"
	dataset := graph.Record{Kind: graph.KindDataset, ID: "dataset:x", Props: graph.Props{"name": "X"}}
	apply := func(b ingest.Batch) {
		t.Helper()
		b.Dataset, b.Reason = dataset, "to protect "+secret
		if _, err := s.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	apply(ingest.Batch{Puts: []graph.Record{
		{Kind: graph.KindActor, ID: "w", Props: graph.Props{"name": "W", "kind": "PERSON", "description": secret}},
		{Kind: graph.KindActor, ID: "v", Props: graph.Props{"name": "V", "kind": "PERSON"}}}})
	apply(ingest.Batch{Retracts: []graph.Ref{{ID: "w"}}})
	holds := func() bool {
		for _, p := range []string{path, path + "-wal"} {
			content, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(content, []byte(secret)) || bytes.Contains(content, []byte("zxqv")) {
				return true
			}
		}
		return false
	}
	if !holds() {
		t.Fatal("the text is not where it is sought")
	}
	if err := s.Prune(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	if holds() {
		t.Error("the file still has the text")
	}
}
