package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// asked serves a store and counts its responses.
func asked(t *testing.T, url string) int {
	t.Helper()
	printed, stop := serving(t, "--store", url)
	n := responses(t, after(t, printed, "GraphQL:"))
	if code := stop(); code != 0 {
		t.Errorf("serving %s ends with %d", url, code)
	}
	return n
}

// A backup is made while a server serves and other data are loaded, and restored as docs/operations.md says: the file is put in
// the place of the one that was lost.
func TestBackupAndRestore(t *testing.T) {
	home(t)
	dir := t.TempDir()
	lost, copied := filepath.Join(dir, "lost.db"), filepath.Join(dir, "copy.db")
	if code, _, errs := run(t, "seed", "--store", "sqlite:"+lost); code != 0 {
		t.Fatal(errs)
	}
	printed, stop := serving(t, "--store", "sqlite:"+lost)
	before := responses(t, after(t, printed, "GraphQL:"))
	if code, out, errs := run(t, "backup", "--store", "sqlite:"+lost, copied); code != 0 || !strings.Contains(out, copied) {
		t.Fatalf("%d %s%s", code, out, errs)
	}
	if code, _, errs := run(t, "seed", "azerbaijan-russia-2025", "--store", "sqlite:"+lost); code != 0 {
		t.Fatal(errs)
	}
	later := responses(t, after(t, printed, "GraphQL:"))
	stop()
	if before == 0 || later <= before {
		t.Fatalf("%d responses before, %d later", before, later)
	}
	for _, file := range []string{lost, lost + "-wal", lost + "-shm"} {
		if err := os.RemoveAll(file); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Rename(copied, lost); err != nil {
		t.Fatal(err)
	}
	if n := asked(t, "sqlite:"+lost); n != before {
		t.Errorf("%d responses are restored, not %d", n, before)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(left) > 0 {
		t.Errorf("%v are left", left)
	}
}

func TestBackupRefuses(t *testing.T) {
	home(t)
	dir := t.TempDir()
	there := filepath.Join(dir, "there.db")
	if err := os.WriteFile(there, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	stored := "sqlite:" + filepath.Join(dir, "stored.db")
	if code, _, errs := run(t, "seed", "--store", stored); code != 0 {
		t.Fatal(errs)
	}
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--store", stored, there}, 2, "exists already"},
		{[]string{"--store", "sqlite:" + filepath.Join(dir, "nowhere.db"), filepath.Join(dir, "x.db")}, 1, "nowhere.db"},
		{[]string{"--store", "sqlite:" + there, filepath.Join(dir, "x.db")}, 2, "no SQLite database"},
		{[]string{"--store", stored, filepath.Join(dir, "no", "folder.db")}, 1, "cannot write the copy"},
		{[]string{"--store", "neo4j://u:secret@h", filepath.Join(dir, "x.db")}, 2, "neo4j-admin"},
		{[]string{"--store", "sqlite::memory:", filepath.Join(dir, "x.db")}, 2, "in memory"},
		{[]string{"--store", stored}, 2, "--help"},
	} {
		code, out, errs := run(t, append([]string{"backup"}, c.args...)...)
		if code != c.code || out != "" || !strings.Contains(errs, c.says) || strings.Contains(errs, "secret") {
			t.Errorf("%v: %d %s%s", c.args, code, out, errs)
		}
	}
	if text, err := os.ReadFile(there); err != nil || string(text) != "precious" {
		t.Errorf("%q, %v", text, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 2 && len(left) != 4 { // there.db, stored.db and what belongs to it
		t.Errorf("left: %v", left)
	}
}
