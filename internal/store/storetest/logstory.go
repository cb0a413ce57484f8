package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// testLogStory: what is stated, stated anew and taken back is told, by whom, from what to what.
func testLogStory(t *testing.T, s suite) {
	t.Helper()
	by := func(who string, b ingest.Batch) ingest.Applied {
		t.Helper()
		b.Who = who
		return s.apply(t, b)
	}
	before := time.Now().Add(-time.Second)
	revisions := []int64{
		by("ann", batch("port", []graph.Record{actor("malta", "STATE"), action("port-closed", "COERCE", "2025-01-01"),
			edge("malta PERFORMED port-closed")})).Revision,
		by("ann", batch("port", []graph.Record{actor("malta", "STATE")})).Revision, // no change
		by("ben", batch("port-too", []graph.Record{actor("malta", "STATE", "aliases", []string{"MT"})})).Revision,
		by("ben", batch("port", []graph.Record{actor("malta", "STATE", "name", "Malta")})).Revision,
		by("", retract("port", edgeRef("malta PERFORMED port-closed"), graph.Ref{ID: "port-closed"})).Revision,
	}
	after := time.Now().Add(time.Second)
	equal(t, "revisions", fmt.Sprint(revisions), "[1 1 2 3 4]")
	const all = `1.1 ann dataset:port malta new kind:<nil>>STATE basis:<nil>>EXPLICIT
1.2 ann dataset:port port-closed new type:<nil>>COERCE quadClass:<nil>>MATERIAL_CONFLICT date:<nil>>2025-01-01 basis:<nil>>EXPLICIT
1.3 ann dataset:port PERFORMED:malta:port-closed new basis:<nil>>EXPLICIT
1.4 ann dataset:port dataset:port new name:<nil>>port version:<nil>>1 nodeCount:<nil>>2 edgeCount:<nil>>1 basis:<nil>>EXPLICIT
2.1 ben dataset:port-too malta new aliases:<nil>>[MT] kind:<nil>>STATE basis:<nil>>EXPLICIT
2.2 ben dataset:port-too dataset:port-too new name:<nil>>port-too version:<nil>>1 nodeCount:<nil>>1 edgeCount:<nil>>0 basis:<nil>>EXPLICIT
3.1 ben dataset:port malta name:<nil>>Malta
3.2 ben dataset:port dataset:port nodeCount:2>1 edgeCount:1>0
4.1  dataset:port PERFORMED:malta:port-closed gone basis:EXPLICIT><nil> (a test)
4.2  dataset:port port-closed gone type:COERCE><nil> quadClass:MATERIAL_CONFLICT><nil> date:2025-01-01><nil> basis:EXPLICIT><nil> (a test)
4.3  dataset:port dataset:port nodeCount:1>0`
	lines := strings.Split(all, "\n")
	some := func(at ...int) string {
		var out []string
		for _, i := range at {
			out = append(out, lines[i])
		}
		return strings.Join(out, "\n")
	}
	for _, c := range []struct {
		name string
		q    ingest.LogQuery
		want string
	}{
		{"everything, the oldest first", ingest.LogQuery{}, all},
		{"since a revision, exclusive", ingest.LogQuery{After: ingest.EndOf(2)}, some(6, 7, 8, 9, 10)},
		{"from the first change of a revision", ingest.LogQuery{After: ingest.Position{Revision: 3}}, some(6, 7, 8, 9, 10)},
		{"since the last of a revision", ingest.LogQuery{After: ingest.Position{Revision: 3, Place: 2}}, some(8, 9, 10)},
		{"until a revision", ingest.LogQuery{Until: 2, After: ingest.Position{Revision: 1, Place: 3}}, some(3, 4, 5)},
		{"of a record and the edges at it", ingest.LogQuery{Filter: ingest.ChangeFilter{IDs: []string{"port-closed"}}}, some(1, 2, 8, 9)},
		{"of an edge", ingest.LogQuery{Filter: ingest.ChangeFilter{IDs: []string{"PERFORMED:malta:port-closed"}}}, some(2, 8)},
		{"of a kind of node or of edge", ingest.LogQuery{Filter: ingest.ChangeFilter{Kinds: []graph.Kind{graph.KindActor},
			Edges: []graph.EdgeKind{graph.Performed}}}, some(0, 2, 4, 6, 8)},
		{"of a dataset by someone", ingest.LogQuery{Filter: ingest.ChangeFilter{Datasets: []string{"dataset:port"}, Who: []string{"ben"}}},
			some(6, 7)},
		{"of what nothing changed", ingest.LogQuery{Filter: ingest.ChangeFilter{IDs: []string{"malt"}}}, ""},
		{"after the newest", ingest.LogQuery{After: ingest.Position{Revision: 99}}, ""},
	} {
		for _, first := range []int{1, 2, 100} {
			c.q.First = first
			t.Run(fmt.Sprintf("%s, %d at a time", c.name, first), func(t *testing.T) { equal(t, c.name, changeTexts(s.changes(t, c.q)), c.want) })
			t.Run(fmt.Sprintf("%s, %d at a time, the newest first", c.name, first), func(t *testing.T) {
				equal(t, c.name, changeTexts(reversed(s.newest(t, c.q))), c.want)
			})
		}
	}
	for _, c := range []struct {
		name, key string
		edges     bool
		want      string
	}{
		{"the history of a record", "malta", false, some(0, 4, 6)},
		{"with the edges at it, one that is gone too", "malta", true, some(0, 2, 4, 6, 8)},
		{"of a record that is gone", "port-closed", true, some(1, 2, 8, 9)},
		{"of an edge", "PERFORMED:malta:port-closed", false, some(2, 8)},
		{"of what never was", "nothing", true, ""},
	} {
		for _, first := range []int{1, 100} {
			t.Run(fmt.Sprintf("%s, %d at a time", c.name, first), func(t *testing.T) {
				equal(t, c.name, changeTexts(s.history(t, c.key, c.edges, ingest.LogQuery{First: first})), c.want)
			})
		}
	}
	t.Run("the newest revision, and that of a time", func(t *testing.T) {
		var got []int64
		for _, at := range []time.Time{before, after, s.changes(t, ingest.LogQuery{First: 100})[5].RecordedAt} {
			n, err := s.log(t).RevisionAt(t.Context(), at)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, n)
		}
		equal(t, "revisions", fmt.Sprint(s.head(t), got), "4 [0 4 2]")
	})
	t.Run("a page of no changes is refused", func(t *testing.T) {
		if _, _, err := s.log(t).Changes(t.Context(), ingest.LogQuery{}); !errors.Is(err, graph.ErrInvalid) {
			t.Error(err)
		}
	})
}
