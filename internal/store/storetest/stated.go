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
	s.apply(t, batch("st1", []graph.Record{actor("st-x", "STATE"), action("st-1", "COERCE", ""), edge("st-x PERFORMED st-1")}))
	s.apply(t, batch("st2", []graph.Record{actor("st-x", "STATE", "name", `{"dataset":"dataset:st3",`), edge("st-1 TARGETS st-x")}))
	for dataset, want := range map[string]string{
		"st1": "PERFORMED:st-x:st-1 st-1 st-x", "st2": "TARGETS:st-1:st-x st-xdataset:st1", "st3": "", "st": "",
	} {
		var got []string
		if err := s.Stated(t.Context(), "dataset:"+dataset, func(r graph.Record, after []string) error {
			if r.Key() == "st-x" && (r.Props["name"] != nil) != (dataset == "st2") {
				t.Errorf("%s states %+v", dataset, r)
			}
			got = append(got, r.Key()+strings.Join(after, "<"))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		slices.Sort(got)
		equal(t, dataset, strings.Join(got, " "), want)
	}
}

// testDryRun: what a batch would do, told and not done.
func testDryRun(t *testing.T, s suite) {
	s.apply(t, batch("dry", []graph.Record{actor("dry-x", "STATE", "name", "X", "aliases", []string{"a"}), action("dry-1", "COERCE",
		"2025-01-01"), edge("dry-x PERFORMED dry-1")}))
	s.apply(t, batch("dry2", []graph.Record{actor("dry-x", "STATE", "aliases", []string{"b"})}))
	before := s.whole(t)
	b := batch("dry", []graph.Record{actor("dry-x", "STATE", "name", "X", "country", "AZE", "aliases", []string{"c"}), action("dry-1",
		"COERCE", "2025-01-01"),
		action("dry-2", "REQUEST", "", "title", "New"), with(edge("dry-2 RESPONDS_TO dry-1", "mode", "OBJECT"), graph.Inferred)})
	b.Retracts, b.DryRun = []graph.Ref{edgeRef("dry-x PERFORMED dry-1")}, true
	a := s.apply(t, b)
	equal(t, "counts", counts(a), "2 added, 1 changed, 1 retracted, 1 unchanged")
	var got []string
	for _, d := range a.Differences {
		line := fmt.Sprintf("%s %v>%v", d.Key, d.Old, d.New)
		for _, f := range d.Fields {
			line += fmt.Sprintf(" %s:%v>%v", f.Name, f.Old, f.New)
		}
		got = append(got, line)
	}
	equal(t, "differences", strings.Join(got, "\n"), "dry-x true>true aliases:[a b]>[c b] country:<nil>>AZE\n"+
		"dry-2 false>true title:<nil>>New type:<nil>>REQUEST quadClass:<nil>>VERBAL_CONFLICT basis:<nil>>EXPLICIT\n"+
		"RESPONDS_TO:dry-2:dry-1 false>true mode:<nil>>OBJECT basis:<nil>>INFERRED\n"+
		"PERFORMED:dry-x:dry-1 true>false basis:EXPLICIT><nil>")
	equal(t, "the graph", s.whole(t), before)
	b.Puts = append(b.Puts, edge("dry-x PERFORMED nope"))
	if _, err := s.Apply(t.Context(), b); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("what cannot be: %v", err)
	}
}

// testYield: a batch that yields keeps what others own, its own name as an alias; one that does not is a conflict.
func testYield(t *testing.T, s suite) {
	s.apply(t, batch("y1", []graph.Record{actor("y-x", "STATE", "name", "First", "country", "AZE"), actor("y-z", "STATE", "name", "Z")}))
	b := batch("y2", []graph.Record{actor("y-x", "GROUP", "name", "Second", "description", "more"), actor("y-new", "STATE", "name", "New")})
	if _, err := s.Apply(t.Context(), b); !errors.Is(err, graph.ErrConflict) {
		t.Fatal(err)
	}
	b.KeepExisting = true
	a := s.apply(t, b)
	equal(t, "counts", fmt.Sprint(counts(a), ", ", a.Skipped, " yielded"), "1 added, 1 changed, 0 retracted, 0 unchanged, 2 yielded")
	equal(t, "again", counts(s.apply(t, b)), "0 added, 0 changed, 0 retracted, 2 unchanged")
	answer, err := s.Fetch(t.Context(), &query.Query{Find: query.FindNodes{IDs: []string{"y-x"}}})
	if err != nil {
		t.Fatal(err)
	}
	it := answer.Items[0]
	equal(t, "the actor", fmt.Sprint(it.Text("name"), it.Text("kind"), it.Text("country"), it.Text("description"), it.Value("aliases")),
		"FirstSTATEAZEmore[Second]")
}
