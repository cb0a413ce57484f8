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
		{"DryRun", testDryRun}, {"KeepExisting", testKeepExisting}, {"Rebuild", testRebuild},
		{"Owed", testOwedRebuild}, {"Counted", testCountedRebuild}, {"SaidAgain", testSaidAgain}, {"Concurrent", testConcurrent},
		{"OneThing", testOneThing}, {"FoundByText", testFoundByText},
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

// testIdempotent: to say the same again changes nothing.
func testIdempotent(t *testing.T, s suite) {
	visit := func() []graph.Record {
		return []graph.Record{
			actor("austria", "STATE", "aliases", []string{"Österreich", "Austria"}), action("visit", "COERCE", "2025-01-01", "intensity", 3.0),
			node(graph.KindSource, "communique"), with(edge("austria PERFORMED visit"), "", graph.Evidence{Source: "communique"}),
			claim("visit-went-well", "credibility", int64(2)),
		}
	}
	const unchanged = "0 added, 0 changed, 0 retracted, 5 unchanged"
	var before, loaded string
	same := func(t *testing.T) {
		t.Helper()
		equal(t, "store", s.whole(t), before)
		equal(t, "loadedAt", s.node(t, "dataset:visit").Text("loadedAt"), loaded)
	}
	t.Run("a first load adds all", func(t *testing.T) {
		equal(t, "counts", counts(s.apply(t, batch("visit", visit()))), "5 added, 0 changed, 0 retracted, 0 unchanged")
		before, loaded = s.whole(t), s.node(t, "dataset:visit").Text("loadedAt")
	})
	t.Run("the same again changes nothing", func(t *testing.T) {
		equal(t, "counts", counts(s.apply(t, batch("visit", visit()))), unchanged)
		same(t)
	})
	t.Run("the same in another order changes nothing", func(t *testing.T) {
		b := batch("visit", visit())
		slices.Reverse(b.Puts)
		equal(t, "counts", counts(s.apply(t, b)), unchanged)
		same(t)
	})
	t.Run("the same with each record twice changes nothing", func(t *testing.T) {
		if a := s.apply(t, batch("visit", visit(), visit())); a.Added+a.Changed+a.Retracted != 0 {
			t.Error(counts(a))
		}
		same(t)
	})
	t.Run("a dataset without records is there, and nothing else is changed", func(t *testing.T) {
		equal(t, "counts", counts(s.apply(t, batch("silence"))), "0 added, 0 changed, 0 retracted, 0 unchanged")
		same(t)
		s.node(t, "dataset:silence")
	})
	t.Run("a record says all that its dataset states under its key: what it leaves out is taken back", func(t *testing.T) {
		b := batch("visit", []graph.Record{actor("austria", "STATE", "name", "Austria")})
		equal(t, "counts", counts(s.apply(t, b)), "0 added, 1 changed, 0 retracted, 0 unchanged")
		checkItem(t, s.node(t, "austria"), graph.KindActor,
			[]any{"id", "austria", "basis", "EXPLICIT", "kind", "STATE", "name", "Austria", "sortName", "austria"})
	})
}

// testRefused: what is wrong is refused whole.
func testRefused(t *testing.T, s suite) {
	s.apply(t, batch("border", []graph.Record{actor("hungary", "STATE"), action("fence-built", "COERCE", ""),
		edge("hungary PERFORMED fence-built")}))
	before := s.whole(t)
	good := actor("serbia", "STATE")
	border := func(r graph.Record) ingest.Batch { return batch("border", []graph.Record{good, r}) }
	for _, c := range []struct {
		name  string
		batch ingest.Batch
		want  error
		says  string
	}{
		{"an edge whose end does not exist", border(edge("nobody PERFORMED fence-built")), graph.ErrInvalid, "nobody"},
		{"an edge whose end is of another kind", border(edge("fence-built PERFORMED hungary")), graph.ErrInvalid, "fence-built"},
		{"evidence from a source that does not exist", border(with(action("gate-shut", "COERCE", ""), "", graph.Evidence{Source: "no-paper"})),
			graph.ErrInvalid, "no-paper"},
		{"evidence from what is no source", border(with(action("gate-shut", "COERCE", ""), "", graph.Evidence{Source: "hungary"})),
			graph.ErrInvalid, "hungary"},
		{"one id for two kinds", batch("elsewhere", []graph.Record{good, claim("fence-built")}), graph.ErrConflict, "fence-built"},
		{"a date that is none", border(action("gate-shut", "COERCE", "2025-13")), graph.ErrInvalid, "2025-13"},
		{"a term of no vocabulary", border(action("gate-shut", "HUG", "")), graph.ErrInvalid, "HUG"},
		{"an id with a space", border(actor("north macedonia", "STATE")), graph.ErrInvalid, "north macedonia"},
		{"an id beyond the basic plane", border(actor("serbia-\U0001d400", "STATE")), graph.ErrInvalid, "serbia-\U0001d400"},
		{"a batch of no dataset", ingest.Batch{Puts: []graph.Record{good}}, graph.ErrInvalid, "dataset"},
		{"one id twice, with different values", border(actor("serbia", "GROUP")), graph.ErrInvalid, "serbia"},
		{"a retraction of what is not stated", retract("border", graph.Ref{ID: "nobody"}), graph.ErrNotFound, "nobody"},
		{"a retraction of what only another states", retract("elsewhere-too", graph.Ref{ID: "hungary"}), graph.ErrNotFound, "hungary"},
		{"a retraction of an edge that is not", retract("border", edgeRef("fence-built TARGETS hungary")), graph.ErrNotFound,
			"TARGETS:fence-built:hungary"},
		{"a retraction of a node that an edge still needs", retract("border", graph.Ref{ID: "hungary"}), graph.ErrConflict,
			"PERFORMED:hungary:fence-built"},
	} {
		t.Run(c.name+" is refused, and nothing is written", func(t *testing.T) {
			_, err := s.Apply(t.Context(), c.batch)
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v", err)
			}
			equal(t, "store", s.whole(t), before)
			equal(t, "datasets", ids(s.ask(t, query.FindNodes{IDs: []string{"dataset:elsewhere", "dataset:elsewhere-too"}}).Items), "- -")
		})
	}
}

// testOneThing: an id stays what it is, also for the only dataset that states it, until that takes it back.
func testOneThing(t *testing.T, s suite) {
	s.apply(t, batch("one-thing", []graph.Record{actor("albania", "STATE"), action("border-crossed", "COERCE", ""),
		edge("albania PERFORMED border-crossed")}))
	t.Run("an actor does not become a claim", func(t *testing.T) {
		_, err := s.Apply(t.Context(), batch("one-thing", []graph.Record{claim("albania")}))
		if !errors.Is(err, graph.ErrConflict) || !strings.Contains(err.Error(), "albania") {
			t.Errorf("%v", err)
		}
		if kind := s.node(t, "albania").Kind; kind != graph.KindActor {
			t.Errorf("it is %s now", kind)
		}
	})
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

// testOwners: one dataset owns a scalar value; others may fill what is open and add to lists.
func testOwners(t *testing.T, s suite) {
	basis := func(t *testing.T) string {
		t.Helper()
		a := s.ask(t, query.FindNodes{IDs: []string{"tariff"}}, want(t, graph.KindAction, "participants"))
		return a.Items[0].Related[0].Items[0].Text("basis")
	}
	s.apply(t, batch("first", []graph.Record{
		node(graph.KindSource, "newspaper"), actor("brazil", "STATE", "name", "Brazil", "aliases", []string{"Brasil", "BR"}),
		action("tariff", "COERCE", "", "title", "A tariff"),
		with(edge("brazil PERFORMED tariff"), graph.Inferred, graph.Evidence{Source: "newspaper", Quote: "one may guess"}),
	}))
	t.Run("what one infers is inferred", func(t *testing.T) { equal(t, "basis", basis(t), "INFERRED") })

	a := s.apply(t, batch("second", []graph.Record{
		actor("brazil", "STATE", "name", "Brazil", "country", "BRA", "aliases", []string{"BR", "Brésil"}),
		node(graph.KindAction, "tariff", "type", "COERCE", "date", "2025-01-02"),
		with(edge("brazil PERFORMED tariff"), graph.Explicit, graph.Evidence{Source: "newspaper", Quote: "it is said"}),
	}))
	t.Run("what another adds to is changed", func(t *testing.T) {
		equal(t, "counts", counts(a), "0 added, 3 changed, 0 retracted, 0 unchanged")
	})
	t.Run("another fills a value that is open, and joins its list to that of the first", func(t *testing.T) {
		checkItem(t, s.node(t, "brazil"), graph.KindActor, []any{"id", "brazil", "basis", "EXPLICIT", "name", "Brazil", "kind", "STATE",
			"country", "BRA",
			"aliases", []string{"Brasil", "BR", "Brésil"}, "sortName", "brazil"})
	})
	t.Run("what follows from a value that another fills follows", func(t *testing.T) {
		checkItem(t, s.node(t, "tariff"), graph.KindAction, []any{"id", "tariff", "basis", "EXPLICIT", "title", "A tariff", "type", "COERCE",
			"quadClass", "MATERIAL_CONFLICT", "date", "2025-01-02", "earliest", "2025-01-02", "latest", "2025-01-02", "sortName", "a tariff"})
	})
	t.Run("what one says and another infers is said", func(t *testing.T) { equal(t, "basis", basis(t), "EXPLICIT") })
	t.Run("the evidence of both is there, in the order in which it was stated", func(t *testing.T) {
		participants := want(t, graph.KindAction, "participants", want(t, graph.KindParticipation, "evidence"))
		quotes := ""
		for _, e := range s.ask(t, query.FindNodes{IDs: []string{"tariff"}}, participants).Items[0].Related[0].Items[0].Related[0].Items {
			quotes += e.Text("quote") + ", "
		}
		equal(t, "quotes", quotes, "one may guess, it is said, ")
	})
	t.Run("an actor is found by an alias that another added", func(t *testing.T) {
		equal(t, "found", ids(s.ask(t, find(graph.KindActor, query.In{Prop: "aliases", Values: []string{"Brésil"}})).Items), "brazil")
	})
	before := s.whole(t)
	for _, c := range []struct {
		name  string
		put   graph.Record
		owner string
	}{
		{"a differing name", actor("brazil", "STATE", "name", "Another"), "dataset:first"},
		{"a differing value that the second filled", actor("brazil", "STATE", "country", "BRB"), "dataset:second"},
		{"a differing date that the second filled", action("tariff", "COERCE", "2025-01-03"), "dataset:second"},
	} {
		t.Run(c.name+" is a conflict that names both, and nothing is written", func(t *testing.T) {
			_, err := s.Apply(t.Context(), batch("third", []graph.Record{actor("bolivia", "STATE"), c.put}))
			if !errors.Is(err, graph.ErrConflict) || !strings.Contains(err.Error(), "dataset:third") || !strings.Contains(err.Error(), c.owner) {
				t.Errorf("%v", err)
			}
			equal(t, "store", s.whole(t), before)
		})
	}
	t.Run("the owner corrects its own value", func(t *testing.T) {
		s.apply(t, batch("first", []graph.Record{action("tariff", "COERCE", "", "title", "A higher tariff")}))
		equal(t, "title", s.node(t, "tariff").Text("title"), "A higher tariff")
	})
	t.Run("the owner does not correct what another states too", func(t *testing.T) {
		_, err := s.Apply(t.Context(), batch("first", []graph.Record{action("tariff", "SANCTION", "", "title", "A higher tariff")}))
		if !errors.Is(err, graph.ErrConflict) {
			t.Errorf("%v", err)
		}
	})
}

// testRetract takes a request of Chad's to Cameroon, and its answer, back piece by piece, from two datasets.
func testRetract(t *testing.T, s suite) {
	one := []graph.Record{
		actor("chad", "STATE", "name", "Chad", "aliases", []string{"Tchad", "TD"}), action("oil-request", "REQUEST", "2025-01-01"),
		edge("chad PERFORMED oil-request"), actor("cameroon", "STATE"), action("pipeline-shut", "COERCE", "2025-01-02"),
		edge("pipeline-shut RESPONDS_TO oil-request", "mode", "OBJECT"), edge("cameroon PERFORMED pipeline-shut"),
		edge("oil-request ADDRESSED_TO cameroon"),
	}
	two := []graph.Record{
		actor("chad", "STATE", "aliases", []string{"kiwano"}), node(graph.KindAction, "oil-request", "type", "REQUEST"),
		with(edge("chad PERFORMED oil-request"), graph.Inferred),
	}
	s.apply(t, batch("one", one))
	s.apply(t, batch("two", two))
	performed := edgeRef("chad PERFORMED oil-request")
	acts := func(t *testing.T, key string) string {
		t.Helper()
		return ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: []string{key}})).Items)
	}
	kiwano := query.FindSearch{Text: "kiwano", List: query.List{Page: query.Page{Limit: 5}, Order: query.Order{By: query.ByRank}}}

	t.Run("what one of two takes back stays, on the terms of the other", func(t *testing.T) {
		equal(t, "counts", counts(s.apply(t, retract("one", performed))), "0 added, 0 changed, 1 retracted, 0 unchanged")
		equal(t, "by attribution", acts(t, "chad>"), "oil-request")
		p := want(t, graph.KindAction, "participants")
		p.Where = query.In{Prop: "role", Values: []string{"PERFORMED"}}
		equal(t, "basis", s.ask(t, query.FindNodes{IDs: []string{"oil-request"}}, p).Items[0].Related[0].Items[0].Text("basis"), "INFERRED")
	})
	t.Run("nothing is taken back twice", func(t *testing.T) {
		if _, err := s.Apply(t.Context(), retract("one", performed)); !errors.Is(err, graph.ErrNotFound) {
			t.Errorf("%v", err)
		}
	})
	t.Run("what both take back goes, and its attribution with it", func(t *testing.T) {
		s.apply(t, retract("two", performed))
		equal(t, "by attribution", acts(t, "chad>"), "")
		performers := s.ask(t, query.FindNodes{IDs: []string{"oil-request"}}, want(t, graph.KindAction, "performers")).Items[0].Related[0]
		equal(t, "performers", ids(performers.Items), "")
	})
	t.Run("a node that one of two takes back keeps what the other states", func(t *testing.T) {
		s.apply(t, retract("one", graph.Ref{ID: "chad"}))
		checkItem(t, s.node(t, "chad"), graph.KindActor,
			[]any{"id", "chad", "basis", "EXPLICIT", "kind", "STATE", "aliases", []string{"kiwano"}, "sortName", "chad"})
		equal(t, "found by text", ids(s.ask(t, kiwano).Items), "chad")
	})
	t.Run("a node that both take back is gone, for a search too", func(t *testing.T) {
		s.apply(t, retract("two", graph.Ref{ID: "chad"}))
		equal(t, "node", ids(s.ask(t, query.FindNodes{IDs: []string{"chad"}}).Items), "-")
		equal(t, "found by text", ids(s.ask(t, kiwano).Items), "")
	})
	t.Run("an action goes with its edges, its attribution, its replies, and what it had answered is unanswered again", func(t *testing.T) {
		answer := edgeRef("pipeline-shut RESPONDS_TO oil-request")
		s.apply(t, retract("one", graph.Ref{ID: "pipeline-shut"}, answer, edgeRef("cameroon PERFORMED pipeline-shut")))
		equal(t, "nodes", ids(s.ask(t, query.FindNodes{IDs: []string{"pipeline-shut", "RESPONDS_TO:pipeline-shut:oil-request"}}).Items), "- -")
		equal(t, "by attribution", acts(t, "cameroon>"), "")
		equal(t, "replies", ids(s.ask(t, find(graph.KindResponse, query.Attributed{Keys: []string{"cameroon>"}})).Items), "")
		equal(t, "unanswered", ids(s.owedBy(t, "cameroon")), "UNANSWERED:cameroon:oil-request")
	})
	t.Run("what is stated again is as it was", func(t *testing.T) {
		s.apply(t, batch("one", one))
		equal(t, "by attribution", acts(t, "chad>"), "oil-request")
		equal(t, "unanswered", ids(s.owedBy(t, "cameroon")), "")
	})
}

// testSaidAgain: what all datasets come to, applied as another dataset, says nothing new.
func testSaidAgain(t *testing.T, s suite) {
	before := s.whole(t)
	var puts []graph.Record
	var refs []graph.Ref
	for _, r := range Records(t, s) {
		if r.Kind != graph.KindDataset {
			puts, refs = append(puts, r), append(refs, r.Ref())
		}
	}
	t.Run("nothing is added, and no answer changes", func(t *testing.T) {
		if a := s.apply(t, batch("again", puts)); a.Added != 0 || a.Changed != len(puts) {
			t.Errorf("%d records: %s", len(puts), counts(a))
		}
		equal(t, "store", s.whole(t), before)
	})
	t.Run("said once more it changes nothing", func(t *testing.T) {
		if a := s.apply(t, batch("again", puts)); a.Added+a.Changed+a.Retracted != 0 {
			t.Error(counts(a))
		}
	})
	t.Run("taken back it leaves what was there", func(t *testing.T) {
		equal(t, "counts", counts(s.apply(t, retract("again", refs...))), fmt.Sprintf("0 added, 0 changed, %d retracted, 0 unchanged", len(puts)))
		equal(t, "store", s.whole(t), before)
	})
}

// testConcurrent: writers take turns, and none loses what it wrote, while others read.
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

// testLarge: much of everything.
func testLarge(t *testing.T, s suite) {
	b := batch("siege", []graph.Record{action("siege", "COERCE", ""), action("blockade-of-a-port", "COERCE", ""), actor("federation",
		"STATE")})
	for i := range query.MaxPlain + 1 {
		id := fmt.Sprintf("town-%04d", i)
		b.Puts = append(b.Puts, actor(id, "AGENCY"), edge("siege AFFECTS "+id), edge(id+" PART_OF federation"))
		if i < query.MaxPlain {
			b.Puts = append(b.Puts, edge("blockade-of-a-port AFFECTS "+id))
		}
	}
	equal(t, "load", counts(s.apply(t, b)), fmt.Sprintf("%d added, 0 changed, 0 retracted, 0 unchanged", len(b.Puts)))
	t.Run("texts of a megabyte come back as they were, are found and sorted by", func(t *testing.T) {
		name, description := strings.Repeat("Ünlü ", 200_000), strings.Repeat("a", 1<<20)
		s.apply(t, batch("texts", []graph.Record{action("long-description", "COERCE", "", "description", description), claim("long-claim",
			"text", name),
			claim("longer-claim", "text", name+"b")}))
		if s.node(t, "long-description").Text("description") != description || s.node(t, "long-claim").Text("text") != name {
			t.Error("they came back changed")
		}
		equal(t, "found by text", ids(s.ask(t, find(graph.KindClaim, query.Matches{Text: "unlu"})).Items), "long-claim longer-claim")
		s.walk(t, query.List{Order: query.Order{By: query.ByName}}, func(l query.List) query.Find {
			return query.FindList{Kind: graph.KindClaim,
				List: l}
		}, "")
	})
	t.Run("a plain list holds all that it may", func(t *testing.T) {
		a := s.ask(t, query.FindNodes{IDs: []string{"blockade-of-a-port"}}, want(t, graph.KindAction, "affected"))
		if n := len(a.Items[0].Related[0].Items); n != query.MaxPlain {
			t.Errorf("%d", n)
		}
	})
	t.Run("a plain list of more is too large, unless it is narrowed", func(t *testing.T) {
		_, err := s.Fetch(t.Context(), &query.Query{Find: query.FindNodes{IDs: []string{"blockade-of-a-port", "siege"}},
			Includes: []*query.Include{want(t, graph.KindAction, "affected")}})
		if !errors.Is(err, graph.ErrTooLarge) || !strings.Contains(err.Error(), "Action.affected") {
			t.Errorf("%v", err)
		}
		w := want(t, graph.KindAction, "affected")
		w.Where = query.IDIn{"town-0001", "town-0003"}
		equal(t, "narrowed", ids(s.ask(t, query.FindNodes{IDs: []string{"siege"}}, w).Items[0].Related[0].Items), "town-0001 town-0003")
	})
	t.Run("ten thousand ids may be named", func(t *testing.T) {
		list := make([]string, 10_000)
		for i := range list {
			list[i] = fmt.Sprintf("town-%04d", i)
		}
		l := find(graph.KindActor, query.IDIn(list))
		l.Page.Limit, l.Total = 3, true
		a := s.ask(t, l)
		equal(t, "IDIn", ids(a.Items), "town-0000 town-0001 town-0002")
		if a.Total != query.MaxPlain+1 || !a.More {
			t.Errorf("total %d, more %v", a.Total, a.More)
		}
		l.Where = query.Not{Pred: query.IDIn(list)}
		equal(t, "Not IDIn", ids(s.ask(t, l).Items), "federation")
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
		equal(t, "Attributed", ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: keys})).Items), "")
	})
	t.Run("a filter may have hundreds of parts, and be forty deep", func(t *testing.T) {
		var or query.Or
		var deep query.Pred = query.IDIn{"town-0007"}
		for i := range 200 {
			or = append(or, query.And{query.IDIn{fmt.Sprintf("town-%04d", i)}, query.In{Prop: "kind", Values: []string{"AGENCY"}}})
		}
		for range 40 {
			deep = query.Not{Pred: deep}
		}
		l := find(graph.KindActor, or)
		l.Page, l.Total = query.Page{Limit: 1}, true
		if a := s.ask(t, l); a.Total != 200 {
			t.Errorf("total %d", a.Total)
		}
		equal(t, "nots", ids(s.ask(t, find(graph.KindActor, deep)).Items), "town-0007")
	})
	t.Run("an id may be long", func(t *testing.T) {
		id := "id" + strings.Repeat("é", 255) // 512 bytes, the most
		s.apply(t, batch("long-id", []graph.Record{actor(id, "STATE"), edge(id + " PART_OF federation")}))
		equal(t, "ids", ids(s.ask(t, query.FindNodes{IDs: []string{id, graph.EdgeID(graph.PartOf, id, "federation")}}).Items),
			id+" "+graph.EdgeID(graph.PartOf, id, "federation"))
	})
}
