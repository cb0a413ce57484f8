package neo4j

import (
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// What the store itself does for a page of actions with all that is drawn of each: from the question to the statement, and from
// the rows to items.
func pageOfActions() *query.Query {
	list := func(name string, wants ...*query.Include) *query.Include {
		return &query.Include{Relation: graph.RelationOf(graph.KindAction, name), Includes: wants,
			List: query.List{Order: query.Order{By: query.ByDate}, Page: query.Page{Limit: 20}}}
	}
	byID := list("targets")
	byID.Order = query.Order{By: query.ByID}
	return &query.Query{
		Find: query.FindList{Kind: graph.KindAction, List: query.List{Order: query.Order{By: query.ByDate, Desc: true}, Total: true,
			Where: query.Attributed{Keys: []string{"russia>", "azerbaijan>"}}, Page: query.Page{Limit: 50}}},
		Includes: []*query.Include{byID, list("respondsTo", &query.Include{Relation: graph.RelationOf(graph.KindResponse, "trigger")})},
	}
}

func BenchmarkStatement(b *testing.B) {
	q := pageOfActions()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := build(q); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRows(b *testing.B) {
	s := open(b)
	tell(b, s)
	p, err := build(pageOfActions())
	if err != nil {
		b.Fatal(err)
	}
	records, err := s.read(b.Context(), p.text, p.params)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if a, err := p.read(records[0]); err != nil || len(a.Items) == 0 {
			b.Fatal(a, err)
		}
	}
}
