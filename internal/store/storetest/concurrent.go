package storetest

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// testConcurrent: writers take turns, and none loses what it wrote, while others read.
func testConcurrent(t *testing.T, s suite) {
	t.Helper()
	const writers = 8
	together := func(batchOf func(i int) ingest.Batch) {
		var wg sync.WaitGroup
		errs := make([]error, writers)
		for i := range writers {
			wg.Go(func() { _, errs[i] = s.Apply(t.Context(), batchOf(i)) })
		}
		wg.Go(func() { // a reader all the while
			for range 10 {
				if _, err := s.Fetch(t.Context(), &query.Query{Find: find(graph.KindActor, query.IDIn{"netherlands"})}); err != nil {
					t.Errorf("reading: %v", err)
				}
			}
		})
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
	}
	name := func(i int) string { return string(rune('a' + i)) }
	shared := func(i int) []graph.Record {
		own := "province-" + name(i)
		return []graph.Record{actor("netherlands", "STATE", "name", "X", "aliases", []string{name(i)}), action(own, "COERCE", "2025-01-01"),
			edge("netherlands PERFORMED " + own),
			actor("belgium", "STATE"), edge(own + " TARGETS belgium"), edge("netherlands PART_OF belgium")}
	}
	all := []string{}
	for i := range writers {
		all = append(all, "province-"+name(i))
	}
	t.Run("writers of different datasets all get their say", func(t *testing.T) {
		together(func(i int) ingest.Batch { return batch("province-"+name(i), shared(i)) })
		aliases, _ := s.node(t, "netherlands").Value("aliases").([]string)
		slices.Sort(aliases)
		equal(t, "aliases", strings.Join(aliases, ""), "abcdefgh")
		for _, key := range []string{"netherlands>", ">belgium", "netherlands>belgium", "belgium>"} {
			equal(t, key, ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: []string{key}})).Items), strings.Join(all, " "))
		}
	})
	t.Run("writers of one dataset all get their say", func(t *testing.T) {
		together(func(i int) ingest.Batch {
			return batch("canton", []graph.Record{
				actor("luxembourg", "STATE"), action("canton-"+name(i), "COERCE", ""), edge("luxembourg PERFORMED canton-" + name(i)),
			})
		})
		if a := s.ask(t, find(graph.KindAction, query.Attributed{Keys: []string{"luxembourg>"}})); len(a.Items) != writers {
			t.Errorf("%s", ids(a.Items))
		}
	})
	t.Run("writers of the same change nothing", func(t *testing.T) {
		before := s.whole(t)
		together(func(int) ingest.Batch { return batch("province-a", shared(0)) })
		equal(t, "store", s.whole(t), before)
	})
	t.Run("writers who take back leave nothing", func(t *testing.T) {
		together(func(i int) ingest.Batch {
			own := "province-" + name(i)
			return retract("province-"+name(i), edgeRef("netherlands PERFORMED "+own), edgeRef(own+" TARGETS belgium"),
				edgeRef("netherlands PART_OF belgium"), graph.Ref{ID: own},
				graph.Ref{ID: "netherlands"}, graph.Ref{ID: "belgium"})
		})
		equal(t, "left", ids(s.ask(t, query.FindNodes{IDs: append(all, "netherlands", "belgium")}).Items),
			strings.TrimSpace(strings.Repeat("- ", writers+2)))
	})
}
