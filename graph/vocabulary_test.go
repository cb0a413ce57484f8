package graph

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

func loadSchema(t *testing.T) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile("../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	s, gerr := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(text)})
	if gerr != nil {
		t.Fatal(gerr)
	}
	return s
}

// Enums that say how to ask or how to draw, and hold no terms of the field. Besides them, orders and groupings.
var askingEnums = []string{"CascadeOrder", "ChangeKind", "Direction", "Interval", "NodeKind", "OrderDirection"}

// The schema's enums have the terms of the vocabularies, in the same order and with the same descriptions.
func TestVocabulariesEqualEnums(t *testing.T) {
	s := loadSchema(t)
	for _, v := range AllVocabularies {
		enum := s.Types[v.Name]
		if enum == nil || enum.Kind != ast.Enum {
			t.Errorf("schema.graphqls lacks enum %s, which AllVocabularies (graph/vocabulary.go) has", v.Name)
			continue
		}
		var values []string
		for _, value := range enum.EnumValues {
			values = append(values, value.Name)
			i := slices.IndexFunc(v.Terms, func(t Term[string, string]) bool { return t.Name == value.Name })
			if i < 0 {
				t.Errorf("%s.%s has no row in package graph; add one (graph/terms_*.go), or take the value from schema.graphqls", v.Name, value.Name)
			} else if want := v.Terms[i].Description; value.Description != want {
				t.Errorf("%s.%s is described as\n  %q in schema.graphqls, as\n  %q in package graph; `make generate` writes the latter into the former",
					v.Name, value.Name, value.Description, want)
			}
		}
		for _, term := range v.Terms {
			if !slices.Contains(values, term.Name) {
				t.Errorf("%s.%s is a row in package graph that schema.graphqls lacks; `make generate` writes it there", v.Name, term.Name)
			}
		}
		if names := Vocabularies[v.Name]; !t.Failed() && !slices.Equal(values, names) {
			t.Errorf("enum %s has the order %v, the vocabulary %v; `make generate` writes the latter", v.Name, values, names)
		}
	}
	for name, def := range s.Types {
		if def.Kind != ast.Enum || def.BuiltIn || strings.HasPrefix(name, "__") || Vocabularies[name] != nil {
			continue
		}
		if !strings.HasSuffix(name, "OrderField") && !strings.HasSuffix(name, "Grouping") && !slices.Contains(askingEnums, name) {
			t.Errorf("enum %s of schema.graphqls is no vocabulary: add its table to AllVocabularies (graph/vocabulary.go), or, if it only says "+
				"how to ask, to askingEnums of this test", name)
		}
	}
}

// Every relation is a field of the schema with the type that its row says, and every onward field of
// the schema is a relation, or a property that is shown as objects (names).
func TestRelationsEqualFields(t *testing.T) {
	s := loadSchema(t)
	for _, r := range Relations {
		def := s.Types[string(r.From)]
		if def == nil {
			t.Errorf("the schema lacks type %s", r.From)
			continue
		}
		f := def.Fields.ForName(r.Name)
		if f == nil {
			if r.Name != "contradictions" && (r.Name != "evidence" || def.Fields.ForName("evidence") != nil) && !internalRelation(r) {
				t.Errorf("the schema lacks %s.%s", r.From, r.Name)
			}
			continue
		}
		want := string(r.To)
		if r.Cardinality == Connection {
			want += "Connection"
		}
		if f.Type.Name() != want {
			t.Errorf("%s.%s is %s in the schema, %s in the table", r.From, r.Name, f.Type.Name(), want)
		}
	}
	for _, def := range s.Types {
		if !slices.ContainsFunc(Relations, func(r Relation) bool { return r.From == Kind(def.Name) }) {
			continue
		}
		for _, f := range def.Fields {
			kind := s.Types[f.Type.Name()].Kind
			isProperty := slices.ContainsFunc(NodeProps[Kind(def.Name)], func(p Property) bool { return p.Name == f.Name })
			regrouped := f.Type.Name() == "SourceEvidence" // the relation evidence, by source
			if (kind == ast.Object || kind == ast.Interface) && !isProperty && !regrouped && RelationOf(Kind(def.Name), f.Name) == nil {
				t.Errorf("%s.%s of the schema has no row in Relations", def.Name, f.Name)
			}
		}
	}
}

// Relations that only the grouping of accounts uses, or kinds without evidence in the schema.
func internalRelation(r Relation) bool {
	return r.Name == "evidence" && (r.From == KindPlace || r.From == KindEpisode || r.From == KindSource)
}

// Every element of the schema is described.
func TestSchemaDescribed(t *testing.T) {
	s := loadSchema(t)
	for _, def := range s.Types {
		if def.BuiltIn || strings.HasPrefix(def.Name, "__") {
			continue
		}
		if def.Description == "" {
			t.Errorf("%s is not described", def.Name)
		}
		for _, f := range def.Fields {
			if len(f.Name) > 1 && f.Name[:2] == "__" {
				continue
			}
			if f.Description == "" {
				t.Errorf("%s.%s is not described", def.Name, f.Name)
			}
			for _, a := range f.Arguments {
				if a.Description == "" {
					t.Errorf("%s.%s(%s:) is not described", def.Name, f.Name, a.Name)
				}
			}
		}
		for _, v := range def.EnumValues {
			if v.Description == "" {
				t.Errorf("%s.%s is not described", def.Name, v.Name)
			}
		}
	}
}
