package storetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// testNested brings lists along under several parents, each with its own page, filter, order and total.
func testNested(t *testing.T, s suite) {
	t.Helper()
	actions := func(l query.List) *query.Include {
		return &query.Include{Relation: relation(t, graph.KindActor, "actions"), List: l}
	}
	parents := query.FindNodes{IDs: []string{"ethiopia", "nope", "somalia", "france", "cis", "ethiopia"}}
	for _, c := range []struct {
		name string
		list query.List
		want []string // "ids | total more", a parent
	}{
		{"each parent has a page of its own, with its total", query.List{Page: query.Page{Limit: 2}, Total: true},
			[]string{"incursion-1 incursion-2 | 11 true", "", "note-10 note-2 | 2 false", "arrest-of-an-emigre emigration-request | 3 true",
				" | 0 false", "incursion-1 incursion-2 | 11 true"}},
		{"pages run from the end", query.List{Page: query.Page{Limit: 2, Backward: true}},
			[]string{"note-1 nóte-1 | -1 true", "", "note-10 note-2 | -1 false", "emigration-request statement-of-denial | -1 true", " | -1 false",
				"note-1 nóte-1 | -1 true"}},
		{"pages are in the order asked for", query.List{Page: query.Page{Limit: 3}, Order: query.Order{By: query.ByDate, Desc: true}},
			[]string{"incursion-6 incursion-4 incursion-5 | -1 true", "", "note-2 note-10 | -1 false",
				"statement-of-denial emigration-request arrest-of-an-emigre | -1 false", " | -1 false",
				"incursion-6 incursion-4 incursion-5 | -1 true"}},
		{"pages begin after a cursor", query.List{Page: query.Page{Limit: 2, Cursor: &query.Cursor{Order: query.ByDate,
			Keys: []string{"2025-02-01",
				"2025-02-02", ""}, ID: "incursion-4"}}, Order: query.Order{By: query.ByDate}},
			[]string{"incursion-6 incursion-7 | -1 true", "", " | -1 false", "emigration-request statement-of-denial | -1 false", " | -1 false",
				"incursion-6 incursion-7 | -1 true"}},
		{"pages are of what meets a condition", query.List{Where: query.Not{Pred: query.Overlaps{}}, Page: query.Page{Limit: 1}, Total: true},
			[]string{"incursion-7 | 3 true", "", " | 0 false", " | 0 false", " | 0 false", "incursion-7 | 3 true"}},
		{"without a page there is a total", query.List{Total: true},
			[]string{" | 11", "", " | 2", " | 3", " | 0", " | 11"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := s.ask(t, parents, actions(c.list))
			for i, it := range a.Items {
				if it == nil {
					equal(t, parents.IDs[i], "", c.want[i])
					continue
				}
				r := it.Related[0]
				got := fmt.Sprintf("%s | %d %v", ids(r.Items), r.Total, r.More)
				if c.list.Page.Limit == 0 {
					got = fmt.Sprintf("%s | %d", ids(r.Items), r.Total)
				}
				equal(t, it.Text("id"), got, c.want[i])
			}
		})
	}
	t.Run("one relation may be asked for in two ways", func(t *testing.T) {
		a := s.ask(t, parents, actions(query.List{Page: query.Page{Limit: 1}}),
			actions(query.List{Page: query.Page{Limit: 1}, Order: query.Order{Desc: true}}))
		equal(t, "first", ids(a.Items[0].Related[0].Items), "incursion-1")
		equal(t, "last", ids(a.Items[0].Related[1].Items), "nóte-1")
	})
	t.Run("plain lists are filtered and ordered", func(t *testing.T) {
		w := want(t, graph.KindAction, "participants")
		w.Where, w.Order = query.In{Prop: "role", Values: []string{"TARGETS", "PERFORMED", "AFFECTS"}}, query.Order{Desc: true}
		a := s.ask(t, query.FindNodes{IDs: []string{"raid"}}, w)
		equal(t, "participants", ids(a.Items[0].Related[0].Items),
			"TARGETS:raid:community-leader PERFORMED:yekaterinburg-police:raid AFFECTS:raid:sputnik-editor")
	})
	t.Run("an item that is reached by two ways has its own list each time", func(t *testing.T) {
		inner := &query.Include{Relation: relation(t, graph.KindActor, "actions"), List: query.List{Page: query.Page{Limit: 1},
			Order: query.Order{By: query.ByDate, Desc: true}}}
		a := s.ask(t, query.FindNodes{IDs: []string{"incursion-1", "incursion-2", "arrest-of-an-emigre"}}, want(t, graph.KindAction,
			"performers", inner))
		for i, expected := range []string{"incursion-6", "incursion-6", "statement-of-denial"} {
			equal(t, a.Items[i].Text("id"), ids(a.Items[i].Related[0].Items[0].Related[0].Items), expected)
		}
	})
	for _, name := range []string{"actions", "received", "responsesGiven", "responsesReceived"} {
		t.Run("walk through "+name, func(t *testing.T) {
			id := map[string]string{"received": "somalia"}[name]
			if id == "" {
				id = "ethiopia"
			}
			r := relation(t, graph.KindActor, name)
			for _, o := range orders {
				if o.By == query.ByName && r.To == graph.KindResponse {
					continue
				}
				s.walkBy(t, query.List{Order: o}, "", func(t *testing.T, l query.List) *query.Items {
					t.Helper()
					a := s.ask(t, query.FindNodes{IDs: []string{id, "france"}}, &query.Include{Relation: r, List: l})
					return a.Items[0].Related[0]
				})
			}
		})
	}
	t.Run("walk through ties", func(t *testing.T) {
		for _, o := range orders[:2] {
			s.walkBy(t, query.List{Order: o}, "", func(t *testing.T, l query.List) *query.Items {
				t.Helper()
				return s.ask(t, query.FindNodes{IDs: []string{"russia"}}, &query.Include{Relation: relation(t, graph.KindActor, "ties"),
					List: l}).Items[0].Related[0]
			})
		}
	})
	t.Run("of a list of several kinds, what is wanted of each comes along", func(t *testing.T) {
		about := want(t, graph.KindClaim, "about", want(t, graph.KindActor, "received"), want(t, graph.KindAction, "performers"), want(t,
			graph.KindClaim, "by"))
		about.Page.Limit, about.Total = 2, true
		about.Includes[0].Page.Limit = 3
		list := s.ask(t, query.FindNodes{IDs: []string{"all-was-lawful"}}, about).Items[0].Related[0]
		equal(t, "about", ids(list.Items), "a-prisoner-was-tortured azerbaijan")
		if !list.More || list.Total != 3 {
			t.Errorf("more %v, total %d", list.More, list.Total)
		}
		equal(t, "by", ids(list.Items[0].Related[2].Items), "azerbaijan")
		received := list.Items[1].Related[0]
		equal(t, "received", ids(received.Items), "apology arrests consular-request")
		if !received.More || list.Items[1].Related[1] != nil || list.Items[0].Related[0] != nil {
			t.Errorf("more %v, or an item has what is of another kind", received.More)
		}
	})
	t.Run("walk through nodes of several kinds", func(t *testing.T) {
		for _, o := range append(slices.Clone(orders[:2]), orders[4:]...) {
			s.walkBy(t, query.List{Order: o}, "", func(t *testing.T, l query.List) *query.Items {
				t.Helper()
				return s.ask(t, query.FindNodes{IDs: []string{"all-was-lawful"}}, &query.Include{Relation: relation(t, graph.KindClaim, "about"),
					List: l}).Items[0].Related[0]
			})
		}
	})
}

// connectionsWorld has two of what the rest of the world has one of at most: Armenia has two spokespeople, is a member of two
// bodies, and makes three claims about an incident in a briefing, of which one supports the others.
func connectionsWorld() []graph.Record {
	return append(edges(
		"armenia-spokesman SPEAKS_FOR armenia", "armenia-spokeswoman SPEAKS_FOR armenia", "armenia MEMBER_OF osce council-of-europe",
		"georgia MEMBER_OF osce",
		"armenia ASSERTED border-is-closed road-is-open talks-go-on", "border-is-closed ABOUT border-incident",
		"road-is-open ABOUT border-incident",
		"border-is-closed MADE_IN briefing", "road-is-open MADE_IN briefing", "talks-go-on SUPPORTS border-is-closed road-is-open",
		"copied-in-the-morning DERIVED_FROM agency-report", "copied-in-the-evening DERIVED_FROM agency-report"),
		node(graph.KindSource, "agency-report"), node(graph.KindSource, "copied-in-the-morning"), node(graph.KindSource, "copied-in-the-evening"),
		actor("armenia", "STATE"), actor("georgia", "STATE"), actor("osce", "INTERNATIONAL_BODY"),
		actor("council-of-europe", "INTERNATIONAL_BODY"),
		actor("armenia-spokesman", "PERSON"), actor("armenia-spokeswoman", "PERSON"), action("briefing", "STATEMENT", ""),
		action("border-incident", "OCCURRENCE", ""),
		claim("border-is-closed"), claim("road-is-open"), claim("talks-go-on"))
}

// testConnections walks through every connection that there is, in every order: of each the shortest list that has an order.
func testConnections(t *testing.T, s suite) {
	t.Helper()
	for i := range graph.Relations {
		r := &graph.Relations[i]
		if r.Cardinality != graph.Connection || r.To == graph.KindNode { // nodes of several kinds have a case of their own
			continue
		}
		t.Run(string(r.From)+" "+r.Name, func(t *testing.T) {
			parent, shortest := "", query.MaxPage
			for _, it := range s.ask(t, find(r.From, nil), &query.Include{Relation: r, List: query.List{Total: true}}).Items {
				if n := it.Related[0].Total; n > 1 && n < shortest {
					parent, shortest = it.Text("id"), n
				}
			}
			if parent == "" {
				t.Fatal("nothing in the world has two of them")
			}
			for _, o := range orders {
				s.walkBy(t, query.List{Order: o}, "", func(t *testing.T, l query.List) *query.Items {
					t.Helper()
					return s.ask(t, query.FindNodes{IDs: []string{parent}}, &query.Include{Relation: r, List: l}).Items[0].Related[0]
				})
			}
		})
	}
}
