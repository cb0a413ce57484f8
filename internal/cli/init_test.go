package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What init writes passes every check as it stands, loads, and asks to be written over.
func TestInitThenLoad(t *testing.T) {
	home(t)
	t.Chdir(t.TempDir())
	code, out, errs := run(t, "init", "gas crisis")
	for _, says := range []string{"actors.yaml, arrest.yaml, dataset.yaml, sources.yaml", `demarche validate "./gas crisis"`,
		`demarche diff "./gas crisis"`, `demarche seed "./gas crisis"`} {
		if !strings.Contains(filepath.ToSlash(out), says) {
			t.Errorf("%d %s%s: it lacks %s", code, out, errs, says)
		}
	}
	code, out, errs = run(t, "validate", "--sources", filepath.Join("gas crisis", "texts"), "gas crisis")
	if code != 0 || errs != "" || !strings.Contains(out, "dataset:gas-crisis: right: 1 claim, 2 actions, 1 episode, 4 actors, 1 source") ||
		!strings.Contains(out, "quotations: 10 of 10 stand") {
		t.Errorf("%d %s%s", code, out, errs)
	}
	if code, out, errs := run(t, "seed", "gas crisis"); code != 0 || !strings.Contains(out, "dataset:gas-crisis: ") || strings.Contains(out,
		": 0 added") {
		t.Errorf("%d %s%s", code, out, errs)
	}
}

// The schemas that init writes are those that schema prints.
func TestInitWritesSchemas(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "mine")
	if code, out, errs := run(t, "init", dir); code != 0 || errs != "" {
		t.Fatalf("%d %s%s", code, out, errs)
	}
	for _, name := range []string{"records", "additions", "dataset"} {
		held, err := os.ReadFile(filepath.Join(dir, ".schema", name+".schema.json"))
		if err != nil {
			t.Fatal(err)
		}
		if _, out, _ := run(t, "schema", name); out != string(held) {
			t.Errorf("%s differs", name)
		}
	}
}

// Nothing that is there is written over, nor written beside.
func TestInitRefusesWhatIsThere(t *testing.T) {
	full := dataset(t, "  - {id: a, name: A, kind: STATE}\n")
	file := filepath.Join(full, "actors.yaml")
	for path, want := range map[string]string{full: "is not empty, it holds actors.yaml; name a folder", file: "is a file; name a folder"} {
		if code, out, errs := run(t, "init", path); code != 2 || out != "" || !strings.Contains(errs, want) {
			t.Errorf("%d %s%s", code, out, errs)
		}
	}
	if entries, err := os.ReadDir(full); err != nil || len(entries) != 2 {
		t.Errorf("%v %v", entries, err)
	}
	empty := t.TempDir()
	if code, _, errs := run(t, "init", empty); code != 0 {
		t.Errorf("an empty folder is refused: %s", errs)
	}
}
