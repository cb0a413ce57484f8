package sqlite

import (
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// otherStanding finds rows of the ledger and of the replies that say otherwise what a lens asks for than their facts do.
var otherStanding = []string{
	`SELECT 'ledger ' || l.key || ' ' || l.id FROM ledger l JOIN "action" a ON a.pk = l.action
		WHERE l.support IS NOT a.support OR l.basis IS NOT a.basis`,
	`SELECT 'reply ' || l.key || ' ' || l.id FROM replies l JOIN edge e ON e.pk = l.edge JOIN "action" a ON a.pk = e.src
		JOIN "action" t ON t.pk = e.dst WHERE l.support IS NOT e.support OR l.basis IS NOT e.basis
		OR l.bySupport IS NOT a.support OR l.byBasis IS NOT a.basis OR l.toSupport IS NOT t.support OR l.toBasis IS NOT t.basis`,
}

// TestStandingIsKept: what a lens asks for stands by the rows that totals are counted from, whatever becomes of an act or a link, and
// in a file of before.
func TestStandingIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := openFile(t, path)
	apply := func(records ...graph.Record) {
		t.Helper()
		b := ingest.Batch{Dataset: graph.Record{Kind: graph.KindDataset, ID: "dataset:x", Props: graph.Props{"name": "X"}}, Puts: records}
		if _, err := s.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		if rows := rowsOf(t, s, otherStanding...); len(rows) > 0 {
			t.Errorf("these rows say otherwise than their facts: %q", rows)
		}
		if rows := rowsOf(t, s, "SELECT key FROM replies WHERE support <> '' AND bySupport <> '' AND toSupport <> ''"); len(rows) == 0 {
			t.Error("no reply says what it rests on")
		}
	}
	fact := func(r graph.Record, basis graph.Basis, sources ...string) graph.Record {
		r.Basis = basis
		for _, id := range sources {
			r.Evidence = append(r.Evidence, graph.Evidence{Source: id, Quote: "so it was"})
		}
		return r
	}
	act := func(id string) graph.Record {
		return graph.Record{Kind: graph.KindAction, ID: id, Props: graph.Props{"title": id, "type": "ACCUSE", "date": "2025-01-0" + id[1:]}}
	}
	answer := graph.Record{Edge: graph.RespondsTo, From: "a2", To: "a1", Props: graph.Props{"mode": "DENY"}}
	records := []graph.Record{fact(act("a1"), graph.Explicit, "s1"), fact(act("a2"), graph.Explicit, "s1"), fact(answer, graph.Explicit, "s1")}
	for i := range 2 {
		n := strconv.Itoa(i + 1)
		records = append(records, graph.Record{Kind: graph.KindSource, ID: "s" + n, Props: graph.Props{"title": "S"}},
			graph.Record{Kind: graph.KindActor, ID: "x" + n, Props: graph.Props{"name": "X", "kind": "STATE"}},
			graph.Record{Edge: graph.Performed, From: "x" + n, To: "a" + n})
	}
	apply(append(records, graph.Record{Edge: graph.Targets, From: "a1", To: "x2"}, graph.Record{Edge: graph.Targets, From: "a2", To: "x1"})...)
	apply(fact(act("a1"), graph.Explicit, "s1", "s2"))
	apply(fact(act("a2"), graph.Explicit, "s2"))
	apply(fact(answer, graph.Inferred, "s1", "s2"))
	for _, text := range append(sinceMigration12, "DROP TABLE held", "CREATE TABLE held (actor)", "PRAGMA user_version = 12") {
		if _, err := s.current.writing.ExecContext(t.Context(), text); err != nil {
			t.Fatal(text, err)
		}
	}
	_ = s.Close()
	s = openFile(t, path)
	apply()
}

// TestViewsThatAreRead: a statement through a lens defines the views of the tables that it reads, and of those that these read.
func TestViewsThatAreRead(t *testing.T) {
	s := openFile(t, filepath.Join(t.TempDir(), "x.db"))
	named := regexp.MustCompile(`(\S+) AS NOT MATERIALIZED`)
	page := query.List{Page: query.Page{Limit: 5}, Order: query.Order{By: query.ByDate}}
	for _, c := range []struct {
		name string
		find query.Find
		want string
	}{
		{"an actor", query.FindNodes{IDs: []string{"x"}, Kinds: []graph.Kind{graph.KindActor}}, ""},
		{"nodes of any kind", query.FindNodes{IDs: []string{"x"}}, `node edge "action" "claim"`}, // a response has an id too
		{"actions", query.FindList{Kind: graph.KindAction, List: page}, `"action"`},
	} {
		explained, err := s.Explain(t.Context(), &query.Query{Find: c.find, Lens: &query.Lens{Basis: []string{"EXPLICIT"}}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range named.FindAllStringSubmatch(explained[0].Statement, -1) {
			got = append(got, m[1])
		}
		slices.Sort(got)
		want := strings.Fields(c.want)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s reads %q, not %q", c.name, got, want)
		}
	}
}
