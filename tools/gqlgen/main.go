// Command gqlgen runs gqlgen with one plugin, which makes every composite type an opaque value.
//
// A question is loaded whole by its root resolver, so gqlgen's field-by-field completion (a context,
// a closure and often a goroutine for each field of each row) has nothing left to do but cost time.
// With the plugin it generates the root fields only; their results write themselves.
package main

import (
	"fmt"
	"os"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/vektah/gqlparser/v2/ast"
)

const (
	resultModel = "github.com/demarche-graph/demarche/graph/answer.JSON"
	mapModel    = "github.com/99designs/gqlgen/graphql.Map"
	textModel   = "github.com/99designs/gqlgen/graphql.String"
)

type opaque struct{ cfg *config.Config }

func (opaque) Name() string { return "opaque" }

// MutateSchema changes what gqlgen generates code for, not the schema that is served: that is parsed
// from schema.graphqls as it stands.
func (o opaque) MutateSchema(schema *ast.Schema) error { //nolint:unparam // gqlgen asks for an error
	if schema.Subscription != nil { // what is followed is written by resolvers, as it comes: no channel of gqlgen's is between
		delete(schema.Types, schema.Subscription.Name)
		schema.Subscription = nil
	}
	for name, def := range schema.Types {
		if def.BuiltIn || def == schema.Query || def == schema.Mutation || def == schema.Subscription {
			continue
		}
		var model string
		switch def.Kind {
		case ast.Object, ast.Interface, ast.Union:
			model = resultModel
		case ast.InputObject:
			model = mapModel
		case ast.Enum:
			model = textModel
		default:
			continue
		}
		schema.Types[name] = &ast.Definition{Kind: ast.Scalar, Name: name, Description: def.Description, Position: def.Position}
		delete(schema.PossibleTypes, name)
		o.cfg.Models[name] = config.TypeMapEntry{Model: config.StringList{model}}
	}
	return nil
}

func main() {
	cfg, err := config.LoadConfig("gqlgen.yml")
	if err == nil {
		err = api.Generate(cfg, api.NoPlugins(), api.AddPlugin(opaque{cfg}))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gqlgen:", err)
		os.Exit(1)
	}
}
