package imports

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/internal/store/neo4j"
	"github.com/demarche-graph/demarche/internal/store/sqlite"
	"github.com/demarche-graph/demarche/internal/store/storetest"
	"github.com/demarche-graph/demarche/seed"
)

func TestSQLite(t *testing.T) {
	s, err := sqlite.Open(t.Context(), ":memory:")
	testStore(t, s, err)
}

func TestNeo4j(t *testing.T) {
	s, err := neo4j.Open(t.Context(), neo4jtest.Fresh(t), os.Getenv("NEO4J_USERNAME"), os.Getenv("NEO4J_PASSWORD"))
	testStore(t, s, err)
}

// cut is a store that fails after some batches, as one that is killed.
type cut struct {
	store.Store
	left int
}

var errCut = errors.New("cut")

func (c *cut) Apply(ctx context.Context, b ingest.Batch) (ingest.Applied, error) {
	if c.left--; c.left < 0 {
		return ingest.Applied{}, errCut
	}
	return c.Store.Apply(ctx, b)
}

// held is all that a store holds, a line each, but for the dataset, which says when it was loaded.
func held(t *testing.T, s store.Store) []string {
	t.Helper()
	var out []string
	for _, r := range storetest.Records(t, s) {
		if r.Kind != graph.KindDataset {
			out = append(out, string(jsonOf(r)))
		}
	}
	return out
}

// testStore imports into a real store, which is stopped after each batch once; then again, which changes nothing; then asks.
func testStore(t *testing.T, s store.Store, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	curated := ingest.Batch{Dataset: graph.Record{Kind: graph.KindDataset, ID: "dataset:mine", Props: graph.Props{"name": "Mine"}},
		Puts: []graph.Record{
			{Kind: graph.KindActor, ID: "russia", Props: graph.Props{
				"name": "Russia", "kind": "STATE", "country": "RUS", "aliases": []string{"RF"},
			}},
		}}
	if _, err := s.Apply(t.Context(), curated); err != nil {
		t.Fatal(err)
	}
	o := options("icews", "testdata/icews.tab")
	o.Aliases = aliasesOf(t, "name,id\nRussia,russia\n")
	im, err := Read(t.Context(), formatNamed(t, "icews"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(im.Close)
	batches := 0
	for {
		_, err := seed.Load(t.Context(), &cut{s, batches}, im, seed.Options{AtOnce: 20})
		if err == nil {
			break
		}
		if !errors.Is(err, errCut) {
			t.Fatal(err)
		}
		batches++
	}
	if batches < 3 {
		t.Errorf("%d batches are too few to show anything", batches)
	}
	before := held(t, s)
	if len(before) != im.Size()+len(curated.Puts)-1 { // russia is of both
		t.Errorf("%d records in the store, %d imported", len(before), im.Size())
	}
	if a, err := seed.Load(t.Context(), s, im, seed.Options{AtOnce: 20}); err != nil || a.Added+a.Changed != 0 || a.Unchanged != im.Size() {
		t.Errorf("again: %+v, %v", a, err)
	}
	checkLines(t, "store", held(t, s), before)

	// What acts for the curated actor, through the ties of the import: two statements and visits of its own, a spokesman's, a deputy's.
	answer, err := s.Fetch(t.Context(), &query.Query{Find: query.FindList{Kind: graph.KindAction, List: query.List{
		Where: query.Attributed{Keys: []string{graph.AttributionKey("russia", "")}}, Page: query.Page{Limit: 50}}}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, it := range answer.Items {
		got = append(got, it.Text("title")+" "+it.Text("quadClass")+" "+it.Text("date"))
	}
	slices.Sort(got)
	checkLines(t, "acts for Russia", got, []string{
		"Dmitry Peskov → Ukraine: Threaten VERBAL_CONFLICT 2018-06-05",
		"Dmitry Peskov: Deny responsibility NEUTRAL 2018-06-05",
		"Foreign Affairs (Bangladesh) and Russia: Make a visit VERBAL_COOPERATION 2018-06-05",
		"Foreign Affairs (Palestinian Territory, Occupied) and Mikhail Bogdanov: Consult VERBAL_COOPERATION 2018-06-01",
		"Russia → Ukraine: Consult VERBAL_COOPERATION 2018-06-04",
		"Russia → Ukraine: Make statement NEUTRAL 2018-06-03",
	})
	answer, err = s.Fetch(t.Context(), &query.Query{Find: query.FindNodes{IDs: []string{"russia", "icews:106:2018-06-05"}},
		Includes: []*query.Include{{Relation: graph.RelationOf(graph.KindAction, "performers")}, {Relation: graph.RelationOf(graph.KindAction,
			"evidence")}}})
	if err != nil {
		t.Fatal(err)
	}
	if aliases := fmt.Sprint(answer.Items[0].Value("aliases")); aliases != "[RF Russia]" {
		t.Error(aliases)
	}
	testPrune(t, s, before)
	visit := answer.Items[1]
	if len(visit.Related[0].Items) != 2 || len(visit.Related[1].Items) != 3 {
		t.Errorf("%d performers, %d items of evidence", len(visit.Related[0].Items), len(visit.Related[1].Items))
	}
}

// testPrune imports without aliases and with them again: what was mapped is no longer, then is, and nothing else differs.
func testPrune(t *testing.T, s store.Store, mapped []string) {
	t.Helper()
	plain, err := Read(t.Context(), formatNamed(t, "icews"), options("icews", "testdata/icews.tab"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(plain.Close)
	o := options("icews", "testdata/icews.tab")
	o.Aliases = aliasesOf(t, "name,id\nRussia,russia\n")
	again, err := Read(t.Context(), formatNamed(t, "icews"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(again.Close)
	for _, c := range []struct {
		im      *Import
		russias int
	}{{plain, 2}, {again, 1}} {
		a, err := seed.Load(t.Context(), s, c.im, seed.Options{AtOnce: 20, Prune: true})
		if err != nil || a.Retracted == 0 {
			t.Errorf("%d retracted, %v", a.Retracted, err)
		}
		if a, err := seed.Load(t.Context(), s, c.im, seed.Options{AtOnce: 20, Prune: true}); err != nil || a.Retracted+a.Added+a.Changed != 0 {
			t.Errorf("again: %+v, %v", a, err)
		}
		answer, err := s.Fetch(t.Context(), &query.Query{Find: query.FindList{Kind: graph.KindActor, List: query.List{
			Where: query.In{Prop: "name", Values: []string{"Russia"}}, Page: query.Page{Limit: 5}}}})
		if err != nil || len(answer.Items) != c.russias {
			t.Errorf("%d actors called Russia, want %d; %v", len(answer.Items), c.russias, err)
		}
		if c.russias == 2 && fmt.Sprint(answer.Items[1].Value("aliases")) != "[RF]" {
			t.Errorf("the curated actor keeps an alias of the import's: %v", answer.Items[1].Value("aliases"))
		}
	}
	checkLines(t, "store", held(t, s), mapped)
}

// Actions are counted by another way: rows are one by one joined to those that they repeat or mirror.
func TestCountsAgree(t *testing.T) {
	type codedRow struct{ day, by, at, code, story string }
	names, codes := []string{"Russia", "Ukraine", "Reuters"}, []string{"010", "040", "042", "043"}
	wordings := map[string]string{"010": "Make statement", "040": "Consult", "042": "Make a visit", "043": "Host a visit"}
	one := func(a, b codedRow) bool {
		if a.day != b.day {
			return false
		}
		if a.by == b.by && a.at == b.at && a.code == b.code {
			return true
		}
		pair := a.code+b.code == "040040" || a.code+b.code == "042043" || a.code+b.code == "043042"
		return pair && a.by == b.at && a.at == b.by && a.by != a.at && a.story == b.story
	}
	for n := range uint64(20) {
		r := rand.New(rand.NewPCG(n, 1))
		var rows []codedRow
		text := lineOf(t, "icews.tab", 1)
		for i := range 60 {
			x := codedRow{fmt.Sprintf("2018-06-%02d", 1+r.IntN(3)), names[r.IntN(3)], names[r.IntN(3)], codes[r.IntN(4)], fmt.Sprint(1 + r.IntN(6))}
			rows = append(rows, x)
			text += lineOf(t, "icews.tab", 5, 0, fmt.Sprint(1000+i), 1, x.day, 2, x.by, 8, x.at, 5, wordings[x.code], 6, x.code, 11, x.story)
		}
		group := make([]int, len(rows))
		for i := range group {
			group[i] = i
		}
		for i := range rows {
			for j := range rows {
				if one(rows[i], rows[j]) && group[i] != group[j] {
					from, to := group[j], group[i]
					for k := range group {
						if group[k] == from {
							group[k] = to
						}
					}
				}
			}
		}
		slices.Sort(group)
		want := len(slices.Compact(group))
		o := options("icews", "-")
		o.Stdin = strings.NewReader(text)
		im, s := imported(t, "icews", o)
		if im.Actions != want || im.Rows-im.Repeated-im.Mirrored != want || im.Used() != len(rows) {
			t.Errorf("seed %d: %d actions (%d rows, %d repeated, %d mirrored), want %d", n, im.Actions, im.Rows, im.Repeated, im.Mirrored, want)
		}
		total := 0
		for _, rec := range s.records {
			if rec.Kind == graph.KindAction {
				var n int
				if _, err := fmt.Sscanf(rec.Props["description"].(string), "Coded by a machine in %d row", &n); err != nil {
					t.Fatal(err)
				}
				total += n
			}
		}
		if total != len(rows) {
			t.Errorf("seed %d: the actions tell of %d rows", n, total)
		}
	}
}
