package storetest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"testing"
)

// TestEveryFindIsAsked holds the random questions to all finds: a find that none of them is has no oracle to answer to.
func TestEveryFindIsAsked(t *testing.T) {
	asked := map[string]bool{}
	for _, q := range shapesOf(1, 60) {
		asked[fmt.Sprintf("%T", q.asked())] = true
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

// TestShapesAreDrawnAgain holds what a failure says to be true: the same seed gives the same questions, in the same order.
func TestShapesAreDrawnAgain(t *testing.T) {
	t.Setenv(shapesSeed, "7")
	one, again := shapes(t, 120), shapes(t, 120)
	for i := range one {
		if one[i].String() != again[i].String() {
			t.Errorf("question %d:\n%s\n%s", i, one[i], again[i])
		}
	}
	t.Setenv(shapesSeed, "8")
	if other := shapes(t, 120); other[0].String() == one[0].String() && other[119].String() == one[119].String() {
		t.Errorf("another seed gives the same questions: %s", other[0])
	}
}
