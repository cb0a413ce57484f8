package storetest

import (
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// filtersWorld is a quarrel of France, with its interior ministry, and Morocco: an arrest, a request, an offer, sanctions (undated)
// and a denial; a storm that nobody caused, and an attack that nobody claimed, undated too. Names are made for folding.
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
	t.Helper()
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
		{"all of no conditions: every item", graph.KindAction, action, query.And{}, all},
		{"any of no conditions: no item", graph.KindAction, action, query.Or{}, ""},
		{"not any of no conditions: every item", graph.KindAction, action, query.Not{Pred: query.Or{}}, all},
		{"not all of no conditions: no item", graph.KindAction, action, query.Not{Pred: query.And{}}, ""},
		{"an id is one of these, each once, the unknown passed over", graph.KindAction, action, query.IDIn{"emigration-request",
			"emigration-request", "nope", "arrest-of-an-emigre"},
			"arrest-of-an-emigre emigration-request"},
		{"an id is one of none: no item", graph.KindAction, action, query.IDIn{}, ""},
		{"an id of another kind is none of the list", graph.KindAction, action, query.IDIn{"france"}, ""},
		{"a text is one of these", graph.KindAction, action, query.In{Prop: "type", Values: []string{"REQUEST", "COERCE"}},
			"arrest-of-an-emigre emigration-request unclaimed-attack"},
		{"a text is one of none: no item", graph.KindAction, action, query.In{Prop: "type"}, ""},
		{"a text of another case is another text", graph.KindAction, action, query.In{Prop: "type", Values: []string{"request"}}, ""},
		{"an unknown text is none of these", graph.KindAction, action, query.In{Prop: "status", Values: []string{"OCCURRED", "ALLEGED"}},
			"arrest-of-an-emigre mediation-offer"},
		{"an unknown text is not one of these", graph.KindAction, action, query.Not{Pred: query.In{Prop: "status", Values: []string{"OCCURRED"}}},
			"emigration-request mediation-offer sanction-on-trade statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"a list has a member", graph.KindAction, action, query.In{Prop: "topics", Values: []string{"border"}},
			"arrest-of-an-emigre emigration-request"},
		{"a list has any of these members", graph.KindAction, action, query.In{Prop: "topics", Values: []string{"trade", "x", "y"}},
			"arrest-of-an-emigre mediation-offer"},
		{"a part of a member is no member", graph.KindAction, action, query.In{Prop: "topics", Values: []string{"bord"}}, ""},
		{"a list lacks a member, also one that is unknown", graph.KindAction, action,
			query.Not{Pred: query.In{Prop: "topics", Values: []string{"border"}}},
			"mediation-offer sanction-on-trade statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"the basis is a text too", graph.KindAction, action, query.In{Prop: "basis", Values: []string{"INFERRED"}}, "mediation-offer"},
		{"a number lies between two, both included", graph.KindAction, action, query.Between{Prop: "intensity", Min: num(-5), Max: num(0)},
			"arrest-of-an-emigre"},
		{"a number lies above one, itself included", graph.KindAction, action, query.Between{Prop: "intensity", Min: num(-5)},
			"arrest-of-an-emigre emigration-request"},
		{"a number lies below one, itself included", graph.KindAction, action, query.Between{Prop: "intensity", Max: num(-5)},
			"arrest-of-an-emigre sanction-on-trade"},
		{"no number lies between two that are the wrong way around", graph.KindAction, action, query.Between{Prop: "intensity", Min: num(1),
			Max: num(-1)}, ""},
		{"an unknown number does not lie between two", graph.KindAction, action, query.Not{Pred: query.Between{Prop: "intensity", Min: num(-6)}},
			"mediation-offer sanction-on-trade statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"a whole number lies between two", graph.KindClaim, query.IDIn{"charges-are-false", "charges-are-proven", "rumour-of-charges"},
			query.Between{Prop: "credibility", Min: num(1.5), Max: num(2)}, "charges-are-false"},
		{"a relation's number is how many it gives", graph.KindAction, action, query.Between{Prop: "responses", Min: num(1)},
			"arrest-of-an-emigre sanction-on-trade"},
		{"a relation that gives nothing has the number nought", graph.KindAction, action, query.Between{Prop: "responses", Max: num(0)},
			"emigration-request mediation-offer statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"actions that an actor acts in are counted by attribution", graph.KindActor, query.IDIn{"france", "france-interior-ministry",
			"morocco", "rights-group"},
			query.Between{Prop: "actions", Min: num(3)}, "france"},
		{"items of evidence are counted", graph.KindAction, action, query.Between{Prop: "evidence", Min: num(1), Max: num(1)},
			"arrest-of-an-emigre"},
		{"what lies two steps away is counted once each", graph.KindResponse, query.In{Prop: "from",
			Values: []string{"mediation-offer", "sanction-on-trade",
				"statement-of-denial"}}, query.Between{Prop: "provokers", Min: num(1)},
			"RESPONDS_TO:mediation-offer:arrest-of-an-emigre RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre " +
				"RESPONDS_TO:statement-of-denial:sanction-on-trade"},
		{"days of delay lie between two", graph.KindResponse, query.In{Prop: "from", Values: []string{"mediation-offer", "sanction-on-trade",
			"statement-of-denial"}}, query.Between{Prop: query.DelayDays, Min: num(50), Max: num(50)},
			"RESPONDS_TO:mediation-offer:arrest-of-an-emigre"},
		{"an unknown delay lies nowhere", graph.KindResponse, query.In{Prop: "from", Values: []string{"mediation-offer", "sanction-on-trade",
			"statement-of-denial"}}, query.Not{Pred: query.Between{Prop: query.DelayDays}},
			"RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre RESPONDS_TO:statement-of-denial:sanction-on-trade"},
		{"a change of intensity lies below one", graph.KindResponse, query.In{Prop: "from", Values: []string{"mediation-offer",
			"sanction-on-trade",
			"statement-of-denial"}}, query.Between{Prop: query.IntensityChange, Max: num(-3)}, "RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre"},
		{"a folded name contains a text", graph.KindAction, action, query.Like{Prop: "sortName", Values: []string{"migr"}},
			"arrest-of-an-emigre emigration-request"},
		{"what is not folded contains a text in its own case", graph.KindAction, action, query.Like{Prop: "title", Values: []string{"emigr"}},
			"emigration-request"},
		{"a text contains any of these", graph.KindAction, action, query.Like{Prop: "type", Values: []string{"QUE", "OER"}},
			"arrest-of-an-emigre emigration-request unclaimed-attack"},
		{"a text begins so", graph.KindAction, action, query.Like{Prop: "sortName", Values: []string{"emigra"}, Prefix: true},
			"emigration-request"},
		{"a text begins as any of these", graph.KindAction, action, query.Like{Prop: "type", Values: []string{"RE", "CO", "xx"}, Prefix: true},
			"arrest-of-an-emigre emigration-request unclaimed-attack"},
		{"the signs that patterns are made of are texts like others", graph.KindAction, action, query.Like{Prop: "type",
			Values: []string{"%", "_", "*"}}, ""},
		{"a text contains one of none: no item", graph.KindAction, action, query.Like{Prop: "type"}, ""},
		{"an unknown text does not contain this", graph.KindAction, action, query.Not{Pred: query.Like{Prop: "status", Values: []string{"OCC"}}},
			"emigration-request mediation-offer sanction-on-trade statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"a text is known", graph.KindAction, action, query.HasValue{Prop: "status"}, "arrest-of-an-emigre mediation-offer"},
		{"a text is unknown", graph.KindAction, action, query.Not{Pred: query.HasValue{Prop: "status"}},
			"emigration-request sanction-on-trade statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"a date overlaps what begins on a day", graph.KindAction, action, query.Overlaps{Since: "2025-02-15"},
			"emigration-request mediation-offer statement-of-denial storm-in-the-strait"},
		{"a date overlaps what ends on a day", graph.KindAction, action, query.Overlaps{Until: "2025-02-15"},
			"arrest-of-an-emigre emigration-request"},
		{"a date overlaps a stretch", graph.KindAction, action, query.Overlaps{Since: "2025-02-28", Until: "2025-03-01"},
			"emigration-request mediation-offer"},
		{"a date overlaps a day, at its own end or its beginning", graph.KindAction, action, query.Overlaps{Since: "2025-03-05",
			Until: "2025-03-05"},
			"mediation-offer statement-of-denial"},
		{"a date overlaps a stretch that lies within it", graph.KindAction, action, query.Overlaps{Since: "2025-03-02", Until: "2025-03-03"},
			"mediation-offer"},
		{"every date overlaps all of time, no undated item does", graph.KindAction, action, query.Overlaps{},
			"arrest-of-an-emigre emigration-request mediation-offer statement-of-denial storm-in-the-strait"},
		{"a stretch may reach to the first and the last of days", graph.KindAction, action, query.Overlaps{Since: "0001-01-01",
			Until: "9999-12-31"},
			"arrest-of-an-emigre emigration-request mediation-offer statement-of-denial storm-in-the-strait"},
		{"an undated item does not overlap", graph.KindAction, action, query.Not{Pred: query.Overlaps{Since: "2025-02-15"}},
			"arrest-of-an-emigre sanction-on-trade unclaimed-attack"},
		{"a text is found folded", graph.KindAction, action, query.Matches{Text: "EMIGRE"}, "arrest-of-an-emigre"},
		{"a text is found by how a word of it begins", graph.KindAction, action, query.Matches{Text: "émig"},
			"arrest-of-an-emigre emigration-request"},
		{"words are found in any order", graph.KindAction, action, query.Matches{Text: "arrest emigre"}, "arrest-of-an-emigre"},
		{"an action is found by a quotation in its evidence", graph.KindAction, action, query.Matches{Text: "zanzi"}, "arrest-of-an-emigre"},
		{"the middle of a word is not found", graph.KindAction, action, query.Matches{Text: "migre"}, ""},
		{"found by text, or by another condition", graph.KindAction, action, query.Or{query.Matches{Text: "emigre"},
			query.IDIn{"mediation-offer"}},
			"arrest-of-an-emigre mediation-offer"},
		{"an actor is found by an alias", graph.KindActor, nil, query.Matches{Text: "ígrek"}, "morocco"},
		{"by signs alone nothing is found", graph.KindAction, action, query.Matches{Text: " ?! "}, ""},
		{"what full-text queries are made of is text like another", graph.KindAction, action,
			query.Matches{Text: `emigre* "arrest" OR ) ' NEAR( ~ ^`}, ""},
		{"found by text, and by another condition", graph.KindAction, action, query.And{query.Matches{Text: "emig"}, query.In{Prop: "type",
			Values: []string{"REQUEST"}}}, "emigration-request"},
		{"not found by text", graph.KindAction, action, query.Not{Pred: query.Matches{Text: "emig"}},
			"mediation-offer sanction-on-trade statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"something related has this id", graph.KindAction, action, byX, "arrest-of-an-emigre"},
		{"something is related", graph.KindAction, action, related(graph.KindAction, "targets", nil),
			"arrest-of-an-emigre mediation-offer sanction-on-trade"},
		{"nothing is related", graph.KindAction, action, query.Not{Pred: related(graph.KindAction, "performers", nil)},
			"storm-in-the-strait unclaimed-attack"},
		{"something related meets all of no conditions", graph.KindAction, action, related(graph.KindAction, "targets", query.And{}),
			"arrest-of-an-emigre mediation-offer sanction-on-trade"},
		{"nothing related meets any of no conditions", graph.KindAction, action, related(graph.KindAction, "targets", query.Or{}), ""},
		{"what is related to something related has this id", graph.KindAction, action, related(graph.KindAction, "responses",
			related(graph.KindResponse, "response",
				byY)), "arrest-of-an-emigre"},
		{"an edge that is a fact has this value", graph.KindAction, action, related(graph.KindAction, "responses", query.In{Prop: "mode",
			Values: []string{"DENY"}}), "sanction-on-trade"},
		{"what lies two steps away has this id", graph.KindAction, action, related(graph.KindAction, "respondsTo", related(graph.KindResponse,
			"provokers",
			query.IDIn{"france"})), "mediation-offer sanction-on-trade"},
		{"a participant has this role and is one of these", graph.KindAction, action, related(graph.KindAction, "participants",
			query.And{query.In{Prop: "role", Values: []string{"TARGETS"}}, related(graph.KindParticipation, "actor", query.IDIn{"france",
				"morocco"})}), "arrest-of-an-emigre mediation-offer"},
		{"a claim about it was made by this actor", graph.KindAction, action, related(graph.KindAction, "claims", related(graph.KindClaim, "by",
			query.IDIn{"morocco"})), "arrest-of-an-emigre"},
		{"an item of evidence is from this source", graph.KindAction, action, related(graph.KindAction, "evidence",
			related(graph.KindEvidence, "source",
				query.IDIn{"le-monde-article"})), "arrest-of-an-emigre"},
		{"an item of evidence has this value", graph.KindAction, action, related(graph.KindAction, "evidence", query.In{Prop: "source",
			Values: []string{"tabloid-article", "le-monde-article"}}), "arrest-of-an-emigre"},
		{"an item of evidence is attributed to this actor", graph.KindAction, query.IDIn{"full-action", "coded-action", "raid"},
			query.In{Prop: "attributedTo", Values: []string{"bare-group", "france"}}, "full-action"},
		{"no item of evidence is attributed to it", graph.KindAction, query.IDIn{"full-action", "coded-action", "raid"},
			query.Not{Pred: query.In{Prop: "attributedTo", Values: []string{"bare-group"}}}, "coded-action raid"},
		{"an item of evidence of a response is attributed to this actor", graph.KindResponse, nil, query.In{Prop: "attributedTo",
			Values: []string{"bare-group"}}, "RESPONDS_TO:coded-action:full-action"},
		{"an item of evidence supports it and nothing more", graph.KindAction, query.IDIn{"full-action", "coded-action", "raid"},
			related(graph.KindAction, "evidence", query.In{Prop: "relation", Values: []string{"SUPPORTS"}}), "full-action raid"},
		{"an item of evidence disputes it", graph.KindResponse, nil, related(graph.KindResponse, "evidence", query.In{Prop: "relation",
			Values: []string{"DISPUTES"}}), "RESPONDS_TO:coded-action:full-action"},
		{"a tie leaves the actor or enters it", graph.KindActor, query.IDIn{"france", "france-interior-ministry", "morocco"},
			related(graph.KindActor, "ties",
				query.In{Prop: "kind", Values: []string{"PART_OF"}}), "france france-interior-ministry"},
		{"an action that counts for the actor has this type", graph.KindActor, query.IDIn{"france", "france-interior-ministry", "morocco"},
			related(graph.KindActor,
				"actions", query.In{Prop: "type", Values: []string{"REQUEST"}}), "france france-interior-ministry"},
		{"a response that the actor received has this mode", graph.KindActor, query.IDIn{"france", "france-interior-ministry", "morocco"},
			related(graph.KindActor,
				"responsesReceived", query.In{Prop: "mode", Values: []string{"DENY"}}), "morocco"},
		{"four relations deep", graph.KindActor, query.IDIn{"france", "france-interior-ministry", "morocco"}, related(graph.KindActor, "parts",
			related(graph.KindActor, "actions",
				related(graph.KindAction, "respondsTo", related(graph.KindResponse, "trigger", byY)))), "france"},
		{"a relation to several kinds leads to one of these", graph.KindClaim, query.IDIn{"charges-are-false", "charges-are-proven",
			"rumour-of-charges"},
			related(graph.KindClaim, "about", query.IDIn{"arrest-of-an-emigre", "france"}), "charges-are-false"},
		{"an action counts for an actor, by its parts too", graph.KindAction, action, query.Attributed{Keys: []string{"france>"}},
			"arrest-of-an-emigre emigration-request statement-of-denial"},
		{"an action counts for an actor that is named itself", graph.KindAction, action, query.Attributed{Keys: []string{"france>"},
			Direct: true}, "arrest-of-an-emigre"},
		{"an action is directed at an actor, by its parts too", graph.KindAction, action, query.Attributed{Keys: []string{">france"}},
			"mediation-offer sanction-on-trade"},
		{"an action is directed at an actor that is named itself", graph.KindAction, action, query.Attributed{Keys: []string{">france"},
			Direct: true}, "mediation-offer"},
		{"an action counts for one and is directed at the other", graph.KindAction, action, query.Attributed{Keys: []string{"france>morocco"}},
			"arrest-of-an-emigre emigration-request"},
		{"an action counts for one and is directed at the other, both named themselves", graph.KindAction, action,
			query.Attributed{Keys: []string{"france>morocco"}, Direct: true},
			"arrest-of-an-emigre"},
		{"an action that is attributed in several ways is found once", graph.KindAction, action,
			query.Attributed{Keys: []string{"france>", ">france",
				"france-interior-ministry>", "nope>", "france>morocco"}}, "arrest-of-an-emigre emigration-request mediation-offer " +
				"sanction-on-trade statement-of-denial"},
		{"attributed to nobody: no item", graph.KindAction, action, query.Attributed{}, ""},
		{"attributed to one and to another", graph.KindAction, action, query.And{query.Attributed{Keys: []string{"morocco>"}},
			query.Attributed{Keys: []string{">france-interior-ministry"}}}, "sanction-on-trade"},
		{"not attributed to an actor", graph.KindAction, action, query.Not{Pred: query.Attributed{Keys: []string{"france>", ">france"}}},
			"storm-in-the-strait unclaimed-attack"},
		{"attributed to an actor, or another condition", graph.KindAction, action, query.Or{query.Attributed{Keys: []string{"morocco>"}},
			query.IDIn{"storm-in-the-strait"}}, "mediation-offer sanction-on-trade storm-in-the-strait"},
		{"a response is attributed to the side that gives it", graph.KindResponse, nil, query.Attributed{Keys: []string{"morocco>france"}},
			"RESPONDS_TO:mediation-offer:arrest-of-an-emigre RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre"},
		{"a response is attributed, in an Or alone", graph.KindResponse, nil, query.Or{query.Attributed{Keys: []string{"morocco>france"}}},
			"RESPONDS_TO:mediation-offer:arrest-of-an-emigre RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre"},
		{"an action is attributed, in an Or alone", graph.KindAction, nil, query.Or{query.Attributed{Keys: []string{"france>morocco"}}},
			"arrest-of-an-emigre emigration-request"},
		{"a response is attributed by parts", graph.KindResponse, nil, query.Attributed{Keys: []string{"france>morocco",
			"france-interior-ministry>"}}, "RESPONDS_TO:statement-of-denial:sanction-on-trade"},
		{"a response is attributed to those that are named themselves", graph.KindResponse, nil,
			query.Attributed{Keys: []string{"france>morocco", ">france"}, Direct: true},
			"RESPONDS_TO:mediation-offer:arrest-of-an-emigre RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre"},
		{"a response is attributed, and meets another condition", graph.KindResponse, nil,
			query.And{query.Attributed{Keys: []string{"morocco>france"}},
				query.In{Prop: "basis", Values: []string{"EXPLICIT"}}}, "RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre"},
		{"a place takes in what lies within it", graph.KindAction, action, query.InPlaces{"north-africa"},
			"arrest-of-an-emigre emigration-request mediation-offer"},
		{"an action in a place and in one within it is found once", graph.KindAction, action, query.InPlaces{"algiers"},
			"arrest-of-an-emigre emigration-request"},
		{"in any of several places", graph.KindAction, action, query.InPlaces{"rue-didouche", "algiers", "western-sea", "nope"},
			"arrest-of-an-emigre emigration-request"},
		{"in none of no places: no item", graph.KindAction, action, query.InPlaces{}, ""},
		{"not in a place", graph.KindAction, action, query.Not{Pred: query.InPlaces{"algiers"}},
			"mediation-offer sanction-on-trade statement-of-denial storm-in-the-strait unclaimed-attack"},
		{"a response has one of these modes", graph.KindResponse, related(graph.KindResponse, "trigger", query.IDIn{"arrest-of-an-emigre",
			"sanction-on-trade"}),
			query.In{Prop: "mode", Values: []string{"DENY", "OBJECT"}},
			"RESPONDS_TO:mediation-offer:arrest-of-an-emigre RESPONDS_TO:statement-of-denial:sanction-on-trade"},
		{"a response has the date of its answer, and overlaps what begins on a day", graph.KindResponse, related(graph.KindResponse, "trigger",
			query.IDIn{"arrest-of-an-emigre",
				"sanction-on-trade"}), query.Overlaps{Since: "2025-03-05"},
			"RESPONDS_TO:mediation-offer:arrest-of-an-emigre RESPONDS_TO:statement-of-denial:sanction-on-trade"},
		{"a response has the date of its answer, and overlaps what ends on a day", graph.KindResponse, related(graph.KindResponse, "trigger",
			query.IDIn{"arrest-of-an-emigre",
				"sanction-on-trade"}), query.Overlaps{Until: "2025-03-01"}, "RESPONDS_TO:mediation-offer:arrest-of-an-emigre"},
		{"a response has not the date of its trigger", graph.KindResponse, related(graph.KindResponse, "trigger",
			query.IDIn{"arrest-of-an-emigre",
				"sanction-on-trade"}), query.Overlaps{Until: "2025-02-01"}, ""},
		{"a response has the id of its edge, which has a direction", graph.KindResponse, nil,
			query.IDIn{"RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre", "sanction-on-trade",
				"RESPONDS_TO:arrest-of-an-emigre:sanction-on-trade"}, "RESPONDS_TO:sanction-on-trade:arrest-of-an-emigre"},
		{"a response is not by one of these", graph.KindResponse, related(graph.KindResponse, "trigger", query.IDIn{"arrest-of-an-emigre",
			"sanction-on-trade"}),
			query.Not{Pred: related(graph.KindResponse, "responders", query.IDIn{"morocco"})}, "RESPONDS_TO:statement-of-denial:sanction-on-trade"},
		{"a member of an actor's list is of its own case", graph.KindActor, nil, query.In{Prop: "aliases",
			Values: []string{"Eks", "Igrek", "eks"}}, "france morocco"},
		{"an actor is of one of these countries", graph.KindActor, nil, query.In{Prop: "country", Values: []string{"FRA", "MAR"}},
			"france morocco"},
		{"a source is of this reliability", graph.KindSource, query.IDIn{"le-monde-article", "tabloid-article"}, query.In{Prop: "reliability",
			Values: []string{"F"}}, "tabloid-article"},
		{"an edge that may lead to several kinds leads to this one", graph.KindAction, nil, related(graph.KindAction, "claims",
			query.IDIn{"charges-are-false", "charges-are-proven"}), "arrest-of-an-emigre"},
		{"conditions of conditions of conditions", graph.KindAction, action, query.Or{query.And{byX,
			query.Not{Pred: query.Overlaps{Since: "2026-01-01"}}},
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
	t.Helper()
	order := func(by query.OrderBy, desc bool) query.Order { return query.Order{By: by, Desc: desc} }
	for _, c := range []struct {
		name  string
		kind  graph.Kind
		ids   query.Pred
		order query.Order
		want  string
	}{
		{"by id, as code points go", graph.KindAction, query.IDIn{"note-2", "Note-1", "note-10", "nóte-1", "note-1"}, order(query.ByID, false),
			"Note-1 note-1 note-10 note-2 nóte-1"},
		{"by id downwards", graph.KindAction, query.IDIn{"note-2", "Note-1", "note-10", "nóte-1", "note-1"}, order(query.ByID, true),
			"nóte-1 note-2 note-10 note-1 Note-1"},
		{"by id, in several scripts", graph.KindEpisode, query.IDIn{"affair-\u4e2d", "affair-\uff5b", "affair-z"}, order(query.ByID, false),
			"affair-z affair-\u4e2d affair-\uff5b"},
		// Their titles are U+5916, U+FA0E and U+20000; what is beyond U+FFFF does not count for the order.
		{"by folded name, in several scripts", graph.KindEpisode, query.IDIn{"affair-\u4e2d", "affair-\uff5b", "affair-z"}, order(query.ByName,
			false),
			"affair-\uff5b affair-\u4e2d affair-z"},
		{"by folded name, then by id", graph.KindActor, query.IDIn{"france", "france-interior-ministry", "morocco", "rights-group"},
			order(query.ByName, false),
			"morocco rights-group france france-interior-ministry"},
		{"by folded name downwards, then by id downwards", graph.KindActor, query.IDIn{"france", "france-interior-ministry", "morocco",
			"rights-group"}, order(query.ByName,
			true), "france-interior-ministry france rights-group morocco"},
		{"by date, the undated last", graph.KindAction, query.IDIn{"arrest-of-an-emigre", "emigration-request", "mediation-offer",
			"sanction-on-trade",
			"statement-of-denial", "storm-in-the-strait", "unclaimed-attack"}, order(query.ByDate,
			false), "arrest-of-an-emigre emigration-request mediation-offer statement-of-denial storm-in-the-strait sanction-on-trade " +
			"unclaimed-attack"},
		{"by date downwards, the undated last again", graph.KindAction, query.IDIn{"arrest-of-an-emigre", "emigration-request",
			"mediation-offer", "sanction-on-trade",
			"statement-of-denial", "storm-in-the-strait", "unclaimed-attack"}, order(query.ByDate,
			true), "storm-in-the-strait statement-of-denial mediation-offer emigration-request arrest-of-an-emigre unclaimed-attack " +
			"sanction-on-trade"},
		{"of equal first days by the last, then by id", graph.KindAction, related(t, graph.KindAction, "episodes", "border-incursions"),
			order(query.ByDate,
				false), "incursion-3 incursion-1 incursion-2 incursion-5 incursion-4 incursion-6 incursion-7 incursion-8 incursion-9"},
		{"of equal first days by the last, then by id, all downwards", graph.KindAction, related(t, graph.KindAction, "episodes",
			"border-incursions"),
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
		{"claims by their text", graph.KindClaim, query.IDIn{"charges-are-false", "charges-are-proven", "rumour-of-charges"},
			order(query.ByName, true),
			"rumour-of-charges charges-are-proven charges-are-false"},
		{"sources by their title", graph.KindSource, query.IDIn{"tabloid-article", "le-monde-article"}, order(query.ByName, false),
			"le-monde-article tabloid-article"},
		{"places by their name", graph.KindPlace, query.IDIn{"north-africa", "algiers", "rue-didouche"}, order(query.ByName, false),
			"algiers north-africa rue-didouche"},
		{"datasets by their name", graph.KindDataset, nil, order(query.ByName, false), "dataset:world"},
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
