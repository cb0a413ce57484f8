package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/lens"
)

// testHostile holds that a question which no person asks is refused by every store alike, with words, before the store sees it;
// or answered, where it means something simple.
func testHostile(t *testing.T, s suite) {
	t.Helper()
	actions := func(where query.Pred) query.Find {
		return query.FindList{Kind: graph.KindAction, List: query.List{Where: where, Page: query.Page{Limit: 1}}}
	}
	over := func(o query.Order, at query.Cursor) query.Find {
		at.Order, at.Number, at.ID = o.By, o.Number, "x"
		return query.FindList{Kind: graph.KindAction, List: query.List{Order: o, Page: query.Page{Limit: 1, Cursor: &at}}}
	}
	byIntensity := query.Order{By: query.ByNumber, Number: "intensity"}
	ranked := func(keys ...string) query.Find {
		return query.FindSearch{Text: "raid", List: query.List{Page: query.Page{Limit: 1,
			Cursor: &query.Cursor{Order: query.ByRank, Keys: keys, ID: "x"}}}}
	}
	mentioned, dated := 1e6, query.Overlaps{}
	var bomb query.Pred = query.Between{Prop: "mentions", Min: &mentioned}
	var alternating query.Pred = query.Between{Prop: "mentions", Min: &mentioned}
	var ofMany, apart query.Or
	for i := range 500 {
		x := float64(i)
		bomb = query.Not{Pred: query.And{bomb, dated}}
		alternating = query.Not{Pred: query.And{alternating, query.Between{Prop: "intensity", Max: &x}}}
		ofMany = append(ofMany, query.Like{Prop: "sortName", Values: []string{fmt.Sprint("nowhere ", i)}})
		apart = append(apart, query.And{query.Between{Prop: "mentions", Min: &x}, query.In{Prop: "type", Values: []string{"AID", fmt.Sprint(i)}}})
	}
	long := strings.Repeat("x", 100_000)
	for _, c := range []struct {
		name string
		find query.Find
		want error // nil when it is answered
	}{
		{"500 alternatives of one text", actions(ofMany), nil},
		{"500 alternatives apart", actions(apart), graph.ErrTooComplex},
		{"thirty alternatives apart", actions(apart[:30]), nil},
		{"not and in one another, 500 deep", actions(bomb), graph.ErrTooComplex},
		{"the same of different conditions", actions(alternating), graph.ErrTooComplex},
		{"a text of 20,000 words", query.FindSearch{Text: strings.Repeat("word ", 20_000), List: query.List{Page: query.Page{Limit: 1}}},
			graph.ErrTooComplex},
		{"a filter by 1,010 words", actions(query.Matches{Text: strings.Repeat("a ", 1010)}), graph.ErrTooComplex},
		{"a text of 201 letters", actions(query.Like{Prop: "sortName", Values: []string{long[:201]}}), graph.ErrTooComplex},
		{"a list of 501 ids", actions(query.IDIn(slices.Repeat([]string{"x"}, 501))), graph.ErrTooLarge},
		{"an id of 100 KB", query.FindNodes{IDs: []string{long}}, graph.ErrInvalid},
		{"an id of 100 KB in a filter", actions(query.Related{Relation: relation(t, graph.KindAction, "episodes"), Where: query.IDIn{long}}),
			graph.ErrInvalid},
		{"a walk from an id of 100 KB", query.FindChain{Action: long, Direction: query.Both, MaxDepth: 1, MaxNodes: 1}, graph.ErrInvalid},
		{"a cursor at infinity", over(byIntensity, query.Cursor{Keys: []string{"Inf"}}), graph.ErrInvalid},
		{"a cursor at minus infinity", over(byIntensity, query.Cursor{Keys: []string{"-inf"}}), graph.ErrInvalid},
		{"a cursor at no number", over(byIntensity, query.Cursor{Keys: []string{"NaN"}}), graph.ErrInvalid},
		{"a cursor beyond any number", over(byIntensity, query.Cursor{Keys: []string{"1e999"}}), graph.ErrInvalid},
		{"a cursor of a day that is not", over(query.Order{By: query.ByDate}, query.Cursor{Keys: []string{"2025-02-30", "2025-02-30", ""}}),
			graph.ErrInvalid},
		{"a cursor of half a date", over(query.Order{By: query.ByDate}, query.Cursor{Keys: []string{"2025-02-03", "", ""}}), graph.ErrInvalid},
		{"a cursor of rank -2^63", ranked("-9223372036854775808", "5"), graph.ErrInvalid},
		{"a cursor of rank 0", ranked("0", "5"), graph.ErrInvalid},
		{"a cursor of rank 5", ranked("5", "5"), graph.ErrInvalid},
		{"a cursor of no length", ranked("4", "-1"), graph.ErrInvalid},
		{"a cursor as it was given", ranked("4", "000005"), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := s.Fetch(t.Context(), &query.Query{Find: c.find})
			if !errors.Is(err, c.want) || c.want == nil && err != nil {
				t.Fatalf("%v, want %v", err, c.want)
			}
			if err != nil && len(err.Error()) > 300 {
				t.Errorf("the error has %d bytes: %.100s", len(err.Error()), err)
			}
		})
	}
}

// testAlternatives holds that many alternatives mean what few mean, also on relations and the attribution.
func testAlternatives(t *testing.T, s suite) {
	t.Helper()
	episode := query.Related{Relation: relation(t, graph.KindAction, "episodes"), Where: query.IDIn{"border-incursions"}}
	answered := query.Related{Relation: relation(t, graph.KindAction, "responses"), Where: query.Attributed{Keys: []string{"ethiopia>"}}}
	bySomalia := query.Attributed{Keys: []string{"somalia>"}}
	count := func(where query.Pred) int {
		return s.ask(t, query.FindList{Kind: graph.KindAction, List: query.List{Where: where, Total: true}}).Total
	}
	var never query.Or
	for i := range 10 {
		least := 1e9 + float64(i)
		never = append(never, query.And{query.Between{Prop: "mentions", Min: &least},
			query.Like{Prop: "sortName", Values: []string{fmt.Sprint("x", i)}}})
	}
	either := query.Or{query.And{answered, episode}, query.Not{Pred: bySomalia}}
	for _, p := range []query.Pred{episode, query.Not{Pred: episode}, bySomalia, either} {
		few := count(p)
		if many := count(append(slices.Clone(never), p)); many != few || few == 0 {
			t.Errorf("%+v: %d, and %d among alternatives that nothing meets", p, few, many)
		}
		if none := count(query.And{query.Not{Pred: append(slices.Clone(never), p)}, p}); none != 0 {
			t.Errorf("%+v and its negation: %d", p, none)
		}
	}
}

// testNever holds that a filter which nothing meets gives nothing, in whatever list it stands: also in those whose start is an index.
func testNever(t *testing.T, s suite) {
	t.Helper()
	for _, name := range []string{"actions", "received", "responsesGiven", "responsesReceived", "claims", "ties", "parts"} {
		include := &query.Include{Relation: relation(t, graph.KindActor, name), List: query.List{
			Where: query.Or{}, Page: query.Page{Limit: 3}, Total: true,
		}}
		found, err := s.Fetch(t.Context(), &query.Query{Find: query.FindNodes{IDs: []string{"ethiopia"}}, Includes: []*query.Include{include}})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := found.Items[0].Related[0]; len(got.Items) != 0 || got.Total != 0 {
			t.Errorf("%s: %d of %d", name, len(got.Items), got.Total)
		}
	}
	for _, where := range []query.Pred{
		query.And{query.Attributed{Keys: []string{"ethiopia>"}}, query.Or{}},
		query.And{query.Attributed{Keys: []string{"ethiopia>"}}, query.In{Prop: "type", Values: []string{}}},
		query.Not{Pred: query.And{}},
	} {
		if n := s.ask(t, query.FindList{Kind: graph.KindAction, List: query.List{Where: where, Total: true}}).Total; n != 0 {
			t.Errorf("%+v: %d", where, n)
		}
	}
}

// testMeasure holds that a store knows what it holds, for estimates of cost.
func testMeasure(t *testing.T, s suite) {
	t.Helper()
	m, measures := s.Store.(query.Measuring)
	if !measures {
		t.Fatal("the store does not measure itself")
	}
	stats, err := m.Measure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	counted := s.ask(t, query.FindStats{}).Stats
	for k, n := range counted.Nodes {
		if stats.Nodes[k] != n {
			t.Errorf("%d nodes of %s, want %d", stats.Nodes[k], k, n)
		}
	}
	for l, n := range counted.Edges {
		if c := stats.Edges[l]; c.Out.All != n || c.In.All != n || c.Out.Of(1) < 1 || c.In.Of(1) > n {
			t.Errorf("edges of %s: %+v, want %d", l, c, n)
		}
	}
	for name, n := range counted.Types {
		if stats.Types[name] != n {
			t.Errorf("%d actions of %s, want %d", stats.Types[name], name, n)
		}
	}
	for _, key := range []string{"ethiopia>somalia", "ethiopia>", ">somalia", "nobody>"} {
		l := query.List{Where: query.Attributed{Keys: []string{key}}, Total: true}
		if n := s.ask(t, query.FindList{Kind: graph.KindAction, List: l}).Total; stats.Ledger.Of(key) != n {
			t.Errorf("%d actions under %q, want %d", stats.Ledger.Of(key), key, n)
		}
		if n := s.ask(t, query.FindList{Kind: graph.KindResponse, List: l}).Total; stats.Replies.Of(key) != n {
			t.Errorf("%d responses under %q, want %d", stats.Replies.Of(key), key, n)
		}
	}
	if n := stats.Words.Of([]string{"same"}, 1000); n < 1 || n >= 1000 {
		t.Errorf("the word is in %d of a thousand texts", n)
	}
	if n := counted.Nodes[graph.KindAction]; len(stats.Acts) != n || n > query.SampledActs {
		t.Errorf("%d acts of %d are taken, of which there are fewer than in a sample", len(stats.Acts), n)
	}
	if !slices.IsSortedFunc(stats.Acts, func(a, b query.Act) int { return cmp.Compare(cmp.Or(a.Earliest, "9"), cmp.Or(b.Earliest, "9")) }) {
		t.Error("acts are not in order of date, undated ones last")
	}
	reader := lens.Over(s.Store)
	for _, l := range []*query.Lens{explicitOnly, ofWorld, ofNobody, knownOnThird, {Without: query.IDIn{"border-in-free-times"}},
		{Only: query.Or{query.IDIn{"border-in-mbabane-times"}, query.IDIn{"border-leaflet-again"}}}} {
		stand := 0
		for _, a := range stats.Acts {
			if stands, known := a.Stands(l); !known {
				t.Errorf("%+v: it is not known of %+v", l, a)
			} else if stands {
				stand++
			}
		}
		f := query.FindList{Kind: graph.KindAction, List: query.List{Total: true}}
		a, err := reader.Fetch(t.Context(), &query.Query{Find: f, Lens: l})
		if err != nil || a.Total != stand {
			t.Errorf("%+v: %d acts stand, not %d: %v", l, a.Total, stand, err)
		}
	}
}
