package seed

import (
	"io/fs"
	"path"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/demarche-graph/demarche/graph"
)

const manifest = "dataset.yaml"

func notManifest(e fs.DirEntry) int {
	if e.Name() == manifest {
		return 0
	}
	return 1
}

func (r *reader) dataset(n *yaml.Node) {
	d := graph.Record{Kind: graph.KindDataset, Props: graph.Props{}}
	given := r.pairs(n, func(key, value *yaml.Node) {
		switch key.Value {
		case "id":
			if d.ID = r.id("id", value); d.ID != "" && !strings.HasPrefix(d.ID, "dataset:") {
				r.fault(value, "id %q should begin with \"dataset:\", such as dataset:founding-case", d.ID)
			}
		case "name", "version", "licence", "description":
			if s, ok := r.text(key.Value, value); ok {
				d.Props[key.Value] = s
			}
		case "requires":
			r.requires(value)
		default:
			r.unknown(key, []string{"id", "name", "version", "licence", "description", "requires"})
		}
	})
	if given == nil {
		return
	}
	for _, p := range []string{"id", "name", "version", "licence"} {
		if !given[p] {
			r.fault(n, "the dataset lacks %s; give it", p)
		}
	}
	r.batch.Dataset = d
	if p, twice := r.where[d.ID]; twice {
		r.fault(n, "%q stands also at %s:%d; give it once", d.ID, p.file, p.line)
	} else if d.ID != "" {
		r.where[d.ID] = position{r.file, n.Line, n.Column}
	}
}

// requires takes the ids of other datasets for known. They are loaded first.
func (r *reader) requires(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, "requires should be a list of built-in datasets, such as [founding-case]")
		return
	}
	for _, entry := range n.Content {
		name, ok := r.text("requires", entry)
		if !ok {
			continue
		}
		files, ok := Builtin(name)
		if !ok {
			r.fault(entry, "no dataset %q comes with Demarche; %s", name, suggestion(name, BuiltinNames()))
			continue
		}
		for _, name := range append(Requires(files, "."), name) {
			files, _ := Builtin(name)
			b, err := Read(files, ".")
			if err != nil {
				r.fault(entry, "%s has faults of its own", name)
				continue
			}
			for _, p := range b.Puts {
				if p.Edge == "" {
					r.known[p.ID] = p.Kind
				}
			}
		}
	}
}

// Requires names the built-in datasets that are to be loaded before one, in order, each after those that it requires.
func Requires(fsys fs.FS, dir string) []string {
	text, err := readFile(fsys, path.Join(dir, manifest))
	if err != nil {
		return nil
	}
	var m struct{ Requires []string }
	if err := yaml.Unmarshal(text, &m); err != nil {
		return nil // reading the dataset says what is wrong
	}
	var out []string
	for _, name := range m.Requires {
		if files, ok := Builtin(name); ok {
			out = append(append(out, Requires(files, ".")...), name)
		}
	}
	return out
}
