package resolvers

import "testing"

// A root field without a row would be answered with null.
func TestEachRootFieldHasAQuestion(t *testing.T) {
	for _, f := range schema.Query.Fields {
		if f.Name[0] != '_' && questions[f.Name] == nil {
			t.Errorf("%s has no row in questions", f.Name)
		}
	}
}
