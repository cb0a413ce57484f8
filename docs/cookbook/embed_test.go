package cookbook

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// Every example is valid by the schema and has the variables that it asks for.
func TestExamplesAreValid(t *testing.T) {
	text, err := os.ReadFile("../../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	list, err := Examples()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 12 {
		t.Errorf("%d examples, want 12 or more", len(list))
	}
	for _, e := range list {
		t.Run(e.Name, func(t *testing.T) {
			doc, errs := gqlparser.LoadQueryWithRules(schema, e.Query, rules.NewDefaultRules())
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			vars := map[string]any{}
			if e.Variables != "" {
				if err := json.Unmarshal([]byte(e.Variables), &vars); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := validator.VariableValues(schema, doc.Operations[0], vars); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestRead(t *testing.T) {
	e, err := read("x", "# title: T\n# note: one\n# note: two\n# variables: {\"a\": 1}\nquery {\n  # stays\n  stats\n}\n")
	if err != nil {
		t.Fatal(err)
	}
	if want := (Example{"x", "T", "query {\n  # stays\n  stats\n}\n", `{"a": 1}`, "one two", ""}); e != want {
		t.Errorf("%+v, want %+v", e, want)
	}
	for _, text := range []string{"", "query { x }", "# title: T\nquery", "# title: T\n# note: N\n# variables: {\nquery"} {
		if _, err := read("x", text); err == nil || !strings.Contains(err.Error(), "x.graphql") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
