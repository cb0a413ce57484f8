package neo4j

import (
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
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
	if _, err := s.Apply(b.Context(), sixActions()); err != nil {
		b.Fatal(err)
	}
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

// sixActions is what BenchmarkRows reads: six actions of two states, five links among them, one target. The guard compares what
// they allocate between commits, so they do not change with the tests' stories.
func sixActions() ingest.Batch {
	b := ingest.Batch{Dataset: graph.Record{Kind: graph.KindDataset, ID: "dataset:six-actions",
		Props: graph.Props{"name": "Six actions", "version": "1", "licence": "none"}}}
	put := func(r graph.Record) { b.Puts = append(b.Puts, r) }
	for _, state := range []string{"azerbaijan", "russia"} {
		put(graph.Record{Kind: graph.KindActor, ID: state, Props: graph.Props{"kind": string(graph.ActorState)}})
	}
	for _, a := range []struct{ id, by, date, answers string }{
		{"raid", "russia", "2025-06-27", "rumour"}, {"note", "azerbaijan", "2025-06-28/2025-06-30", "raid"},
		{"denial", "russia", "2025-06-28", "note"}, {"sealing", "azerbaijan", "2025-07-01", "denial"},
		{"rumour", "russia", "", "sealing"}, {"summons", "russia", "2025-06-28/2025-07-05", ""},
	} {
		props := graph.Props{"type": string(graph.TypeStatement)}
		if a.date != "" {
			props["date"] = a.date
		}
		put(graph.Record{Kind: graph.KindAction, ID: a.id, Props: props})
		put(graph.Record{Edge: graph.Performed, From: a.by, To: a.id})
		if a.answers != "" {
			put(graph.Record{Edge: graph.RespondsTo, From: a.id, To: a.answers, Props: graph.Props{"mode": "OTHER"}})
		}
	}
	put(graph.Record{Edge: graph.Targets, From: "raid", To: "azerbaijan"})
	return b
}
