package seed

import (
	"os"
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/demarche-graph/demarche/graph"
)

// inputTypes holds the input types of the API beside the tables by which files are read.
type inputTypes struct {
	*testing.T
	api *ast.Schema
}

// fields compares the fields of a type with what the reader takes: their names, each with its type.
func (x inputTypes) fields(name string, want map[string]string) {
	x.Helper()
	def := x.api.Types[name]
	if def == nil || def.Kind != ast.InputObject {
		x.Errorf("there is no input %s", name)
		return
	}
	for _, f := range def.Fields {
		if of, known := want[f.Name]; !known || of != f.Type.String() {
			x.Errorf("%s.%s is %s; files have %q", name, f.Name, f.Type, of)
		}
		delete(want, f.Name)
	}
	for f, of := range want {
		x.Errorf("%s lacks %s: %s", name, f, of)
	}
}

// props are the fields of properties.
func props(list []graph.Property, of map[string]string) map[string]string {
	for _, p := range list {
		of[p.Name] = map[graph.PropType]string{graph.PropText: "String", graph.PropNumber: "Float", graph.PropInt: "Int",
			graph.PropFlag: "Boolean", graph.PropList: "[String!]", graph.PropHistory: "[StatusChangeInput!]"}[p.Type]
		switch {
		case p.Vocabulary != "":
			of[p.Name] = p.Vocabulary
		case slices.Contains(dates, p.Name):
			of[p.Name] = "EDTF"
		case p.ByLanguage:
			of[p.Name] = "[NameInput!]"
		case p.Name == "within":
			of[p.Name] = "[ID!]"
		}
	}
	of["basis"], of["evidence"] = "Basis", "[EvidenceInput!]"
	return of
}

// linkInputs are the types of links: of those with values of their own by their fact, of all others by the key of the other end.
var linkInputs = map[graph.Kind]string{graph.KindResponse: "ResponseInput", graph.KindTie: "TieInput", graph.KindSilence: "SilenceInput"}

var endInputs = map[string]string{"actor": "ActorLinkInput", "action": "ActionLinkInput", "claim": "ClaimLinkInput",
	"episode": "EpisodeLinkInput", "place": "PlaceLinkInput", "source": "SourceLinkInput", "id": "SubjectLinkInput"}

// The input of apply has the fields of curated files: the same names, and types that have the same values.
func TestInputsAreTheCuratedFormat(t *testing.T) {
	text, err := os.ReadFile("../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	api, gerr := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(text)})
	if gerr != nil {
		t.Fatal(gerr)
	}
	x := inputTypes{t, api}
	whole := map[string]string{"dataset": "DatasetInput!"}
	for list, kind := range recordLists {
		name := string(kind) + "Input"
		whole[list] = "[" + name + "!]"
		of := props(curatedProps(graph.NodeProps[kind], nil), map[string]string{"id": "ID!"})
		for key, l := range edgeKeys[kind] {
			row, _ := graph.EdgeTypeOf(l.edge)
			link := linkInputs[row.Fact]
			if link == "" {
				link = endInputs[l.end]
			}
			of[key] = "[" + link + "!]"
			x.fields(link, props(edgeProps(row), map[string]string{l.end: "ID!"}))
		}
		x.fields(name, of)
	}
	x.fields("ApplyInput", whole)
	x.fields("DatasetInput", map[string]string{
		"id": "ID!", "name": "String", "version": "String", "licence": "String", "description": "String", "requires": "[String!]",
	})
	evidence := map[string]string{
		"source": "ID!", "attributedTo": "ID", "basis": "Basis", "relation": "EvidenceRelation", "disputes": "Boolean",
	}
	for _, key := range evidenceKeys {
		if evidence[key] == "" {
			evidence[key] = "String"
		}
	}
	x.fields("EvidenceInput", evidence)
	change := map[string]string{"status": "ActionStatus!", "since": "EDTF!", "sources": "[ID!]!"}
	x.fields("StatusChangeInput", change)
	for _, key := range changeKeys {
		if api.Types["StatusChangeInput"].Fields.ForName(key) == nil {
			t.Errorf("StatusChangeInput lacks %s", key)
		}
	}
	x.fields("NameInput", map[string]string{"text": "String!", "language": "String!"})
}
