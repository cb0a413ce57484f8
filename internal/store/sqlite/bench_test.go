package sqlite

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// benchActions is small enough for a quick run, and large enough that a scan or a sort of them shows.
const benchActions = 5000

// crises are so many actions of forty states and their ministries, over ten years, a third of them answers.
func crises(actions int) ingest.Batch {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same every time
	b := ingest.Batch{Dataset: graph.Record{Kind: graph.KindDataset, ID: "dataset:crises", Props: graph.Props{"name": "Crises"}}}
	put := func(r graph.Record) { b.Puts = append(b.Puts, r) }
	edge := func(l graph.EdgeKind, from, to string, p graph.Props) {
		put(graph.Record{Edge: l, From: from, To: to, Props: p})
	}
	put(graph.Record{Kind: graph.KindSource, ID: "source", Props: graph.Props{"title": "A paper"}})
	const states = 40
	var actors []string
	for i := range states {
		state, ministry := fmt.Sprintf("state-%02d", i), fmt.Sprintf("ministry-%02d", i)
		put(graph.Record{Kind: graph.KindActor, ID: state, Props: graph.Props{"name": fmt.Sprintf("State %d", i), "kind": "STATE"}})
		put(graph.Record{Kind: graph.KindActor, ID: ministry, Props: graph.Props{"name": fmt.Sprintf("Ministry of State %d", i),
			"kind": "MINISTRY"}})
		edge(graph.PartOf, ministry, state, nil)
		actors = append(actors, state, ministry)
	}
	first := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)
	types := graph.Vocabularies["ActionType"]
	for i := range actions {
		id := fmt.Sprintf("action-%06d", i)
		put(graph.Record{Kind: graph.KindAction, ID: id, Props: graph.Props{
			"title": fmt.Sprintf("Action %d of crisis %d", i, i/7), "description": "What was said, done or left undone on that day, in some words.",
			"type": types[random.IntN(len(types))], "date": first.AddDate(0, 0, random.IntN(3650)).Format(time.DateOnly),
		}, Evidence: []graph.Evidence{{Source: "source", Quote: "and so it was, as they said", Locator: fmt.Sprintf("L%d", i)}}})
		by := random.IntN(len(actors))
		at := (by + 2 + random.IntN(len(actors)-4)) % len(actors)
		edge(graph.Performed, actors[by], id, nil)
		edge(graph.Targets, id, actors[at], nil)
		if i%3 == 2 {
			edge(graph.RespondsTo, id, fmt.Sprintf("action-%06d", random.IntN(i)), graph.Props{"mode": "OBJECT"})
		}
	}
	return b
}

func openCrises(b *testing.B) *Store {
	b.Helper()
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "crises.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	if _, err := s.Apply(b.Context(), crises(benchActions)); err != nil {
		b.Fatal(err)
	}
	return s
}

func benchmark(b *testing.B, q *query.Query, items int) {
	b.Helper()
	s := openCrises(b)
	for b.Loop() {
		a, err := s.Fetch(b.Context(), q)
		if err != nil {
			b.Fatal(err, cause(err))
		}
		if len(a.Items) != items {
			b.Fatalf("%d items", len(a.Items))
		}
	}
}

var latest = query.Order{By: query.ByDate, Desc: true}

func BenchmarkActor(b *testing.B) {
	benchmark(b, &query.Query{Find: query.FindNodes{IDs: []string{"state-07"}, Kinds: []graph.Kind{graph.KindActor}}}, 1)
}

func BenchmarkNode(b *testing.B) {
	benchmark(b, &query.Query{Find: query.FindNodes{IDs: []string{"state-07"}}}, 1)
}

// BenchmarkTimeline is an actor's latest actions and whom they were aimed at.
func BenchmarkTimeline(b *testing.B) {
	benchmark(b, &query.Query{Find: query.FindNodes{IDs: []string{"state-07"}, Kinds: []graph.Kind{graph.KindActor}},
		Includes: []*query.Include{
			{Relation: graph.RelationOf(graph.KindActor, "actions"), List: query.List{Order: latest, Page: query.Page{Limit: 20}},
				Includes: []*query.Include{
					{Relation: graph.RelationOf(graph.KindAction, "targets")},
				}},
		}}, 1)
}

// BenchmarkPage is a page of all actions by date, with who acted on whom.
func BenchmarkPage(b *testing.B) {
	benchmark(b, &query.Query{Find: query.FindList{Kind: graph.KindAction, List: query.List{Order: latest, Page: query.Page{Limit: 100}}},
		Includes: []*query.Include{
			{Relation: graph.RelationOf(graph.KindAction, "performers")}, {Relation: graph.RelationOf(graph.KindAction, "targets")},
		}}, 100)
}

func BenchmarkSearch(b *testing.B) {
	benchmark(b, &query.Query{Find: query.FindSearch{Text: "state 1", List: query.List{Page: query.Page{Limit: 20}}}}, 20)
}

// BenchmarkApply loads the same graph anew.
func BenchmarkApply(b *testing.B) {
	batch := crises(benchActions)
	for b.Loop() {
		s, err := Open(b.Context(), filepath.Join(b.TempDir(), "crises.db"))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Apply(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(batch.Puts))*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}
