package seed

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

// docs/curating.md quotes the two curated datasets to the letter, and tells of every rule and every schema.
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
	named := slices.Clone(SchemaNames)
	for _, r := range graph.Rules() {
		named = append(named, r.String())
	}
	for _, word := range named {
		if !strings.Contains(string(text), "`"+word+"`") {
			t.Errorf("it does not name %s", word)
		}
	}
}
