// Package storetest says what a store must do. It is the specification, as one suite for all stores that skips nothing and
// lists no exceptions: the contracts are query.Reader and ingest.Writer, and what their words mean stands in the cases here.
// A store's own package tests only what is its own: files, drivers' errors, migrations, the plans of its statements.
//
// A store joins with a few lines. This is how one that keeps the graph in PostgreSQL would, in run_test.go:
//
//	func TestPostgres(t *testing.T) {
//		storetest.Run(t, openPostgres, func(levels, totals int) int { return levels }) // statements that a query may take
//	}
//
//	func openPostgres(t *testing.T) storetest.Store { // an empty one, each time
//		s, err := postgres.Open(t.Context(), emptyDatabase(t))
//		return closed(t, s, err)
//	}
//
// and, where the store applies batches by ingest.ApplyBatch, in a test of its own package, for what it tells and takes on the way:
//
//	func TestTransaction(t *testing.T) {
//		s := open(t)
//		storetest.RunTx(t, s, func(ctx context.Context, work func(ingest.Tx) error) error {
//			return s.write(ctx, func(tx *transaction) error { return work(tx) })
//		})
//	}
//
// TestOracle compares a store with package oracle, which answers by plain loops, in random questions of random graphs
// (Compare): a third store is a third line there.
//
// Most cases read one world, which is loaded once. Its middle is a story (Story, whose comment tells it); each topic adds a
// small story of its own countries beside the cases that ask about it, so that an answer can be worked out by hand from the
// lines that build it, and nobody else's acts get into it. Cases that write have ids of their own for the same reason.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// Store is what the suite asks of one.
type Store interface {
	query.Reader
	ingest.Writer
	Health(ctx context.Context) error
	Close() error
}

// Run holds the store that open gives to the contract. Each call of open is in a test of its own and gives an empty store, which is
// closed when that test ends, before the next begins: so all may be the same database. statements tells how many statements the
// store may send for a query of so many levels, with so many totals.
func Run(t *testing.T, open func(t *testing.T) Store, statements func(levels, totals int) int) {
	t.Run("Reads", func(t *testing.T) {
		s := suite{open(t), statements}
		testEmptyStore(t, s)
		s.apply(t, world())
		for _, c := range []struct {
			name string
			test func(*testing.T, suite)
		}{
			{"Relations", testRelations}, {"ActsFor", testActsFor}, {"Nodes", testNodes}, {"Columns", testColumns}, {"Evidence", testEvidence},
			{"Support", testSupport}, {"Lens", testLens},
			{"Lists", testLists}, {"Filters", testFilters}, {"Pages", testPages}, {"Nested", testNested}, {"Connections", testConnections},
			{"RoundTrips", testRoundTrips},
			{"Groups", testGroups}, {"Sequence", testSequence},
			{"Hostile", testHostile}, {"Alternatives", testAlternatives}, {"Never", testNever}, {"Measure", testMeasure},
			{"Attribution", testAttribution}, {"Chain", testChain}, {"Unanswered", testUnanswered},
			{"Silences", testSilences}, {"Exchange", testExchange},
			{"Counts", testCounts}, {"Stats", testStats}, {"ResponseTimes", testResponseTimes},
			{"Antecedents", testAntecedents}, {"Subgraph", testSubgraph}, {"Paths", testPaths},
			{"Search", testSearch}, {"RequiredNodes", testRequiredNodes}, {"ReadBack", testReadBack}, {"Cancelled", testCancelled},
		} {
			t.Run(c.name, func(t *testing.T) { c.test(t, s) })
		}
	})
	t.Run("Writes", func(t *testing.T) { testWrites(t, suite{open(t), statements}) })
	t.Run("Log", func(t *testing.T) { testLog(t, func(t *testing.T) suite { return suite{open(t), statements} }) })
	t.Run("Crisis", func(t *testing.T) { testCrisis(t, func(t *testing.T) suite { return suite{open(t), statements} }) })
	t.Run("Large", func(t *testing.T) { testLarge(t, suite{open(t), statements}) })
}

type suite struct {
	Store
	allowed func(levels, totals int) int
}

// world is what the cases that read ask about.
func world() ingest.Batch {
	return batch("world", story(), columnsWorld(), filtersWorld(), pagesWorld(), connectionsWorld(), attributionWorld(), chainWorld(),
		unansweredWorld(), silencesWorld(), exchangeWorld(), searchWorld(), countsWorld(), antecedentsWorld(), subgraphWorld(), pathsWorld(),
		delaysWorld(), sequenceWorld(), supportWorld(), responseTimesWorld(), lensWorld())
}

// batch is what the dataset of a name states.
func batch(dataset string, parts ...[]graph.Record) ingest.Batch {
	return ingest.Batch{
		Dataset: node(graph.KindDataset, "dataset:"+dataset, "name", dataset, "version", "1"),
		Puts:    slices.Concat(parts...),
	}
}

// node is a node with these properties: name, value, name, value.
func node(k graph.Kind, id string, props ...any) graph.Record {
	return graph.Record{Kind: k, ID: id, Props: propsOf(props)}
}

func actor(id, kind string, props ...any) graph.Record {
	return node(graph.KindActor, id, append([]any{"kind", kind}, props...)...)
}

// action is dated, unless date is "".
func action(id, kind, date string, props ...any) graph.Record {
	if date != "" {
		props = append(props, "date", date)
	}
	return node(graph.KindAction, id, append([]any{"type", kind}, props...)...)
}

func claim(id string, props ...any) graph.Record { return node(graph.KindClaim, id, props...) }

// edge is written "a2 RESPONDS_TO a1".
func edge(text string, props ...any) graph.Record {
	f := strings.Fields(text)
	if len(f) != 3 {
		panic("storetest: an edge is three words, not " + text)
	}
	return graph.Record{Edge: graph.EdgeKind(f[1]), From: f[0], To: f[2], Props: propsOf(props)}
}

// edges are written "a KIND b", with several ends as "a KIND b c".
func edges(texts ...string) []graph.Record {
	var out []graph.Record
	for _, text := range texts {
		f := strings.Fields(text)
		for _, to := range f[2:] {
			out = append(out, edge(f[0]+" "+f[1]+" "+to))
		}
	}
	return out
}

func propsOf(list []any) graph.Props {
	p := graph.Props{}
	for i := 0; i < len(list); i += 2 {
		p[list[i].(string)] = list[i+1]
	}
	return p
}

func with(r graph.Record, basis graph.Basis, evidence ...graph.Evidence) graph.Record {
	r.Basis, r.Evidence = basis, evidence
	return r
}

func (s suite) apply(t *testing.T, b ingest.Batch) ingest.Applied {
	t.Helper()
	a, err := s.Apply(t.Context(), b)
	if err != nil {
		t.Fatalf("applying %s: %v", b.Dataset.ID, err)
	}
	return a
}

func (s suite) ask(t *testing.T, find query.Find, wants ...*query.Include) *query.Answer {
	t.Helper()
	a, err := s.Fetch(t.Context(), &query.Query{Find: find, Includes: wants})
	if err != nil {
		t.Fatalf("%+v: %v", find, err)
	}
	return a
}

// refused asks what must be refused, with this error, which says that.
func (s suite) refused(t *testing.T, find query.Find, want error, says string, wants ...*query.Include) {
	t.Helper()
	_, err := s.Fetch(t.Context(), &query.Query{Find: find, Includes: wants})
	if !errors.Is(err, want) || !strings.Contains(err.Error(), says) {
		t.Errorf("%+v: %v, not %v: %s", find, err, want, says)
	}
}

// sent is how many statements the store has sent.
func (s suite) sent(t *testing.T) int64 {
	t.Helper()
	counter, ok := s.Store.(query.Statements)
	if !ok {
		t.Fatal("the store does not count its statements")
	}
	return counter.Statements()
}

func relation(t *testing.T, k graph.Kind, name string) *graph.Relation {
	t.Helper()
	r := graph.RelationOf(k, name)
	if r == nil {
		t.Fatalf("there is no relation %s.%s", k, name)
	}
	return r
}

// want asks for all of a relation.
func want(t *testing.T, k graph.Kind, name string, wants ...*query.Include) *query.Include {
	t.Helper()
	w := &query.Include{Relation: relation(t, k, name), Includes: wants}
	if w.Relation.Cardinality == graph.Connection {
		w.Page.Limit = query.MaxPage
	}
	return w
}

func find(k graph.Kind, where query.Pred) query.FindList {
	return query.FindList{Kind: k, List: query.List{Where: where, Page: query.Page{Limit: query.MaxPage}}}
}

func ids(items []*query.Item) string {
	out := make([]string, len(items))
	for i, it := range items {
		if out[i] = "-"; it != nil {
			out[i] = it.Text("id")
		}
	}
	return strings.Join(out, " ")
}

func equal(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}

// cursorOf is the position of an item in an order; text is that of a search.
func cursorOf(it *query.Item, o query.Order, text string) *query.Cursor {
	c := &query.Cursor{Order: o.By, Number: o.Number, Desc: o.Desc, ID: it.Text("id")}
	switch o.By {
	case query.ByDate:
		c.Keys = append(dates(it), query.PlaceKey(placeInDay(it)))
	case query.ByName:
		c.Keys = []string{it.Text("sortName")}
	case query.ByNumber:
		c.Keys = []string{query.NumberKey(it.Sort)}
	case query.ByRank:
		name := it.Text("sortName")
		c.Keys = []string{query.NumberKey(it.Sort), fmt.Sprintf("%06d", len([]rune(name)))}
	case query.ByID: // its id alone
	}
	return c
}

// dates are the bounds that an item is ordered by, "" when unknown.
func dates(it *query.Item) []string {
	earliest, latest, _ := query.DateColumns(it.Kind)
	return []string{it.Text(earliest), it.Text(latest)}
}

// placeInDay is the place that an item has among those of its days, the last for what has no date.
func placeInDay(it *query.Item) int64 {
	_, _, place := query.DateColumns(it.Kind)
	if n, placed := it.Value(place).(int64); placed {
		return n
	}
	return graph.LastInDay
}

// dump writes items with all that was asked of them, one a line, for comparing answers. Of a value that was not picked nothing
// is promised.
func dump(items []*query.Item, brings query.LoadSpec) string {
	var b strings.Builder
	dumpItems(&b, "", items, brings)
	return b.String()
}

func dumpItems(b *strings.Builder, indent string, items []*query.Item, brings query.LoadSpec) {
	for _, it := range items {
		if it == nil {
			fmt.Fprintf(b, "%s-\n", indent)
			continue
		}
		fmt.Fprintf(b, "%s%s", indent, it.Kind)
		values := brings.Values(it.Kind)
		for i, c := range query.Columns(it.Kind) {
			if !values.Has(i) {
				continue
			}
			if i >= len(it.Values) {
				fmt.Fprintf(b, " %s missing", c)
				continue
			}
			// A list of nothing may be nil or empty.
			if v := it.Values[i]; v != nil && fmt.Sprint(v) != "[]" {
				fmt.Fprintf(b, " %s=%T:%v", c, v, v)
			}
		}
		b.WriteString("\n")
		for i, r := range it.Related {
			if r != nil {
				fmt.Fprintf(b, "%s  %d: %d %v\n", indent, i, r.Total, r.More)
				dumpItems(b, indent+"    ", r.Items, brings.Includes[i].LoadSpec())
			}
		}
	}
}
