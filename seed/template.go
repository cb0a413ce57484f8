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

// templateName stands in the template for the name of the dataset that is made from it.
const templateName = "my-dataset"

// Template gives the files of a small sound dataset to begin from, by their paths in its folder: records that teach, the text
// of their source, and the schemas for editors. Ids and names are made of the folder's name.
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

// datasetName makes of a folder's name what ids can begin with: its letters and digits, and hyphens for all between. The name
// of a built-in dataset is not given twice.
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
