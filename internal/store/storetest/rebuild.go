package storetest

import (
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// What a write rebuilds is what a load from nothing builds.

func (s suite) owedBy(t *testing.T, id string) []*query.Item {
	t.Helper()
	return s.ask(t, query.FindUnanswered{OwedBy: []string{id}, List: query.List{Page: query.Page{Limit: 50},
		Order: query.Order{By: query.ByDate}}}).Items
}

// step changes what a dataset states, and says what the attribution gives then.
type step struct {
	name string
	put  []graph.Record
	drop []graph.Ref
	want string
}

// steps takes one after another, up to the first that fails: what follows rests on it.
func (s suite) steps(t *testing.T, dataset string, list []step, got func(*testing.T) string) {
	t.Helper()
	for _, step := range list {
		ok := t.Run(step.name, func(t *testing.T) {
			if step.put != nil {
				s.apply(t, batch(dataset, step.put))
			}
			if step.drop != nil {
				s.apply(t, retract(dataset, step.drop...))
			}
			equal(t, "attribution", got(t), step.want)
		})
		if !ok {
			return
		}
	}
}

// testRebuild changes, step by step, what the attribution of two actions rests on: an envoy deports a citizen of Cuba, who complains
// of it. Wanted is which of the two counts for Spain and for Cuba ("spain>"), which is directed at them (">spain"), and whether the
// complaint is a reply of the citizen's to Spain.
func testRebuild(t *testing.T, s suite) {
	t.Helper()
	s.apply(t, batch("expulsion", []graph.Record{
		actor("envoy", "PERSON"), actor("spanish-ministry", "MINISTRY"), actor("spain", "STATE"), actor("cuban-citizen", "PERSON"),
		actor("cuba", "AGENCY", "country", "CUB"), // no state yet
		action("deportation", "COERCE", "2025-05-01"), action("complaint", "PROTEST", "2025-06-01"),
		edge("envoy PERFORMED deportation"), edge("deportation TARGETS cuban-citizen"),
		edge("cuban-citizen PERFORMED complaint"), edge("complaint TARGETS envoy"),
		edge("complaint RESPONDS_TO deportation", "mode", "OBJECT"),
	}))
	s.steps(t, "expulsion", []step{
		{"without ties nothing counts for a state", nil, nil, ""},
		{"a tie that the envoy does not reach carries nothing", edges("spanish-ministry PART_OF spain"), nil, ""},
		{"a tie that reaches it carries by both", edges("envoy SPEAKS_FOR spanish-ministry"), nil,
			"spain> deportation, >spain complaint, replied"},
		{"a tie that ended before both carries neither", []graph.Record{edge("spanish-ministry PART_OF spain", "until", "2024")}, nil, ""},
		{"a tie that ended between them carries the first", []graph.Record{edge("spanish-ministry PART_OF spain", "until", "2025-05")}, nil,
			"spain> deportation, replied"},
		{"an act that moves beyond the end of a tie is not carried", []graph.Record{action("deportation", "COERCE", "2025-07-01")}, nil, ""},
		{"an undated act is carried by any tie", []graph.Record{action("deportation", "COERCE", "")}, nil, "spain> deportation, replied"},
		{"an act that gets its date again is carried by that", []graph.Record{action("deportation", "COERCE", "2025-05-01")}, nil,
			"spain> deportation, replied"},
		{"a tie without an end carries both", edges("spanish-ministry PART_OF spain"), nil, "spain> deportation, >spain complaint, replied"},
		{"the country of a citizen alone leads to no state", []graph.Record{actor("cuban-citizen", "PERSON", "country", "CUB")}, nil,
			"spain> deportation, >spain complaint, replied"},
		{"an act against a citizen is directed at the state, once there is one", []graph.Record{actor("cuba", "STATE", "country", "CUB")}, nil,
			"spain> deportation, >spain complaint, >cuba deportation, replied"},
		{"a state of another country is not the citizen's", []graph.Record{actor("cuba", "STATE", "country", "CUW")}, nil,
			"spain> deportation, >spain complaint, replied"},
		{"a citizen of another country has another state", []graph.Record{actor("cuban-citizen", "PERSON", "country", "CUW")}, nil,
			"spain> deportation, >spain complaint, >cuba deportation, replied"},
		{"what is a state no more has no citizens", []graph.Record{actor("cuba", "GROUP", "country", "CUW")}, nil,
			"spain> deportation, >spain complaint, replied"},
		{"a tie to an employer carries what is directed at the worker", edges("cuban-citizen WORKS_FOR cuba"), nil,
			"spain> deportation, >spain complaint, >cuba deportation, replied"},
		{"a tie of a leader carries both ways", edges("cuban-citizen LEADS cuba"), nil,
			"spain> deportation, >spain complaint, cuba> complaint, >cuba deportation, replied"},
		{"a tie of a member carries nothing", edges("cuba MEMBER_OF spain"), nil,
			"spain> deportation, >spain complaint, cuba> complaint, >cuba deportation, replied"},
		{"ties that go carry no more", nil, []graph.Ref{edgeRef("cuban-citizen LEADS cuba"), edgeRef("cuban-citizen WORKS_FOR cuba")},
			"spain> deportation, >spain complaint, replied"},
		{"an act counts for a second performer", edges("cuba PERFORMED deportation"), nil,
			"spain> deportation, >spain complaint, cuba> deportation, replied"},
		{"an act counts no more for a performer that goes, and was no act to reply to", nil,
			[]graph.Ref{edgeRef("envoy PERFORMED deportation")}, ">spain complaint, cuba> deportation"},
		{"an act is directed no more at a target that goes", nil, []graph.Ref{edgeRef("complaint TARGETS envoy")}, "cuba> deportation"},
		{"an act is directed at an addressee that comes, and counts for a performer that comes back",
			edges("complaint ADDRESSED_TO envoy", "envoy PERFORMED deportation"), nil,
			"spain> deportation, >spain complaint, cuba> deportation, replied"},
		{"what no longer responds is no reply", nil, []graph.Ref{edgeRef("complaint RESPONDS_TO deportation")},
			"spain> deportation, >spain complaint, cuba> deportation"},
		{"ties in a circle carry each act once", edges("spain PART_OF envoy"), nil, "spain> deportation, >spain complaint, cuba> deportation"},
	}, func(t *testing.T) string {
		t.Helper()
		var got []string
		for _, key := range []string{"spain>", ">spain", "cuba>", ">cuba"} {
			if acts := ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: []string{key}})).Items); acts != "" {
				got = append(got, key+" "+acts)
			}
		}
		switch links := ids(s.ask(t, find(graph.KindResponse, query.Attributed{Keys: []string{"cuban-citizen>spain"}})).Items); links {
		case "":
		case "RESPONDS_TO:complaint:deportation":
			got = append(got, "replied")
		default:
			got = append(got, links)
		}
		return strings.Join(got, ", ")
	})
}

// testCountedRebuild changes what is counted of an action, and of which it is part.
func testCountedRebuild(t *testing.T, s suite) {
	t.Helper()
	s.apply(t, batch("trawlers", []graph.Record{
		actor("norway", "STATE"), actor("sweden", "STATE"),
		action("trawler-seized", "COERCE", "2025-01-01", "intensity", -5.5),
		action("trawler-searched", "COERCE", "2025-01-02", "intensity", -1.5),
		edge("norway PERFORMED trawler-seized"), edge("trawler-seized TARGETS sweden"),
		edge("norway PERFORMED trawler-searched"), edge("trawler-searched TARGETS sweden"),
	}))
	s.steps(t, "trawlers", []step{
		{"two acts are counted, with their intensities", nil, nil, "norway>sweden - mx 2/2/-7"},
		{"a new intensity is counted", []graph.Record{action("trawler-searched", "COERCE", "2025-01-02", "intensity", -2.5)}, nil,
			"norway>sweden - mx 2/2/-8"},
		{"an act without intensity is counted, not rated", []graph.Record{action("trawler-searched", "COERCE", "2025-01-02")}, nil,
			"norway>sweden - mx 2/1/-5.5"},
		{"an act of another quad class is counted there", []graph.Record{action("trawler-searched", "AGREE", "2025-01-02", "intensity", 3.0)},
			nil,
			"norway>sweden - mx 1/1/-5.5, norway>sweden - vc 1/1/3"},
		{"a part does not count beside its whole", edges("trawler-searched PART_OF_ACTION trawler-seized"), nil, "norway>sweden - mx 1/1/-5.5"},
		{"what is no part any more counts again", nil, []graph.Ref{edgeRef("trawler-searched PART_OF_ACTION trawler-seized")},
			"norway>sweden - mx 1/1/-5.5, norway>sweden - vc 1/1/3"},
	}, func(t *testing.T) string {
		t.Helper()
		return counted(s.ask(t, query.FindCounts{Dyads: []query.Dyad{{By: "norway", At: "sweden"}}}).Counts)
	})
}

// testOwedRebuild changes what an unanswered request rests on.
func testOwedRebuild(t *testing.T, s suite) {
	t.Helper()
	s.apply(t, batch("dam", []graph.Record{
		actor("vietnam", "STATE"), actor("laos", "STATE"), actor("laos-foreign-ministry", "MINISTRY"),
		action("dam-request", "REQUEST", "2025-01-01"), edge("vietnam PERFORMED dam-request"), edge("dam-request ADDRESSED_TO laos"),
		action("dam-statement", "STATEMENT", "2025-01-05"), edge("laos-foreign-ministry PERFORMED dam-statement"),
	}))
	const owed = "UNANSWERED:laos:dam-request"
	s.steps(t, "dam", []step{
		{"who was asked owes an answer", nil, nil, owed},
		{"an answer of another is none", []graph.Record{edge("dam-statement RESPONDS_TO dam-request", "mode", "EXPLAIN")}, nil, owed},
		{"an answer of a part is one", edges("laos-foreign-ministry PART_OF laos"), nil, ""},
		{"an answer of one that was no part yet is none", []graph.Record{edge("laos-foreign-ministry PART_OF laos", "since", "2025-02")}, nil,
			owed},
		{"an answer of the whole is one", edges("laos PART_OF laos-foreign-ministry"), nil, ""},
		{"an answer of what is no whole any more is none", nil, []graph.Ref{edgeRef("laos PART_OF laos-foreign-ministry")}, owed},
		{"its own answer is one", edges("laos PERFORMED dam-statement"), nil, ""},
		{"what it no longer performed is none", nil, []graph.Ref{edgeRef("laos PERFORMED dam-statement")}, owed},
		{"a group owes nothing", []graph.Record{actor("laos", "GROUP")}, nil, ""},
		{"a state owes", []graph.Record{actor("laos", "STATE")}, nil, owed},
		{"a stated silence stands in for the computed one", []graph.Record{edge("laos SILENT_ON dam-request", "kind", "NO_RESPONSE")}, nil,
			"SILENT_ON:laos:dam-request"},
		{"a silence that is taken back does not", nil, []graph.Ref{edgeRef("laos SILENT_ON dam-request")}, owed},
		{"what is no request any more asks for nothing", []graph.Record{action("dam-request", "ACCUSE", "2025-01-01")}, nil, ""},
		{"what is a request asks for an answer", []graph.Record{action("dam-request", "REQUEST", "2025-01-01")}, nil, owed},
		{"a request that addresses nobody asks nobody", nil, []graph.Ref{edgeRef("dam-request ADDRESSED_TO laos")}, ""},
	}, func(t *testing.T) string {
		t.Helper()
		return ids(s.owedBy(t, "laos"))
	})
}
