package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// testRevision: what changes the store raises its revision, by one, and nothing else does.
func testRevision(t *testing.T, s suite) {
	t.Helper()
	facts := []graph.Record{actor("malta", "STATE"), action("harbour-closed", "COERCE", "2025-01-01"), edge("malta PERFORMED harbour-closed")}
	part := func(after int, records ...graph.Record) ingest.Batch {
		b := batch("harbours", records)
		b.Part = &ingest.Part{After: after, Of: 2}
		return b
	}
	dry := batch("harbour", []graph.Record{actor("malta", "STATE", "name", "Malta")})
	dry.DryRun = true
	for _, c := range []struct {
		name   string
		batch  ingest.Batch
		raises int64
	}{
		{"a first load raises it", batch("harbour", facts), 1},
		{"the same again does not", batch("harbour", facts), 0},
		{"a dry run does not", dry, 0},
		{"a value raises it", batch("harbour", []graph.Record{actor("malta", "STATE", "name", "Malta")}), 1},
		{"the same of another dataset raises it, for that states it too", batch("harbour-too", []graph.Record{actor("malta", "STATE")}), 1},
		{"what is refused does not", batch("harbour", edges("malta PERFORMED nothing")), 0},
		{"a retraction raises it", retract("harbour", edgeRef("malta PERFORMED harbour-closed")), 1},
		{"a retraction of what another states too raises it", retract("harbour-too", graph.Ref{ID: "malta"}), 1},
		{"a part of a large dataset raises it", part(0, actor("cyprus", "STATE")), 1},
		{"the same part again does not", part(0, actor("cyprus", "STATE")), 0},
		{"the next part raises it", part(1, actor("crete", "GROUP")), 1},
		{"a dataset without records raises it, for it is there", batch("harbour-none"), 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := s.revision(t)
			if _, err := s.Apply(t.Context(), c.batch); err != nil && !errors.Is(err, graph.ErrInvalid) {
				t.Fatal(err)
			}
			if raised := s.revision(t) - before; raised != c.raises {
				t.Errorf("raised by %d, not by %d", raised, c.raises)
			}
		})
	}
	t.Run("writers at once raise it each", func(t *testing.T) {
		before := s.revision(t)
		var wg sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			wg.Go(func() {
				_, errs[i] = s.Apply(t.Context(), batch(fmt.Sprintf("pier-%d", i), []graph.Record{actor("malta", "STATE")}))
			})
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		if raised := s.revision(t) - before; raised != int64(len(errs)) {
			t.Errorf("raised by %d", raised)
		}
	})
	t.Run("answers are never from before the revision that was asked first, nor from after the one that is asked next", func(t *testing.T) {
		testRevisionOfAnswers(t, s)
	})
}

// testRevisionOfAnswers reads while a writer adds a hundred actors at a time: what is read then tells its revision.
func testRevisionOfAnswers(t *testing.T, s suite) {
	t.Helper()
	const writes, each = 12, 100
	first := s.revision(t)
	written := make(chan error, 1)
	go func() {
		defer close(written)
		for i := range writes {
			var wave []graph.Record
			for k := range each {
				wave = append(wave, actor(fmt.Sprintf("wave-%02d-%03d", i, k), "AGENCY", "country", "MLT"))
			}
			if _, err := s.Apply(t.Context(), batch(fmt.Sprintf("wave-%02d", i), wave)); err != nil {
				written <- err
				return
			}
		}
	}()
	l := find(graph.KindActor, query.In{Prop: "country", Values: []string{"MLT"}})
	l.Page.Limit, l.Total = 1, true
	for done := false; !done; {
		select {
		case err := <-written:
			if err != nil {
				t.Fatal(err)
			}
			done = true // and one last look
		default:
		}
		before := s.revision(t) - first
		seen := int64(s.ask(t, l).Total)
		after := s.revision(t) - first
		if seen < before*each || seen > after*each {
			t.Fatalf("%d actors between revisions %d and %d, of %d actors each", seen, before, after, each)
		}
		if done && after != writes {
			t.Errorf("revision %d after %d writes", after, writes)
		}
	}
}

func (s suite) revision(t *testing.T) int64 {
	t.Helper()
	n, err := s.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}
