package storetest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// supportWorld: an agency and a radio station are Rwanda's, and a paper is nobody's. What they report of a coup, of a curfew and of a
// rumour differs in how many say it, and in how many of these can know it by themselves.
func supportWorld() []graph.Record {
	by := func(sources ...string) (out []graph.Evidence) {
		for _, id := range sources {
			out = append(out, graph.Evidence{Source: id})
		}
		return out
	}
	return append(edges(
		"rwanda-agency OWNED_BY rwanda-holding", "rwanda-holding OWNED_BY rwanda", "rwanda-radio PART_OF rwanda",
		"agency-on-coup PUBLISHED_BY rwanda-agency", "radio-on-coup PUBLISHED_BY rwanda-radio", "paper-on-coup PUBLISHED_BY free-paper",
		"paper-copies-agency PUBLISHED_BY free-paper", "paper-copies-agency DERIVED_FROM agency-on-coup",
		"rwanda PERFORMED curfew"),
		actor("rwanda", "STATE", "country", "RWA"), actor("rwanda-holding", "COMPANY"), actor("rwanda-agency", "MEDIA_OUTLET"),
		actor("rwanda-radio", "MEDIA_OUTLET"), actor("free-paper", "MEDIA_OUTLET", "country", "BEL"),
		node(graph.KindSource, "agency-on-coup", "published", "2025-03-02", "reliability", "C"),
		node(graph.KindSource, "radio-on-coup", "published", "2025-03", "accessed", "2025-03-01", "reliability", "D"),
		node(graph.KindSource, "paper-on-coup", "accessed", "2025-03-05", "reliability", "F"),
		node(graph.KindSource, "paper-copies-agency", "accessed", "2025-03-01"), node(graph.KindSource, "leaflet-on-coup"),
		with(action("coup", "COERCE", "2025-03-01"), graph.Explicit, by("agency-on-coup", "radio-on-coup")...),
		with(action("curfew", "COERCE", "2025-03-02"), graph.Explicit, by("paper-on-coup", "agency-on-coup", "paper-on-coup")...),
		with(action("rumour-of-a-coup", "OCCURRENCE", ""), graph.Explicit, append(by("leaflet-on-coup"),
			graph.Evidence{Source: "agency-on-coup", Relation: graph.EvidenceDisputes}, graph.Evidence{Source: "paper-on-coup", Field: "date"})...),
		with(action("arrest-of-a-colonel", "COERCE", ""), graph.Explicit, by("agency-on-coup", "paper-copies-agency")...),
		with(action("hearsay", "OCCURRENCE", ""), graph.Inferred, graph.Evidence{Source: "paper-on-coup", Relation: graph.EvidenceDisputes}),
		with(edge("curfew RESPONDS_TO coup", "mode", "OTHER"), graph.Inferred, by("paper-on-coup")...),
		with(edge("rwanda SILENT_ON coup", "kind", "NO_EXPLANATION"), graph.Explicit, by("paper-on-coup", "radio-on-coup")...),
		with(claim("coup-was-needed"), graph.Explicit, by("radio-on-coup")...),
		with(claim("coup-was-a-crime"), graph.Explicit, by("paper-on-coup")...),
		with(edge("coup-was-needed CONTRADICTS coup-was-a-crime"), graph.Inferred, by("radio-on-coup", "paper-on-coup")...),
		with(edge("rwanda-agency COOPERATES_WITH free-paper"), graph.Explicit, by("leaflet-on-coup")...),
		with(edge("coup TARGETS rwanda"), graph.Explicit, by("radio-on-coup")...),
		edge("coup-was-needed ABOUT coup"), edge("coup-was-a-crime ABOUT coup"),
	)
}

// told writes a support.
func told(it *query.Item) string {
	if it == nil {
		return "none"
	}
	or := func(name string) string {
		if it.Value(name) == nil {
			return "-"
		}
		return it.Text(name)
	}
	return strings.TrimSuffix(fmt.Sprintf("%v/%v %s %s %s %s", it.Value("sources"), it.Value("origins"), or("reliability"), or("knownBy"),
		or("knownBasis"), or("soleCountry")), " - - - -")
}

// supportOf asks for the support of a fact, which may be reached through a relation: "curfew.participants".
func (s suite) supportOf(t *testing.T, k graph.Kind, id string) string {
	t.Helper()
	id, through, _ := strings.Cut(id, ".")
	var wanted *query.Include
	if through != "" {
		r := relation(t, k, through)
		wanted = want(t, k, through, want(t, r.To, "support"))
	} else {
		wanted = want(t, k, "support")
	}
	it := s.ask(t, query.FindNodes{IDs: []string{id}, Kinds: []graph.Kind{k}}, wanted).Items[0]
	if it == nil {
		t.Fatalf("no %s", id)
	}
	var out []string
	for _, x := range it.Related[0].Items {
		if through != "" {
			x = x.Related[0].Items[0]
		}
		out = append(out, told(x))
	}
	return strings.Join(out, ", ")
}

func testSupport(t *testing.T, s suite) {
	t.Helper()
	for _, c := range []struct {
		kind            graph.Kind
		id, name, wants string
	}{
		{graph.KindAction, "coup", "outlets of one state are one origin, through a holding too", "2/1 C 2025-03-02 PUBLISHED RWA"},
		{graph.KindAction, "curfew", "outlets of two owners are two; evidence from one source twice is one source",
			"2/2 C 2025-03-02 PUBLISHED -"},
		{graph.KindAction, "rumour-of-a-coup", "what disputes it, or backs a date, is no support", "1/1"},
		{graph.KindAction, "arrest-of-a-colonel", "a copy is of one origin with what it copies", "2/1 C 2025-03-01 ACCESSED -"},
		{graph.KindAction, "hearsay", "what is only disputed rests on nothing", "0/0"},
		{graph.KindResponse, "RESPONDS_TO:curfew:coup", "a response has its own", "1/1 F 2025-03-05 ACCESSED BEL"},
		{graph.KindSilence, "SILENT_ON:rwanda:coup", "a silence too", "2/2 D 2025-03-05 ACCESSED -"},
		{graph.KindTie, "COOPERATES_WITH:rwanda-agency:free-paper", "a tie too", "1/1"},
		{graph.KindTie, "OWNED_BY:rwanda-holding:rwanda", "what has no evidence rests on nothing", "0/0"},
		{graph.KindClaim, "coup-was-needed", "a claim too", "1/1 D 2025-03-31 PUBLISHED RWA"},
		{graph.KindAction, "coup.participants", "a part in an action too", "1/1 D 2025-03-31 PUBLISHED RWA"},
		{graph.KindClaim, "coup-was-a-crime.contradictions", "a contradiction too", "2/2 D 2025-03-05 ACCESSED -"},
	} {
		t.Run(c.name, func(t *testing.T) { equal(t, c.id, s.supportOf(t, c.kind, c.id), c.wants) })
	}
	mine := query.IDIn{"coup", "curfew", "rumour-of-a-coup", "arrest-of-a-colonel", "hearsay"}
	supported := func(k graph.Kind, where query.Pred) query.Pred {
		return query.Related{Relation: relation(t, k, "support"), Where: where}
	}
	one, none := num(1), num(0)
	for _, c := range []struct {
		name  string
		where query.Pred
		want  string
	}{
		{"on one origin", query.Between{Prop: "origins", Min: one, Max: one}, "arrest-of-a-colonel coup rumour-of-a-coup"},
		{"on no source", query.Between{Prop: "sources", Min: none, Max: none}, "hearsay"},
		{"of this reliability at best", query.In{Prop: "reliability", Values: []string{"C", "A"}}, "arrest-of-a-colonel coup curfew"},
		{"from one country alone", query.In{Prop: "soleCountry", Values: []string{"RWA", "BEL"}}, "coup"},
		{"known by a day", query.Overlaps{Until: "2025-03-01"}, "arrest-of-a-colonel"},
		{"known by a later day", query.Overlaps{Until: "2025-03-02"}, "arrest-of-a-colonel coup curfew"},
		{"of which it is not so", query.Not{Pred: query.Overlaps{Until: "9999-12-31"}}, "hearsay rumour-of-a-coup"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := find(graph.KindAction, query.And{mine, supported(graph.KindAction, c.where)})
			l.Total = true
			a := s.ask(t, l)
			equal(t, "actions", ids(a.Items), c.want)
			if a.Total != len(a.Items) {
				t.Errorf("%d in all", a.Total)
			}
		})
	}
	t.Run("claims are about an action of an episode", func(t *testing.T) {
		of := func(episode string) query.Pred {
			return query.Related{Relation: relation(t, graph.KindClaim, "about"), Where: query.Related{
				Relation: relation(t, graph.KindAction, "episodes"), Where: query.IDIn{episode}}}
		}
		equal(t, "claims", ids(s.ask(t, find(graph.KindClaim, of("crisis-2025"))).Items), "all-was-lawful")
		equal(t, "claims of none", ids(s.ask(t, find(graph.KindClaim, of("river-dispute"))).Items), "")
	})
	t.Run("a nested list is narrowed by it", func(t *testing.T) {
		w := want(t, graph.KindAction, "claims")
		w.Where = supported(graph.KindClaim, query.In{Prop: "soleCountry", Values: []string{"BEL"}})
		equal(t, "claims", ids(s.ask(t, query.FindNodes{IDs: []string{"coup"}}, w).Items[0].Related[0].Items), "coup-was-a-crime")
		w = want(t, graph.KindAction, "responses")
		w.Where = query.Not{Pred: supported(graph.KindResponse, query.In{Prop: "reliability", Values: []string{"F"}})}
		equal(t, "responses", ids(s.ask(t, query.FindNodes{IDs: []string{"coup"}}, w).Items[0].Related[0].Items), "")
		w = want(t, graph.KindActor, "ties")
		w.Where = supported(graph.KindTie, query.Between{Prop: "sources", Min: one})
		equal(t, "ties", ids(s.ask(t, query.FindNodes{IDs: []string{"rwanda-agency"}}, w).Items[0].Related[0].Items),
			"COOPERATES_WITH:rwanda-agency:free-paper")
	})
}

// testSupportRebuild changes, step by step, what the support of a fact rests on: a ship is seized, as a paper and a site say.
func testSupportRebuild(t *testing.T, s suite) {
	t.Helper()
	seized := func(sources ...string) graph.Record {
		var list []graph.Evidence
		for _, id := range sources {
			list = append(list, graph.Evidence{Source: id})
		}
		return with(action("ship-seized", "COERCE", "2025-01-01"), graph.Explicit, list...)
	}
	s.apply(t, batch("ships", []graph.Record{
		node(graph.KindSource, "paper-on-ship"), node(graph.KindSource, "site-on-ship"), node(graph.KindSource, "wire-on-ship"),
		actor("ship-paper", "MEDIA_OUTLET"), actor("ship-site", "MEDIA_OUTLET"), actor("publishing-house", "COMPANY"),
		actor("ship-wire", "MEDIA_OUTLET"), actor("botswana", "STATE", "country", "BWA"), seized("paper-on-ship", "site-on-ship"),
	}))
	s.steps(t, "ships", []step{
		{"sources that nobody published are as many origins", nil, nil, "2/2"},
		{"a date of publication is known from", []graph.Record{node(graph.KindSource, "paper-on-ship", "published", "2025-01-02")}, nil,
			"2/2 - 2025-01-02 PUBLISHED -"},
		{"an earlier day on which another was read", []graph.Record{node(graph.KindSource, "site-on-ship", "accessed", "2025-01-01")}, nil,
			"2/2 - 2025-01-01 ACCESSED -"},
		{"a grade", []graph.Record{node(graph.KindSource, "site-on-ship", "reliability", "B")}, nil, "2/2 B 2025-01-02 PUBLISHED -"},
		{"publishers who have nothing to do with each other", edges("paper-on-ship PUBLISHED_BY ship-paper",
			"site-on-ship PUBLISHED_BY ship-site"), nil, "2/2 B 2025-01-02 PUBLISHED -"},
		{"one whose publisher's owner owns nothing else", edges("ship-paper OWNED_BY publishing-house"), nil, "2/2 B 2025-01-02 PUBLISHED -"},
		{"an owner in common", edges("ship-site PART_OF publishing-house"), nil, "2/1 B 2025-01-02 PUBLISHED -"},
		{"the country of the owner's owner", edges("publishing-house OWNED_BY botswana"), nil, "2/1 B 2025-01-02 PUBLISHED BWA"},
		{"a publisher's own country", []graph.Record{actor("ship-site", "MEDIA_OUTLET", "country", "TGO")}, nil,
			"2/1 B 2025-01-02 PUBLISHED -"},
		{"the country of both", []graph.Record{actor("botswana", "STATE", "country", "TGO")}, nil, "2/1 B 2025-01-02 PUBLISHED TGO"},
		{"a tie that is over joins all the same", []graph.Record{edge("ship-site PART_OF publishing-house", "until", "2020")}, nil,
			"2/1 B 2025-01-02 PUBLISHED TGO"},
		{"a tie that is taken back joins no more", nil, []graph.Ref{edgeRef("ship-site PART_OF publishing-house")},
			"2/2 B 2025-01-02 PUBLISHED TGO"},
		{"a copy is of what it was made from", edges("paper-on-ship DERIVED_FROM wire-on-ship", "site-on-ship DERIVED_FROM wire-on-ship"), nil,
			"2/1 B 2025-01-02 PUBLISHED TGO"},
		{"of which one is said to be none", nil, []graph.Ref{edgeRef("site-on-ship DERIVED_FROM wire-on-ship")},
			"2/2 B 2025-01-02 PUBLISHED TGO"},
		{"what was copied has a publisher", edges("wire-on-ship PUBLISHED_BY ship-wire"), nil, "2/2 B 2025-01-02 PUBLISHED TGO"},
		{"who belongs to the other's", edges("ship-wire OWNED_BY ship-site"), nil, "2/1 B 2025-01-02 PUBLISHED TGO"},
		{"until that is taken back", nil, []graph.Ref{edgeRef("ship-wire OWNED_BY ship-site")}, "2/2 B 2025-01-02 PUBLISHED TGO"},
		{"a publisher that goes", nil, []graph.Ref{edgeRef("site-on-ship PUBLISHED_BY ship-site")}, "2/2 B 2025-01-02 PUBLISHED -"},
		{"evidence that goes", []graph.Record{seized("paper-on-ship")}, nil, "1/1 - 2025-01-02 PUBLISHED TGO"},
		{"evidence that is back", []graph.Record{seized("site-on-ship", "paper-on-ship")}, nil, "2/2 B 2025-01-02 PUBLISHED -"},
		{"a source that goes after the evidence from it", []graph.Record{seized("paper-on-ship")}, []graph.Ref{{ID: "site-on-ship"}},
			"1/1 - 2025-01-02 PUBLISHED TGO"},
		{"a source that comes back, and the evidence with it", []graph.Record{seized("site-on-ship", "paper-on-ship"),
			node(graph.KindSource, "site-on-ship", "reliability", "A", "published", "2025-01-01")}, nil, "2/2 A 2025-01-01 PUBLISHED -"},
		{"and changes again", []graph.Record{node(graph.KindSource, "site-on-ship", "reliability", "C")}, nil, "2/2 C 2025-01-02 PUBLISHED -"},
	}, func(t *testing.T) string {
		t.Helper()
		return s.supportOf(t, graph.KindAction, "ship-seized")
	})
	t.Run("another dataset adds a source, and is named", func(t *testing.T) {
		datasets := func() string {
			return ids(s.ask(t, query.FindNodes{IDs: []string{"ship-seized"}}, want(t, graph.KindAction, "datasets")).Items[0].Related[0].Items)
		}
		equal(t, "datasets", datasets(), "dataset:ships")
		s.apply(t, batch("more-ships", []graph.Record{seized("wire-on-ship")}))
		equal(t, "datasets", datasets(), "dataset:more-ships dataset:ships")
		equal(t, "support", s.supportOf(t, graph.KindAction, "ship-seized"), "3/2 C 2025-01-02 PUBLISHED -")
		for _, c := range []struct{ dataset, want string }{{"more-ships", "ship-seized"}, {"ships", "ship-seized"}, {"no-ships", ""}} {
			equal(t, c.dataset, ids(s.ask(t, find(graph.KindAction, query.And{query.IDIn{"ship-seized"},
				query.In{Prop: "datasets", Values: []string{"dataset:" + c.dataset}}})).Items), c.want)
		}
		s.apply(t, batch("more-ships", []graph.Record{seized("wire-on-ship"), action("ship-asked-for", "REQUEST", "2025-01-02"),
			edge("ship-asked-for ADDRESSED_TO botswana"), edge("botswana SILENT_ON ship-seized", "kind", "NO_EXPLANATION")}))
		for dataset, want := range map[string]string{
			"more-ships": "SILENT_ON:botswana:ship-seized UNANSWERED:botswana:ship-asked-for", "ships": "",
		} {
			f := query.FindUnanswered{OwedBy: []string{"botswana"}, Datasets: []string{"dataset:" + dataset}}
			f.List = query.List{Page: query.Page{Limit: 9}, Order: query.Order{By: query.ByDate}}
			equal(t, "unanswered, of "+dataset, ids(s.ask(t, f).Items), want)
		}
		s.apply(t, retract("ships", graph.Ref{ID: "ship-seized"}))
		equal(t, "datasets", datasets(), "dataset:more-ships")
		equal(t, "support", s.supportOf(t, graph.KindAction, "ship-seized"), "1/1")
	})
}
