package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/lens"
)

// CompareReplays applies random sequences of batches to a store, an empty one each time, and asks it after each. Then it replays the
// log up to each revision into another store, which must give the same answers, and have the same log.
func CompareReplays(t *testing.T, graphs int, store, replica func() Store) {
	t.Helper()
	defer checks(t, graphs)()
	rapid.Check(t, func(r *rapid.T) {
		s, d := store(), &draw{T: r}
		d.name()
		put, back := d.graph()
		batches := []ingest.Batch{put, back, d.second(put, back), d.later(put, back), retract("second")}
		for _, x := range batches[2].Puts {
			if d.chance(50) {
				batches[4].Retracts = append(batches[4].Retracts, x.Ref())
			}
		}
		questions := make([]question, 4)
		for i := range questions {
			questions[i] = d.question()
		}
		told := map[int64]string{}
		for i, b := range batches {
			b.Who, b.Reason = fmt.Sprint("who ", i%3), fmt.Sprint("why ", i)
			a, err := s.Apply(t.Context(), b)
			if err != nil {
				r.Fatal(err)
			}
			told[a.Revision] = tellOf(t, s, questions)
		}
		if len(told) < 3 {
			r.Fatalf("%d revisions", len(told))
		}
		for n, want := range told {
			into := replica()
			if err := ingest.Replay(t.Context(), s.(ingest.Log), n, into.(ingest.Replica), 10_000); err != nil {
				r.Fatalf("replaying revision %d: %v", n, err)
			}
			if got := tellOf(t, into, questions); got != want {
				r.Fatalf("revision %d\n--- the graph\n%s\n--- told then\n%s\n--- told now\n%s", n, tell(put, back, batches[2:]...), want, got)
			}
		}
	})
}

// tellOf is all that a store holds, its answers to some questions, and its log.
func tellOf(t *testing.T, s Store, questions []question) string {
	t.Helper()
	x := suite{Store: s}
	var b strings.Builder
	b.WriteString(x.whole(t))
	q := &query.Query{Find: find(graph.KindDataset, nil)}
	a, err := s.Fetch(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	b.WriteString(dump(a.Items, q.LoadSpec(query.Order{})))
	for _, q := range questions {
		_, text, err := q.askOf(t, lens.Over(s))
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(text)
	}
	for _, c := range x.changes(t, ingest.LogQuery{First: 1000}) {
		fmt.Fprintln(&b, changeText(c), c.RecordedAt)
	}
	return b.String()
}

// testReplay: what cannot be replayed is refused.
func testReplay(t *testing.T, s suite) {
	t.Helper()
	for _, alias := range []string{"one", "two"} {
		s.apply(t, batch("names", []graph.Record{actor("mali", "STATE", "aliases", []string{alias})}))
	}
	l, into := s.log(t), s.Store.(ingest.Replica)
	replay := func(until int64, most int) error { return ingest.Replay(t.Context(), l, until, into, most) }
	for name, c := range map[string]struct {
		err  error
		want error
		says string
	}{
		"a later revision":            {replay(3, 100), graph.ErrInvalid, "the newest is 2"},
		"a longer log than allowed":   {replay(2, 1), graph.ErrTooLarge, "more than 1 changes"},
		"into a store that is beyond": {replay(1, 100), graph.ErrInvalid, "at revision 2"},
	} {
		if !errors.Is(c.err, c.want) || !strings.Contains(c.err.Error(), c.says) {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	if err := replay(0, 1); err != nil {
		t.Errorf("nothing: %v", err)
	}
	if err := l.Prune(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if err := replay(2, 100); !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), "pruned up to revision 1") {
		t.Errorf("a pruned log: %v", err)
	}
}

// BeforeLog loads what several datasets state of the same things, for a test that takes a store's log away again.
func BeforeLog(t *testing.T, s Store) {
	t.Helper()
	x := suite{Store: s}
	x.apply(t, Story())
	x.apply(t, batch("second", []graph.Record{actor("russia", "STATE", "aliases", []string{"RF"}), actor("peru", "STATE"),
		edge("azerbaijan PERFORMED protest-note")}))
	x.apply(t, batch("third", []graph.Record{actor("peru", "STATE", "aliases", []string{"PE"}), edge("peru PERFORMED raid")}))
	x.apply(t, retract("third", edgeRef("peru PERFORMED raid")))
}

// CheckBegun checks the log of a store that was brought up to date from before it had one: what it held is revision 1, and can be
// replayed.
func CheckBegun(t *testing.T, s, replica Store) {
	t.Helper()
	x := suite{Store: s}
	if n := x.head(t); n != 1 {
		t.Fatalf("the store is at revision %d", n)
	}
	all := x.changes(t, ingest.LogQuery{First: 7})
	if want := len(Story().Puts) + 3 + 1 + 3; len(all) != want {
		t.Errorf("%d changes, not %d", len(all), want)
	}
	for i, c := range all {
		if c.Revision != 1 || c.Place != i+1 || c.Old != nil || c.New == nil {
			t.Errorf("change %d: %s", i+1, changeText(c))
		}
	}
	var order []string
	for _, c := range x.history(t, "peru", true, ingest.LogQuery{First: 1}) {
		order = append(order, c.Dataset)
	}
	equal(t, "who stated it, in order", strings.Join(order, " "), "dataset:second dataset:third")
	if err := ingest.Replay(t.Context(), s.(ingest.Log), 1, replica.(ingest.Replica), 1000); err != nil {
		t.Fatal(err)
	}
	equal(t, "the replica", tellOf(t, replica, nil), tellOf(t, s, nil))
	x.apply(t, retract("second", graph.Ref{ID: "russia"}))
	equal(t, "a later change", changeText(x.changes(t, ingest.LogQuery{First: 9, After: ingest.EndOf(1)})[0]),
		"2.1  dataset:second russia gone aliases:[RF]><nil> kind:STATE><nil> basis:EXPLICIT><nil> (a test)")
}
