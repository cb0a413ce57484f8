package neo4j

import (
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

// What the store itself does for a page of actions with all that is drawn of each: from the question to the statement, and from
// the rows to items.
func pageOfActions() *graph.Query {
	list := func(name string, wants ...*graph.Want) *graph.Want {
		return &graph.Want{Relation: graph.RelationOf(graph.KindAction, name), Wants: wants,
			List: graph.List{Order: graph.Order{By: graph.ByDate}, Page: graph.Page{Limit: 20}}}
	}
	byID := list("targets")
	byID.Order = graph.Order{By: graph.ByID}
	return &graph.Query{
		Find: graph.FindList{Kind: graph.KindAction, List: graph.List{Order: graph.Order{By: graph.ByDate, Desc: true}, Total: true,
			Where: graph.OnLedger{Keys: []string{"ru>", "az>"}}, Page: graph.Page{Limit: 50}}},
		Wants: []*graph.Want{byID, list("respondsTo", &graph.Want{Relation: graph.RelationOf(graph.KindResponse, "trigger")})},
	}
}

func BenchmarkStatement(b *testing.B) {
	q := pageOfActions()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := compile(q); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRows(b *testing.B) {
	s := open(b)
	load(b, s, world())
	p, err := compile(pageOfActions())
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
