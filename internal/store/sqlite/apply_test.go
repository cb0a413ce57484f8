package sqlite

import (
	"errors"
	"reflect"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// TestApply takes a graph through the whole path: records, attribution, exports, retraction.
func TestApply(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	source := []graph.Evidence{{Source: "s1", Quote: "so it was"}}
	batch := ingest.Batch{Dataset: graph.Record{Kind: graph.KindDataset, ID: "dataset:d", Props: graph.Props{"name": "D"}}, Puts: []graph.Record{
		{Kind: graph.KindSource, ID: "s1", Props: graph.Props{"title": "One"}},
		{Kind: graph.KindActor, ID: "ru", Props: graph.Props{"name": "Russia", "kind": "STATE", "country": "RUS"}},
		{Kind: graph.KindActor, ID: "mfa", Props: graph.Props{"name": "МИД", "kind": "MINISTRY", "aliases": []string{"Foreign Ministry", "ə"}}},
		{Kind: graph.KindActor, ID: "az", Props: graph.Props{"name": "Azerbaijan", "kind": "STATE", "country": "AZE"}},
		{Kind: graph.KindActor, ID: "man", Props: graph.Props{"kind": "PERSON", "country": "AZE"}},
		{Kind: graph.KindAction, ID: "arrest", Props: graph.Props{"type": "COERCE", "date": "2025-06-27", "intensity": -7.0, "topics": []string{"law"}}, Evidence: source},
		{Kind: graph.KindAction, ID: "note", Props: graph.Props{"type": "REQUEST", "date": "2025-06"}},
		{Kind: graph.KindAction, ID: "reply", Props: graph.Props{"type": "STATEMENT"}},
		{Edge: graph.PartOf, From: "mfa", To: "ru", Props: graph.Props{"since": "2020", "ended": false}},
		{Edge: graph.Performed, From: "mfa", To: "arrest"}, {Edge: graph.Targets, From: "arrest", To: "man"},
		{Edge: graph.Performed, From: "az", To: "note"}, {Edge: graph.AddressedTo, From: "note", To: "mfa"},
		{Edge: graph.Performed, From: "mfa", To: "reply"},
		{Edge: graph.RespondsTo, From: "note", To: "arrest", Props: graph.Props{"mode": "OBJECT"}, Basis: graph.Inferred, Evidence: source},
	}}
	done, err := s.Apply(ctx, batch)
	if err != nil || done.Added != 15 {
		t.Fatal(done, err, cause(err))
	}
	if done, err = s.Apply(ctx, batch); err != nil || done.Unchanged != 15 || done.Added+done.Changed != 0 {
		t.Error(done, err)
	}
	exchange := func() string {
		return ids(fetch(t, s, &query.Query{Find: query.FindExchange{Between: "ru", And: "az", List: query.List{Page: page(9)}}}).Items)
	}
	unanswered := func() string {
		return ids(fetch(t, s, &query.Query{Find: query.FindUnanswered{OwedBy: []string{"ru"}, OwedTo: []string{"az"}, List: query.List{Page: page(9)}}}).Items)
	}
	if got := exchange(); got != "note@az arrest@ru" {
		t.Error(got)
	}
	if got := unanswered(); got != "UNANSWERED:mfa:note" {
		t.Error(got)
	}
	answer := graph.Record{Edge: graph.RespondsTo, From: "reply", To: "note", Props: graph.Props{"mode": "REFUSE"}}
	second := ingest.Batch{Dataset: graph.Record{Kind: graph.KindDataset, ID: "dataset:e"}, Puts: []graph.Record{answer}}
	if done, err = s.Apply(ctx, second); err != nil || done.Added != 1 {
		t.Fatal(done, err)
	}
	if got := exchange() + unanswered(); got != "note@az arrest@ru reply@ru" {
		t.Error(got)
	}
	found := fetch(t, s, &query.Query{Find: query.FindSearch{Text: "мид", List: query.List{Page: page(5)}}})
	if ids(found.Items) != "mfa" || !reflect.DeepEqual(found.Items[0].Value("aliases"), []string{"Foreign Ministry", "ə"}) {
		t.Errorf("%+v", found.Items)
	}
	second.Puts, second.Retracts = nil, []graph.Ref{{Edge: answer.Edge, From: answer.From, To: answer.To}}
	if done, err = s.Apply(ctx, second); err != nil || done.Retracted != 1 {
		t.Fatal(done, err)
	}
	if got := exchange() + " " + unanswered(); got != "note@az arrest@ru UNANSWERED:mfa:note" {
		t.Error(got)
	}

	// What is exported and applied elsewhere gives the same.
	var all []graph.Record
	if err := s.Export(ctx, func(r graph.Record) error { all = append(all, r); return nil }); err != nil {
		t.Fatal(err)
	}
	copied := ingest.Batch{Dataset: batch.Dataset}
	for _, r := range all {
		if r.Kind != graph.KindDataset {
			copied.Puts = append(copied.Puts, r)
		}
	}
	other := open(t)
	if _, err := other.Apply(ctx, copied); err != nil {
		t.Fatal(err)
	}
	i := 0
	if err := other.Export(ctx, func(r graph.Record) error {
		for all[i].Kind == graph.KindDataset {
			i++
		}
		if r.Kind != graph.KindDataset {
			if !reflect.DeepEqual(r, all[i]) {
				t.Errorf("%+v, not %+v", r, all[i])
			}
			i++
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}

	// All or nothing.
	bad := ingest.Batch{Dataset: second.Dataset, Puts: []graph.Record{{Kind: graph.KindActor, ID: "new"}, {Kind: graph.KindActor, ID: "az", Props: graph.Props{"name": "Another"}}}}
	if _, err := s.Apply(ctx, bad); !errors.Is(err, graph.ErrConflict) {
		t.Error(err)
	}
	if known, err := s.Exists(ctx, []string{"new", "az"}); err != nil || len(known) != 1 {
		t.Error(known, err)
	}
}
