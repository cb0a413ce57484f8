package resolvers

import (
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

// TestIDFields: what a filter names by an id, whatever the field, is looked up as what it has to be.
func TestIDFields(t *testing.T) {
	for name, def := range schema.Types {
		if !strings.HasSuffix(name, "Filter") {
			continue
		}
		for _, f := range def.Fields {
			if f.Type.Name() != "ID" || name == "UnansweredFilter" { // the store looks those up
				continue
			}
			kind := graph.Kind(strings.TrimSuffix(name, "Filter"))
			c := &selectionCompiler{}
			c.requireNamed(kind, map[string]any{f.Name: []any{"x", "x", "y"}})
			if len(c.required) != 2 || c.required[0].ID != "x" || c.required[1].ID != "y" {
				t.Errorf("%s.%s: %v", name, f.Name, c.required)
				continue
			}
			named := c.required[0].Kind
			if own := f.Name == "id" || f.Name == "partOf"; own && named != kind || f.Name == "about" && named != "" ||
				!own && f.Name != "about" && !slices.Contains(graph.NodeKinds, named) {
				t.Errorf("%s.%s is looked up as %q", name, f.Name, named)
			}
		}
	}
}
