package seed

import (
	"embed"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

//go:embed template
var template embed.FS

// templateName is the name in the template that the name of the new dataset replaces.
const templateName = "my-dataset"

// Template returns the files of a small dataset to begin from, by path: example records, the text of their source, and
// schemas for editors. Ids and names come from the folder's name.
func Template(folder string) (map[string][]byte, error) {
	name := datasetName(folder)
	files := map[string][]byte{}
	root, err := fs.Sub(template, "template")
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, path)
		files[strings.ReplaceAll(path, templateName, name)] = []byte(strings.ReplaceAll(string(text), templateName, name))
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, schema := range SchemaNames {
		if files[".schema/"+SchemaFile(schema)], err = Schema(schema); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// datasetName turns a folder's name into a prefix for ids: its letters and digits, with hyphens between. The name of a
// built-in dataset gets another prefix.
func datasetName(folder string) string {
	words := strings.FieldsFunc(strings.ToLower(filepath.Base(folder)), func(c rune) bool {
		return c > 0xffff || !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c)
	})
	name := strings.Join(words, "-")
	if r := []rune(name); len(r) > 40 {
		name = strings.TrimRight(string(r[:40]), "-")
	}
	switch {
	case name == "":
		return templateName
	case slices.Contains(BuiltinNames(), name):
		return "my-" + name
	}
	return name
}
