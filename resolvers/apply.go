package resolvers

import (
	"context"
	"reflect"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/demarche-graph/demarche/seed"
)

// curatedInput is the type of what the seeder reads. Of its values only the form is made that of curated files: what is wrong
// with them the seeder tells, all at once, with places and remedies.
const curatedInput = "ApplyInput"

func (f *rootField) apply(w *Writing, author string) (*change, error) {
	e, err := f.edit(author)
	input, _ := curatedValue(ast.NamedType(curatedInput, nil), f.arguments["input"]).(map[string]any)
	e.Kept = w.kept
	return &change{f, func(ctx context.Context) (seed.Edited, error) { return seed.Apply(ctx, w.Store, input, e) }}, err
}

// curatedValue makes of a value what curated files have: a single item that stands for a list becomes one, and a number that is an
// id becomes a text. All else stays as it was given.
func curatedValue(t *ast.Type, v any) any {
	switch {
	case v == nil || t == nil:
		return v
	case t.Elem != nil:
		list := reflect.ValueOf(v)
		if list.Kind() != reflect.Slice {
			return []any{curatedValue(t.Elem, v)}
		}
		out := make([]any, list.Len())
		for i := range out {
			out[i] = curatedValue(t.Elem, list.Index(i).Interface())
		}
		return out
	case t.NamedType == "ID":
		if text, isWhole := wholeText(v); isWhole {
			return text
		}
		return v
	}
	given, isObject := v.(map[string]any)
	definition := schema.Types[t.NamedType]
	if !isObject || definition == nil || definition.Kind != ast.InputObject {
		return v
	}
	out := make(map[string]any, len(given))
	for name, one := range given {
		var of *ast.Type
		if field := definition.Fields.ForName(name); field != nil {
			of = field.Type
		}
		out[name] = curatedValue(of, one)
	}
	return out
}
