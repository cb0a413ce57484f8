package storetest

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// Records are all that the datasets of a store come to: each record merged from what they state, in the order in which they
// first stated it, with its defaults and what follows from its codes, but for derived properties; the datasets themselves
// among them. Nodes are in the order of kind and id, then edges in that of kind, from and to.
func Records(t testing.TB, s Store) []graph.Record {
	t.Helper()
	said := map[string][]ingest.Statement{} // by key, in the order of the datasets
	place := map[string][]int{}             // of each of these, how many stated the same before
	out := datasets(t, s)
	for _, d := range out {
		if err := s.Stated(t.Context(), d.ID, func(r graph.Record, after []string) error {
			said[r.Key()] = append(said[r.Key()], ingest.Statement{Dataset: d.ID, Record: r})
			place[r.Key()] = append(place[r.Key()], len(after))
			return nil
		}); err != nil {
			t.Fatalf("what %s states: %v", d.ID, err)
		}
	}
	for key, statements := range said {
		inOrder := make([]ingest.Statement, len(statements))
		for i, n := range place[key] {
			if n >= len(inOrder) || inOrder[n].Dataset != "" {
				t.Fatalf("%s: %d datasets state it, %s after %d others", key, len(statements), statements[i].Dataset, n)
			}
			inOrder[n] = statements[i]
		}
		out = append(out, effective(t, inOrder...))
	}
	slices.SortFunc(out, func(a, b graph.Record) int {
		return cmp.Or(cmp.Compare(a.Edge, b.Edge), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), cmp.Compare(a.From, b.From),
			cmp.Compare(a.To, b.To))
	})
	return out
}

// datasets are those that were loaded, by id.
func datasets(t testing.TB, s Store) []graph.Record {
	t.Helper()
	a, err := s.Fetch(t.Context(), &query.Query{Find: find(graph.KindDataset, nil)})
	if err != nil {
		t.Fatalf("datasets: %v", err)
	}
	if a.More {
		t.Fatalf("more than %d datasets", len(a.Items))
	}
	var out []graph.Record
	for _, it := range a.Items {
		r := graph.Record{Kind: graph.KindDataset, ID: it.Text("id"), Basis: graph.Basis(it.Text("basis")), Props: graph.Props{}}
		for _, p := range graph.NodeProps[graph.KindDataset] {
			if v := it.Value(p.Name); v != nil && !p.Derived {
				r.Props[p.Name] = v
			}
		}
		out = append(out, r)
	}
	return out
}

// effective is what statements of one record come to, with its defaults and what follows from its codes.
func effective(t testing.TB, statements ...ingest.Statement) graph.Record {
	t.Helper()
	m, err := ingest.Merge(statements)
	if err == nil {
		err = ingest.Derive(&m)
	}
	if err != nil {
		t.Fatal(err)
	}
	delete(m.Props, "foldedNames")
	for _, p := range slices.Concat(graph.NodeProps[m.Kind], graph.EdgeProps) {
		if p.Derived {
			delete(m.Props, p.Name)
		}
	}
	return m
}

// text writes a record in a canonical way.
func text(r graph.Record) string {
	if len(r.Props) == 0 {
		r.Props = nil
	}
	b, err := json.Marshal(r)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// whole is all that can be learnt of a store, but for when a dataset was loaded: what its datasets state, and each node with
// all of its values, its evidence and what lies one step along each relation. So two of them differ wherever an answer would.
func (s suite) whole(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, r := range Records(t, s) {
		if r.Kind != graph.KindDataset {
			b.WriteString(text(r) + "\n")
		}
	}
	for _, k := range graph.NodeKinds {
		if k == graph.KindDataset {
			continue
		}
		q := &query.Query{Find: find(k, nil), Includes: allRelations(k)}
		a, err := s.Fetch(t.Context(), q)
		if err != nil {
			t.Fatalf("all of %s: %v", k, err)
		}
		if a.More {
			t.Fatalf("%s: more than a page", k)
		}
		b.WriteString(dump(a.Items, q.LoadSpec(query.Order{})))
	}
	return datasetsTold.ReplaceAllString(b.String(), "") // who states a thing is not what is stated
}

// datasetsTold is what dump writes of the column datasets.
var datasetsTold = regexp.MustCompile(` datasets=\[\]string:\[[^]]*\]`)

// allRelations asks for each relation of a kind, of facts with their evidence.
func allRelations(k graph.Kind) []*query.Include {
	var out []*query.Include
	for i := range graph.Relations {
		r := &graph.Relations[i]
		if r.From != k || r.To == graph.KindDataset {
			continue
		}
		w := &query.Include{Relation: r}
		if r.Cardinality == graph.Connection {
			w.Page.Limit, w.Total = query.MaxPage, true
		}
		if evidence := graph.RelationOf(r.To, "evidence"); evidence != nil && graph.NodeProps[r.To] == nil {
			w.Includes = []*query.Include{{Relation: evidence}}
		}
		out = append(out, w)
	}
	return out
}
