package resolvers

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// maxFragments is how deep fragments may nest where gqlgen itself collects their fields: directly below the operation, and
// in introspection. Each level can double its work: 30 levels, in 100 tokens, take gigabytes of memory. Eight are more than
// GraphiQL's introspection (three) and the clients that we know of need.
const maxFragments = 8

// fragmentLimit refuses operations whose fragments nest deeper than maxFragments. Below our own root fields there is no
// limit: collect opens each fragment once.
type fragmentLimit struct{}

var _ graphql.OperationContextMutator = fragmentLimit{}

func (fragmentLimit) ExtensionName() string                          { return "FragmentLimit" }
func (fragmentLimit) Validate(schema graphql.ExecutableSchema) error { return nil }

func (fragmentLimit) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if n := (fragmentDepths{}).of(op.Operation.SelectionSet); n > maxFragments {
		return present(ctx, tooComplex("fragments stand %d deep in one another; write them out, at most %d are possible here", n, maxFragments))
	}
	return nil
}

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
