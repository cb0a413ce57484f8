package seed

import (
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v3"
)

// What init writes reads without a fault, whatever the folder is called, and its quotations stand in the text beside it. Each
// YAML file keeps to the schema that its first line names, so that an editor agrees.
func TestTemplateIsRight(t *testing.T) {
	schemas := compiled(t)
	for folder, name := range map[string]string{
		"my-dataset": "my-dataset", "/x/Gas crisis, 2026!": "gas-crisis-2026", "Кризис": "кризис", ".": "my-dataset", "...": "my-dataset",
		"2025": "2025", "null": "null", "reference": "my-reference", strings.Repeat("ab ", 30): strings.TrimSuffix(strings.Repeat("ab-", 14),
			"-")[:40],
	} {
		t.Run(name, func(t *testing.T) {
			files, err := Template(folder)
			if err != nil {
				t.Fatal(err)
			}
			fsys := fstest.MapFS{}
			for name, text := range files {
				fsys[name] = &fstest.MapFile{Data: text}
			}
			b, err := Read(fsys, ".")
			if err != nil {
				t.Fatal(err)
			}
			if b.Dataset.ID != "dataset:"+name || b.Dataset.Props["name"] != name {
				t.Errorf("%+v, want the name %s", b.Dataset, name)
			}
			for _, r := range b.Puts {
				if r.Edge == "" && !strings.HasPrefix(r.ID, name+"-") {
					t.Errorf("%s does not begin with %s", r.ID, name)
				}
			}
			quotations := quotationsIn(fsys)
			if len(quotations) < 5 {
				t.Fatal(quotations)
			}
			texts, err := fsys.Sub("texts")
			if err != nil {
				t.Fatal(err)
			}
			if sum, problems, err := CheckQuotations(texts, "texts", quotations); err != nil || len(problems) > 0 || sum.Found != len(quotations) {
				t.Errorf("%v %v %+v", err, problems, sum)
			}
			for _, file := range slices.Sorted(maps.Keys(files)) {
				if path.Ext(file) != ".yaml" {
					continue
				}
				line, rest, _ := strings.Cut(string(files[file]), "\n")
				schema := strings.TrimPrefix(line, "# yaml-language-server: $schema=")
				if _, there := files[schema]; !there {
					t.Errorf("%s begins %q, which is not beside it", file, line)
				}
				kind, _, _ := strings.Cut(path.Base(schema), ".")
				var n yaml.Node
				if err := yaml.Unmarshal([]byte(rest), &n); err != nil {
					t.Fatal(err)
				}
				if err := schemas[kind].Validate(asJSON(t, &n)); err != nil {
					t.Errorf("%s: %v", file, err)
				}
			}
		})
	}
}
