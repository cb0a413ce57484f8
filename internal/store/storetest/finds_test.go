package storetest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"testing"

	"pgregory.net/rapid"
)

// TestEveryFindIsAsked holds the random questions to all finds: a find that none of them is has no oracle to answer to.
func TestEveryFindIsAsked(t *testing.T) {
	asked := map[string]bool{}
	anew := rapid.Custom(func(r *rapid.T) question {
		d := &draw{r, most}
		return d.question()
	})
	for i := range 500 {
		asked[fmt.Sprintf("%T", anew.Example(i).asked())] = true
	}
	const file = "../../../graph/query/find.go"
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	finds := 0
	for _, d := range parsed.Decls {
		method, ok := d.(*ast.FuncDecl)
		if !ok || method.Name.Name != "find" {
			continue
		}
		finds++
		if name := fmt.Sprint("query.", method.Recv.List[0].Type); !asked[name] {
			t.Errorf("no random question is a %s: add one to randomquestion.go", name)
		}
	}
	if finds < 11 {
		t.Errorf("%s marks %d types as finds: have they moved?", file, finds)
	}
}
