package storetest

import (
	"errors"
	"reflect"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// crisis is the start of one: Russia's ministry has a man of Azerbaijan arrested, Azerbaijan demands an apology of it, and the
// ministry makes a statement.
func crisis() ingest.Batch {
	source := graph.Evidence{Source: "article", Quote: "so it was"}
	return batch("crisis", []graph.Record{
		node(graph.KindSource, "article", "title", "An article"),
		actor("russia", "STATE", "name", "Russia", "country", "RUS"),
		actor("russia-foreign-ministry", "MINISTRY", "name", "МИД", "aliases", []string{"Foreign Ministry", "ə"}),
		actor("azerbaijan", "STATE", "name", "Azerbaijan", "country", "AZE"), actor("community-leader", "PERSON", "country", "AZE"),
		with(action("arrest", "COERCE", "2025-06-27", "intensity", -7.0, "topics", []string{"law"}), "", source),
		action("apology-demand", "REQUEST", "2025-06"), action("statement", "STATEMENT", ""),
		edge("russia-foreign-ministry PART_OF russia", "since", "2020", "ended", false),
		edge("russia-foreign-ministry PERFORMED arrest"), edge("arrest TARGETS community-leader"),
		edge("azerbaijan PERFORMED apology-demand"), edge("apology-demand ADDRESSED_TO russia-foreign-ministry"),
		edge("russia-foreign-ministry PERFORMED statement"),
		with(edge("apology-demand RESPONDS_TO arrest", "mode", "OBJECT"), graph.Inferred, source),
	})
}

// testCrisis tells a crisis batch by batch, and asks after each what the two sides are to each other; then in an empty store, all
// at once.
func testCrisis(t *testing.T, open func(t *testing.T) suite) {
	t.Helper()
	var told string
	var all []graph.Record
	t.Run("step by step", func(t *testing.T) {
		s := open(t)
		tellCrisis(t, s)
		told, all = s.whole(t), Records(t, s)
	})
	t.Run("what it comes to, loaded into an empty store, comes to the same there", func(t *testing.T) {
		s := open(t)
		b := batch("crisis")
		for _, r := range all {
			if r.Kind != graph.KindDataset {
				b.Puts = append(b.Puts, r)
			}
		}
		s.apply(t, b)
		equal(t, "store", s.whole(t), told)
		equal(t, "ledger", s.ledger(t), demanded)
	})
}

// ledger is what the two sides of the crisis did to each other, and what the one owes the other.
func (s suite) ledger(t *testing.T) string {
	t.Helper()
	dated := query.List{Page: query.Page{Limit: 9}, Order: query.Order{By: query.ByDate}}
	acts := ids(s.ask(t, query.FindExchange{Between: "russia", And: "azerbaijan", List: dated}).Items)
	owed := ids(s.ask(t, query.FindUnanswered{OwedBy: []string{"russia"}, OwedTo: []string{"azerbaijan"}, List: dated}).Items)
	return acts + ", owed: " + owed
}

// demanded is the ledger while the apology is demanded.
const demanded = "apology-demand@azerbaijan arrest@russia, owed: UNANSWERED:russia-foreign-ministry:apology-demand"

func tellCrisis(t *testing.T, s suite) {
	t.Helper()
	answer := edge("statement RESPONDS_TO apology-demand", "mode", "REFUSE")
	for _, step := range []struct {
		name   string
		batch  ingest.Batch
		counts string
		ledger string
	}{
		{"it begins", crisis(), "15 added, 0 changed, 0 retracted, 0 unchanged", demanded},
		{"the same again changes nothing", crisis(), "0 added, 0 changed, 0 retracted, 15 unchanged", demanded},
		{"another dataset calls the statement an answer: it is an act of the ledger, and nothing is owed", batch("answer",
			[]graph.Record{answer}),
			"1 added, 0 changed, 0 retracted, 0 unchanged", "apology-demand@azerbaijan arrest@russia statement@russia, owed: "},
		{"it takes that back: all is as it was", retract("answer", answer.Ref()), "0 added, 0 changed, 1 retracted, 0 unchanged", demanded},
	} {
		t.Run(step.name, func(t *testing.T) {
			equal(t, "counts", counts(s.apply(t, step.batch)), step.counts)
			equal(t, "ledger", s.ledger(t), step.ledger)
		})
	}
	t.Run("a name in another script is found, with its aliases as they were stated", func(t *testing.T) {
		text := query.FindSearch{Text: "мид", List: query.List{Page: query.Page{Limit: 5}, Order: query.Order{By: query.ByRank}}}
		found := s.ask(t, text).Items
		equal(t, "found", ids(found), "russia-foreign-ministry")
		if aliases := found[0].Value("aliases"); !reflect.DeepEqual(aliases, []string{"Foreign Ministry", "ə"}) {
			t.Errorf("%v", aliases)
		}
	})
	t.Run("of a batch with a conflict nothing is written", func(t *testing.T) {
		b := batch("answer", []graph.Record{actor("newcomer", "STATE"), actor("azerbaijan", "STATE", "name", "Another")})
		if _, err := s.Apply(t.Context(), b); !errors.Is(err, graph.ErrConflict) {
			t.Error(err)
		}
		equal(t, "nodes", ids(s.ask(t, query.FindNodes{IDs: []string{"newcomer", "azerbaijan"}}).Items), "- azerbaijan")
	})
}
