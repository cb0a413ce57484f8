package analysis

import (
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// highlighted are the values that a search may show as highlights.
var highlighted = []string{"name", "aliases", "names", "title", "text", "description", "summary", "note", "url"}

// Highlighted names the values of a kind that Highlights reads.
func Highlighted(k graph.Kind) []string { return highlightedOf[k] }

var highlightedOf = func() map[graph.Kind][]string {
	m := map[graph.Kind][]string{}
	for k, props := range graph.NodeProps {
		for _, p := range props {
			if slices.Contains(highlighted, p.Name) {
				m[k] = append(m[k], p.Name)
			}
		}
	}
	return m
}()

// Highlights returns the texts of a node that hold all of the terms or, if none does, those that hold any of them, each once.
// Terms are folded (graph.Fold, graph.Tokens). A text holds a term when one of its words begins with it.
func Highlights(it *query.Item, terms []string) []string {
	all, some := []string{}, []string{}
	for _, p := range graph.NodeProps[it.Kind] {
		if !slices.Contains(highlighted, p.Name) {
			continue
		}
		for _, s := range p.PlainTexts(it.Value(p.Name)) {
			switch n := held(graph.Fold(s), terms); {
			case n == 0, slices.Contains(all, s), slices.Contains(some, s):
			case n == len(terms):
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
