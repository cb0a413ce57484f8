package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// testWrites applies batches, each with ids of its own, and looks at what they change.
func testWrites(t *testing.T, s suite) {
	t.Helper()
	for _, c := range []struct {
		name string
		test func(*testing.T, suite)
	}{
		{"Idempotent", testIdempotent}, {"Refused", testRefused}, {"Owners", testOwners}, {"Retract", testRetract}, {"Stated", testStated},
		{"DryRun", testDryRun}, {"KeepExisting", testKeepExisting}, {"Rebuild", testRebuild},
		{"Owed", testOwedRebuild}, {"Counted", testCountedRebuild}, {"SaidAgain", testSaidAgain},
		{"SupportRebuild", testSupportRebuild}, {"Concurrent", testConcurrent}, {"Revision", testRevision},
		{"Amends", testAmends}, {"OneThing", testOneThing}, {"FoundByText", testFoundByText},
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
	t.Helper()
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
	t.Helper()
	s.apply(t, batch("border", []graph.Record{actor("hungary", "STATE"), action("fence-built", "COERCE", "", "status", "OCCURRED"),
		node(graph.KindSource, "gazette"), edge("hungary PERFORMED fence-built"),
		actor("witness", "PERSON"), node(graph.KindSource, "weekly"), node(graph.KindSource, "monthly"), node(graph.KindSource, "daily")}))
	s.apply(t, batch("border-too", []graph.Record{actor("austria", "STATE"),
		with(action("wall-built", "COERCE", "", "statusHistory",
			[]graph.StatusChange{{Status: "DENIED", Since: "2025", Sources: []string{"daily"}}}), "",
			graph.Evidence{Source: "weekly", AttributedTo: "witness"}),
		with(edge("wall-built TARGETS austria"), "", graph.Evidence{Source: "monthly"})}))
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
		{"evidence that is attributed to who does not exist", border(with(action("gate-shut", "COERCE", ""), "",
			graph.Evidence{Source: "gazette", AttributedTo: "nobody"})), graph.ErrInvalid, "nobody"},
		{"evidence that is attributed to what is no actor", border(with(action("gate-shut", "COERCE", ""), "",
			graph.Evidence{Source: "gazette", AttributedTo: "fence-built"})), graph.ErrInvalid, "fence-built"},
		{"a status history that ends with another status", border(action("gate-shut", "COERCE", "", "status", "ALLEGED", "statusHistory",
			[]graph.StatusChange{{Status: "OCCURRED", Since: "2025", Sources: []string{"gazette"}}})), graph.ErrInvalid, "OCCURRED"},
		{"a status history from what is no source", border(action("gate-shut", "COERCE", "", "statusHistory",
			[]graph.StatusChange{{Status: "OCCURRED", Since: "2025", Sources: []string{"hungary"}}})), graph.ErrInvalid, "hungary"},
		{"a status history that ends otherwise than another dataset's status", batch("elsewhere", []graph.Record{node(graph.KindSource,
			"post"), node(graph.KindAction, "fence-built", "statusHistory", []graph.StatusChange{{Status: "DENIED", Since: "2025",
			Sources: []string{"post"}}})}), graph.ErrConflict, "fence-built"},
		{"a relation of evidence that is none", border(with(action("gate-shut", "COERCE", ""), "",
			graph.Evidence{Source: "gazette", Relation: "DENIES"})), graph.ErrInvalid, "DENIES"},
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
		{"a retraction of a source that an action still names", retract("border", graph.Ref{ID: "weekly"}), graph.ErrConflict, "wall-built"},
		{"a retraction of a source that an edge still names", retract("border", graph.Ref{ID: "monthly"}), graph.ErrConflict,
			"TARGETS:wall-built:austria"},
		{"a retraction of a source that only a status history names", retract("border", graph.Ref{ID: "daily"}), graph.ErrConflict, "wall-built"},
		{"a retraction of an actor to whom evidence is attributed", retract("border", graph.Ref{ID: "witness"}), graph.ErrConflict, "wall-built"},
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
	t.Helper()
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
	t.Helper()
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
