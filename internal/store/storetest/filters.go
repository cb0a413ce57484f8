package storetest

import (
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// filtersWorld is a quarrel of f-x, with its ministry f-xm, and f-y. f-4 is undated, f-7 has an open end and so counts as that.
func filtersWorld() []graph.Record {
	nodes := []graph.Record{
		actor("f-x", "STATE", "name", "Émile", "country", "FFX", "aliases", []string{"X", "Eks"}), actor("f-xm", "MINISTRY", "name", "zeta"),
		actor("f-y", "STATE", "name", "emil", "country", "FFY", "aliases", []string{"Igrek"}), actor("f-z", "GROUP", "name", "Emil"),
		with(action("f-1", "COERCE", "2025-01-10", "intensity", -5.0, "topics", []string{"trade", "border"}, "status", "OCCURRED", "title", "An Émigré’s arrest"),
			graph.Explicit, graph.Evidence{Source: "f-s", Quote: "he was zanzibarred"}),
		action("f-2", "REQUEST", "2025-02", "intensity", 0.5, "topics", []string{"border"}, "title", "emigration"),
		with(action("f-3", "SUPPORT", "2025-03-01/2025-03-05", "topics", []string{"x"}, "status", "ALLEGED"), graph.Inferred),
		action("f-4", "SANCTION", "", "intensity", -8.0), action("f-5", "STATEMENT", "2025-03-05~"),
		action("f-6", "OCCURRENCE", "2025-12-31"), action("f-7", "COERCE", ""),
		claim("f-c1", "text", "a", "stance", "DENY", "credibility", int64(2)), claim("f-c2", "text", "b", "stance", "ASSERT", "credibility", int64(5)), claim("f-c3"),
		node(graph.KindSource, "f-s", "reliability", "A"), node(graph.KindSource, "f-s2", "reliability", "F"),
		node(graph.KindPlace, "f-land"), node(graph.KindPlace, "f-city"), node(graph.KindPlace, "f-street"), node(graph.KindPlace, "f-sea"),
		node(graph.KindEpisode, "f-ep"),
		edge("f-4 RESPONDS_TO f-1", "mode", "RETALIATE"), edge("f-5 RESPONDS_TO f-4", "mode", "DENY", "note", "n"),
		with(edge("f-3 RESPONDS_TO f-1", "mode", "OBJECT"), graph.Inferred),
	}
	return slices.Concat(nodes, edges(
		"f-xm PART_OF f-x", "f-x PERFORMED f-1", "f-1 TARGETS f-y", "f-xm PERFORMED f-2", "f-2 ADDRESSED_TO f-y",
		"f-y PERFORMED f-3", "f-3 TARGETS f-x", "f-y PERFORMED f-4", "f-4 TARGETS f-xm", "f-xm PERFORMED f-5",
		"f-street WITHIN f-city", "f-city WITHIN f-land", "f-1 TOOK_PLACE_IN f-city f-street", "f-2 TOOK_PLACE_IN f-street", "f-3 TOOK_PLACE_IN f-land",
		"f-1 IN_EPISODE f-ep", "f-c1 ABOUT f-1", "f-c2 ABOUT f-c1", "f-y ASSERTED f-c1",
	))
}

func num(f float64) *float64 { return &f }

func testFilters(t *testing.T, s suite) {
	const all = "f-1 f-2 f-3 f-4 f-5 f-6 f-7"
	related := func(k graph.Kind, name string, where query.Pred) query.Related {
		return query.Related{Relation: relation(t, k, name), Where: where}
	}
	byX := related(graph.KindAction, "performers", query.IDIn{"f-x"})
	byY := related(graph.KindAction, "performers", query.IDIn{"f-y"})
	action := query.IDIn{"f-1", "f-2", "f-3", "f-4", "f-5", "f-6", "f-7"}
	for _, c := range []struct {
		name  string
		kind  graph.Kind
		scope query.Pred
		where query.Pred
		want  string
	}{
		{"And of nothing", graph.KindAction, action, query.And{}, all},
		{"Or of nothing", graph.KindAction, action, query.Or{}, ""},
		{"Not Or of nothing", graph.KindAction, action, query.Not{Pred: query.Or{}}, all},
		{"Not And of nothing", graph.KindAction, action, query.Not{Pred: query.And{}}, ""},
		{"IDIn", graph.KindAction, action, query.IDIn{"f-2", "f-2", "nope", "f-1"}, "f-1 f-2"},
		{"IDIn of nothing", graph.KindAction, action, query.IDIn{}, ""},
		{"IDIn is of the list's kind", graph.KindAction, action, query.IDIn{"f-x"}, ""},
		{"In", graph.KindAction, action, query.In{Prop: "type", Values: []string{"REQUEST", "COERCE"}}, "f-1 f-2 f-7"},
		{"In of nothing", graph.KindAction, action, query.In{Prop: "type"}, ""},
		{"In has case", graph.KindAction, action, query.In{Prop: "type", Values: []string{"request"}}, ""},
		{"In of unknown values", graph.KindAction, action, query.In{Prop: "status", Values: []string{"OCCURRED", "ALLEGED"}}, "f-1 f-3"},
		{"Not In takes the unknown", graph.KindAction, action, query.Not{Pred: query.In{Prop: "status", Values: []string{"OCCURRED"}}}, "f-2 f-3 f-4 f-5 f-6 f-7"},
		{"In a list", graph.KindAction, action, query.In{Prop: "topics", Values: []string{"border"}}, "f-1 f-2"},
		{"In a list, any", graph.KindAction, action, query.In{Prop: "topics", Values: []string{"trade", "x", "y"}}, "f-1 f-3"},
		{"In a list, no part of a member", graph.KindAction, action, query.In{Prop: "topics", Values: []string{"bord"}}, ""},
		{"Not In a list", graph.KindAction, action, query.Not{Pred: query.In{Prop: "topics", Values: []string{"border"}}}, "f-3 f-4 f-5 f-6 f-7"},
		{"In basis", graph.KindAction, action, query.In{Prop: "basis", Values: []string{"INFERRED"}}, "f-3"},
		{"Between", graph.KindAction, action, query.Between{Prop: "intensity", Min: num(-5), Max: num(0)}, "f-1"},
		{"Between from", graph.KindAction, action, query.Between{Prop: "intensity", Min: num(-5)}, "f-1 f-2"},
		{"Between until", graph.KindAction, action, query.Between{Prop: "intensity", Max: num(-5)}, "f-1 f-4"},
		{"Between nothing", graph.KindAction, action, query.Between{Prop: "intensity", Min: num(1), Max: num(-1)}, ""},
		{"Not Between", graph.KindAction, action, query.Not{Pred: query.Between{Prop: "intensity", Min: num(-6)}}, "f-3 f-4 f-5 f-6 f-7"},
		{"Between whole numbers", graph.KindClaim, query.IDIn{"f-c1", "f-c2", "f-c3"}, query.Between{Prop: "credibility", Min: num(1.5), Max: num(2)}, "f-c1"},
		{"Between counts of what is related", graph.KindAction, action, query.Between{Prop: "responses", Min: num(1)}, "f-1 f-4"},
		{"Between counts, none", graph.KindAction, action, query.Between{Prop: "responses", Max: num(0)}, "f-2 f-3 f-5 f-6 f-7"},
		{"Between counts on the ledger", graph.KindActor, query.IDIn{"f-x", "f-xm", "f-y", "f-z"}, query.Between{Prop: "actions", Min: num(3)}, "f-x"},
		{"Between counts of evidence", graph.KindAction, action, query.Between{Prop: "evidence", Min: num(1), Max: num(1)}, "f-1"},
		{"Between counts by two hops", graph.KindResponse, query.In{Prop: "from", Values: []string{"f-3", "f-4", "f-5"}}, query.Between{Prop: "provokers", Min: num(1)},
			"RESPONDS_TO:f-3:f-1 RESPONDS_TO:f-4:f-1 RESPONDS_TO:f-5:f-4"},
		{"Between days of delay", graph.KindResponse, query.In{Prop: "from", Values: []string{"f-3", "f-4", "f-5"}}, query.Between{Prop: query.DelayDays, Min: num(50), Max: num(50)}, "RESPONDS_TO:f-3:f-1"},
		{"Between unknown delays", graph.KindResponse, query.In{Prop: "from", Values: []string{"f-3", "f-4", "f-5"}}, query.Not{Pred: query.Between{Prop: query.DelayDays}}, "RESPONDS_TO:f-4:f-1 RESPONDS_TO:f-5:f-4"},
		{"Between changes of intensity", graph.KindResponse, query.In{Prop: "from", Values: []string{"f-3", "f-4", "f-5"}}, query.Between{Prop: query.IntensityChange, Max: num(-3)}, "RESPONDS_TO:f-4:f-1"},
		{"Like", graph.KindAction, action, query.Like{Prop: "sortName", Values: []string{"migr"}}, "f-1 f-2"},
		{"Like is of the text's own case", graph.KindAction, action, query.Like{Prop: "title", Values: []string{"emigr"}}, "f-2"},
		{"Like any", graph.KindAction, action, query.Like{Prop: "type", Values: []string{"QUE", "OER"}}, "f-1 f-2 f-7"},
		{"Like a beginning", graph.KindAction, action, query.Like{Prop: "sortName", Values: []string{"emigra"}, Prefix: true}, "f-2"},
		{"Like any beginning", graph.KindAction, action, query.Like{Prop: "type", Values: []string{"RE", "CO", "xx"}, Prefix: true}, "f-1 f-2 f-7"},
		{"Like what patterns are made of", graph.KindAction, action, query.Like{Prop: "type", Values: []string{"%", "_", "*"}}, ""},
		{"Like nothing", graph.KindAction, action, query.Like{Prop: "type"}, ""},
		{"Not Like takes the unknown", graph.KindAction, action, query.Not{Pred: query.Like{Prop: "status", Values: []string{"OCC"}}}, "f-2 f-3 f-4 f-5 f-6 f-7"},
		{"Known", graph.KindAction, action, query.HasValue{Prop: "status"}, "f-1 f-3"},
		{"Not Known", graph.KindAction, action, query.Not{Pred: query.HasValue{Prop: "status"}}, "f-2 f-4 f-5 f-6 f-7"},
		{"Overlaps since", graph.KindAction, action, query.Overlaps{Since: "2025-02-15"}, "f-2 f-3 f-5 f-6"},
		{"Overlaps until", graph.KindAction, action, query.Overlaps{Until: "2025-02-15"}, "f-1 f-2"},
		{"Overlaps both", graph.KindAction, action, query.Overlaps{Since: "2025-02-28", Until: "2025-03-01"}, "f-2 f-3"},
		{"Overlaps a day", graph.KindAction, action, query.Overlaps{Since: "2025-03-05", Until: "2025-03-05"}, "f-3 f-5"},
		{"Overlaps within", graph.KindAction, action, query.Overlaps{Since: "2025-03-02", Until: "2025-03-03"}, "f-3"},
		{"Overlaps all", graph.KindAction, action, query.Overlaps{}, "f-1 f-2 f-3 f-5 f-6"},
		{"Overlaps the ends of time", graph.KindAction, action, query.Overlaps{Since: "0001-01-01", Until: "9999-12-31"}, "f-1 f-2 f-3 f-5 f-6"},
		{"Not Overlaps", graph.KindAction, action, query.Not{Pred: query.Overlaps{Since: "2025-02-15"}}, "f-1 f-4 f-7"},
		{"Matches", graph.KindAction, action, query.Matches{Text: "EMIGRE"}, "f-1"},
		{"Matches the start of a word", graph.KindAction, action, query.Matches{Text: "émig"}, "f-1 f-2"},
		{"Matches words in any order", graph.KindAction, action, query.Matches{Text: "arrest emigre"}, "f-1"},
		{"Matches a quotation", graph.KindAction, action, query.Matches{Text: "zanzi"}, "f-1"},
		{"Matches no middle of a word", graph.KindAction, action, query.Matches{Text: "migre"}, ""},
		{"Matches in an Or", graph.KindAction, action, query.Or{query.Matches{Text: "emigre"}, query.IDIn{"f-3"}}, "f-1 f-3"},
		{"Matches an alias, of an actor", graph.KindActor, nil, query.Matches{Text: "ígrek"}, "f-y"},
		{"Matches no text", graph.KindAction, action, query.Matches{Text: " ?! "}, ""},
		{"Matches what queries are made of", graph.KindAction, action, query.Matches{Text: `emigre* "arrest" OR ) ' NEAR( ~ ^`}, ""},
		{"Matches with another", graph.KindAction, action, query.And{query.Matches{Text: "emig"}, query.In{Prop: "type", Values: []string{"REQUEST"}}}, "f-2"},
		{"Not Matches", graph.KindAction, action, query.Not{Pred: query.Matches{Text: "emig"}}, "f-3 f-4 f-5 f-6 f-7"},
		{"Related", graph.KindAction, action, byX, "f-1"},
		{"Related to any", graph.KindAction, action, related(graph.KindAction, "targets", nil), "f-1 f-3 f-4"},
		{"Related to none", graph.KindAction, action, query.Not{Pred: related(graph.KindAction, "performers", nil)}, "f-6 f-7"},
		{"Related to And of nothing", graph.KindAction, action, related(graph.KindAction, "targets", query.And{}), "f-1 f-3 f-4"},
		{"Related to Or of nothing", graph.KindAction, action, related(graph.KindAction, "targets", query.Or{}), ""},
		{"Related through edges", graph.KindAction, action, related(graph.KindAction, "responses", related(graph.KindResponse, "response", byY)), "f-1"},
		{"Related through a fact", graph.KindAction, action, related(graph.KindAction, "responses", query.In{Prop: "mode", Values: []string{"DENY"}}), "f-4"},
		{"Related by two hops", graph.KindAction, action, related(graph.KindAction, "respondsTo", related(graph.KindResponse, "provokers", query.IDIn{"f-x"})), "f-3 f-4"},
		{"Related by role", graph.KindAction, action, related(graph.KindAction, "participants",
			query.And{query.In{Prop: "role", Values: []string{"TARGETS"}}, related(graph.KindParticipation, "actor", query.IDIn{"f-x", "f-y"})}), "f-1 f-3"},
		{"Related to claims", graph.KindAction, action, related(graph.KindAction, "claims", related(graph.KindClaim, "by", query.IDIn{"f-y"})), "f-1"},
		{"Related to evidence", graph.KindAction, action, related(graph.KindAction, "evidence", related(graph.KindEvidence, "source", query.IDIn{"f-s"})), "f-1"},
		{"Related to evidence's values", graph.KindAction, action, related(graph.KindAction, "evidence", query.In{Prop: "source", Values: []string{"f-s2", "f-s"}}), "f-1"},
		{"Related both ways", graph.KindActor, query.IDIn{"f-x", "f-xm", "f-y"}, related(graph.KindActor, "ties", query.In{Prop: "kind", Values: []string{"PART_OF"}}), "f-x f-xm"},
		{"Related by the ledger", graph.KindActor, query.IDIn{"f-x", "f-xm", "f-y"}, related(graph.KindActor, "actions", query.In{Prop: "type", Values: []string{"REQUEST"}}), "f-x f-xm"},
		{"Related by replies", graph.KindActor, query.IDIn{"f-x", "f-xm", "f-y"}, related(graph.KindActor, "responsesReceived", query.In{Prop: "mode", Values: []string{"DENY"}}), "f-y"},
		{"Related, four deep", graph.KindActor, query.IDIn{"f-x", "f-xm", "f-y"}, related(graph.KindActor, "parts", related(graph.KindActor, "actions",
			related(graph.KindAction, "respondsTo", related(graph.KindResponse, "trigger", byY)))), "f-x"},
		{"Related to any node", graph.KindClaim, query.IDIn{"f-c1", "f-c2", "f-c3"}, related(graph.KindClaim, "about", query.IDIn{"f-1", "f-x"}), "f-c1"},
		{"OnLedger by", graph.KindAction, action, query.Attributed{Keys: []string{"f-x>"}}, "f-1 f-2 f-5"},
		{"OnLedger by, direct", graph.KindAction, action, query.Attributed{Keys: []string{"f-x>"}, Direct: true}, "f-1"},
		{"OnLedger at", graph.KindAction, action, query.Attributed{Keys: []string{">f-x"}}, "f-3 f-4"},
		{"OnLedger at, direct", graph.KindAction, action, query.Attributed{Keys: []string{">f-x"}, Direct: true}, "f-3"},
		{"OnLedger both", graph.KindAction, action, query.Attributed{Keys: []string{"f-x>f-y"}}, "f-1 f-2"},
		{"OnLedger both, direct", graph.KindAction, action, query.Attributed{Keys: []string{"f-x>f-y"}, Direct: true}, "f-1"},
		{"OnLedger of several keys", graph.KindAction, action, query.Attributed{Keys: []string{"f-x>", ">f-x", "f-xm>", "nope>", "f-x>f-y"}}, "f-1 f-2 f-3 f-4 f-5"},
		{"OnLedger of no keys", graph.KindAction, action, query.Attributed{}, ""},
		{"OnLedger twice", graph.KindAction, action, query.And{query.Attributed{Keys: []string{"f-y>"}}, query.Attributed{Keys: []string{">f-xm"}}}, "f-4"},
		{"Not OnLedger", graph.KindAction, action, query.Not{Pred: query.Attributed{Keys: []string{"f-x>", ">f-x"}}}, "f-6 f-7"},
		{"OnLedger in an Or", graph.KindAction, action, query.Or{query.Attributed{Keys: []string{"f-y>"}}, query.IDIn{"f-6"}}, "f-3 f-4 f-6"},
		{"OnLedger of replies", graph.KindResponse, nil, query.Attributed{Keys: []string{"f-y>f-x"}}, "RESPONDS_TO:f-3:f-1 RESPONDS_TO:f-4:f-1"},
		{"OnLedger of replies in an Or", graph.KindResponse, nil, query.Or{query.Attributed{Keys: []string{"f-y>f-x"}}}, "RESPONDS_TO:f-3:f-1 RESPONDS_TO:f-4:f-1"},
		{"OnLedger in an Or alone", graph.KindAction, nil, query.Or{query.Attributed{Keys: []string{"f-x>f-y"}}}, "f-1 f-2"},
		{"OnLedger of replies by parts", graph.KindResponse, nil, query.Attributed{Keys: []string{"f-x>f-y", "f-xm>"}}, "RESPONDS_TO:f-5:f-4"},
		{"OnLedger of replies, direct", graph.KindResponse, nil, query.Attributed{Keys: []string{"f-x>f-y", ">f-x"}, Direct: true}, "RESPONDS_TO:f-3:f-1 RESPONDS_TO:f-4:f-1"},
		{"OnLedger of replies and more", graph.KindResponse, nil, query.And{query.Attributed{Keys: []string{"f-y>f-x"}}, query.In{Prop: "basis", Values: []string{"EXPLICIT"}}}, "RESPONDS_TO:f-4:f-1"},
		{"InPlaces takes what lies within", graph.KindAction, action, query.InPlaces{"f-land"}, "f-1 f-2 f-3"},
		{"InPlaces", graph.KindAction, action, query.InPlaces{"f-city"}, "f-1 f-2"},
		{"InPlaces of several", graph.KindAction, action, query.InPlaces{"f-street", "f-city", "f-sea", "nope"}, "f-1 f-2"},
		{"InPlaces of nothing", graph.KindAction, action, query.InPlaces{}, ""},
		{"Not InPlaces", graph.KindAction, action, query.Not{Pred: query.InPlaces{"f-city"}}, "f-3 f-4 f-5 f-6 f-7"},
		{"Response In mode", graph.KindResponse, related(graph.KindResponse, "trigger", query.IDIn{"f-1", "f-4"}), query.In{Prop: "mode", Values: []string{"DENY", "OBJECT"}}, "RESPONDS_TO:f-3:f-1 RESPONDS_TO:f-5:f-4"},
		{"Response Overlaps by its answer", graph.KindResponse, related(graph.KindResponse, "trigger", query.IDIn{"f-1", "f-4"}), query.Overlaps{Since: "2025-03-05"}, "RESPONDS_TO:f-3:f-1 RESPONDS_TO:f-5:f-4"},
		{"Response Overlaps until, by its answer", graph.KindResponse, related(graph.KindResponse, "trigger", query.IDIn{"f-1", "f-4"}), query.Overlaps{Until: "2025-03-01"}, "RESPONDS_TO:f-3:f-1"},
		{"Response Overlaps not by its trigger", graph.KindResponse, related(graph.KindResponse, "trigger", query.IDIn{"f-1", "f-4"}), query.Overlaps{Until: "2025-02-01"}, ""},
		{"Response IDIn", graph.KindResponse, nil, query.IDIn{"RESPONDS_TO:f-4:f-1", "f-4", "RESPONDS_TO:f-1:f-4"}, "RESPONDS_TO:f-4:f-1"},
		{"Response Not", graph.KindResponse, related(graph.KindResponse, "trigger", query.IDIn{"f-1", "f-4"}), query.Not{Pred: related(graph.KindResponse, "responders", query.IDIn{"f-y"})}, "RESPONDS_TO:f-5:f-4"},
		{"Actor In a list", graph.KindActor, nil, query.In{Prop: "aliases", Values: []string{"Eks", "Igrek", "eks"}}, "f-x f-y"},
		{"Actor In country", graph.KindActor, nil, query.In{Prop: "country", Values: []string{"FFX", "FFY"}}, "f-x f-y"},
		{"Source In reliability", graph.KindSource, query.IDIn{"f-s", "f-s2"}, query.In{Prop: "reliability", Values: []string{"F"}}, "f-s2"},
		{"Related by an edge that may lead elsewhere", graph.KindAction, nil, related(graph.KindAction, "claims", query.IDIn{"f-c1", "f-c2"}), "f-1"},
		{"composed", graph.KindAction, action, query.Or{query.And{byX, query.Not{Pred: query.Overlaps{Since: "2026-01-01"}}},
			query.And{query.Or{byY, query.In{Prop: "type", Values: []string{"OCCURRENCE"}}}, query.Not{Pred: query.And{byY, query.Overlaps{}}}}}, "f-1 f-4 f-6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, where := range []query.Pred{query.And{c.where, orAll(c.scope)}, query.And{orAll(c.scope), query.And{c.where}}} {
				l := find(c.kind, where)
				l.Total = true
				a := s.ask(t, l)
				equal(t, "items", ids(a.Items), c.want)
				if a.Total != len(a.Items) || a.More {
					t.Errorf("total %d, more %v", a.Total, a.More)
				}
			}
			if c.scope == nil { // at the root of the filter
				l := find(c.kind, c.where)
				l.Total = true
				a := s.ask(t, l)
				equal(t, "items", ids(a.Items), c.want)
				if a.Total != len(a.Items) {
					t.Errorf("total %d", a.Total)
				}
			}
		})
	}
}

func orAll(p query.Pred) query.Pred {
	if p == nil {
		return query.And{}
	}
	return p
}

// testLists lists each kind, in each order that it has.
func testLists(t *testing.T, s suite) {
	order := func(by query.OrderBy, desc bool) query.Order { return query.Order{By: by, Desc: desc} }
	for _, c := range []struct {
		name  string
		kind  graph.Kind
		ids   query.Pred
		order query.Order
		want  string
	}{
		{"by id", graph.KindAction, query.IDIn{"p-a2", "p-A1", "p-a10", "p-á1", "p-a1"}, order(query.ByID, false), "p-A1 p-a1 p-a10 p-a2 p-á1"},
		{"by id down", graph.KindAction, query.IDIn{"p-a2", "p-A1", "p-a10", "p-á1", "p-a1"}, order(query.ByID, true), "p-á1 p-a2 p-a10 p-a1 p-A1"},
		{"by id in several scripts", graph.KindEpisode, query.IDIn{"p-\u4e2d", "p-\uff5b", "p-z"}, order(query.ByID, false), "p-z p-\u4e2d p-\uff5b"},
		// Their titles are U+5916, U+FA0E and U+20000; what is beyond U+FFFF does not count for the order.
		{"by name in several scripts", graph.KindEpisode, query.IDIn{"p-\u4e2d", "p-\uff5b", "p-z"}, order(query.ByName, false), "p-\uff5b p-\u4e2d p-z"},
		{"by name", graph.KindActor, query.IDIn{"f-x", "f-xm", "f-y", "f-z"}, order(query.ByName, false), "f-y f-z f-x f-xm"},
		{"by name down", graph.KindActor, query.IDIn{"f-x", "f-xm", "f-y", "f-z"}, order(query.ByName, true), "f-xm f-x f-z f-y"},
		{"by date", graph.KindAction, query.IDIn{"f-1", "f-2", "f-3", "f-4", "f-5", "f-6", "f-7"}, order(query.ByDate, false), "f-1 f-2 f-3 f-5 f-6 f-4 f-7"},
		{"by date down", graph.KindAction, query.IDIn{"f-1", "f-2", "f-3", "f-4", "f-5", "f-6", "f-7"}, order(query.ByDate, true), "f-6 f-5 f-3 f-2 f-1 f-7 f-4"},
		{"by date, ties and the undated", graph.KindAction, related(t, graph.KindAction, "episodes", "p-ep"), order(query.ByDate, false), "p-3 p-1 p-2 p-5 p-4 p-6 p-7 p-8 p-9"},
		{"by date down, ties and the undated", graph.KindAction, related(t, graph.KindAction, "episodes", "p-ep"), order(query.ByDate, true), "p-6 p-4 p-5 p-2 p-1 p-3 p-9 p-8 p-7"},
		{"responses by the date of the answer", graph.KindResponse, query.IDIn{"RESPONDS_TO:f-3:f-1", "RESPONDS_TO:f-4:f-1", "RESPONDS_TO:f-5:f-4"}, order(query.ByDate, false),
			"RESPONDS_TO:f-3:f-1 RESPONDS_TO:f-5:f-4 RESPONDS_TO:f-4:f-1"},
		{"responses by the date of the answer, down", graph.KindResponse, query.IDIn{"RESPONDS_TO:f-3:f-1", "RESPONDS_TO:f-4:f-1", "RESPONDS_TO:f-5:f-4"}, order(query.ByDate, true),
			"RESPONDS_TO:f-5:f-4 RESPONDS_TO:f-3:f-1 RESPONDS_TO:f-4:f-1"},
		{"claims", graph.KindClaim, query.IDIn{"f-c1", "f-c2", "f-c3"}, order(query.ByName, true), "f-c3 f-c2 f-c1"},
		{"sources", graph.KindSource, query.IDIn{"f-s2", "f-s"}, order(query.ByName, false), "f-s f-s2"},
		{"places", graph.KindPlace, query.IDIn{"f-land", "f-city", "f-street"}, order(query.ByName, false), "f-city f-land f-street"},
		{"datasets", graph.KindDataset, nil, order(query.ByName, false), "dataset:world"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := find(c.kind, c.ids)
			l.Order = c.order
			equal(t, "items", ids(s.ask(t, l).Items), c.want)
		})
	}
	t.Run("every kind is listed whole", func(t *testing.T) {
		of := map[graph.Kind][]string{graph.KindDataset: {"dataset:world"}}
		for _, r := range world().Puts {
			k := r.Kind
			if r.Edge == graph.RespondsTo {
				k = graph.KindResponse
			}
			of[k] = append(of[k], r.Key())
		}
		for _, k := range append(slices.Clone(graph.NodeKinds), graph.KindResponse) {
			slices.Sort(of[k])
			l := find(k, nil)
			l.Total = true
			a := s.ask(t, l)
			var got []string
			for _, it := range a.Items {
				got = append(got, it.Text("id"))
				if it.Kind != k {
					t.Errorf("%s in a list of %s", it.Kind, k)
				}
			}
			if !slices.Equal(got, of[k]) || a.Total != len(got) {
				t.Errorf("%s: total %d\n got %v\nwant %v", k, a.Total, got, of[k])
			}
		}
	})
}

func related(t *testing.T, k graph.Kind, name string, id ...string) query.Related {
	t.Helper()
	return query.Related{Relation: relation(t, k, name), Where: query.IDIn(id)}
}
