package resolvers

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (queryResolver) Vocabulary(ctx context.Context, _ []string) ([]*answer.JSON, error) {
	return answered[[]*answer.JSON](ctx)
}

// vocabulary asks the store nothing.
func (f *rootField) vocabulary() (*question, error) {
	names := f.texts("of")
	if f.argument("of") == nil {
		names = slices.Sorted(maps.Keys(vocabularies))
	}
	if len(names) > len(vocabularies) {
		return nil, graph.Invalid("of names %d enums; there are %d", len(names), len(vocabularies))
	}
	for _, name := range names {
		v, known := vocabularies[name]
		if !known {
			return nil, graph.Invalid("there is no enum %.60q; of takes %s", name, strings.Join(slices.Sorted(maps.Keys(vocabularies)), ", "))
		}
		f.made += 1 + len(v["terms"].([]object))
	}
	return &question{nil, func(*query.Answer) (any, error) {
		out := make([]*answer.JSON, len(names))
		for i, name := range names {
			out[i] = f.object("Vocabulary", vocabularies[name])
		}
		return out, nil
	}}, nil
}

// vocabularies has the enums of the schema, and the labels of edges, as they are written.
var vocabularies = func() map[string]object {
	out := map[string]object{}
	for _, def := range schema.Types {
		if def.Kind == ast.Enum && !strings.HasPrefix(def.Name, "__") {
			out[def.Name] = object{"name": def.Name, "description": def.Description, "terms": valuesOfEnum(def)}
		}
	}
	for _, v := range graph.AllVocabularies {
		out[v.Name]["terms"] = termsOf(v)
	}
	edges := graph.EdgeVocabulary
	out[edges.Name] = object{"name": edges.Name, "description": "How an edge joins two nodes, read from where it starts to where it leads.",
		"terms": termsOf(edges)}
	return out
}()

// termsOf are the terms of a table.
func termsOf(v graph.Vocabulary) []object {
	out := make([]object, len(v.Terms))
	for i, t := range v.Terms {
		out[i] = object{
			"term": t.Name, "label": t.Label, "verbPhrase": t.VerbPhrase, "description": t.Description,
			"tone": orNull(string(v.Tone(t))), "colour": orNull(v.Colour(t)), "standard": t.Standard,
		}
	}
	return out
}

// valuesOfEnum are the values of an enum that has no table, because it only says how to ask: each is called as its name reads.
func valuesOfEnum(enum *ast.Definition) []object {
	out := make([]object, len(enum.EnumValues))
	for i, v := range enum.EnumValues {
		label := strings.ReplaceAll(v.Name[:1]+strings.ToLower(v.Name[1:]), "_", " ")
		out[i] = object{"term": v.Name, "label": label, "description": v.Description}
	}
	return out
}
