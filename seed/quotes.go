package seed

import (
	"path/filepath"

	"gopkg.in/yaml.v3"

	"github.com/demarche-graph/demarche/graph"
)

// Quotation is a quotation in the evidence of a curated file, and where it stands.
type Quotation struct {
	File         string
	Line, Column int
	Source, Text string
}

// quotes shows a quotation to who asked for them.
func (r *reader) quotes(n *yaml.Node, e graph.Evidence) {
	if r.quoted != nil {
		at := r.here(n)
		r.quoted(Quotation{r.files[at.file], at.line, at.column, e.Source, e.Quote})
	}
}

// shows gives what quotations in a place are shown to, with the names of their files as problems tell them. What a built-in
// dataset quotes matters only when it was asked for by name.
func (o *opener) shows(p place) func(Quotation) {
	if o.quoted == nil || p.path == "" && !o.asked[p.key()] {
		return nil
	}
	return func(q Quotation) {
		if p.name != "" && p.files != nil {
			q.File = filepath.Join(p.name, filepath.FromSlash(q.File))
		}
		o.quoted(q)
	}
}
