package storetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// testPrune: what was replaced or taken back up to a revision is forgotten, and what is stated stays.
func testPrune(t *testing.T, s suite) {
	t.Helper()
	for _, alias := range []string{"one", "two", "three"} {
		s.apply(t, batch("names", []graph.Record{actor("chad", "STATE", "aliases", []string{alias}), actor("chad-envoy", "PERSON")}))
	}
	s.apply(t, retract("names", graph.Ref{ID: "chad-envoy"}))
	s.apply(t, batch("names", []graph.Record{actor("chad", "STATE", "aliases", []string{"four"})}))
	before := s.whole(t)
	for _, until := range []int64{0, 6} {
		if err := s.log(t).Prune(t.Context(), until); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("pruned until %d: %v", until, err)
		}
	}
	for range 2 { // to prune again changes nothing
		if err := s.log(t).Prune(t.Context(), 4); err != nil {
			t.Fatal(err)
		}
		equal(t, "store", s.whole(t), before)
		if n, err := s.log(t).Forgotten(t.Context()); err != nil || n != 4 {
			t.Errorf("%d, %v", n, err)
		}
		_, _, err := s.log(t).Changes(t.Context(), ingest.LogQuery{First: 10, After: ingest.Position{Revision: 4, Place: 1}})
		if !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), "since revision 4") {
			t.Error(err)
		}
		left := s.changes(t, ingest.LogQuery{First: 10, After: ingest.EndOf(4)})
		equal(t, "what is left", changeText(left[0]), "5.1  dataset:names chad aliases:[three]>[four]")
		equal(t, "the newest that are left", changeTexts(reversed(s.newest(t, ingest.LogQuery{First: 10}))), changeTexts(left))
		equal(t, "the history that is left", changeTexts(s.history(t, "chad", true, ingest.LogQuery{First: 10})), changeText(left[0]))
		equal(t, "the history of what is forgotten", changeTexts(s.history(t, "chad-envoy", true, ingest.LogQuery{First: 10})), "")
	}
	s.apply(t, batch("names", []graph.Record{actor("chad-envoy", "PERSON")}))
	equal(t, "a later change", changeText(s.changes(t, ingest.LogQuery{First: 10, After: ingest.EndOf(5)})[0]),
		"6.1  dataset:names chad-envoy new kind:<nil>>PERSON basis:<nil>>EXPLICIT")
}
