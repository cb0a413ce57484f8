package plan

import (
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// Lenses that leave out the same have one text, by which cursors and what was found know them; any others have not.
func TestLensText(t *testing.T) {
	least, same := 1.0, 1.0
	of := func(where query.Pred) *query.Lens { return &query.Lens{Without: where} }
	related := func(where query.Pred) query.Pred {
		return query.Related{Relation: graph.RelationOf(graph.KindSource, "publishedBy"), Where: where}
	}
	seen := map[string]int{}
	for i, alike := range [][]*query.Lens{
		{{}, {}},
		{{KnownOn: "2025-07-02"}},
		{{Basis: []string{}}},
		{{Basis: []string{"EXPLICIT"}}, {Basis: []string{"EXPLICIT", "EXPLICIT"}}},
		{{Datasets: []string{"EXPLICIT"}}},
		{{Datasets: []string{"a", "b"}}, {Datasets: []string{"b", "a"}}},
		{{Datasets: []string{`a" "b`}}},
		{of(query.IDIn{"a"})},
		{of(query.IDIn{"a", "b"}), of(query.IDIn{"b", "a"})},
		{of(query.IDIn{"a b"})},
		{{Only: query.IDIn{"a"}}},
		{of(query.And{})},
		{of(query.Not{Pred: query.IDIn{"a"}})},
		{of(query.Or{query.IDIn{"a"}, query.OfCountry{"FJI"}})},
		{of(query.And{query.IDIn{"a"}, query.OfCountry{"FJI"}})},
		{of(related(nil))},
		{of(related(query.IDIn{"a"}))},
		{of(query.OwnedBy{"a"})},
		{of(query.OfCountry{"a"})},
		{of(query.Between{Prop: "facts", Min: &least}), of(query.Between{Prop: "facts", Min: &same})},
		{of(query.Between{Prop: "facts", Max: &least})},
	} {
		for _, l := range alike {
			text := LensText(l)
			if other, taken := seen[text]; taken && other != i {
				t.Errorf("%q is the text of two lenses, %d and %d", text, other, i)
			}
			seen[text] = i
			if first := LensText(alike[0]); text != first {
				t.Errorf("%+v: %q, not %q", l, text, first)
			}
		}
	}
}
