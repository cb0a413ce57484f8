package analysis

import (
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

func TestHighlights(t *testing.T) {
	zakharova := item(graph.KindActor, map[string]any{"name": "Maria Zakharova", "aliases": []string{"Мария Захарова", "M. Zakharova"},
		"names":       []string{"ru Мария Захарова", "az Mariya Zaxarova"},
		"description": "Spokeswoman of the ministry", "country": "RUS", "sortName": "maria zakharova"})
	for _, c := range []struct {
		name, search string
		want         []string
	}{
		{"a text that holds all terms is shown, and not those that hold some", "maria zakharova", []string{"Maria Zakharova"}},
		{"where none holds all, those that hold any are shown", "zakharova ministry",
			[]string{"Maria Zakharova", "M. Zakharova", "Spokeswoman of the ministry"}},
		{"terms stand in any order", "zakh mar", []string{"Maria Zakharova"}},
		{"case does not matter, in any script", "ЗАХАРОВА", []string{"Мария Захарова"}},
		{"a name in a language is shown without it", "zaxarova", []string{"Mariya Zaxarova"}},
		{"the tag of a language is not looked at", "az", []string{}},
		{"the beginning of a word will do", "spokes", []string{"Spokeswoman of the ministry"}},
		{"the middle of a word will not", "woman", []string{}},
		{"values that are no text to read are not shown", "rus", []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Highlights(zakharova, graph.Tokens(graph.Fold(c.search))); !slices.Equal(got, c.want) || got == nil {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	noted := item(graph.KindClaim, map[string]any{"text": "Six were beaten", "note": "A figure of another week"})
	if got := Highlights(noted, []string{"figure"}); !slices.Equal(got, []string{"A figure of another week"}) {
		t.Errorf("a note is shown that was found: %q", got)
	}
}
