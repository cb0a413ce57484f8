package sqlite

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

// TestStatements holds the store to one statement a level, totals and things of several kinds included.
func TestStatements(t *testing.T) {
	s := open(t)
	load(t, s, world())
	byDate := graph.Order{By: graph.ByDate}
	for _, c := range []struct {
		name string
		q    graph.Query
		want int64
	}{
		{"one", graph.Query{Find: graph.FindNodes{IDs: []string{"ru"}, Kinds: []graph.Kind{graph.KindActor}}, Must: []graph.Named{{ID: "ru"}, {Kind: graph.KindActor, ID: "az"}}}, 1},
		{"three levels, a total", graph.Query{Find: graph.FindList{Kind: graph.KindAction, List: graph.List{Page: page(5)}}, Wants: []*graph.Want{
			{Relation: rel(t, graph.KindAction, "responses"), List: graph.List{Page: page(3), Total: true, Order: byDate}, Wants: []*graph.Want{{Relation: rel(t, graph.KindResponse, "responders")}}},
			{Relation: rel(t, graph.KindAction, "evidence"), Wants: []*graph.Want{{Relation: rel(t, graph.KindEvidence, "source")}}},
		}}, 3},
		{"all of a node of any kind", graph.Query{Find: graph.FindNodes{IDs: []string{"a1", "c1", "ru", "RESPONDS_TO:a2:a1"}}, Wants: slices.Concat(
			wantsOf(graph.KindAction, 1), wantsOf(graph.KindActor, 1), wantsOf(graph.KindClaim, 1), wantsOf(graph.KindResponse, 1))}, 2},
		{"nothing there to go on from", graph.Query{Find: graph.FindNodes{IDs: []string{"x"}}, Wants: wantsOf(graph.KindAction, 2)}, 1},
		{"nothing to look for", graph.Query{Find: graph.FindNodes{}}, 0},
		{"a count", graph.Query{Find: graph.FindList{Kind: graph.KindAction, List: graph.List{Total: true}}}, 1},
		{"exchange", graph.Query{Find: graph.FindExchange{Between: "ru", And: "az", Sides: true, List: graph.List{Page: page(3), Total: true}}}, 1},
		{"search", graph.Query{Find: graph.FindSearch{Text: "a", List: graph.List{Page: page(3), Total: true}}}, 1},
		{"chain", graph.Query{Find: graph.FindChain{Action: "a2", Direction: graph.Both, MaxDepth: 2, MaxNodes: 9}}, 1},
	} {
		before := s.Statements()
		fetch(t, s, &c.q)
		if n := s.Statements() - before; n != c.want {
			t.Errorf("%s: %d statements, not %d", c.name, n, c.want)
		}
	}
}

func TestMust(t *testing.T) {
	s := open(t)
	load(t, s, world())
	for _, find := range []graph.Find{
		graph.FindNodes{IDs: []string{"ru"}}, graph.FindNodes{IDs: []string{"zz"}, Kinds: []graph.Kind{graph.KindActor}}, graph.FindNodes{},
		graph.FindList{Kind: graph.KindActor, List: graph.List{Page: page(2), Where: graph.Or{}}},
		graph.FindList{Kind: graph.KindActor, List: graph.List{Total: true}}, graph.FindList{Kind: graph.KindActor},
		graph.FindChain{Action: "a1", Direction: graph.Both, MaxDepth: 1, MaxNodes: 1},
		graph.FindUnanswered{List: graph.List{Page: page(2)}}, graph.FindExchange{Between: "ru", And: "az", Sides: true},
		graph.FindSearch{Text: "a", List: graph.List{Page: page(2)}}, graph.FindSearch{Text: "!"},
	} {
		_, err := s.Fetch(t.Context(), &graph.Query{Find: find, Must: []graph.Named{{ID: "az"}, {ID: "y"}, {ID: "x"}}})
		if !errors.Is(err, graph.ErrNotFound) || !strings.Contains(err.Error(), `nothing has the id "y"`) {
			t.Errorf("%+v: %v", find, err)
		}
		if _, err := s.Fetch(t.Context(), &graph.Query{Find: find, Must: []graph.Named{{Kind: graph.KindActor, ID: "az"}, {ID: "a1"}}}); err != nil {
			t.Errorf("%+v: %v: %s", find, err, cause(err))
		}
	}
}

// TestNestedPages walks every connection of every kind by every order, forwards and backwards, one at a
// time, and compares with the whole list.
func TestNestedPages(t *testing.T) {
	t.Parallel()
	s := open(t)
	load(t, s, world())
	for i := range graph.Relations {
		r := &graph.Relations[i]
		if r.Shape != graph.Connection || r.To == graph.KindNode {
			continue
		}
		for mode := range 6 {
			o := graph.Order{By: graph.OrderBy(mode / 2), Desc: mode%2 == 1}
			lists := func(p graph.Page) []*graph.Item {
				q := &graph.Query{Find: graph.FindList{Kind: r.From, List: graph.List{Page: page(100)}}, Wants: []*graph.Want{{Relation: r, List: graph.List{Order: o, Page: p, Total: true}}}}
				return fetch(t, s, q).Items
			}
			for n, parent := range lists(page(100)) {
				whole := parent.Related[0]
				if whole.Total != len(whole.Items) || whole.More {
					t.Errorf("%s.%s: total %d of %d", r.From, r.Name, whole.Total, len(whole.Items))
				}
				sorted := slices.Clone(whole.Items)
				order := ordering(r.To, o)
				slices.SortFunc(sorted, func(a, b *graph.Item) int { return order(hit{Item: a}, hit{Item: b}) })
				if ids(sorted) != ids(whole.Items) {
					t.Errorf("%s.%s %+v: %s, not %s", r.From, r.Name, o, ids(whole.Items), ids(sorted))
				}
				for _, backward := range []bool{false, true} {
					var got []*graph.Item
					p := graph.Page{Limit: 1, Backward: backward}
					for range len(whole.Items) {
						one := lists(p)[n].Related[0]
						if len(one.Items) != 1 {
							break
						}
						if backward {
							got = append(slices.Clone(one.Items), got...)
						} else {
							got = append(got, one.Items...)
						}
						if one.More != (len(got) < len(whole.Items)) {
							t.Errorf("%s.%s: more is %v at %d of %d", r.From, r.Name, one.More, len(got), len(whole.Items))
						}
						p.Cursor = cursorOf(one.Items[0], o)
					}
					if ids(got) != ids(whole.Items) {
						t.Errorf("%s.%s %+v backward %v: %s, not %s", r.From, r.Name, o, backward, ids(got), ids(whole.Items))
					}
				}
			}
		}
	}
}

// TestPagesOfOthers walks a search, the unanswered and an exchange, forwards and backwards.
func TestPagesOfOthers(t *testing.T) {
	s := open(t)
	load(t, s, world())
	for name, make := range map[string]func(graph.List) graph.Find{
		"search":     func(l graph.List) graph.Find { return graph.FindSearch{Text: "a", List: l} },
		"unanswered": func(l graph.List) graph.Find { return graph.FindUnanswered{List: l} },
		"exchange":   func(l graph.List) graph.Find { return graph.FindExchange{Between: "ru", And: "az", List: l} },
	} {
		for _, desc := range []bool{false, true} {
			l := graph.List{Order: graph.Order{By: graph.ByDate, Desc: desc}, Page: page(100), Total: true}
			if name == "search" {
				l.Order = graph.Order{By: graph.ByRank}
			}
			whole := fetch(t, s, &graph.Query{Find: make(l)})
			if len(whole.Items) < 2 || whole.Total != len(whole.Items) {
				t.Fatalf("%s: %d of %d", name, len(whole.Items), whole.Total)
			}
			for _, backward := range []bool{false, true} {
				l.Page = graph.Page{Limit: 1, Backward: backward}
				var got []*graph.Item
				for range 20 {
					a := fetch(t, s, &graph.Query{Find: make(l)})
					if backward {
						got = append(slices.Clone(a.Items), got...)
					} else {
						got = append(got, a.Items...)
					}
					if !a.More {
						break
					}
					l.Page.Cursor = cursorOf(a.Items[0], l.Order)
					if name == "search" {
						n := a.Items[0].Text("sortName")
						rank := 1
						if strings.HasPrefix(n, "a") || strings.Contains(n, " a") {
							rank = 2
						}
						if strings.HasPrefix(n, "a") {
							rank = 3
						}
						l.Page.Cursor.Keys = []string{fmt.Sprint(rank), fmt.Sprintf("%06d", len([]rune(n)))}
					}
				}
				if ids(got) != ids(whole.Items) {
					t.Errorf("%s desc %v backward %v: %s, not %s", name, desc, backward, ids(got), ids(whole.Items))
				}
			}
		}
	}
}

func TestPlainLimit(t *testing.T) {
	s := open(t)
	c := graph.Changes{PutNodes: []graph.Stored{node(graph.KindAction, "x", nil)}}
	for i := range graph.MaxPlain + 1 {
		id := fmt.Sprintf("p%04d", i)
		c.PutNodes = append(c.PutNodes, node(graph.KindActor, id, nil))
		c.PutEdges = append(c.PutEdges, edge(graph.Performed, id, "x", nil))
	}
	load(t, s, c)
	q := &graph.Query{Find: graph.FindNodes{IDs: []string{"x"}}, Wants: []*graph.Want{{Relation: rel(t, graph.KindAction, "performers")}}}
	if _, err := s.Fetch(t.Context(), q); !errors.Is(err, graph.ErrTooLarge) || !strings.Contains(err.Error(), "Action.performers") {
		t.Error(err)
	}
	load(t, s, graph.Changes{DropEdges: []graph.Ref{{Edge: graph.Performed, From: "p0000", To: "x"}}, DropNodes: []graph.Ref{{ID: "p0000"}}})
	if a := fetch(t, s, q); len(a.Items[0].Related[0].Items) != graph.MaxPlain {
		t.Error(len(a.Items[0].Related[0].Items))
	}
}

// TestSearchRank is the order that graph.ByRank states.
func TestSearchRank(t *testing.T) {
	s := open(t)
	named := func(id, name, text string) graph.Stored {
		return node(graph.KindActor, id, graph.Props{"name": name, "sortName": graph.Fold(name), "searchText": graph.Fold(name + " " + text)})
	}
	load(t, s, graph.Changes{PutNodes: []graph.Stored{
		named("elsewhere", "Lavrov", "baku sputnik"), named("within", "The Sputnik office in Baku", ""), named("longer", "Sputnik Baku office", ""),
		named("starts", "Sputnik Bakuvian", ""), named("exact", "Sputnik  BAKU!", ""), named("half", "Sputnik", ""), named("宇", "宇宙 𞤀𞤁", ""),
	}})
	search := func(text string) string {
		return ids(fetch(t, s, &graph.Query{Find: graph.FindSearch{Text: text, List: graph.List{Page: page(9)}}}).Items)
	}
	if got := search("spútnik baku"); got != "exact starts longer within elsewhere" {
		t.Error(got)
	}
	if got := search("宙") + search(" 𞤀") + search("AND") + search(`" * (`); got != "宇宇" {
		t.Error(got)
	}
	load(t, s, graph.Changes{PutNodes: []graph.Stored{named("exact", "Moscow", "")}})
	if got := search("sputnik b"); got != "starts longer within elsewhere" {
		t.Errorf("replaced: %s", got)
	}
}
