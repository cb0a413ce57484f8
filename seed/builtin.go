package seed

import (
	"embed"
	"io/fs"
	"slices"
)

//go:embed data
var data embed.FS

// Builtin returns the files of a dataset that comes with Demarche.
func Builtin(name string) (fs.FS, bool) {
	if !slices.Contains(BuiltinNames(), name) {
		return nil, false
	}
	sub, err := fs.Sub(data, "data/"+name)
	return sub, err == nil
}

// BuiltinNames lists the datasets that come with Demarche.
func BuiltinNames() []string {
	entries, _ := data.ReadDir("data")
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
