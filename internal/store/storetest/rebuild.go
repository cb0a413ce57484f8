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

// testRebuild changes, step by step, what the attribution of two actions rests on. b-2 answers b-1.
func testRebuild(t *testing.T, s suite) {
	s.apply(t, batch("b", []graph.Record{
		actor("b-sp", "PERSON"), actor("b-min", "MINISTRY"), actor("b-st", "STATE"), actor("b-cz", "PERSON"),
		actor("b-for", "AGENCY", "country", "BBF"),
		action("b-1", "COERCE", "2025-05-01"), action("b-2", "PROTEST", "2025-06-01"),
		edge("b-sp PERFORMED b-1"), edge("b-1 TARGETS b-cz"), edge("b-cz PERFORMED b-2"), edge("b-2 TARGETS b-sp"),
		edge("b-2 RESPONDS_TO b-1", "mode", "OBJECT"),
	}))
	ledger := func(key string) string {
		return ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: []string{key}})).Items)
	}
	replies := func(key string) string {
		return ids(s.ask(t, find(graph.KindResponse, query.Attributed{Keys: []string{key}})).Items)
	}
	const link = "RESPONDS_TO:b-2:b-1"
	// What is wanted is of b-st>, >b-st, b-for>, >b-for, and the replies of b-cz>b-st.
	s.steps(t, "b", []step{
		{"nothing yet", nil, nil, "||||"},
		{"a far tie alone", edges("b-min PART_OF b-st"), nil, "||||"},
		{"the near tie joins", edges("b-sp SPEAKS_FOR b-min"), nil, "b-1|b-2|||" + link},
		{"the far tie ends before", []graph.Record{edge("b-min PART_OF b-st", "until", "2024")}, nil, "||||"},
		{"the far tie ends between", []graph.Record{edge("b-min PART_OF b-st", "until", "2025-05")}, nil, "b-1||||" + link},
		{"an action moves", []graph.Record{action("b-1", "COERCE", "2025-07-01")}, nil, "||||"},
		{"an action loses its date", []graph.Record{action("b-1", "COERCE", "")}, nil, "b-1||||" + link},
		{"an action comes back", []graph.Record{action("b-1", "COERCE", "2025-05-01")}, nil, "b-1||||" + link},
		{"the far tie is open again", edges("b-min PART_OF b-st"), nil, "b-1|b-2|||" + link},
		{"a country comes", []graph.Record{actor("b-cz", "PERSON", "country", "BBF")}, nil, "b-1|b-2|||" + link},
		{"its state comes", []graph.Record{actor("b-for", "STATE", "country", "BBF")}, nil, "b-1|b-2||b-1|" + link},
		{"its state is another's", []graph.Record{actor("b-for", "STATE", "country", "BBG")}, nil, "b-1|b-2|||" + link},
		{"the country follows", []graph.Record{actor("b-cz", "PERSON", "country", "BBG")}, nil, "b-1|b-2||b-1|" + link},
		{"its state is none", []graph.Record{actor("b-for", "GROUP", "country", "BBG")}, nil, "b-1|b-2|||" + link},
		{"a tie that carries but one way", edges("b-cz WORKS_FOR b-for"), nil, "b-1|b-2||b-1|" + link},
		{"a tie that carries both", edges("b-cz LEADS b-for"), nil, "b-1|b-2|b-2|b-1|" + link},
		{"a tie that carries nothing", edges("b-for MEMBER_OF b-st"), nil, "b-1|b-2|b-2|b-1|" + link},
		{"ties go", nil, []graph.Ref{edgeRef("b-cz LEADS b-for"), edgeRef("b-cz WORKS_FOR b-for")}, "b-1|b-2|||" + link},
		{"another performs too", edges("b-for PERFORMED b-1"), nil, "b-1|b-2|b-1||" + link},
		{"a performer goes", nil, []graph.Ref{edgeRef("b-sp PERFORMED b-1")}, "|b-2|b-1||"},
		{"a target goes", nil, []graph.Ref{edgeRef("b-2 TARGETS b-sp")}, "||b-1||"},
		{"an addressee comes", edges("b-2 ADDRESSED_TO b-sp", "b-sp PERFORMED b-1"), nil, "b-1|b-2|b-1||" + link},
		{"the answer goes", nil, []graph.Ref{edgeRef("b-2 RESPONDS_TO b-1")}, "b-1|b-2|b-1||"},
		{"a circle closes", edges("b-st PART_OF b-sp"), nil, "b-1|b-2|b-1||"},
	}, func(t *testing.T) string {
		return strings.Join([]string{ledger("b-st>"), ledger(">b-st"), ledger("b-for>"), ledger(">b-for"), replies("b-cz>b-st")}, "|")
	})
}

// testCountedRebuild changes what is counted of an action, and of which it is part.
func testCountedRebuild(t *testing.T, s suite) {
	s.apply(t, batch("ct", []graph.Record{actor("ct-a", "STATE"), actor("ct-b", "STATE"), action("ct-1", "COERCE", "2025-01-01", "intensity",
		-5.5), action("ct-2", "COERCE", "2025-01-02", "intensity", -1.5),
		edge("ct-a PERFORMED ct-1"), edge("ct-1 TARGETS ct-b"), edge("ct-a PERFORMED ct-2"), edge("ct-2 TARGETS ct-b")}))
	s.steps(t, "ct", []step{
		{"two", nil, nil, "ct-a>ct-b - mx 2/2/-7"},
		{"another intensity", []graph.Record{action("ct-2", "COERCE", "2025-01-02", "intensity", -2.5)}, nil, "ct-a>ct-b - mx 2/2/-8"},
		{"none", []graph.Record{action("ct-2", "COERCE", "2025-01-02")}, nil, "ct-a>ct-b - mx 2/1/-5.5"},
		{"another quad class", []graph.Record{action("ct-2", "AGREE", "2025-01-02", "intensity", 3.0)}, nil,
			"ct-a>ct-b - mx 1/1/-5.5, ct-a>ct-b - vc 1/1/3"},
		{"a part", edges("ct-2 PART_OF_ACTION ct-1"), nil, "ct-a>ct-b - mx 1/1/-5.5"},
		{"a part no longer", nil, []graph.Ref{edgeRef("ct-2 PART_OF_ACTION ct-1")}, "ct-a>ct-b - mx 1/1/-5.5, ct-a>ct-b - vc 1/1/3"},
	}, func(t *testing.T) string {
		return counted(s.ask(t, query.FindCounts{Dyads: []query.Dyad{{By: "ct-a", At: "ct-b"}}}).Counts)
	})
}

// testOwedRebuild changes what an unanswered request rests on.
func testOwedRebuild(t *testing.T, s suite) {
	s.apply(t, batch("q", []graph.Record{actor("q-a", "STATE"), actor("q-b", "STATE"), actor("q-bm", "MINISTRY"), action("q-1", "REQUEST",
		"2025-01-01"),
		edge("q-a PERFORMED q-1"), edge("q-1 ADDRESSED_TO q-b"), action("q-2", "STATEMENT", "2025-01-05"), edge("q-bm PERFORMED q-2")}))
	const owed = "UNANSWERED:q-b:q-1"
	s.steps(t, "q", []step{
		{"asked", nil, nil, owed},
		{"answered by another", []graph.Record{edge("q-2 RESPONDS_TO q-1", "mode", "EXPLAIN")}, nil, owed},
		{"the other is a part", edges("q-bm PART_OF q-b"), nil, ""},
		{"a part from later on", []graph.Record{edge("q-bm PART_OF q-b", "since", "2025-02")}, nil, owed},
		{"the other is the whole", edges("q-b PART_OF q-bm"), nil, ""},
		{"the whole no longer", nil, []graph.Ref{edgeRef("q-b PART_OF q-bm")}, owed},
		{"it answers itself", edges("q-b PERFORMED q-2"), nil, ""},
		{"it never did", nil, []graph.Ref{edgeRef("q-b PERFORMED q-2")}, owed},
		{"it is a group", []graph.Record{actor("q-b", "GROUP")}, nil, ""},
		{"it is a state", []graph.Record{actor("q-b", "STATE")}, nil, owed},
		{"a silence is stated", []graph.Record{edge("q-b SILENT_ON q-1", "kind", "NO_RESPONSE")}, nil, "SILENT_ON:q-b:q-1"},
		{"a silence is taken back", nil, []graph.Ref{edgeRef("q-b SILENT_ON q-1")}, owed},
		{"it was no request", []graph.Record{action("q-1", "ACCUSE", "2025-01-01")}, nil, ""},
		{"it was one", []graph.Record{action("q-1", "REQUEST", "2025-01-01")}, nil, owed},
		{"nobody was asked", nil, []graph.Ref{edgeRef("q-1 ADDRESSED_TO q-b")}, ""},
	}, func(t *testing.T) string {
		return ids(s.owedBy(t, "q-b"))
	})
}
