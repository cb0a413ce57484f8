package sqlite

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

// TestTemporary: SQLite keeps things in memory only where it can write to no folder of its list.
func TestTemporary(t *testing.T) {
	there, nowhere := t.TempDir(), filepath.Join(t.TempDir(), "nowhere")
	for _, c := range []struct {
		folders []string
		want    int // temp_store: 0 is files, 2 is memory
	}{
		{[]string{there}, 0}, {[]string{"", nowhere, there}, 0}, {[]string{"", nowhere}, 2}, {nil, 2},
	} {
		pragmas := temporary(c.folders)
		db, err := pool(uri(filepath.Join(t.TempDir(), "a.db"), "mode=rwc"), 1, func() error { return nil }, pragmas...)
		if err != nil {
			t.Fatal(err)
		}
		var got int
		if err := db.QueryRowContext(t.Context(), "PRAGMA temp_store").Scan(&got); err != nil || got != c.want {
			t.Errorf("%q: temp_store is %d, %v, not %d", c.folders, got, err, c.want)
		}
		_ = db.Close()
	}
	if left, err := filepath.Glob(filepath.Join(there, "*")); err != nil || len(left) > 0 {
		t.Errorf("%v are left, %v", left, err)
	}
	if folders := temporaryFolders(); !anyWritable(folders) {
		t.Errorf("no file can be made in any of %q", folders)
	}
}

// TestNoTemporaryFolder: that there is no place for temporary files is no damage of the file.
func TestNoTemporaryFolder(t *testing.T) {
	if err := ofCode(codeIO); graph.ReasonOf(err) != graph.StoreDamaged {
		t.Fatal(err)
	}
	if err := ofExtended(codeIOTempPath); !errors.Is(err, graph.ErrUnavailable) || graph.ReasonOf(err) != "" {
		t.Errorf("%v has the reason %q", err, graph.ReasonOf(err))
	}
}
