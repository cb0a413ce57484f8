package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestStoreNotOpened: what is wrong with a file names it, and says what to do.
func TestStoreNotOpened(t *testing.T) {
	home(t)
	dir := t.TempDir()
	text, torn, empty := filepath.Join(dir, "text.db"), filepath.Join(dir, "torn.db"), filepath.Join(dir, "empty.db")
	if code, _, errs := run(t, "seed", "--store", "sqlite:"+torn); code != exitOK {
		t.Fatal(errs)
	}
	content, err := os.ReadFile(torn)
	if err != nil {
		t.Fatal(err)
	}
	for i := 100; i < 8192; i++ { // the first page beyond the file's header: what tables there are
		content[i] = 0xff
	}
	for file, content := range map[string][]byte{text: []byte(strings.Repeat("no database\n", 100)), torn: content, empty: nil} {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		file     string
		readOnly bool
		code     int
		says     string
	}{
		{text, false, exitUsage, "no SQLite database"},
		{torn, false, exitFailure, "restore a backup"},
		{dir, false, exitFailure, "--read-only"},
		{filepath.Join(dir, "no", "folder.db"), false, exitFailure, "folder"},
		{filepath.Join(dir, "none.db"), true, exitFailure, "there is no SQLite file"},
		{empty, true, exitUsage, "is empty"},
	} {
		args := []string{"serve", "--addr", "127.0.0.1:0", "--store", "sqlite:" + c.file}
		if c.readOnly {
			args = append(args, "--read-only")
		}
		code, _, errs := run(t, args...)
		if code != c.code || !strings.Contains(errs, c.file) || !strings.Contains(errs, c.says) || strings.Contains(errs, "invalid:") {
			t.Errorf("%v: %d %s", args, code, errs)
		}
	}
}
