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
	for _, step := range list {
		ok := t.Run(step.name, func(t *testing.T) {
			if step.put != nil {
				s.apply(t, batch(dataset, step.put))
			}
			if step.drop != nil {
				s.apply(t, retract(dataset, step.drop...))
			}
			equal(t, "roll-up", got(t), step.want)
		})
		if !ok {
			return
		}
	}
}

// testRebuild changes, step by step, what the attribution of two actions rests on. protest-of-the-cuban answers expulsion-of-a-cuban.
func testRebuild(t *testing.T, s suite) {
	s.apply(t, batch("expulsion", []graph.Record{
		actor("envoy", "PERSON"), actor("spanish-ministry", "MINISTRY"), actor("spain", "STATE"), actor("cuban-citizen", "PERSON"),
		actor("cuba", "AGENCY", "country", "CUB"),
		action("expulsion-of-a-cuban", "COERCE", "2025-05-01"), action("protest-of-the-cuban", "PROTEST", "2025-06-01"),
		edge("envoy PERFORMED expulsion-of-a-cuban"), edge("expulsion-of-a-cuban TARGETS cuban-citizen"),
		edge("cuban-citizen PERFORMED protest-of-the-cuban"), edge("protest-of-the-cuban TARGETS envoy"),
		edge("protest-of-the-cuban RESPONDS_TO expulsion-of-a-cuban", "mode", "OBJECT"),
	}))
	ledger := func(key string) string {
		return ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: []string{key}})).Items)
	}
	replies := func(key string) string {
		return ids(s.ask(t, find(graph.KindResponse, query.Attributed{Keys: []string{key}})).Items)
	}
	const link = "RESPONDS_TO:protest-of-the-cuban:expulsion-of-a-cuban"
	// What is wanted is of spain>, >spain, cuba>, >cuba, and the replies of cuban-citizen>spain.
	s.steps(t, "expulsion", []step{
		{"nothing yet", nil, nil, "||||"},
		{"a far tie alone", edges("spanish-ministry PART_OF spain"), nil, "||||"},
		{"the near tie joins", edges("envoy SPEAKS_FOR spanish-ministry"), nil, "expulsion-of-a-cuban|protest-of-the-cuban|||" + link},
		{"the far tie ends before", []graph.Record{edge("spanish-ministry PART_OF spain", "until", "2024")}, nil, "||||"},
		{"the far tie ends between", []graph.Record{edge("spanish-ministry PART_OF spain", "until", "2025-05")}, nil,
			"expulsion-of-a-cuban||||" + link},
		{"an action moves", []graph.Record{action("expulsion-of-a-cuban", "COERCE", "2025-07-01")}, nil, "||||"},
		{"an action loses its date", []graph.Record{action("expulsion-of-a-cuban", "COERCE", "")}, nil, "expulsion-of-a-cuban||||" + link},
		{"an action comes back", []graph.Record{action("expulsion-of-a-cuban", "COERCE", "2025-05-01")}, nil, "expulsion-of-a-cuban||||" + link},
		{"the far tie is open again", edges("spanish-ministry PART_OF spain"), nil, "expulsion-of-a-cuban|protest-of-the-cuban|||" + link},
		{"a country comes", []graph.Record{actor("cuban-citizen", "PERSON", "country", "CUB")}, nil,
			"expulsion-of-a-cuban|protest-of-the-cuban|||" + link},
		{"its state comes", []graph.Record{actor("cuba", "STATE", "country", "CUB")}, nil,
			"expulsion-of-a-cuban|protest-of-the-cuban||expulsion-of-a-cuban|" + link},
		{"its state is another's", []graph.Record{actor("cuba", "STATE", "country", "CUX")}, nil,
			"expulsion-of-a-cuban|protest-of-the-cuban|||" + link},
		{"the country follows", []graph.Record{actor("cuban-citizen", "PERSON", "country", "CUX")}, nil,
			"expulsion-of-a-cuban|protest-of-the-cuban||expulsion-of-a-cuban|" + link},
		{"its state is none", []graph.Record{actor("cuba", "GROUP", "country", "CUX")}, nil,
			"expulsion-of-a-cuban|protest-of-the-cuban|||" + link},
		{"a tie that carries but one way", edges("cuban-citizen WORKS_FOR cuba"), nil,
			"expulsion-of-a-cuban|protest-of-the-cuban||expulsion-of-a-cuban|" + link},
		{"a tie that carries both", edges("cuban-citizen LEADS cuba"), nil,
			"expulsion-of-a-cuban|protest-of-the-cuban|protest-of-the-cuban|expulsion-of-a-cuban|" + link},
		{"a tie that carries nothing", edges("cuba MEMBER_OF spain"), nil,
			"expulsion-of-a-cuban|protest-of-the-cuban|protest-of-the-cuban|expulsion-of-a-cuban|" + link},
		{"ties go", nil, []graph.Ref{edgeRef("cuban-citizen LEADS cuba"), edgeRef("cuban-citizen WORKS_FOR cuba")},
			"expulsion-of-a-cuban|protest-of-the-cuban|||" + link},
		{"another performs too", edges("cuba PERFORMED expulsion-of-a-cuban"), nil,
			"expulsion-of-a-cuban|protest-of-the-cuban|expulsion-of-a-cuban||" + link},
		{"a performer goes", nil, []graph.Ref{edgeRef("envoy PERFORMED expulsion-of-a-cuban")}, "|protest-of-the-cuban|expulsion-of-a-cuban||"},
		{"a target goes", nil, []graph.Ref{edgeRef("protest-of-the-cuban TARGETS envoy")}, "||expulsion-of-a-cuban||"},
		{"an addressee comes", edges("protest-of-the-cuban ADDRESSED_TO envoy", "envoy PERFORMED expulsion-of-a-cuban"), nil,
			"expulsion-of-a-cuban|protest-of-the-cuban|expulsion-of-a-cuban||" + link},
		{"the answer goes", nil, []graph.Ref{edgeRef("protest-of-the-cuban RESPONDS_TO expulsion-of-a-cuban")},
			"expulsion-of-a-cuban|protest-of-the-cuban|expulsion-of-a-cuban||"},
		{"a circle closes", edges("spain PART_OF envoy"), nil, "expulsion-of-a-cuban|protest-of-the-cuban|expulsion-of-a-cuban||"},
	}, func(t *testing.T) string {
		return strings.Join([]string{ledger("spain>"), ledger(">spain"), ledger("cuba>"), ledger(">cuba"), replies("cuban-citizen>spain")}, "|")
	})
}

// testCountedRebuild changes what is counted of an action, and of which it is part.
func testCountedRebuild(t *testing.T, s suite) {
	s.apply(t, batch("trawlers", []graph.Record{actor("norway", "STATE"), actor("sweden", "STATE"), action("trawler-seized", "COERCE",
		"2025-01-01", "intensity",
		-5.5), action("trawler-searched", "COERCE", "2025-01-02", "intensity", -1.5),
		edge("norway PERFORMED trawler-seized"), edge("trawler-seized TARGETS sweden"), edge("norway PERFORMED trawler-searched"),
		edge("trawler-searched TARGETS sweden")}))
	s.steps(t, "trawlers", []step{
		{"two", nil, nil, "norway>sweden - mx 2/2/-7"},
		{"another intensity", []graph.Record{action("trawler-searched", "COERCE", "2025-01-02", "intensity", -2.5)}, nil,
			"norway>sweden - mx 2/2/-8"},
		{"none", []graph.Record{action("trawler-searched", "COERCE", "2025-01-02")}, nil, "norway>sweden - mx 2/1/-5.5"},
		{"another quad class", []graph.Record{action("trawler-searched", "AGREE", "2025-01-02", "intensity", 3.0)}, nil,
			"norway>sweden - mx 1/1/-5.5, norway>sweden - vc 1/1/3"},
		{"a part", edges("trawler-searched PART_OF_ACTION trawler-seized"), nil, "norway>sweden - mx 1/1/-5.5"},
		{"a part no longer", nil, []graph.Ref{edgeRef("trawler-searched PART_OF_ACTION trawler-seized")},
			"norway>sweden - mx 1/1/-5.5, norway>sweden - vc 1/1/3"},
	}, func(t *testing.T) string {
		return counted(s.ask(t, query.FindCounts{Dyads: []query.Dyad{{By: "norway", At: "sweden"}}}).Counts)
	})
}

// testOwedRebuild changes what an unanswered request rests on.
func testOwedRebuild(t *testing.T, s suite) {
	s.apply(t, batch("dam", []graph.Record{actor("vietnam", "STATE"), actor("laos", "STATE"), actor("laos-foreign-ministry", "MINISTRY"),
		action("dam-request", "REQUEST",
			"2025-01-01"),
		edge("vietnam PERFORMED dam-request"), edge("dam-request ADDRESSED_TO laos"), action("dam-statement", "STATEMENT",
			"2025-01-05"), edge("laos-foreign-ministry PERFORMED dam-statement")}))
	const owed = "UNANSWERED:laos:dam-request"
	s.steps(t, "dam", []step{
		{"asked", nil, nil, owed},
		{"answered by another", []graph.Record{edge("dam-statement RESPONDS_TO dam-request", "mode", "EXPLAIN")}, nil, owed},
		{"the other is a part", edges("laos-foreign-ministry PART_OF laos"), nil, ""},
		{"a part from later on", []graph.Record{edge("laos-foreign-ministry PART_OF laos", "since", "2025-02")}, nil, owed},
		{"the other is the whole", edges("laos PART_OF laos-foreign-ministry"), nil, ""},
		{"the whole no longer", nil, []graph.Ref{edgeRef("laos PART_OF laos-foreign-ministry")}, owed},
		{"it answers itself", edges("laos PERFORMED dam-statement"), nil, ""},
		{"it never did", nil, []graph.Ref{edgeRef("laos PERFORMED dam-statement")}, owed},
		{"it is a group", []graph.Record{actor("laos", "GROUP")}, nil, ""},
		{"it is a state", []graph.Record{actor("laos", "STATE")}, nil, owed},
		{"a silence is stated", []graph.Record{edge("laos SILENT_ON dam-request", "kind", "NO_RESPONSE")}, nil, "SILENT_ON:laos:dam-request"},
		{"a silence is taken back", nil, []graph.Ref{edgeRef("laos SILENT_ON dam-request")}, owed},
		{"it was no request", []graph.Record{action("dam-request", "ACCUSE", "2025-01-01")}, nil, ""},
		{"it was one", []graph.Record{action("dam-request", "REQUEST", "2025-01-01")}, nil, owed},
		{"nobody was asked", nil, []graph.Ref{edgeRef("dam-request ADDRESSED_TO laos")}, ""},
	}, func(t *testing.T) string {
		return ids(s.owedBy(t, "laos"))
	})
}
