package plan

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// bigStore has 100,000 actions, of which Russia has done 20,000, one in a hundred at Azerbaijan.
func bigStore() *query.Statistics {
	s := query.Unmeasured()
	s.Nodes[graph.KindAction], s.Nodes[graph.KindActor] = 100_000, 7_000
	s.Ledger = query.CountKeys(map[string]int{"russia>": 20_000, ">russia": 15_000, "russia>azerbaijan": 200, "azerbaijan>": 500})
	s.Replies = query.CountKeys(map[string]int{"russia>": 5_000, "russia>azerbaijan": 50})
	return s
}

func costOf(f query.Find, includes ...*query.Include) int64 {
	return CostOf(&query.Query{Find: f, Includes: includes}, bigStore()).Rows
}

func listOfActions(where query.Pred, change func(*query.List)) query.Find {
	l := query.List{Where: where, Order: query.Order{By: query.ByDate}, Page: query.Page{Limit: 20}}
	if change != nil {
		change(&l)
	}
	return query.FindList{Kind: graph.KindAction, List: l}
}

// The estimate follows the start of a list: what is cheap for a store is cheap by it.
func TestCostFollowsTheStart(t *testing.T) {
	dyad := query.Attributed{Keys: []string{"russia>azerbaijan"}}
	total := func(l *query.List) { l.Total = true }
	for name, c := range map[string]struct {
		find        query.Find
		least, most int64
	}{
		"one action":                {query.FindNodes{IDs: []string{"raids"}}, 1, 100},
		"a page in order":           {listOfActions(nil, nil), 20, 1_000},
		"a page of an actor":        {listOfActions(byRussia, nil), 20, 1_000},
		"a dyad, filtered":          {listOfActions(query.And{dyad, sanctions}, nil), 200, 2_000},
		"an actor, filtered":        {listOfActions(query.And{byRussia, sanctions}, nil), 20_000, 100_000},
		"all, filtered":             {listOfActions(containing("a"), nil), 100_000, 400_000},
		"all, filtered and counted": {listOfActions(containing("a"), total), 300_000, 900_000},
		"all, by twenty texts":      {listOfActions(query.Or{containing(texts(20)...), sanctions}, nil), 2_000_000, 4_000_000},
		"all, by two hundred texts": {listOfActions(query.Or{containing(texts(200)...), sanctions}, nil), 20_000_000, 40_000_000},
		"named ones":                {listOfActions(query.And{query.IDIn{"a", "b"}, containing("a")}, nil), 2, 1_000},
		"what cannot be":            {listOfActions(query.And{containing("a"), query.Or{}}, total), 1, 100},
		"counts of a dyad":          {query.FindCounts{Dyads: []query.Dyad{{By: "russia", At: "azerbaijan"}}}, 200, 1_000},
		"counts of many dyads":      {query.FindCounts{Dyads: dyads(40), Replies: true}, 1_600, 50_000},
		"response times of a dyad": {query.FindResponseTimes{By: []string{"azerbaijan"}, To: []string{"russia"}, AsOf: "2025-12-31"},
			2_000, 200_000},
		"response times of a busy actor": {query.FindResponseTimes{To: []string{"russia"}, AsOf: "2025-12-31"}, 200_000, 2_000_000},
		"a chain":                        {query.FindChain{Action: "raids", Direction: query.Both, MaxDepth: 50, MaxNodes: 5000}, 5_000, 500_000},
		"a drawing of what is around":    {query.FindSubgraph{Around: []string{"raids"}, Depth: 5, MaxNodes: 5000}, 5_000, 3_000_000},
		"a walk from nothing to itself":  {query.FindPaths{From: "a", To: "a", MaxLength: 12, First: 20}, 1, 1_000_000},
	} {
		if got := costOf(c.find); got < c.least || got > c.most {
			t.Errorf("%s costs %d, want %d to %d", name, got, c.least, c.most)
		}
	}
}

// A rare word is as dear to look up beside many common ones as these are, and several actors are dearer than the rows they have.
func TestCostOfWhatIsLookedUp(t *testing.T) {
	search := func(text string) int64 {
		s := bigStore()
		texts := make([]string, 100)
		for i := range texts {
			texts[i] = "alpha beta gamma"
		}
		s.Words = query.CountWords(texts)
		l := query.List{Page: query.Page{Limit: 20}}
		return CostOf(&query.Query{Find: query.FindSearch{Text: text, List: l}}, s).Rows
	}
	if rare, mixed := search("zebra"), search("zebra a b g"); mixed < 10*rare {
		t.Errorf("a rare word costs %d, beside three letters %d", rare, mixed)
	}
	for _, again := range []string{"zebra zebra", "zebra z ze zebra"} {
		if once, more := search("zebra"), search(again); more != once {
			t.Errorf("zebra costs %d, %q %d", once, again, more)
		}
	}
	of := func(keys ...string) int64 {
		return costOf(listOfActions(query.And{query.Attributed{Keys: keys}, sanctions}, nil))
	}
	if one, both := of("russia>"), of("russia>", ">russia"); both < 2*one+20_000 {
		t.Errorf("one side costs %d, both sides %d", one, both)
	}
}

func texts(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprint("text ", i))
	}
	return out
}

func dyads(actors int) (out []query.Dyad) {
	for i := range actors {
		for j := range actors {
			out = append(out, query.Dyad{By: fmt.Sprint("a", i), At: fmt.Sprint("a", j)})
		}
	}
	return out
}

// To group by a relation costs what there is of it: nothing but a look where no item has one.
func TestCostOfGroups(t *testing.T) {
	by := func(grouping string, places int) int64 {
		s := bigStore()
		s.Edges[graph.TookPlaceIn] = query.EdgeCount{Out: query.Even(places, 1)}
		l := query.List{Groups: []query.Group{{By: grouping}}}
		return CostOf(&query.Query{Find: query.FindList{Kind: graph.KindAction, List: l}}, s).Rows
	}
	types, none, half, all := by("TYPE", 0), by("PLACE", 0), by("PLACE", 50_000), by("PLACE", 100_000)
	if none > types*3/2 || all < 2*types || half <= none || half >= all {
		t.Errorf("by type %d, by place where none has one %d, half %d, all %d", types, none, half, all)
	}
}

// What costs most is named by the relations that lead to it.
func TestDearest(t *testing.T) {
	actions := &query.Include{Relation: graph.RelationOf(graph.KindActor, "actions"),
		List: query.List{Where: containing("a"), Page: query.Page{Limit: 20}}}
	performers := &query.Include{Relation: graph.RelationOf(graph.KindAction, "performers"), Includes: []*query.Include{actions}}
	c := CostOf(&query.Query{Find: listOfActions(nil, nil), Includes: []*query.Include{performers}}, bigStore())
	if got := strings.Join(c.Dearest, "."); got != "performers.actions" || c.Rows < 20_000 {
		t.Errorf("%d rows, most for %q", c.Rows, got)
	}
}

// The list of an item that comes up again is read again, unless the store shares it.
func TestCostOfWhatIsShared(t *testing.T) {
	counted := &query.Include{Relation: graph.RelationOf(graph.KindActor, "actions"), List: query.List{Where: containing("a")}}
	q := &query.Query{Find: listOfActions(nil, func(l *query.List) { l.Page.Limit = 500 }),
		Includes: []*query.Include{{Relation: graph.RelationOf(graph.KindAction, "performers"), Includes: []*query.Include{counted}}}}
	counted.Total = true
	s := bigStore()
	shared := CostOf(q, s).Rows
	s.Shared = false
	if alone := CostOf(q, s).Rows; alone < 100*shared {
		t.Errorf("%d rows shared, %d alone", shared, alone)
	}
}

// More of anything never costs less, and no question overflows.
func TestCostGrows(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := drawCondition(r, 3)
		page := rapid.IntRange(0, 400).Draw(r, "page")
		find := func(limit int, total bool) query.Find {
			return listOfActions(p, func(l *query.List) { l.Page.Limit, l.Total = limit, total })
		}
		less, more := costOf(find(page, false)), costOf(find(page+100, false))
		if counted := costOf(find(page, true)); less < 0 || more < less || counted < less {
			t.Errorf("%d, of a larger page %d, counted %d", less, more, counted)
		}
	})
	var inc []*query.Include
	for range 40 {
		inc = []*query.Include{{Relation: graph.RelationOf(graph.KindActor, "parts"),
			List: query.List{Where: containing("a"), Page: query.Page{Limit: 500}}, Includes: inc}}
	}
	s := bigStore()
	s.Shared = false
	find := query.FindNodes{IDs: texts(500), Kinds: []graph.Kind{graph.KindActor}}
	if n := CostOf(&query.Query{Find: find, Includes: inc}, s).Rows; n < math.MaxInt32 {
		t.Errorf("forty levels of five hundred cost %d", n)
	}
}

// A Spread never says less than the owners with the most rows have.
func TestSpread(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rows := rapid.SliceOfN(rapid.IntRange(0, 50), 0, 60).Draw(r, "rows")
		owners := map[int]int{}
		for _, n := range rows {
			owners[n]++
		}
		s := query.SpreadOf(owners)
		slices.Sort(rows)
		slices.Reverse(rows)
		sum := 0
		for i, n := range rows {
			sum += n
			if got := s.Of(i + 1); got < sum || got > 2*sum {
				t.Fatalf("%d owners of %v have %d rows, not %d", i+1, rows, sum, got)
			}
		}
		if s.All != sum || s.Of(0) != 0 || s.Of(100) != sum {
			t.Errorf("%+v of %v", s, rows)
		}
	})
}

// Through a lens each fact is looked at, and a page reads what the lens leaves out too; what no lens touches costs the same.
func TestCostThroughALens(t *testing.T) {
	lens := &query.Lens{KnownOn: "2025-07-02"}
	for name, c := range map[string]struct {
		find        query.Find
		least, most float64 // times what it costs without
	}{
		"a page in order":       {listOfActions(nil, nil), 2, 100},
		"an actor, filtered":    {listOfActions(query.And{byRussia, sanctions}, nil), 1.3, 3},
		"a total":               {listOfActions(byRussia, func(l *query.List) { l.Total = true }), 5, 100},
		"counts of a dyad":      {query.FindCounts{Dyads: []query.Dyad{{By: "russia", At: "azerbaijan"}}}, 2, 4},
		"actors":                {query.FindList{Kind: graph.KindActor, List: query.List{Page: query.Page{Limit: 20}}}, 1, 1},
		"everything is counted": {query.FindStats{}, 3, 5},
	} {
		plain := costOf(c.find)
		through := CostOf(&query.Query{Find: c.find, Lens: lens}, bigStore()).Rows
		if ratio := float64(through) / float64(plain); ratio < c.least || ratio > c.most {
			t.Errorf("%s: %d rows, and %d through a lens", name, plain, through)
		}
	}
}

// What a page costs through a lens depends on where in its order the facts are that stand.
func TestCostOfAPageThroughALens(t *testing.T) {
	s := bigStore()
	for i := range 400 { // each became known a year after it was done
		year, source := 2000+i/20, fmt.Sprint("s", i%4)
		s.Acts = append(s.Acts, query.Act{
			Earliest: graph.Day(fmt.Sprintf("%d-06-01", year)), KnownBy: graph.Day(fmt.Sprintf("%d-06-01", year+1)),
			Basis: []string{"EXPLICIT", "INFERRED"}[i%2], Datasets: []string{"a"}, Support: "1 " + source, Sources: []string{source},
		})
	}
	page := func(l *query.Lens, desc, backward bool) int64 {
		find := listOfActions(nil, func(q *query.List) { q.Order, q.Page.Backward = query.Order{By: query.ByDate, Desc: desc}, backward })
		return CostOf(&query.Query{Find: find, Lens: l}, s).Rows
	}
	all := page(&query.Lens{Datasets: []string{"b"}}, true, false)
	if all < 100_000 {
		t.Errorf("a page of nothing costs %d, and reads all", all)
	}
	known := &query.Lens{KnownOn: "2005-01-01"}
	found := &query.Lens{Without: query.OwnedBy{"x"}, Sources: &query.LensSources{}}
	found.Sources.Standing = query.Members{Except: true, Texts: []string{"1 s1"}}
	for name, c := range map[string]struct {
		lens           *query.Lens
		desc, backward bool
		least, most    float64 // of what it costs to read all
	}{
		"by a basis, every second":           {&query.Lens{Basis: []string{"EXPLICIT"}}, true, false, 0, 0.02},
		"the first, known early":             {known, false, false, 0, 0.02},
		"the latest, known early":            {known, true, false, 0.7, 0.9},
		"the last in order, known early":     {known, false, true, 0.7, 0.9},
		"without a source":                   {&query.Lens{Without: query.IDIn{"s1"}}, true, false, 0, 0.02},
		"only sources that nothing rests on": {&query.Lens{Only: query.IDIn{"nobody"}}, true, false, 1, 1},
		"all but not those":                  {&query.Lens{Only: query.Not{Pred: query.IDIn{"s1", "s2", "s3"}}}, true, false, 0, 0.03},
		"an owner's, not found yet":          {&query.Lens{Without: query.OwnedBy{"x"}}, true, false, 0.01, 0.05},
		"an owner's, found":                  {found, true, false, 0, 0.02},
	} {
		if got := float64(page(c.lens, c.desc, c.backward)) / float64(all); got < c.least || got > c.most {
			t.Errorf("%s: %.3f of the whole, not %v to %v", name, got, c.least, c.most)
		}
	}
}
