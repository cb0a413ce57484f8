package resolvers

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/demarche-graph/demarche/graph"
)

type vocabularyAnswer struct {
	Data struct {
		Vocabulary []struct {
			Name, Description string
			Terms             []struct {
				Term, Label, Description           string
				VerbPhrase, Tone, Colour, Standard *string
			}
		}
	}
}

// Each value of each enum of the schema has its row, in order, with all that a client would keep a table for; the store is not asked.
func TestVocabularyHasAllEnums(t *testing.T) {
	r := nothingFound()
	var got vocabularyAnswer
	const document = `{ vocabulary { name description terms { term label verbPhrase description tone colour standard } } }`
	if err := json.Unmarshal([]byte(post(t, r, document, nil)), &got); err != nil {
		t.Fatal(err)
	}
	if r.asked != nil {
		t.Error("the store is asked")
	}
	var names []string
	for _, v := range got.Data.Vocabulary {
		names = append(names, v.Name)
		if v.Description == "" {
			t.Errorf("%s is not described", v.Name)
		}
		values := make([]string, len(v.Terms))
		_, tabled := graph.Vocabularies[v.Name]
		for i, term := range v.Terms {
			values[i] = term.Term
			if term.Label == "" || term.Description == "" || term.Label == term.Term && len(term.Term) > 1 {
				t.Errorf("%s.%s has the label %q and the description %q", v.Name, term.Term, term.Label, term.Description)
			}
			if has := term.VerbPhrase != nil && term.Standard != nil; has != (tabled || v.Name == "EdgeKind") {
				t.Errorf("%s.%s: verb phrase %v, standard %v", v.Name, term.Term, term.VerbPhrase, term.Standard)
			}
		}
		want := graph.Edges.Names()
		if def := schema.Types[v.Name]; def != nil {
			want = nil
			for _, value := range def.EnumValues {
				want = append(want, value.Name)
			}
		}
		if !slices.Equal(values, want) {
			t.Errorf("%s has %v, the schema %v", v.Name, values, want)
		}
	}
	for _, def := range schema.Types {
		if def.Kind == ast.Enum && !strings.HasPrefix(def.Name, "__") && !slices.Contains(names, def.Name) {
			t.Errorf("enum %s is missing", def.Name)
		}
	}
	if !slices.IsSorted(names) || !slices.Contains(names, "EdgeKind") {
		t.Errorf("the enums are %v", names)
	}
}

func TestVocabularyOfSome(t *testing.T) {
	for _, c := range []struct{ name, document, want string }{
		{"in the order asked for, one twice", `{ vocabulary(of: ["Basis", "WordOrDeed", "Basis"]) { n: name } }`,
			`{"data":{"vocabulary":[{"n":"Basis"},{"n":"WordOrDeed"},{"n":"Basis"}]}}`},
		{"tones and colours", `{ vocabulary(of: ["Escalation"]) { terms { term tone colour verbPhrase } } }`,
			`{"data":{"vocabulary":[{"terms":[` +
				`{"term":"ESCALATE","tone":"ESCALATE","colour":"escalate","verbPhrase":"escalates"},` +
				`{"term":"NEUTRAL","tone":"NEUTRAL","colour":"neutral","verbPhrase":"neither escalates nor de-escalates"},` +
				`{"term":"DEESCALATE","tone":"DEESCALATE","colour":"deescalate","verbPhrase":"de-escalates"}]}]}}`},
		{"what only says how to ask", `{ vocabulary(of: ["OrderDirection"]) { terms { __typename term label verbPhrase tone } } }`,
			`{"data":{"vocabulary":[{"terms":[` +
				`{"__typename":"Term","term":"ASC","label":"Asc","verbPhrase":null,"tone":null},` +
				`{"__typename":"Term","term":"DESC","label":"Desc","verbPhrase":null,"tone":null}]}]}}`},
		{"the same through a lens", `{ vocabulary(of: ["Basis"]) @lens(knownOn: "2020-01-01") { name } }`,
			`{"data":{"vocabulary":[{"name":"Basis"}]}}`},
		{"none", `{ vocabulary(of: []) { name } }`, `{"data":{"vocabulary":[]}}`},
		{"null is all", `{ vocabulary(of: null) { name } }`, `{"data":{"vocabulary":[{"name":"ActionGrouping"},`},
		{"what is no enum", `{ vocabulary(of: ["Basis", "basis"]) { name } }`, `there is no enum \"basis\"; of takes ActionGrouping,`},
		{"a type that is no enum", `{ vocabulary(of: ["Actor"]) { name } }`, `there is no enum \"Actor\"`},
		{"many", `{ vocabulary(of: [` + strings.Repeat(`"Basis", `, 1000) + `]) { name } }`, `of names 1000 enums`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := post(t, nothingFound(), c.document, nil); !strings.Contains(got, c.want) {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}
