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

// The schema's enums and the vocabulary tables say the same, in the same order.
func TestVocabulariesEqualEnums(t *testing.T) {
	s := loadSchema(t)
	for name, terms := range Vocabularies {
		enum := s.Types[name]
		if enum == nil {
			t.Errorf("the schema lacks enum %s; it would hold %v", name, terms)
			continue
		}
		var values []string
		for _, v := range enum.EnumValues {
			values = append(values, v.Name)
		}
		if !slices.Equal(values, terms) {
			t.Errorf("enum %s has %v, the vocabulary %v", name, values, terms)
		}
	}
}

// Every relation is a field of the schema with the type that its row says, and every onward field of
// the schema is a relation.
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
			if (kind == ast.Object || kind == ast.Interface) && RelationOf(Kind(def.Name), f.Name) == nil {
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
