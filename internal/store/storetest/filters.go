package storetest

import (
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// filtersWorld is a quarrel of france, with its ministry france-interior-ministry, and morocco. sanction-on-trade is undated,
// unclaimed-attack has an open end and so counts as that.
func filtersWorld() []graph.Record {
	nodes := []graph.Record{
		actor("france", "STATE", "name", "Émile", "country", "FRA", "aliases", []string{"X", "Eks"}),
		actor("france-interior-ministry", "MINISTRY", "name", "zeta"),
		actor("morocco", "STATE", "name", "emil", "country", "MAR", "aliases", []string{"Igrek"}), actor("rights-group", "GROUP", "name", "Emil"),
		with(action("arrest-of-an-emigre", "COERCE", "2025-01-10", "intensity", -5.0, "topics", []string{"trade", "border"}, "status",
			"OCCURRED", "title", "An Émigré’s arrest"),
			graph.Explicit, graph.Evidence{Source: "le-monde-article", Quote: "he was zanzibarred"}),
		action("emigration-request", "REQUEST", "2025-02", "intensity", 0.5, "topics", []string{"border"}, "title", "emigration"),
		with(action("mediation-offer", "SUPPORT", "2025-03-01/2025-03-05", "topics", []string{"x"}, "status", "ALLEGED"), graph.Inferred),
		action("sanction-on-trade", "SANCTION", "", "intensity", -8.0), action("statement-of-denial", "STATEMENT", "2025-03-05~"),
		action("storm-in-the-strait", "OCCURRENCE", "2025-12-31"), action("unclaimed-attack", "COERCE", ""),
		claim("charges-are-false", "text", "a", "stance", "DENY", "credibility", int64(2)),
		claim("charges-are-proven", "text", "b", "stance", "ASSERT", "credibility", int64(5)), claim("rumour-of-charges"),
		node(graph.KindSource, "le-monde-article", "reliability", "A"), node(graph.KindSource, "tabloid-article", "reliability", "F"),
		node(graph.KindPlace, "north-africa"), node(graph.KindPlace, "algiers"), node(graph.KindPlace, "rue-didouche"),
		node(graph.KindPlace, "western-sea"),
		node(graph.KindEpisode, "emigre-affair"),
		edge("sanction-on-trade RESPONDS_TO arrest-of-an-emigre", "mode", "RETALIATE"),
		edge("statement-of-denial RESPONDS_TO sanction-on-trade", "mode", "DENY", "note", "n"),
		with(edge("mediation-offer RESPONDS_TO arrest-of-an-emigre", "mode", "OBJECT"), graph.Inferred),
	}
	return slices.Concat(nodes, edges(
		"france-interior-ministry PART_OF france", "france PERFORMED arrest-of-an-emigre", "arrest-of-an-emigre TARGETS morocco",
		"france-interior-ministry PERFORMED emigration-request", "emigration-request ADDRESSED_TO morocco",
		"morocco PERFORMED mediation-offer", "mediation-offer TARGETS france", "morocco PERFORMED sanction-on-trade",
		"sanction-on-trade TARGETS france-interior-ministry", "france-interior-ministry PERFORMED statement-of-denial",
		"rue-didouche WITHIN algiers", "algiers WITHIN north-africa", "arrest-of-an-emigre TOOK_PLACE_IN algiers rue-didouche",
		"emigration-request TOOK_PLACE_IN rue-didouche", "mediation-offer TOOK_PLACE_IN north-africa",
		"arrest-of-an-emigre IN_EPISODE emigre-affair", "charges-are-false ABOUT arrest-of-an-emigre",
		"charges-are-proven ABOUT charges-are-false", "morocco ASSERTED charges-are-false",
	))
}

func num(f float64) *float64 { return &f }

func testFilters(t *testing.T, s suite) {
	const all = "arrest-of-an-emigre emigration-request mediation-offer sanction-on-trade statement-of-denial storm-in-the-strait " +
		"unclaimed-attack"
	related := func(k graph.Kind, name string, where query.Pred) query.Related {
		return query.Related{Relation: relation(t, k, name), Where: where}
	}
	byX := related(graph.KindAction, "performers", query.IDIn{"france"})
	byY := related(graph.KindAction, "performers", query.IDIn{"morocco"})
	action := query.IDIn{"arrest-of-an-emigre", "emigration-request", "mediation-offer", "sanction-on-trade", "statement-of-denial",
		"storm-in-the-strait", "unclaimed-attack"}
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
		{"IDIn", graph.KindAction, action, query.IDIn{"emigration-request", "emigration-request", "nope", "arrest-of-an-emigre"},
			"arrest-of-an-emigre emigration-request"},
		{"IDIn of nothing", graph.KindAction, action, query.IDIn{}, ""},
		{"IDIn is of the list's kind", graph.KindAction, action, query.IDIn{"france"}, ""},
		{"In", graph.KindAction, action, query.In{Prop: "type", Values: []string{"REQUEST", "COERCE"}},
			"arrest-of-an-emigre emigration-request unclaimed-attack"},
		{"In of nothing", graph.KindAction, action, query.In{Prop: "type"}, ""},
		{"In has case", graph.KindAction, action, query.In{Prop: "type", Values: []string{"request"}}, ""},
		{"In of unknown values", graph.KindAction, action, query.In{Prop: "status", Values: []string{"OCCURRED", "ALLEGED"}},
			"arrest-of-an-emigre mediation-offer"},
		{"Not In takes the unknown", graph.KindAction, action, query.Not{Pred: query.In{Prop: "status", Values: []string{"OCCURRED"}}},
			"emigration-request mediation-offer sanction-on-trade statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"In a list", graph.KindAction, action, query.In{Prop: "topics", Values: []string{"border"}}, "arrest-of-an-emigre emigration-request"},
		{"In a list, any", graph.KindAction, action, query.In{Prop: "topics", Values: []string{"trade", "x", "y"}},
			"arrest-of-an-emigre mediation-offer"},
		{"In a list, no part of a member", graph.KindAction, action, query.In{Prop: "topics", Values: []string{"bord"}}, ""},
		{"Not In a list", graph.KindAction, action, query.Not{Pred: query.In{Prop: "topics", Values: []string{"border"}}},
			"mediation-offer sanction-on-trade statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"In basis", graph.KindAction, action, query.In{Prop: "basis", Values: []string{"INFERRED"}}, "mediation-offer"},
		{"Between", graph.KindAction, action, query.Between{Prop: "intensity", Min: num(-5), Max: num(0)}, "arrest-of-an-emigre"},
		{"Between from", graph.KindAction, action, query.Between{Prop: "intensity", Min: num(-5)}, "arrest-of-an-emigre emigration-request"},
		{"Between until", graph.KindAction, action, query.Between{Prop: "intensity", Max: num(-5)}, "arrest-of-an-emigre sanction-on-trade"},
		{"Between nothing", graph.KindAction, action, query.Between{Prop: "intensity", Min: num(1), Max: num(-1)}, ""},
		{"Not Between", graph.KindAction, action, query.Not{Pred: query.Between{Prop: "intensity", Min: num(-6)}},
			"mediation-offer sanction-on-trade statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"Between whole numbers", graph.KindClaim, query.IDIn{"charges-are-false", "charges-are-proven", "rumour-of-charges"},
			query.Between{Prop: "credibility", Min: num(1.5), Max: num(2)}, "charges-are-false"},
		{"Between counts of what is related", graph.KindAction, action, query.Between{Prop: "responses", Min: num(1)},
			"arrest-of-an-emigre sanction-on-trade"},
		{"Between counts, none", graph.KindAction, action, query.Between{Prop: "responses", Max: num(0)},
			"emigration-request mediation-offer statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"Between counts on the ledger", graph.KindActor, query.IDIn{"france", "france-interior-ministry", "morocco", "rights-group"},
			query.Between{Prop: "actions", Min: num(3)}, "france"},
		{"Between counts of evidence", graph.KindAction, action, query.Between{Prop: "evidence", Min: num(1), Max: num(1)},
			"arrest-of-an-emigre"},
		{"Between counts by two hops", graph.KindResponse, query.In{Prop: "from", Values: []string{"mediation-offer", "sanction-on-trade",
			"statement-of-denial"}}, query.Between{Prop: "provokers", Min: num(1)},
			"RESPONDS_TO:mediation-offer:arrest-of-an-emigre RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre " +
				"RESPONDS_TO:statement-of-denial:sanction-on-trade"},
		{"Between days of delay", graph.KindResponse, query.In{Prop: "from", Values: []string{"mediation-offer", "sanction-on-trade",
			"statement-of-denial"}}, query.Between{Prop: query.DelayDays, Min: num(50), Max: num(50)},
			"RESPONDS_TO:mediation-offer:arrest-of-an-emigre"},
		{"Between unknown delays", graph.KindResponse, query.In{Prop: "from", Values: []string{"mediation-offer", "sanction-on-trade",
			"statement-of-denial"}}, query.Not{Pred: query.Between{Prop: query.DelayDays}},
			"RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre RESPONDS_TO:statement-of-denial:sanction-on-trade"},
		{"Between changes of intensity", graph.KindResponse, query.In{Prop: "from", Values: []string{"mediation-offer", "sanction-on-trade",
			"statement-of-denial"}}, query.Between{Prop: query.IntensityChange, Max: num(-3)}, "RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre"},
		{"Like", graph.KindAction, action, query.Like{Prop: "sortName", Values: []string{"migr"}}, "arrest-of-an-emigre emigration-request"},
		{"Like is of the text's own case", graph.KindAction, action, query.Like{Prop: "title", Values: []string{"emigr"}}, "emigration-request"},
		{"Like any", graph.KindAction, action, query.Like{Prop: "type", Values: []string{"QUE", "OER"}},
			"arrest-of-an-emigre emigration-request unclaimed-attack"},
		{"Like a beginning", graph.KindAction, action, query.Like{Prop: "sortName", Values: []string{"emigra"}, Prefix: true},
			"emigration-request"},
		{"Like any beginning", graph.KindAction, action, query.Like{Prop: "type", Values: []string{"RE", "CO", "xx"}, Prefix: true},
			"arrest-of-an-emigre emigration-request unclaimed-attack"},
		{"Like what patterns are made of", graph.KindAction, action, query.Like{Prop: "type", Values: []string{"%", "_", "*"}}, ""},
		{"Like nothing", graph.KindAction, action, query.Like{Prop: "type"}, ""},
		{"Not Like takes the unknown", graph.KindAction, action, query.Not{Pred: query.Like{Prop: "status", Values: []string{"OCC"}}},
			"emigration-request mediation-offer sanction-on-trade statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"Known", graph.KindAction, action, query.HasValue{Prop: "status"}, "arrest-of-an-emigre mediation-offer"},
		{"Not Known", graph.KindAction, action, query.Not{Pred: query.HasValue{Prop: "status"}},
			"emigration-request sanction-on-trade statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"Overlaps since", graph.KindAction, action, query.Overlaps{Since: "2025-02-15"},
			"emigration-request mediation-offer statement-of-denial storm-in-the-strait"},
		{"Overlaps until", graph.KindAction, action, query.Overlaps{Until: "2025-02-15"}, "arrest-of-an-emigre emigration-request"},
		{"Overlaps both", graph.KindAction, action, query.Overlaps{Since: "2025-02-28", Until: "2025-03-01"},
			"emigration-request mediation-offer"},
		{"Overlaps a day", graph.KindAction, action, query.Overlaps{Since: "2025-03-05", Until: "2025-03-05"},
			"mediation-offer statement-of-denial"},
		{"Overlaps within", graph.KindAction, action, query.Overlaps{Since: "2025-03-02", Until: "2025-03-03"}, "mediation-offer"},
		{"Overlaps all", graph.KindAction, action, query.Overlaps{},
			"arrest-of-an-emigre emigration-request mediation-offer statement-of-denial storm-in-the-strait"},
		{"Overlaps the ends of time", graph.KindAction, action, query.Overlaps{Since: "0001-01-01", Until: "9999-12-31"},
			"arrest-of-an-emigre emigration-request mediation-offer statement-of-denial storm-in-the-strait"},
		{"Not Overlaps", graph.KindAction, action, query.Not{Pred: query.Overlaps{Since: "2025-02-15"}},
			"arrest-of-an-emigre sanction-on-trade unclaimed-attack"},
		{"Matches", graph.KindAction, action, query.Matches{Text: "EMIGRE"}, "arrest-of-an-emigre"},
		{"Matches the start of a word", graph.KindAction, action, query.Matches{Text: "émig"}, "arrest-of-an-emigre emigration-request"},
		{"Matches words in any order", graph.KindAction, action, query.Matches{Text: "arrest emigre"}, "arrest-of-an-emigre"},
		{"Matches a quotation", graph.KindAction, action, query.Matches{Text: "zanzi"}, "arrest-of-an-emigre"},
		{"Matches no middle of a word", graph.KindAction, action, query.Matches{Text: "migre"}, ""},
		{"Matches in an Or", graph.KindAction, action, query.Or{query.Matches{Text: "emigre"}, query.IDIn{"mediation-offer"}},
			"arrest-of-an-emigre mediation-offer"},
		{"Matches an alias, of an actor", graph.KindActor, nil, query.Matches{Text: "ígrek"}, "morocco"},
		{"Matches no text", graph.KindAction, action, query.Matches{Text: " ?! "}, ""},
		{"Matches what queries are made of", graph.KindAction, action, query.Matches{Text: `emigre* "arrest" OR ) ' NEAR( ~ ^`}, ""},
		{"Matches with another", graph.KindAction, action, query.And{query.Matches{Text: "emig"}, query.In{Prop: "type",
			Values: []string{"REQUEST"}}}, "emigration-request"},
		{"Not Matches", graph.KindAction, action, query.Not{Pred: query.Matches{Text: "emig"}},
			"mediation-offer sanction-on-trade statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"Related", graph.KindAction, action, byX, "arrest-of-an-emigre"},
		{"Related to any", graph.KindAction, action, related(graph.KindAction, "targets", nil),
			"arrest-of-an-emigre mediation-offer sanction-on-trade"},
		{"Related to none", graph.KindAction, action, query.Not{Pred: related(graph.KindAction, "performers", nil)},
			"storm-in-the-strait unclaimed-attack"},
		{"Related to And of nothing", graph.KindAction, action, related(graph.KindAction, "targets", query.And{}),
			"arrest-of-an-emigre mediation-offer sanction-on-trade"},
		{"Related to Or of nothing", graph.KindAction, action, related(graph.KindAction, "targets", query.Or{}), ""},
		{"Related through edges", graph.KindAction, action, related(graph.KindAction, "responses", related(graph.KindResponse, "response",
			byY)), "arrest-of-an-emigre"},
		{"Related through a fact", graph.KindAction, action, related(graph.KindAction, "responses", query.In{Prop: "mode",
			Values: []string{"DENY"}}), "sanction-on-trade"},
		{"Related by two hops", graph.KindAction, action, related(graph.KindAction, "respondsTo", related(graph.KindResponse, "provokers",
			query.IDIn{"france"})), "mediation-offer sanction-on-trade"},
		{"Related by role", graph.KindAction, action, related(graph.KindAction, "participants",
			query.And{query.In{Prop: "role", Values: []string{"TARGETS"}}, related(graph.KindParticipation, "actor", query.IDIn{"france",
				"morocco"})}), "arrest-of-an-emigre mediation-offer"},
		{"Related to claims", graph.KindAction, action, related(graph.KindAction, "claims", related(graph.KindClaim, "by",
			query.IDIn{"morocco"})), "arrest-of-an-emigre"},
		{"Related to evidence", graph.KindAction, action, related(graph.KindAction, "evidence", related(graph.KindEvidence, "source",
			query.IDIn{"le-monde-article"})), "arrest-of-an-emigre"},
		{"Related to evidence's values", graph.KindAction, action, related(graph.KindAction, "evidence", query.In{Prop: "source",
			Values: []string{"tabloid-article", "le-monde-article"}}), "arrest-of-an-emigre"},
		{"Related both ways", graph.KindActor, query.IDIn{"france", "france-interior-ministry", "morocco"}, related(graph.KindActor, "ties",
			query.In{Prop: "kind", Values: []string{"PART_OF"}}), "france france-interior-ministry"},
		{"Related by the ledger", graph.KindActor, query.IDIn{"france", "france-interior-ministry", "morocco"}, related(graph.KindActor,
			"actions", query.In{Prop: "type", Values: []string{"REQUEST"}}), "france france-interior-ministry"},
		{"Related by replies", graph.KindActor, query.IDIn{"france", "france-interior-ministry", "morocco"}, related(graph.KindActor,
			"responsesReceived", query.In{Prop: "mode", Values: []string{"DENY"}}), "morocco"},
		{"Related, four deep", graph.KindActor, query.IDIn{"france", "france-interior-ministry", "morocco"}, related(graph.KindActor, "parts",
			related(graph.KindActor, "actions",
				related(graph.KindAction, "respondsTo", related(graph.KindResponse, "trigger", byY)))), "france"},
		{"Related to any node", graph.KindClaim, query.IDIn{"charges-are-false", "charges-are-proven", "rumour-of-charges"},
			related(graph.KindClaim, "about", query.IDIn{"arrest-of-an-emigre", "france"}), "charges-are-false"},
		{"OnLedger by", graph.KindAction, action, query.Attributed{Keys: []string{"france>"}},
			"arrest-of-an-emigre emigration-request statement-of-denial"},
		{"OnLedger by, direct", graph.KindAction, action, query.Attributed{Keys: []string{"france>"}, Direct: true}, "arrest-of-an-emigre"},
		{"OnLedger at", graph.KindAction, action, query.Attributed{Keys: []string{">france"}}, "mediation-offer sanction-on-trade"},
		{"OnLedger at, direct", graph.KindAction, action, query.Attributed{Keys: []string{">france"}, Direct: true}, "mediation-offer"},
		{"OnLedger both", graph.KindAction, action, query.Attributed{Keys: []string{"france>morocco"}}, "arrest-of-an-emigre emigration-request"},
		{"OnLedger both, direct", graph.KindAction, action, query.Attributed{Keys: []string{"france>morocco"}, Direct: true},
			"arrest-of-an-emigre"},
		{"OnLedger of several keys", graph.KindAction, action, query.Attributed{Keys: []string{"france>", ">france",
			"france-interior-ministry>", "nope>", "france>morocco"}}, "arrest-of-an-emigre emigration-request mediation-offer " +
			"sanction-on-trade statement-of-denial"},
		{"OnLedger of no keys", graph.KindAction, action, query.Attributed{}, ""},
		{"OnLedger twice", graph.KindAction, action, query.And{query.Attributed{Keys: []string{"morocco>"}},
			query.Attributed{Keys: []string{">france-interior-ministry"}}}, "sanction-on-trade"},
		{"Not OnLedger", graph.KindAction, action, query.Not{Pred: query.Attributed{Keys: []string{"france>", ">france"}}},
			"storm-in-the-strait unclaimed-attack"},
		{"OnLedger in an Or", graph.KindAction, action, query.Or{query.Attributed{Keys: []string{"morocco>"}},
			query.IDIn{"storm-in-the-strait"}}, "mediation-offer sanction-on-trade storm-in-the-strait"},
		{"OnLedger of replies", graph.KindResponse, nil, query.Attributed{Keys: []string{"morocco>france"}},
			"RESPONDS_TO:mediation-offer:arrest-of-an-emigre RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre"},
		{"OnLedger of replies in an Or", graph.KindResponse, nil, query.Or{query.Attributed{Keys: []string{"morocco>france"}}},
			"RESPONDS_TO:mediation-offer:arrest-of-an-emigre RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre"},
		{"OnLedger in an Or alone", graph.KindAction, nil, query.Or{query.Attributed{Keys: []string{"france>morocco"}}},
			"arrest-of-an-emigre emigration-request"},
		{"OnLedger of replies by parts", graph.KindResponse, nil, query.Attributed{Keys: []string{"france>morocco",
			"france-interior-ministry>"}}, "RESPONDS_TO:statement-of-denial:sanction-on-trade"},
		{"OnLedger of replies, direct", graph.KindResponse, nil, query.Attributed{Keys: []string{"france>morocco", ">france"}, Direct: true},
			"RESPONDS_TO:mediation-offer:arrest-of-an-emigre RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre"},
		{"OnLedger of replies and more", graph.KindResponse, nil, query.And{query.Attributed{Keys: []string{"morocco>france"}},
			query.In{Prop: "basis", Values: []string{"EXPLICIT"}}}, "RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre"},
		{"InPlaces takes what lies within", graph.KindAction, action, query.InPlaces{"north-africa"},
			"arrest-of-an-emigre emigration-request mediation-offer"},
		{"InPlaces", graph.KindAction, action, query.InPlaces{"algiers"}, "arrest-of-an-emigre emigration-request"},
		{"InPlaces of several", graph.KindAction, action, query.InPlaces{"rue-didouche", "algiers", "western-sea", "nope"},
			"arrest-of-an-emigre emigration-request"},
		{"InPlaces of nothing", graph.KindAction, action, query.InPlaces{}, ""},
		{"Not InPlaces", graph.KindAction, action, query.Not{Pred: query.InPlaces{"algiers"}},
			"mediation-offer sanction-on-trade statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"Response In mode", graph.KindResponse, related(graph.KindResponse, "trigger", query.IDIn{"arrest-of-an-emigre", "sanction-on-trade"}),
			query.In{Prop: "mode", Values: []string{"DENY", "OBJECT"}},
			"RESPONDS_TO:mediation-offer:arrest-of-an-emigre RESPONDS_TO:statement-of-denial:sanction-on-trade"},
		{"Response Overlaps by its answer", graph.KindResponse, related(graph.KindResponse, "trigger", query.IDIn{"arrest-of-an-emigre",
			"sanction-on-trade"}), query.Overlaps{Since: "2025-03-05"},
			"RESPONDS_TO:mediation-offer:arrest-of-an-emigre RESPONDS_TO:statement-of-denial:sanction-on-trade"},
		{"Response Overlaps until, by its answer", graph.KindResponse, related(graph.KindResponse, "trigger", query.IDIn{"arrest-of-an-emigre",
			"sanction-on-trade"}), query.Overlaps{Until: "2025-03-01"}, "RESPONDS_TO:mediation-offer:arrest-of-an-emigre"},
		{"Response Overlaps not by its trigger", graph.KindResponse, related(graph.KindResponse, "trigger", query.IDIn{"arrest-of-an-emigre",
			"sanction-on-trade"}), query.Overlaps{Until: "2025-02-01"}, ""},
		{"Response IDIn", graph.KindResponse, nil, query.IDIn{"RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre", "sanction-on-trade",
			"RESPONDS_TO:arrest-of-an-emigre:sanction-on-trade"}, "RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre"},
		{"Response Not", graph.KindResponse, related(graph.KindResponse, "trigger", query.IDIn{"arrest-of-an-emigre", "sanction-on-trade"}),
			query.Not{Pred: related(graph.KindResponse, "responders", query.IDIn{"morocco"})}, "RESPONDS_TO:statement-of-denial:sanction-on-trade"},
		{"Actor In a list", graph.KindActor, nil, query.In{Prop: "aliases", Values: []string{"Eks", "Igrek", "eks"}}, "france morocco"},
		{"Actor In country", graph.KindActor, nil, query.In{Prop: "country", Values: []string{"FRA", "MAR"}}, "france morocco"},
		{"Source In reliability", graph.KindSource, query.IDIn{"le-monde-article", "tabloid-article"}, query.In{Prop: "reliability",
			Values: []string{"F"}}, "tabloid-article"},
		{"Related by an edge that may lead elsewhere", graph.KindAction, nil, related(graph.KindAction, "claims",
			query.IDIn{"charges-are-false", "charges-are-proven"}), "arrest-of-an-emigre"},
		{"composed", graph.KindAction, action, query.Or{query.And{byX, query.Not{Pred: query.Overlaps{Since: "2026-01-01"}}},
			query.And{query.Or{byY, query.In{Prop: "type", Values: []string{"OCCURRENCE"}}},
				query.Not{Pred: query.And{byY, query.Overlaps{}}}}}, "arrest-of-an-emigre sanction-on-trade storm-in-the-strait"},
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
		{"by id", graph.KindAction, query.IDIn{"note-2", "Note-1", "note-10", "nóte-1", "note-1"}, order(query.ByID, false),
			"Note-1 note-1 note-10 note-2 nóte-1"},
		{"by id down", graph.KindAction, query.IDIn{"note-2", "Note-1", "note-10", "nóte-1", "note-1"}, order(query.ByID, true),
			"nóte-1 note-2 note-10 note-1 Note-1"},
		{"by id in several scripts", graph.KindEpisode, query.IDIn{"affair-\u4e2d", "affair-\uff5b", "affair-z"}, order(query.ByID, false),
			"affair-z affair-\u4e2d affair-\uff5b"},
		// Their titles are U+5916, U+FA0E and U+20000; what is beyond U+FFFF does not count for the order.
		{"by name in several scripts", graph.KindEpisode, query.IDIn{"affair-\u4e2d", "affair-\uff5b", "affair-z"}, order(query.ByName, false),
			"affair-\uff5b affair-\u4e2d affair-z"},
		{"by name", graph.KindActor, query.IDIn{"france", "france-interior-ministry", "morocco", "rights-group"}, order(query.ByName, false),
			"morocco rights-group france france-interior-ministry"},
		{"by name down", graph.KindActor, query.IDIn{"france", "france-interior-ministry", "morocco", "rights-group"}, order(query.ByName,
			true), "france-interior-ministry france rights-group morocco"},
		{"by date", graph.KindAction, query.IDIn{"arrest-of-an-emigre", "emigration-request", "mediation-offer", "sanction-on-trade",
			"statement-of-denial", "storm-in-the-strait", "unclaimed-attack"}, order(query.ByDate,
			false), "arrest-of-an-emigre emigration-request mediation-offer statement-of-denial storm-in-the-strait sanction-on-trade " +
			"unclaimed-attack"},
		{"by date down", graph.KindAction, query.IDIn{"arrest-of-an-emigre", "emigration-request", "mediation-offer", "sanction-on-trade",
			"statement-of-denial", "storm-in-the-strait", "unclaimed-attack"}, order(query.ByDate,
			true), "storm-in-the-strait statement-of-denial mediation-offer emigration-request arrest-of-an-emigre unclaimed-attack " +
			"sanction-on-trade"},
		{"by date, ties and the undated", graph.KindAction, related(t, graph.KindAction, "episodes", "border-incursions"), order(query.ByDate,
			false), "incursion-3 incursion-1 incursion-2 incursion-5 incursion-4 incursion-6 incursion-7 incursion-8 incursion-9"},
		{"by date down, ties and the undated", graph.KindAction, related(t, graph.KindAction, "episodes", "border-incursions"),
			order(query.ByDate, true), "incursion-6 incursion-4 incursion-5 incursion-2 incursion-1 incursion-3 incursion-9 incursion-8 " +
				"incursion-7"},
		{"responses by the date of the answer", graph.KindResponse, query.IDIn{"RESPONDS_TO:mediation-offer:arrest-of-an-emigre",
			"RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre", "RESPONDS_TO:statement-of-denial:sanction-on-trade"}, order(query.ByDate, false),
			"RESPONDS_TO:mediation-offer:arrest-of-an-emigre RESPONDS_TO:statement-of-denial:sanction-on-trade " +
				"RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre"},
		{"responses by the date of the answer, down", graph.KindResponse, query.IDIn{"RESPONDS_TO:mediation-offer:arrest-of-an-emigre",
			"RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre", "RESPONDS_TO:statement-of-denial:sanction-on-trade"}, order(query.ByDate, true),
			"RESPONDS_TO:statement-of-denial:sanction-on-trade RESPONDS_TO:mediation-offer:arrest-of-an-emigre " +
				"RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre"},
		{"claims", graph.KindClaim, query.IDIn{"charges-are-false", "charges-are-proven", "rumour-of-charges"}, order(query.ByName, true),
			"rumour-of-charges charges-are-proven charges-are-false"},
		{"sources", graph.KindSource, query.IDIn{"tabloid-article", "le-monde-article"}, order(query.ByName, false),
			"le-monde-article tabloid-article"},
		{"places", graph.KindPlace, query.IDIn{"north-africa", "algiers", "rue-didouche"}, order(query.ByName, false),
			"algiers north-africa rue-didouche"},
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
