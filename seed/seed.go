// Package seed reads curated files into a ingest.Batch. A dataset is a folder: dataset.yaml says what it
// is, the other *.yaml files hold lists of sources, places, episodes, actors, actions and claims. Reading
// reports every fault of every file in one run, with file, line, column and what would be right.
package seed

import (
	"embed"
	"io/fs"
	"slices"
)

//go:embed data
var data embed.FS

// Builtin gives the files of a dataset that comes with Demarche.
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
