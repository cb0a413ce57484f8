package analysis

import (
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// highlighted are the values that a search may show as highlights.
var highlighted = []string{"name", "aliases", "title", "text", "description", "summary", "note", "url"}

// Highlights returns the texts of an item that hold all of the terms or, if none does, those that hold any of them. Terms
// are folded (graph.Fold, graph.Tokens). A text holds a term when one of its words begins with it.
func Highlights(it *query.Item, terms []string) []string {
	all, some := []string{}, []string{}
	for i, name := range query.Columns(it.Kind) {
		if !slices.Contains(highlighted, name) {
			continue
		}
		texts, _ := it.Values[i].([]string)
		if s, ok := it.Values[i].(string); ok {
			texts = []string{s}
		}
		for _, s := range texts {
			switch held(graph.Fold(s), terms) {
			case 0:
			case len(terms):
				all = append(all, s)
			default:
				some = append(some, s)
			}
		}
	}
	if len(all) > 0 {
		return all
	}
	return some
}

// held counts the terms with which a word of a folded text begins.
func held(folded string, terms []string) (n int) {
	for _, t := range terms {
		if strings.HasPrefix(folded, t) || strings.Contains(folded, " "+t) {
			n++
		}
	}
	return n
}
