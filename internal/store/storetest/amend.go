package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// amendment is a batch that changes what a dataset states, with the retractions that keys name.
func amendment(dataset string, puts []graph.Record, keys ...string) ingest.Batch {
	b := ingest.Batch{Dataset: graph.Record{Kind: graph.KindDataset, ID: "dataset:" + dataset, Props: graph.Props{}}, Puts: puts, Amends: true,
		Reason: "a test"}
	for _, k := range keys {
		b.Retracts = append(b.Retracts, graph.RefsOf(k)...)
	}
	return b
}

// changesOf are the differences of an amendment, and what it was to retract and could not.
func changesOf(a ingest.Applied) string {
	var out []string
	for _, d := range a.Differences {
		sign := map[[2]bool]string{{false, true}: "+", {true, true}: "~", {true, false}: "-"}[[2]bool{d.Old, d.New}]
		out = append(out, sign+d.Key)
	}
	if len(a.NotStated) > 0 {
		out = append(out, "not stated: "+strings.Join(a.NotStated, " "))
	}
	return strings.Join(out, ", ")
}

// testAmends changes datasets a record at a time.
func testAmends(t *testing.T, s suite) {
	t.Helper()
	s.apply(t, batch("laos", []graph.Record{
		actor("laos", "STATE"), actor("vientiane", "MINISTRY"), edge("vientiane PART_OF laos"),
		action("dam", "COERCE", "2025-01-01"), edge("vientiane PERFORMED dam"),
	}))
	own := func(t *testing.T, dataset string) string {
		t.Helper()
		it := s.node(t, "dataset:"+dataset)
		return fmt.Sprintf("%v %v: %v nodes, %v edges, %v", it.Value("name"), it.Value("version"), it.Value("nodeCount"), it.Value("edgeCount"),
			it.Value("checksum"))
	}
	amend := func(t *testing.T, want string, b ingest.Batch) ingest.Applied {
		t.Helper()
		dry := b
		dry.DryRun = true
		state := func() string { return fmt.Sprint(s.head(t), own(t, "laos")) }
		before, would := state(), s.apply(t, dry)
		equal(t, "store after a dry run", state(), before)
		done := s.apply(t, b)
		equal(t, "differences", changesOf(done), want)
		equal(t, "differences of the dry run", changesOf(would), want)
		equal(t, "counts of the dry run", counts(would), counts(done))
		return done
	}
	was := own(t, "laos")
	t.Run("what is given is added or changed, and all else stays", func(t *testing.T) {
		puts := []graph.Record{action("dam", "COERCE", "2025-01-02"), actor("thakhek", "GROUP"), edge("dam TARGETS thakhek")}
		a := amend(t, "+thakhek, ~dam, +TARGETS:dam:thakhek", amendment("laos", puts))
		equal(t, "counts", counts(a), "2 added, 1 changed, 0 retracted, 0 unchanged")
		equal(t, "name", s.node(t, "vientiane").Text("kind"), "MINISTRY")
		at, n := own(t, "laos"), strings.Replace(was, "3 nodes, 2 edges", "4 nodes, 3 edges", 1)
		equal(t, "own record", at, n[:strings.LastIndex(n, ",")]+", <nil>")
		loaded := s.node(t, "dataset:laos").Text("loadedAt")
		again := amend(t, "", amendment("laos", puts))
		equal(t, "counts again", counts(again), "0 added, 0 changed, 0 retracted, 3 unchanged")
		equal(t, "own record again", own(t, "laos"), at)
		equal(t, "loadedAt again", s.node(t, "dataset:laos").Text("loadedAt"), loaded)
	})
	t.Run("the dataset's own record changes by itself", func(t *testing.T) {
		b := amendment("laos", nil)
		b.Dataset.Props["version"] = "1.1"
		a := amend(t, "~dataset:laos", b)
		equal(t, "counts", counts(a), "0 added, 0 changed, 0 retracted, 0 unchanged")
		equal(t, "version", s.node(t, "dataset:laos").Text("version"), "1.1")
		amend(t, "", b)
	})
	t.Run("a node takes its links along, and what is not stated is told", func(t *testing.T) {
		a := amend(t, "-TARGETS:dam:thakhek, -thakhek, not stated: thakhek-two RESPONDS_TO:a:b:c",
			amendment("laos", nil, "thakhek", "thakhek-two", "thakhek", "RESPONDS_TO:a:b:c"))
		equal(t, "counts", counts(a), "0 added, 0 changed, 2 retracted, 0 unchanged")
		if got := own(t, "laos"); !strings.Contains(got, ": 3 nodes, 2 edges,") {
			t.Error(got)
		}
	})
	t.Run("a link is taken back by its key", func(t *testing.T) {
		amend(t, "-PERFORMED:vientiane:dam", amendment("laos", nil, "PERFORMED:vientiane:dam"))
		amend(t, "+PERFORMED:vientiane:dam", amendment("laos", []graph.Record{edge("vientiane PERFORMED dam")}))
	})
	t.Run("what another dataset states holds a node", func(t *testing.T) {
		s.apply(t, batch("thailand", []graph.Record{actor("bangkok", "GROUP"), edge("dam TARGETS bangkok")}))
		for _, dry := range []bool{false, true} {
			b := amendment("laos", nil, "dam")
			b.DryRun = dry
			_, err := s.Apply(t.Context(), b)
			if !errors.Is(err, graph.ErrConflict) || !strings.Contains(err.Error(), "TARGETS:dam:bangkok, which dataset:thailand states") {
				t.Errorf("%v", err)
			}
		}
	})
	t.Run("a node that another dataset states too stays, with the links", func(t *testing.T) {
		dam := action("dam", "COERCE", "2025-01-02")
		s.apply(t, batch("thailand", []graph.Record{actor("bangkok", "GROUP"), edge("dam TARGETS bangkok"), dam}))
		amend(t, "", amendment("laos", nil, "dam"))
		equal(t, "date", s.node(t, "dam").Text("date"), "2025-01-02")
		amend(t, "not stated: dam", amendment("laos", nil, "dam"))
		amend(t, "-PERFORMED:vientiane:dam", amendment("laos", nil, "PERFORMED:vientiane:dam"))
	})
	t.Run("a load that was cut short is not amended", func(t *testing.T) {
		b := batch("half", []graph.Record{actor("luang-prabang", "GROUP")})
		b.Part = &ingest.Part{Of: 5}
		s.apply(t, b)
		if _, err := s.Apply(t.Context(), amendment("half", nil, "luang-prabang")); !errors.Is(err, graph.ErrConflict) {
			t.Errorf("%v", err)
		}
	})
	t.Run("another revision is a conflict that names the store's", func(t *testing.T) {
		head := s.head(t)
		b := amendment("laos", []graph.Record{actor("pakse", "GROUP")})
		outdated := head - 1
		for _, b.DryRun = range []bool{true, false} {
			b.IfRevision = &outdated
			var conflict *ingest.RevisionConflict
			if _, err := s.Apply(t.Context(), b); !errors.As(err, &conflict) || conflict.Store != head {
				t.Errorf("%v", err)
			}
		}
		b.IfRevision = &head
		if a := s.apply(t, b); a.Revision != head+1 {
			t.Errorf("revision %d, want %d", a.Revision, head+1)
		}
	})
}
