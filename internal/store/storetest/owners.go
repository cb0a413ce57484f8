package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// testOwners: one dataset owns a scalar value; others may fill what is open and add to lists.
func testOwners(t *testing.T, s suite) {
	t.Helper()
	basis := func(t *testing.T) string {
		t.Helper()
		a := s.ask(t, query.FindNodes{IDs: []string{"tariff"}}, want(t, graph.KindAction, "participants"))
		return a.Items[0].Related[0].Items[0].Text("basis")
	}
	s.apply(t, batch("first", []graph.Record{
		node(graph.KindSource, "newspaper"), actor("brazil", "STATE", "name", "Brazil", "aliases", []string{"Brasil", "BR"},
			"names", []string{"pt Brasil", "ru Бразилия"}),
		action("tariff", "COERCE", "", "title", "A tariff"),
		with(edge("brazil PERFORMED tariff"), graph.Inferred, graph.Evidence{Source: "newspaper", Quote: "one may guess"}),
	}))
	t.Run("what one infers is inferred", func(t *testing.T) { equal(t, "basis", basis(t), "INFERRED") })

	a := s.apply(t, batch("second", []graph.Record{
		actor("brazil", "STATE", "name", "Brazil", "country", "BRA", "aliases", []string{"BR", "Brésil"},
			"names", []string{"fr Brésil", "ru Бразилия"}),
		node(graph.KindAction, "tariff", "type", "COERCE", "date", "2025-01-02"),
		with(edge("brazil PERFORMED tariff"), graph.Explicit, graph.Evidence{Source: "newspaper", Quote: "it is said"}),
	}))
	t.Run("what another adds to is changed", func(t *testing.T) {
		equal(t, "counts", counts(a), "0 added, 3 changed, 0 retracted, 0 unchanged")
	})
	t.Run("another fills a value that is open, and joins its lists to those of the first", func(t *testing.T) {
		checkItem(t, s.node(t, "brazil"), graph.KindActor, []any{"id", "brazil", "basis", "EXPLICIT", "name", "Brazil", "kind", "STATE",
			"country", "BRA",
			"aliases", []string{"Brasil", "BR", "Brésil"}, "names", []string{"pt Brasil", "ru Бразилия", "fr Brésil"}, "sortName", "brazil"})
	})
	t.Run("what follows from a value that another fills follows", func(t *testing.T) {
		checkItem(t, s.node(t, "tariff"), graph.KindAction, []any{"id", "tariff", "basis", "EXPLICIT", "title", "A tariff", "type", "COERCE",
			"quadClass", "MATERIAL_CONFLICT", "date", "2025-01-02", "earliest", "2025-01-02", "latest", "2025-01-02", "sortName", "a tariff"})
	})
	t.Run("what one says and another infers is said", func(t *testing.T) { equal(t, "basis", basis(t), "EXPLICIT") })
	t.Run("the evidence of both is there, in the order in which it was stated", func(t *testing.T) {
		participants := want(t, graph.KindAction, "participants", want(t, graph.KindParticipation, "evidence"))
		quotes := ""
		for _, e := range s.ask(t, query.FindNodes{IDs: []string{"tariff"}}, participants).Items[0].Related[0].Items[0].Related[0].Items {
			quotes += e.Text("quote") + ", "
		}
		equal(t, "quotes", quotes, "one may guess, it is said, ")
	})
	t.Run("an actor is found by an alias that another added", func(t *testing.T) {
		equal(t, "found", ids(s.ask(t, find(graph.KindActor, query.In{Prop: "aliases", Values: []string{"Brésil"}})).Items), "brazil")
	})
	before := s.whole(t)
	for _, c := range []struct {
		name  string
		put   graph.Record
		owner string
	}{
		{"a differing name", actor("brazil", "STATE", "name", "Another"), "dataset:first"},
		{"a differing value that the second filled", actor("brazil", "STATE", "country", "BRB"), "dataset:second"},
		{"a differing date that the second filled", action("tariff", "COERCE", "2025-01-03"), "dataset:second"},
	} {
		t.Run(c.name+" is a conflict that names both, and nothing is written", func(t *testing.T) {
			_, err := s.Apply(t.Context(), batch("third", []graph.Record{actor("bolivia", "STATE"), c.put}))
			if !errors.Is(err, graph.ErrConflict) || !strings.Contains(err.Error(), "dataset:third") || !strings.Contains(err.Error(), c.owner) {
				t.Errorf("%v", err)
			}
			equal(t, "store", s.whole(t), before)
		})
	}
	t.Run("the owner corrects its own value", func(t *testing.T) {
		s.apply(t, batch("first", []graph.Record{action("tariff", "COERCE", "", "title", "A higher tariff")}))
		equal(t, "title", s.node(t, "tariff").Text("title"), "A higher tariff")
	})
	t.Run("the owner does not correct what another states too", func(t *testing.T) {
		_, err := s.Apply(t.Context(), batch("first", []graph.Record{action("tariff", "SANCTION", "", "title", "A higher tariff")}))
		if !errors.Is(err, graph.ErrConflict) {
			t.Errorf("%v", err)
		}
	})
}

// testRetract takes a request of Chad's to Cameroon, and its answer, back piece by piece, from two datasets.
func testRetract(t *testing.T, s suite) {
	t.Helper()
	one := []graph.Record{
		actor("chad", "STATE", "name", "Chad", "aliases", []string{"Tchad", "TD"}), action("oil-request", "REQUEST", "2025-01-01"),
		edge("chad PERFORMED oil-request"), actor("cameroon", "STATE"), action("pipeline-shut", "COERCE", "2025-01-02"),
		edge("pipeline-shut RESPONDS_TO oil-request", "mode", "OBJECT"), edge("cameroon PERFORMED pipeline-shut"),
		edge("oil-request ADDRESSED_TO cameroon"),
	}
	two := []graph.Record{
		actor("chad", "STATE", "aliases", []string{"kiwano"}), node(graph.KindAction, "oil-request", "type", "REQUEST"),
		with(edge("chad PERFORMED oil-request"), graph.Inferred),
	}
	s.apply(t, batch("one", one))
	s.apply(t, batch("two", two))
	performed := edgeRef("chad PERFORMED oil-request")
	acts := func(t *testing.T, key string) string {
		t.Helper()
		return ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: []string{key}})).Items)
	}
	kiwano := query.FindSearch{Text: "kiwano", List: query.List{Page: query.Page{Limit: 5}, Order: query.Order{By: query.ByRank}}}

	t.Run("what one of two takes back stays, on the terms of the other", func(t *testing.T) {
		equal(t, "counts", counts(s.apply(t, retract("one", performed))), "0 added, 0 changed, 1 retracted, 0 unchanged")
		equal(t, "by attribution", acts(t, "chad>"), "oil-request")
		p := want(t, graph.KindAction, "participants")
		p.Where = query.In{Prop: "role", Values: []string{"PERFORMED"}}
		equal(t, "basis", s.ask(t, query.FindNodes{IDs: []string{"oil-request"}}, p).Items[0].Related[0].Items[0].Text("basis"), "INFERRED")
	})
	t.Run("nothing is taken back twice", func(t *testing.T) {
		if _, err := s.Apply(t.Context(), retract("one", performed)); !errors.Is(err, graph.ErrNotFound) {
			t.Errorf("%v", err)
		}
	})
	t.Run("what both take back goes, and its attribution with it", func(t *testing.T) {
		s.apply(t, retract("two", performed))
		equal(t, "by attribution", acts(t, "chad>"), "")
		performers := s.ask(t, query.FindNodes{IDs: []string{"oil-request"}}, want(t, graph.KindAction, "performers")).Items[0].Related[0]
		equal(t, "performers", ids(performers.Items), "")
	})
	t.Run("a node that one of two takes back keeps what the other states", func(t *testing.T) {
		s.apply(t, retract("one", graph.Ref{ID: "chad"}))
		checkItem(t, s.node(t, "chad"), graph.KindActor,
			[]any{"id", "chad", "basis", "EXPLICIT", "kind", "STATE", "aliases", []string{"kiwano"}, "sortName", "chad"})
		equal(t, "found by text", ids(s.ask(t, kiwano).Items), "chad")
	})
	t.Run("a node that both take back is gone, for a search too", func(t *testing.T) {
		s.apply(t, retract("two", graph.Ref{ID: "chad"}))
		equal(t, "node", ids(s.ask(t, query.FindNodes{IDs: []string{"chad"}}).Items), "-")
		equal(t, "found by text", ids(s.ask(t, kiwano).Items), "")
	})
	t.Run("an action goes with its edges, its attribution, its replies, and what it had answered is unanswered again", func(t *testing.T) {
		answer := edgeRef("pipeline-shut RESPONDS_TO oil-request")
		s.apply(t, retract("one", graph.Ref{ID: "pipeline-shut"}, answer, edgeRef("cameroon PERFORMED pipeline-shut")))
		equal(t, "nodes", ids(s.ask(t, query.FindNodes{IDs: []string{"pipeline-shut", "RESPONDS_TO:pipeline-shut:oil-request"}}).Items), "- -")
		equal(t, "by attribution", acts(t, "cameroon>"), "")
		equal(t, "replies", ids(s.ask(t, find(graph.KindResponse, query.Attributed{Keys: []string{"cameroon>"}})).Items), "")
		equal(t, "unanswered", ids(s.owedBy(t, "cameroon")), "UNANSWERED:cameroon:oil-request")
	})
	t.Run("a source and a witness go with the last fact that names them", func(t *testing.T) {
		s.apply(t, batch("told", []graph.Record{node(graph.KindSource, "oil-news"), actor("driller", "PERSON"),
			with(node(graph.KindAction, "oil-request", "type", "REQUEST"), "", graph.Evidence{Source: "oil-news", AttributedTo: "driller"})}))
		s.apply(t, retract("told", graph.Ref{ID: "driller"}, graph.Ref{ID: "oil-news"}, graph.Ref{ID: "oil-request"}))
		equal(t, "nodes", ids(s.ask(t, query.FindNodes{IDs: []string{"driller", "oil-news", "oil-request"}}).Items), "- - oil-request")
	})
	t.Run("what is stated again is as it was", func(t *testing.T) {
		s.apply(t, batch("one", one))
		equal(t, "by attribution", acts(t, "chad>"), "oil-request")
		equal(t, "unanswered", ids(s.owedBy(t, "cameroon")), "")
	})
}

// testSaidAgain: what all datasets come to, applied as another dataset, says nothing new.
func testSaidAgain(t *testing.T, s suite) {
	t.Helper()
	before := s.whole(t)
	var puts []graph.Record
	var refs []graph.Ref
	for _, r := range Records(t, s) {
		if r.Kind != graph.KindDataset {
			puts, refs = append(puts, r), append(refs, r.Ref())
		}
	}
	t.Run("nothing is added, and no answer changes", func(t *testing.T) {
		if a := s.apply(t, batch("again", puts)); a.Added != 0 || a.Changed != len(puts) {
			t.Errorf("%d records: %s", len(puts), counts(a))
		}
		equal(t, "store", s.whole(t), before)
	})
	t.Run("said once more it changes nothing", func(t *testing.T) {
		if a := s.apply(t, batch("again", puts)); a.Added+a.Changed+a.Retracted != 0 {
			t.Error(counts(a))
		}
	})
	t.Run("taken back it leaves what was there", func(t *testing.T) {
		equal(t, "counts", counts(s.apply(t, retract("again", refs...))), fmt.Sprintf("0 added, 0 changed, %d retracted, 0 unchanged", len(puts)))
		equal(t, "store", s.whole(t), before)
	})
}
