package resolvers

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/demarche-graph/demarche/graph/generated"
)

// schema is the contract as it is served: validation and introspection use this one value.
var schema = served(generated.NewExecutableSchema(generated.Config{}).Schema())

// served takes out of a schema what gqlparser adds to every schema and this server does not do, or graphql-js does not know.
// @defer would be accepted and ignored. A client that reads the introspection with graphql-js (codegen, GraphiQL) refuses a
// directive location that it does not know.
func served(s *ast.Schema) *ast.Schema {
	const unknown = "DIRECTIVE_DEFINITION"
	delete(s.Directives, "defer")
	for _, d := range s.Directives {
		d.Locations = slices.DeleteFunc(d.Locations, func(l ast.DirectiveLocation) bool { return l == unknown })
	}
	locations := s.Types["__DirectiveLocation"]
	locations.EnumValues = slices.DeleteFunc(locations.EnumValues, func(v *ast.EnumValueDefinition) bool { return v.Name == unknown })
	return s
}

// SDL returns the contract in GraphQL's schema language, as it was written.
func SDL() string { return schema.Query.Position.Src.Input }
