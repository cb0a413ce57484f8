package resolvers

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// maxFragments is how deep fragments may nest where gqlgen itself collects their fields: directly below the operation, and
// in introspection. Each level can double its work: 30 levels, in 100 tokens, take gigabytes of memory. Eight are more than
// GraphiQL's introspection (three) and the clients that we know of need.
const maxFragments = 8

// fragmentDepths are the depths of named fragments that have been measured.
type fragmentDepths map[*ast.FragmentDefinition]int

func (d fragmentDepths) of(set ast.SelectionSet) int {
	deepest := 0
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if strings.HasPrefix(s.Name, "__") || s.ObjectDefinition != nil && strings.HasPrefix(s.ObjectDefinition.Name, "__") {
				deepest = max(deepest, d.of(s.SelectionSet))
			}
		case *ast.InlineFragment:
			deepest = max(deepest, 1+d.of(s.SelectionSet))
		case *ast.FragmentSpread:
			n, known := d[s.Definition]
			if !known {
				n = d.of(s.Definition.SelectionSet)
				d[s.Definition] = n
			}
			deepest = max(deepest, 1+n)
		}
	}
	return deepest
}
