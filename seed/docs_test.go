package seed

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

// docs/curating.md quotes the two curated datasets to the letter, and tells of every schema.
func TestCuratingIsTold(t *testing.T) {
	text, err := os.ReadFile("../docs/curating.md")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, dataset := range []string{"founding-case", "azerbaijan-russia-2025"} {
		files, _ := Builtin(dataset)
		if err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				var part []byte
				part, err = fs.ReadFile(files, name)
				all.Write(part)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(blocks) < 3 {
		t.Fatalf("%d examples", len(blocks))
	}
	for _, b := range blocks {
		if !strings.Contains(all.String(), b[1]) {
			t.Errorf("in no curated dataset:\n%s", b[1])
		}
	}
	for _, word := range SchemaNames {
		if !strings.Contains(string(text), "`"+word+"`") {
			t.Errorf("it does not name %s", word)
		}
	}
}

// The table of rules in docs/curating.md has each rule once, with its level, what it finds, and why it has that level.
func TestTableOfRulesIsWhole(t *testing.T) {
	text, err := os.ReadFile("../docs/curating.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\| (error|warning) \\| ([^|]+) \\| ([^|]+) \\|$").
		FindAllStringSubmatch(string(text), -1) {
		if rows[m[1]] != "" {
			t.Errorf("%s has two rows", m[1])
		}
		rows[m[1]] = m[2]
	}
	for _, r := range graph.Rules() {
		if got := rows[r.String()]; got != string(r.Level()) {
			t.Errorf("%s is %s, the table says %q", r, r.Level(), got)
		}
		delete(rows, r.String())
	}
	if len(rows) > 0 {
		t.Errorf("these are no rules: %v", rows)
	}
}
