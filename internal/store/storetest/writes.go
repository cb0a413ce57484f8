package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// testWrites applies batches, each with ids of its own, and looks at what they change.
func testWrites(t *testing.T, s suite) {
	for _, c := range []struct {
		name string
		test func(*testing.T, suite)
	}{
		{"Idempotent", testIdempotent}, {"Refused", testRefused}, {"Owners", testOwners}, {"Retract", testRetract}, {"Stated", testStated},
		{"DryRun", testDryRun}, {"Yield", testYield}, {"Rebuild", testRebuild},
		{"Owed", testOwedRebuild}, {"Counted", testCountedRebuild}, {"Again", testSaidAgain}, {"Concurrent", testConcurrent},
		{"OneThing", testOneThing}, {"Found", testFoundByText},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, s) })
	}
}

func (s suite) node(t *testing.T, id string) *query.Item {
	t.Helper()
	it := s.ask(t, query.FindNodes{IDs: []string{id}}).Items[0]
	if it == nil {
		t.Fatalf("%s is not there", id)
	}
	return it
}

func counts(a ingest.Applied) string {
	return fmt.Sprintf("%d added, %d changed, %d retracted, %d unchanged", a.Added, a.Changed, a.Retracted, a.Unchanged)
}

func testIdempotent(t *testing.T, s suite) {
	b := batch("i", []graph.Record{actor("i-x", "STATE", "aliases", []string{"b", "a"}), action("i-1", "COERCE", "2025-01-01", "intensity",
		3.0),
		node(graph.KindSource, "i-s"), with(edge("i-x PERFORMED i-1"), "", graph.Evidence{Source: "i-s"}), claim("i-c", "credibility", int64(2))})
	equal(t, "first", counts(s.apply(t, b)), "5 added, 0 changed, 0 retracted, 0 unchanged")
	before := s.whole(t)
	loaded := s.node(t, "dataset:i").Text("loadedAt")
	equal(t, "again", counts(s.apply(t, b)), "0 added, 0 changed, 0 retracted, 5 unchanged")
	slices.Reverse(b.Puts)
	equal(t, "in another order", counts(s.apply(t, b)), "0 added, 0 changed, 0 retracted, 5 unchanged")
	b.Puts = append(b.Puts, b.Puts...)
	if a := s.apply(t, b); a.Added+a.Changed+a.Retracted != 0 {
		t.Errorf("each twice: %s", counts(a))
	}
	equal(t, "store", s.whole(t), before)
	equal(t, "loadedAt", s.node(t, "dataset:i").Text("loadedAt"), loaded)

	equal(t, "no records", counts(s.apply(t, batch("i-empty"))), "0 added, 0 changed, 0 retracted, 0 unchanged")
	equal(t, "store", s.whole(t), before)
	s.node(t, "dataset:i-empty")

	b.Puts = []graph.Record{actor("i-x", "STATE", "name", "X")}
	equal(t, "changed", counts(s.apply(t, b)), "0 added, 1 changed, 0 retracted, 0 unchanged")
	checkItem(t, s.node(t, "i-x"), graph.KindActor, []any{"id", "i-x", "basis", "EXPLICIT", "kind", "STATE", "name", "X", "sortName", "x"})
}

// testRefused: what is wrong is refused whole.
func testRefused(t *testing.T, s suite) {
	s.apply(t, batch("e", []graph.Record{actor("e-x", "STATE"), action("e-1", "COERCE", ""), edge("e-x PERFORMED e-1")}))
	before := s.whole(t)
	good := actor("e-good", "STATE")
	for _, c := range []struct {
		name  string
		batch ingest.Batch
		want  error
		says  string
	}{
		{"an end that does not exist", batch("e", []graph.Record{good, edge("e-nope PERFORMED e-1")}), graph.ErrInvalid, "e-nope"},
		{"an end of another kind", batch("e", []graph.Record{good, edge("e-1 PERFORMED e-x")}), graph.ErrInvalid, "e-1"},
		{"a source that does not exist", batch("e", []graph.Record{good, with(action("e-2", "COERCE", ""), "",
			graph.Evidence{Source: "e-nope"})}), graph.ErrInvalid, "e-nope"},
		{"a source of another kind", batch("e", []graph.Record{good, with(action("e-2", "COERCE", ""), "", graph.Evidence{Source: "e-x"})}),
			graph.ErrInvalid, "e-x"},
		{"one id for two kinds", batch("e2", []graph.Record{good, claim("e-1")}), graph.ErrConflict, "e-1"},
		{"a date that is none", batch("e", []graph.Record{good, action("e-2", "COERCE", "2025-13")}), graph.ErrInvalid, "2025-13"},
		{"a term of no vocabulary", batch("e", []graph.Record{good, action("e-2", "HUG", "")}), graph.ErrInvalid, "HUG"},
		{"an id with a space", batch("e", []graph.Record{good, actor("e x", "STATE")}), graph.ErrInvalid, "e x"},
		{"an id beyond the basic plane", batch("e", []graph.Record{good, actor("e-\U0001d400", "STATE")}), graph.ErrInvalid, "e-\U0001d400"},
		{"no dataset", ingest.Batch{Puts: []graph.Record{good}}, graph.ErrInvalid, "dataset"},
		{"twice, differently", batch("e", []graph.Record{good, actor("e-good", "GROUP")}), graph.ErrInvalid, "e-good"},
		{"a retraction of what is not stated", retract("e", graph.Ref{ID: "e-nope"}), graph.ErrNotFound, "e-nope"},
		{"a retraction of another's", retract("e3", graph.Ref{ID: "e-x"}), graph.ErrNotFound, "e-x"},
		{"a retraction of an edge that is not", retract("e", graph.Ref{Edge: graph.Targets, From: "e-1", To: "e-x"}), graph.ErrNotFound,
			"TARGETS:e-1:e-x"},
		{"a retraction that leaves an edge", retract("e", graph.Ref{ID: "e-x"}), graph.ErrConflict, "PERFORMED:e-x:e-1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := s.Apply(t.Context(), c.batch)
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v", err)
			}
			equal(t, "store", s.whole(t), before)
			equal(t, "datasets", ids(s.ask(t, query.FindNodes{IDs: []string{"dataset:e2", "dataset:e3"}}).Items), "- -")
		})
	}
}

// testOneThing: an id stays what it is, also for the only dataset that states it, until that takes it back.
func testOneThing(t *testing.T, s suite) {
	s.apply(t, batch("t", []graph.Record{actor("t-x", "STATE"), action("t-1", "COERCE", ""), edge("t-x PERFORMED t-1")}))
	if _, err := s.Apply(t.Context(), batch("t", []graph.Record{claim("t-x")})); !errors.Is(err,
		graph.ErrConflict) || !strings.Contains(err.Error(), "t-x") {
		t.Errorf("%v", err)
	}
	if kind := s.node(t, "t-x").Kind; kind != graph.KindActor {
		t.Errorf("it is %s now", kind)
	}
}

// testFoundByText: the rank of what is found, best first, and that a search follows what is written.
func testFoundByText(t *testing.T, s suite) {
	named := func(id, name string, props ...any) graph.Record {
		return actor(id, "AGENCY", append([]any{"name", name}, props...)...)
	}
	s.apply(t, batch("bureaus", []graph.Record{
		named("elsewhere", "Lavrov", "description", "of baklava sputter"), named("within", "The Sputter office in Baklava"),
		named("longer", "Sputter Baklava office"),
		named("begins-so", "Sputter Baklavan"), named("exactly", "Sputter  BAKLAVA!"), named("half", "Sputter"), named("宇", "宇宙 𞤀𞤁"),
	}))
	for _, c := range []struct{ name, text, want string }{
		{"a name itself, then what begins so, the shorter first, then what has the words in its name, then elsewhere",
			"spútter baklava", "exactly begins-so longer within elsewhere"},
		{"a character of a name in Chinese is a word", "宙", "宇"},
		{"letters beyond the basic plane are found", " 𞤀", "宇"},
		{"an operator is a word like another", "AND", ""},
		{"of signs alone nothing is found", `" * (`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := query.FindSearch{Text: c.text, List: query.List{Page: query.Page{Limit: 9}, Order: query.Order{By: query.ByRank}}}
			equal(t, c.text, ids(s.ask(t, found).Items), c.want)
		})
	}
	t.Run("by a name that it had nothing is found", func(t *testing.T) {
		s.apply(t, batch("bureaus", []graph.Record{named("exactly", "Moscow")}))
		found := query.FindSearch{Text: "sputter b", List: query.List{Page: query.Page{Limit: 9}, Order: query.Order{By: query.ByRank}}}
		equal(t, "found", ids(s.ask(t, found).Items), "begins-so longer within elsewhere")
	})
}

func retract(dataset string, refs ...graph.Ref) ingest.Batch {
	b := batch(dataset)
	b.Retracts, b.Reason = refs, "a test"
	return b
}

func edgeRef(text string) graph.Ref {
	r := edge(text)
	return graph.Ref{Edge: r.Edge, From: r.From, To: r.To}
}

func testOwners(t *testing.T, s suite) {
	guess := func(r graph.Record) graph.Record {
		return with(r, graph.Inferred, graph.Evidence{Source: "w-s", Quote: "guess"})
	}
	s.apply(t, batch("w1", []graph.Record{node(graph.KindSource, "w-s"), actor("w-x", "STATE", "name", "X", "aliases", []string{"b", "a"}),
		action("w-1", "COERCE", "", "title", "One"),
		guess(edge("w-x PERFORMED w-1"))}))
	equal(t, "inferred by one", s.ask(t, query.FindNodes{IDs: []string{"w-1"}}, want(t, graph.KindAction,
		"participants")).Items[0].Related[0].Items[0].Text("basis"), "INFERRED")

	t.Run("another fills what is open, and adds", func(t *testing.T) {
		a := s.apply(t, batch("w2", []graph.Record{
			actor("w-x", "STATE", "name", "X", "country", "WWW", "aliases", []string{"a", "c"}),
			node(graph.KindAction, "w-1", "type", "COERCE", "date", "2025-01-02"),
			with(edge("w-x PERFORMED w-1"), graph.Explicit, graph.Evidence{Source: "w-s", Quote: "said"}),
		}))
		equal(t, "counts", counts(a), "0 added, 3 changed, 0 retracted, 0 unchanged")
		checkItem(t, s.node(t, "w-x"), graph.KindActor, []any{"id", "w-x", "basis", "EXPLICIT", "name", "X", "kind", "STATE", "country", "WWW",
			"aliases", []string{"b", "a", "c"}, "sortName", "x"})
		checkItem(t, s.node(t, "w-1"), graph.KindAction, []any{"id", "w-1", "basis", "EXPLICIT", "title", "One", "type", "COERCE", "quadClass",
			"MATERIAL_CONFLICT",
			"date", "2025-01-02", "earliest", "2025-01-02", "latest", "2025-01-02", "sortName", "one"})
		p := s.ask(t, query.FindNodes{IDs: []string{"w-1"}}, want(t, graph.KindAction, "participants", want(t, graph.KindParticipation,
			"evidence"))).Items[0].Related[0].Items[0]
		quotes := ""
		for _, e := range p.Related[0].Items {
			quotes += e.Text("quote") + " "
		}
		equal(t, "basis and evidence", p.Text("basis")+" "+quotes, "EXPLICIT guess said ")
		equal(t, "searched by the added alias", ids(s.ask(t, find(graph.KindActor, query.In{Prop: "aliases", Values: []string{"c"}})).Items),
			"w-x")
	})
	t.Run("a differing value is a conflict that names both", func(t *testing.T) {
		before := s.whole(t)
		for _, r := range []graph.Record{actor("w-x", "STATE", "name", "Y"), actor("w-x", "STATE", "country", "WWY"), action("w-1", "COERCE",
			"2025-01-03")} {
			_, err := s.Apply(t.Context(), batch("w3", []graph.Record{actor("w-new", "STATE"), r}))
			if !errors.Is(err, graph.ErrConflict) || !strings.Contains(err.Error(), "dataset:w3") || !strings.Contains(err.Error(),
				"dataset:w1") && !strings.Contains(err.Error(), "dataset:w2") {
				t.Errorf("%v", err)
			}
			equal(t, "store", s.whole(t), before)
		}
	})
	t.Run("the owner corrects its own, unless another says otherwise", func(t *testing.T) {
		s.apply(t, batch("w1", []graph.Record{action("w-1", "COERCE", "", "title", "Two")}))
		equal(t, "title", s.node(t, "w-1").Text("title"), "Two")
		if _, err := s.Apply(t.Context(), batch("w1", []graph.Record{action("w-1", "SANCTION", "", "title", "Two")})); !errors.Is(err,
			graph.ErrConflict) {
			t.Errorf("%v", err)
		}
	})
}

func testRetract(t *testing.T, s suite) {
	one := []graph.Record{actor("k-x", "STATE", "name", "X", "aliases", []string{"a", "b"}), action("k-1", "REQUEST", "2025-01-01"),
		edge("k-x PERFORMED k-1"), actor("k-y", "STATE"),
		action("k-2", "COERCE", "2025-01-02"), edge("k-2 RESPONDS_TO k-1", "mode",
			"OBJECT"), edge("k-y PERFORMED k-2"), edge("k-1 ADDRESSED_TO k-y")}
	two := []graph.Record{actor("k-x", "STATE", "aliases", []string{"kiwano"}), node(graph.KindAction, "k-1", "type", "REQUEST"),
		with(edge("k-x PERFORMED k-1"), graph.Inferred)}
	s.apply(t, batch("k1", one))
	s.apply(t, batch("k2", two))
	performed := edgeRef("k-x PERFORMED k-1")
	actions := func() string {
		return ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: []string{"k-x>"}})).Items)
	}

	equal(t, "by one", counts(s.apply(t, retract("k1", performed))), "0 added, 0 changed, 1 retracted, 0 unchanged")
	equal(t, "kept by the other, on its terms", s.ask(t, query.FindNodes{IDs: []string{"k-1"}}, want(t, graph.KindAction,
		"performers")).Items[0].Text("id")+" "+actions(), "k-1 k-1")
	p := want(t, graph.KindAction, "participants")
	p.Where = query.In{Prop: "role", Values: []string{"PERFORMED"}}
	equal(t, "basis", s.ask(t, query.FindNodes{IDs: []string{"k-1"}}, p).Items[0].Related[0].Items[0].Text("basis"), "INFERRED")
	if _, err := s.Apply(t.Context(), retract("k1", performed)); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("twice: %v", err)
	}
	s.apply(t, retract("k2", performed))
	equal(t, "dropped by both", actions(), "")
	equal(t, "edges", ids(s.ask(t, query.FindNodes{IDs: []string{"k-1"}}, want(t, graph.KindAction,
		"performers")).Items[0].Related[0].Items), "")

	s.apply(t, retract("k1", graph.Ref{ID: "k-x"}))
	checkItem(t, s.node(t, "k-x"), graph.KindActor, []any{"id", "k-x", "basis", "EXPLICIT", "kind", "STATE", "aliases", []string{"kiwano"},
		"sortName", "k x"})
	kiwano := query.FindSearch{Text: "kiwano", List: query.List{Page: query.Page{Limit: 5}, Order: query.Order{By: query.ByRank}}}
	equal(t, "found by text", ids(s.ask(t, kiwano).Items), "k-x")
	s.apply(t, retract("k2", graph.Ref{ID: "k-x"}))
	equal(t, "a node by both", ids(s.ask(t, query.FindNodes{IDs: []string{"k-x"}}).Items), "-")
	equal(t, "not found by text", ids(s.ask(t, kiwano).Items), "")

	s.apply(t, retract("k1", graph.Ref{ID: "k-2"}, edgeRef("k-2 RESPONDS_TO k-1"), edgeRef("k-y PERFORMED k-2")))
	equal(t, "an action with its edges", ids(s.ask(t, query.FindNodes{IDs: []string{"k-2", "RESPONDS_TO:k-2:k-1"}}).Items), "- -")
	equal(t, "the ledger", ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: []string{"k-y>"}})).Items), "")
	equal(t, "the replies", ids(s.ask(t, find(graph.KindResponse, query.Attributed{Keys: []string{"k-y>"}})).Items), "")
	equal(t, "unanswered again", ids(s.owedBy(t, "k-y")), "UNANSWERED:k-y:k-1")

	s.apply(t, batch("k1", one))
	equal(t, "stated again", actions(), "k-1")
	equal(t, "answered again", ids(s.owedBy(t, "k-y")), "")
}

// testSaidAgain: what all datasets come to, applied as another dataset, says nothing new.
func testSaidAgain(t *testing.T, s suite) {
	before := s.whole(t)
	var puts []graph.Record
	for _, r := range Records(t, s) {
		if r.Kind != graph.KindDataset {
			puts = append(puts, r)
		}
	}
	a := s.apply(t, batch("again", puts))
	if a.Added != 0 || a.Changed != len(puts) {
		t.Errorf("%d records: %s", len(puts), counts(a))
	}
	equal(t, "store", s.whole(t), before)
	if a := s.apply(t, batch("again", puts)); a.Added+a.Changed+a.Retracted != 0 {
		t.Error(counts(a))
	}
	refs := make([]graph.Ref, len(puts))
	for i, r := range puts {
		refs[i] = graph.Ref{ID: r.ID, Edge: r.Edge, From: r.From, To: r.To}
	}
	equal(t, "taken back", counts(s.apply(t, retract("again", refs...))), fmt.Sprintf("0 added, 0 changed, %d retracted, 0 unchanged",
		len(puts)))
	equal(t, "store", s.whole(t), before)
}

func testConcurrent(t *testing.T, s suite) {
	const writers = 8
	together := func(batchOf func(i int) ingest.Batch) {
		var wg sync.WaitGroup
		errs := make([]error, writers)
		for i := range writers {
			wg.Go(func() { _, errs[i] = s.Apply(t.Context(), batchOf(i)) })
		}
		wg.Go(func() { // a reader all the while
			for range 10 {
				if _, err := s.Fetch(t.Context(), &query.Query{Find: find(graph.KindActor, query.IDIn{"n-x"})}); err != nil {
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
		own := "n-" + name(i)
		return []graph.Record{actor("n-x", "STATE", "name", "X", "aliases", []string{name(i)}), action(own, "COERCE", "2025-01-01"),
			edge("n-x PERFORMED " + own),
			actor("n-y", "STATE"), edge(own + " TARGETS n-y"), edge("n-x PART_OF n-y")}
	}
	all := []string{}
	for i := range writers {
		all = append(all, "n-"+name(i))
	}
	t.Run("of different datasets", func(t *testing.T) {
		together(func(i int) ingest.Batch { return batch("n"+name(i), shared(i)) })
		aliases, _ := s.node(t, "n-x").Value("aliases").([]string)
		slices.Sort(aliases)
		equal(t, "aliases", strings.Join(aliases, ""), "abcdefgh")
		for _, key := range []string{"n-x>", ">n-y", "n-x>n-y", "n-y>"} {
			equal(t, key, ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: []string{key}})).Items), strings.Join(all, " "))
		}
	})
	t.Run("of one dataset", func(t *testing.T) {
		together(func(i int) ingest.Batch {
			return batch("n", []graph.Record{actor("n-z", "STATE"), action("n-z"+name(i), "COERCE", ""), edge("n-z PERFORMED n-z" + name(i))})
		})
		if a := s.ask(t, find(graph.KindAction, query.Attributed{Keys: []string{"n-z>"}})); len(a.Items) != writers {
			t.Errorf("%s", ids(a.Items))
		}
	})
	t.Run("the same", func(t *testing.T) {
		before := s.whole(t)
		together(func(int) ingest.Batch { return batch("na", shared(0)) })
		equal(t, "store", s.whole(t), before)
	})
	t.Run("taking back", func(t *testing.T) {
		together(func(i int) ingest.Batch {
			own := "n-" + name(i)
			return retract("n"+name(i), edgeRef("n-x PERFORMED "+own), edgeRef(own+" TARGETS n-y"), edgeRef("n-x PART_OF n-y"), graph.Ref{ID: own},
				graph.Ref{ID: "n-x"}, graph.Ref{ID: "n-y"})
		})
		equal(t, "left", ids(s.ask(t, query.FindNodes{IDs: append(all, "n-x", "n-y")}).Items), strings.TrimSpace(strings.Repeat("- ", writers+2)))
	})
}

// testLarge: much of everything.
func testLarge(t *testing.T, s suite) {
	b := batch("l", []graph.Record{action("l-1", "COERCE", ""), action("l-2", "COERCE", ""), actor("l-x", "STATE")})
	for i := range query.MaxPlain + 1 {
		id := fmt.Sprintf("l-%04d", i)
		b.Puts = append(b.Puts, actor(id, "AGENCY"), edge("l-1 AFFECTS "+id), edge(id+" PART_OF l-x"))
		if i < query.MaxPlain {
			b.Puts = append(b.Puts, edge("l-2 AFFECTS "+id))
		}
	}
	equal(t, "load", counts(s.apply(t, b)), fmt.Sprintf("%d added, 0 changed, 0 retracted, 0 unchanged", len(b.Puts)))
	t.Run("texts of a megabyte", func(t *testing.T) {
		name, description := strings.Repeat("Ünlü ", 200_000), strings.Repeat("a", 1<<20)
		s.apply(t, batch("l-texts", []graph.Record{action("l-d", "COERCE", "", "description", description), claim("l-c", "text", name),
			claim("l-c2", "text", name+"b")}))
		if s.node(t, "l-d").Text("description") != description || s.node(t, "l-c").Text("text") != name {
			t.Error("they came back changed")
		}
		equal(t, "found by text", ids(s.ask(t, find(graph.KindClaim, query.Matches{Text: "unlu"})).Items), "l-c l-c2")
		s.walk(t, query.List{Order: query.Order{By: query.ByName}}, func(l query.List) query.Find {
			return query.FindList{Kind: graph.KindClaim,
				List: l}
		}, "")
	})
	t.Run("a plain list of all that it may hold", func(t *testing.T) {
		if n := len(s.ask(t, query.FindNodes{IDs: []string{"l-2"}}, want(t, graph.KindAction,
			"affected")).Items[0].Related[0].Items); n != query.MaxPlain {
			t.Errorf("%d", n)
		}
	})
	t.Run("a plain list of more", func(t *testing.T) {
		_, err := s.Fetch(t.Context(), &query.Query{Find: query.FindNodes{IDs: []string{"l-2", "l-1"}},
			Includes: []*query.Include{want(t, graph.KindAction, "affected")}})
		if !errors.Is(err, graph.ErrTooLarge) || !strings.Contains(err.Error(), "Action.affected") {
			t.Errorf("%v", err)
		}
		w := want(t, graph.KindAction, "affected")
		w.Where = query.IDIn{"l-0001", "l-0003"}
		equal(t, "narrowed", ids(s.ask(t, query.FindNodes{IDs: []string{"l-1"}}, w).Items[0].Related[0].Items), "l-0001 l-0003")
	})
	t.Run("ten thousand ids", func(t *testing.T) {
		list := make([]string, 10_000)
		for i := range list {
			list[i] = fmt.Sprintf("l-%04d", i)
		}
		l := find(graph.KindActor, query.IDIn(list))
		l.Page.Limit, l.Total = 3, true
		a := s.ask(t, l)
		equal(t, "IDIn", ids(a.Items), "l-0000 l-0001 l-0002")
		if a.Total != query.MaxPlain+1 || !a.More {
			t.Errorf("total %d, more %v", a.Total, a.More)
		}
		l.Where = query.Not{Pred: query.IDIn(list)}
		equal(t, "Not IDIn", ids(s.ask(t, l).Items), "l-x")
		nodes := s.ask(t, query.FindNodes{IDs: list}).Items
		if n := slices.IndexFunc(nodes, func(it *query.Item) bool { return it == nil }); len(nodes) != len(list) || n != query.MaxPlain+1 {
			t.Errorf("FindNodes: %d, the first unknown is %d", len(nodes), n)
		}
		if slices.ContainsFunc(nodes[query.MaxPlain+1:], func(it *query.Item) bool { return it != nil }) {
			t.Error("FindNodes: one that is not there")
		}
		keys := make([]string, len(list))
		for i, id := range list {
			keys[i] = graph.AttributionKey(id, "")
		}
		equal(t, "OnLedger", ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: keys})).Items), "")
	})
	t.Run("a filter of many parts", func(t *testing.T) {
		var or query.Or
		var deep query.Pred = query.IDIn{"l-0007"}
		for i := range 200 {
			or = append(or, query.And{query.IDIn{fmt.Sprintf("l-%04d", i)}, query.In{Prop: "kind", Values: []string{"AGENCY"}}})
		}
		for range 40 {
			deep = query.Not{Pred: deep}
		}
		l := find(graph.KindActor, or)
		l.Page, l.Total = query.Page{Limit: 1}, true
		if a := s.ask(t, l); a.Total != 200 {
			t.Errorf("total %d", a.Total)
		}
		equal(t, "nots", ids(s.ask(t, find(graph.KindActor, deep)).Items), "l-0007")
	})
	t.Run("a long id", func(t *testing.T) {
		id := "l-" + strings.Repeat("é", 255)
		s.apply(t, batch("l-long", []graph.Record{actor(id, "STATE"), edge(id + " PART_OF l-x")}))
		equal(t, "ids", ids(s.ask(t, query.FindNodes{IDs: []string{id, graph.EdgeID(graph.PartOf, id, "l-x")}}).Items),
			id+" "+graph.EdgeID(graph.PartOf, id, "l-x"))
	})
}
