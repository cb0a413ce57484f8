package seed

import (
	"io/fs"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
)

// manifest is the file that says what a dataset is.
const manifest = "dataset.yaml"

// notManifest is a sort key that puts the manifest first.
func notManifest(e fs.DirEntry) int {
	if e.Name() == manifest {
		return 0
	}
	return 1
}

// dataset reads the manifest of files.
func (r *reader) dataset(n *yaml.Node) {
	r.datasetRecord(n, r.named, []string{"id", "name", "version", "licence"})
}

// datasetRecord reads what a dataset is. requires reads what it requires, and needed are the keys that it must have.
func (r *reader) datasetRecord(n *yaml.Node, requires func(*yaml.Node), needed []string) {
	d := graph.Record{Kind: graph.KindDataset, Props: graph.Props{}}
	given := r.pairs(n, func(key, value *yaml.Node) {
		switch key.Value {
		case "id":
			if d.ID = r.id("id", value); d.ID != "" && !strings.HasPrefix(d.ID, "dataset:") {
				r.fault(value, graph.RuleID.Fault(`id %q should begin with "dataset:", such as dataset:founding-case`, d.ID))
			}
		case "name", "version", "licence", "description":
			if s, ok := r.text(key.Value, value); ok {
				d.Props[key.Value] = s
				r.report(value, graph.CheckShown(key.Value, s))
			}
		case "requires":
			requires(value)
		default:
			r.unknownKey(key, []string{"id", "name", "version", "licence", "description", "requires"})
		}
	})
	if given == nil {
		return
	}
	for _, p := range needed {
		if !given[p] {
			r.fault(n, graph.RuleMissingKey.Fault("the dataset lacks %s", p).WithRemedy("give it"))
		}
	}
	r.manifest, r.at = d, r.here(n)
}

// named checks the names in requires. The datasets were opened before (opener.folder).
func (r *reader) named(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, graph.RuleValue.Fault("requires should be a list of built-in datasets and of folders, such as %s",
			"[founding-case, ../my-other-dataset]"))
		return
	}
	for _, entry := range n.Content {
		name, ok := r.text("requires", entry)
		if !ok {
			continue
		}
		if _, ok := r.locate(name); !ok {
			if strings.HasPrefix(name, ".") {
				r.fault(entry, graph.RuleUnknownID.Fault("there is no dataset in %q, seen from this folder", name))
				continue
			}
			r.fault(entry, graph.RuleUnknownID.Fault("no dataset %q comes with Demarche", name).WithRemedy("%s", suggestion(name, BuiltinNames())))
		}
	}
}
