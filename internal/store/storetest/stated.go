package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// testStated: a store tells what a dataset states, whoever else states it too.
func testStated(t *testing.T, s suite) {
	t.Helper()
	s.apply(t, batch("first-report", []graph.Record{actor("ghana", "STATE"), action("border-shut", "COERCE", ""),
		edge("ghana PERFORMED border-shut")}))
	// The name looks as a store might keep the statement of another dataset.
	s.apply(t, batch("second-report", []graph.Record{
		actor("ghana", "STATE", "name", `{"dataset":"dataset:third-report",`), edge("border-shut TARGETS ghana"),
	}))
	for _, c := range []struct{ name, dataset, want string }{
		{"each record of a dataset, an edge as a node", "first-report", "PERFORMED:ghana:border-shut, border-shut, ghana"},
		{"with those who stated the same before", "second-report", "TARGETS:border-shut:ghana, ghana after dataset:first-report"},
		{"nothing of a dataset that another only mentions", "third-report", ""},
		{"nothing of a dataset whose name is the beginning of another's", "first-rep", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			if err := s.Stated(t.Context(), "dataset:"+c.dataset, func(r graph.Record, after []string) error {
				if r.Key() == "ghana" && (r.Props["name"] != nil) != (c.dataset == "second-report") {
					t.Errorf("not as it stated it: %+v", r)
				}
				line := r.Key()
				if len(after) > 0 {
					line += " after " + strings.Join(after, " ")
				}
				got = append(got, line)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			slices.Sort(got)
			equal(t, c.dataset, strings.Join(got, ", "), c.want)
		})
	}
	t.Run("it stops when told to, with the error that told it", func(t *testing.T) {
		enough, n := errors.New("enough"), 0
		err := s.Stated(t.Context(), "dataset:first-report", func(graph.Record, []string) error {
			if n++; n == 2 {
				return enough
			}
			return nil
		})
		if !errors.Is(err, enough) || n != 2 {
			t.Errorf("%v after %d", err, n)
		}
	})
}

// testDryRun: what a batch would do is told and not done.
func testDryRun(t *testing.T, s suite) {
	t.Helper()
	s.apply(t, batch("plan", []graph.Record{
		actor("togo", "STATE", "name", "Togo", "aliases", []string{"TG"}), action("port-shut", "COERCE", "2025-01-01"),
		edge("togo PERFORMED port-shut"),
	}))
	s.apply(t, batch("plan-of-another", []graph.Record{actor("togo", "STATE", "aliases", []string{"Togoland"})}))
	b := batch("plan", []graph.Record{
		actor("togo", "STATE", "name", "Togo", "country", "TGO", "aliases", []string{"République togolaise"}),
		action("port-shut", "COERCE", "2025-01-01"),
		action("port-request", "REQUEST", "", "title", "A request"), with(edge("port-request RESPONDS_TO port-shut", "mode", "OBJECT"),
			graph.Inferred),
	})
	b.Retracts, b.DryRun = []graph.Ref{edgeRef("togo PERFORMED port-shut")}, true
	before := s.whole(t)
	a := s.apply(t, b)
	t.Run("it counts as the batch would", func(t *testing.T) {
		equal(t, "counts", counts(a), "2 added, 1 changed, 1 retracted, 1 unchanged")
	})
	t.Run("it tells each difference, field by field, of what the datasets come to", func(t *testing.T) {
		var got []string
		for _, d := range a.Differences {
			line := fmt.Sprintf("%s %v>%v", d.Key, d.Old, d.New)
			for _, f := range d.Fields {
				line += fmt.Sprintf(" %s:%v>%v", f.Name, f.Old, f.New)
			}
			got = append(got, line)
		}
		equal(t, "differences", strings.Join(got, "\n"),
			"togo true>true aliases:[TG Togoland]>[République togolaise Togoland] country:<nil>>TGO\n"+
				"port-request false>true title:<nil>>A request type:<nil>>REQUEST quadClass:<nil>>VERBAL_CONFLICT basis:<nil>>EXPLICIT\n"+
				"RESPONDS_TO:port-request:port-shut false>true mode:<nil>>OBJECT basis:<nil>>INFERRED\n"+
				"PERFORMED:togo:port-shut true>false basis:EXPLICIT><nil>")
	})
	t.Run("it leaves the store as it was", func(t *testing.T) { equal(t, "store", s.whole(t), before) })
	t.Run("it refuses what the batch would be refused for", func(t *testing.T) {
		b.Puts = append(b.Puts, edge("togo PERFORMED nothing"))
		if _, err := s.Apply(t.Context(), b); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%v", err)
		}
	})
}

// testKeepExisting: a batch may leave to others what they own.
func testKeepExisting(t *testing.T, s suite) {
	t.Helper()
	s.apply(t, batch("curated", []graph.Record{actor("benin", "STATE", "name", "Benin", "country", "BEN"), actor("niger-river", "STATE",
		"name", "Niger")}))
	b := batch("imported", []graph.Record{actor("benin", "GROUP", "name", "Dahomey", "description", "more of it"), actor("burkina", "STATE",
		"name", "Burkina")})
	t.Run("one that does not is a conflict", func(t *testing.T) {
		if _, err := s.Apply(t.Context(), b); !errors.Is(err, graph.ErrConflict) {
			t.Fatal(err)
		}
	})
	b.KeepExisting = true
	t.Run("one that does leaves out what others state otherwise, and counts it", func(t *testing.T) {
		a := s.apply(t, b)
		equal(t, "counts", fmt.Sprint(counts(a), ", ", a.Skipped, " skipped"), "1 added, 1 changed, 0 retracted, 0 unchanged, 2 skipped")
	})
	t.Run("the same again changes nothing", func(t *testing.T) {
		equal(t, "counts", counts(s.apply(t, b)), "0 added, 0 changed, 0 retracted, 2 unchanged")
	})
	t.Run("what others own is kept, what is open is filled, and the name that was left out is an alias", func(t *testing.T) {
		it := s.ask(t, query.FindNodes{IDs: []string{"benin"}}).Items[0]
		equal(t, "the actor", fmt.Sprint(it.Text("name"), ", ", it.Text("kind"), ", ", it.Text("country"), ", ", it.Text("description"), ", ",
			it.Value("aliases")),
			"Benin, STATE, BEN, more of it, [Dahomey]")
	})
}
