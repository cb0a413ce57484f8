package resolvers_test

import (
	"fmt"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"

	"github.com/demarche-graph/demarche/graph/generated"
	"github.com/demarche-graph/demarche/internal/store/sqlite"
	"github.com/demarche-graph/demarche/resolvers"
)

// Whatever a filter asks, alone or among others, it is answered or refused with words: no client sees INTERNAL.
func TestRandomFilters(t *testing.T) {
	store, err := sqlite.Open(t.Context(), ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	api := resolvers.New(store)
	types := generated.NewExecutableSchema(generated.Config{}).Schema().Types
	rapid.Check(t, func(r *rapid.T) {
		field := rapid.SampledFrom([]string{
			"actors", "actions", "responses", "claims", "sources", "places", "episodes", "unanswered", "responseTimes",
		}).Draw(r, "field")
		argument := types["Query"].Fields.ForName(field).Arguments.ForName("filter")
		filter := drawInput(r, types, argument.Type, rapid.IntRange(1, 9).Draw(r, "depth"))
		asked := "(filter: $f, last: 3) { totalCount nodes { id } }"
		if field == "responseTimes" {
			asked = "(filter: $f) { n curve { days } }"
		}
		request := resolvers.Request{
			Query:     fmt.Sprintf("query($f: %s) { %s%s }", argument.Type, field, asked),
			Variables: map[string]any{"f": filter},
		}
		operation, errs := api.Prepare(t.Context(), request)
		if errs == nil {
			errs = operation.Run(t.Context()).Errors
		}
		for _, err := range errs {
			if code := err.Extensions["code"]; code != "INVALID" && code != "NOT_FOUND" && code != "TOO_COMPLEX" && code != "TOO_LARGE" {
				r.Fatalf("%v of %v: %v", code, filter, err)
			}
		}
	})
}

// drawInput draws a value of an input type, as JSON would give it.
func drawInput(r *rapid.T, types map[string]*ast.Definition, of *ast.Type, depth int) any {
	if of.Elem != nil {
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(r, "length") {
			list = append(list, drawInput(r, types, of.Elem, depth))
		}
		return list
	}
	switch d := types[of.NamedType]; {
	case d.Kind == ast.Enum:
		return rapid.SampledFrom(d.EnumValues).Draw(r, "term").Name
	case d.Kind == ast.InputObject:
		out := map[string]any{}
		for range rapid.IntRange(0, 3).Draw(r, "fields") {
			f := rapid.SampledFrom(d.Fields).Draw(r, "field")
			nested := f.Name == "and" || f.Name == "or" || f.Name == "not"
			if !nested || depth > 0 {
				out[f.Name] = drawInput(r, types, f.Type, depth-1)
			}
		}
		return out
	}
	switch of.NamedType {
	case "Boolean":
		return rapid.Bool().Draw(r, "flag")
	case "Int":
		return rapid.IntRange(-3, 40_000).Draw(r, "number")
	case "Float":
		return rapid.SampledFrom([]float64{-1e300, -7.5, 0, 1e-9, 3, 1e18}).Draw(r, "number")
	case "Day", "Date":
		return rapid.SampledFrom([]string{"2025-06-27", "0001-01-01", "9999-12-31", "2025-02-30"}).Draw(r, "day")
	}
	return rapid.SampledFrom([]string{"a", "", "ə:é", `"`, "\x00", "%", "a>b", "one two", "🕊", "-1", "NaN"}).Draw(r, "text")
}
