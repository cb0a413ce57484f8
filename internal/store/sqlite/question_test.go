package sqlite

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// TestStatements holds the store to one statement a level, totals and things of several kinds included.
func TestStatements(t *testing.T) {
	s := open(t)
	load(t, s, world())
	byDate := query.Order{By: query.ByDate}
	for _, c := range []struct {
		name string
		q    query.Query
		want int64
	}{
		{"one", query.Query{Find: query.FindNodes{IDs: []string{"ru"}, Kinds: []graph.Kind{graph.KindActor}}, RequiredNodes: []query.RequiredNode{{ID: "ru"}, {Kind: graph.KindActor, ID: "az"}}}, 1},
		{"three levels, a total", query.Query{Find: query.FindList{Kind: graph.KindAction, List: query.List{Page: page(5)}}, Includes: []*query.Include{
			{Relation: rel(t, graph.KindAction, "responses"), List: query.List{Page: page(3), Total: true, Order: byDate}, Includes: []*query.Include{{Relation: rel(t, graph.KindResponse, "responders")}}},
			{Relation: rel(t, graph.KindAction, "evidence"), Includes: []*query.Include{{Relation: rel(t, graph.KindEvidence, "source")}}},
		}}, 3},
		{"all of a node of any kind", query.Query{Find: query.FindNodes{IDs: []string{"a1", "c1", "ru", "RESPONDS_TO:a2:a1"}}, Includes: slices.Concat(
			wantsOf(graph.KindAction, 1), wantsOf(graph.KindActor, 1), wantsOf(graph.KindClaim, 1), wantsOf(graph.KindResponse, 1))}, 2},
		{"nothing there to go on from", query.Query{Find: query.FindNodes{IDs: []string{"x"}}, Includes: wantsOf(graph.KindAction, 2)}, 1},
		{"nothing to look for", query.Query{Find: query.FindNodes{}}, 0},
		{"a count", query.Query{Find: query.FindList{Kind: graph.KindAction, List: query.List{Total: true}}}, 1},
		{"exchange", query.Query{Find: query.FindExchange{Between: "ru", And: "az", Sides: true, List: query.List{Page: page(3), Total: true}}}, 1},
		{"search", query.Query{Find: query.FindSearch{Text: "a", List: query.List{Page: page(3), Total: true}}}, 1},
		{"chain", query.Query{Find: query.FindChain{Action: "a2", Direction: query.Both, MaxDepth: 2, MaxNodes: 9}}, 1},
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
	for _, find := range []query.Find{
		query.FindNodes{IDs: []string{"ru"}}, query.FindNodes{IDs: []string{"zz"}, Kinds: []graph.Kind{graph.KindActor}}, query.FindNodes{},
		query.FindList{Kind: graph.KindActor, List: query.List{Page: page(2), Where: query.Or{}}},
		query.FindList{Kind: graph.KindActor, List: query.List{Total: true}}, query.FindList{Kind: graph.KindActor},
		query.FindChain{Action: "a1", Direction: query.Both, MaxDepth: 1, MaxNodes: 1},
		query.FindUnanswered{List: query.List{Page: page(2)}}, query.FindExchange{Between: "ru", And: "az", Sides: true},
		query.FindSearch{Text: "a", List: query.List{Page: page(2)}}, query.FindSearch{Text: "!"},
	} {
		_, err := s.Fetch(t.Context(), &query.Query{Find: find, RequiredNodes: []query.RequiredNode{{ID: "az"}, {ID: "y"}, {ID: "x"}}})
		if !errors.Is(err, graph.ErrNotFound) || !strings.Contains(err.Error(), `nothing has the id "y"`) {
			t.Errorf("%+v: %v", find, err)
		}
		if _, err := s.Fetch(t.Context(), &query.Query{Find: find, RequiredNodes: []query.RequiredNode{{Kind: graph.KindActor, ID: "az"}, {ID: "a1"}}}); err != nil {
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
		if r.Cardinality != graph.Connection || r.To == graph.KindNode {
			continue
		}
		for mode := range 6 {
			o := query.Order{By: query.OrderBy(mode / 2), Desc: mode%2 == 1}
			lists := func(p query.Page) []*query.Item {
				q := &query.Query{Find: query.FindList{Kind: r.From, List: query.List{Page: page(100)}}, Includes: []*query.Include{{Relation: r, List: query.List{Order: o, Page: p, Total: true}}}}
				return fetch(t, s, q).Items
			}
			for n, parent := range lists(page(100)) {
				whole := parent.Related[0]
				if whole.Total != len(whole.Items) || whole.More {
					t.Errorf("%s.%s: total %d of %d", r.From, r.Name, whole.Total, len(whole.Items))
				}
				sorted := slices.Clone(whole.Items)
				order := ordering(r.To, o)
				slices.SortFunc(sorted, func(a, b *query.Item) int { return order(hit{Item: a}, hit{Item: b}) })
				if ids(sorted) != ids(whole.Items) {
					t.Errorf("%s.%s %+v: %s, not %s", r.From, r.Name, o, ids(whole.Items), ids(sorted))
				}
				for _, backward := range []bool{false, true} {
					var got []*query.Item
					p := query.Page{Limit: 1, Backward: backward}
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
	for name, make := range map[string]func(query.List) query.Find{
		"search":     func(l query.List) query.Find { return query.FindSearch{Text: "a", List: l} },
		"unanswered": func(l query.List) query.Find { return query.FindUnanswered{List: l} },
		"exchange":   func(l query.List) query.Find { return query.FindExchange{Between: "ru", And: "az", List: l} },
	} {
		for _, desc := range []bool{false, true} {
			l := query.List{Order: query.Order{By: query.ByDate, Desc: desc}, Page: page(100), Total: true}
			if name == "search" {
				l.Order = query.Order{By: query.ByRank}
			}
			whole := fetch(t, s, &query.Query{Find: make(l)})
			if len(whole.Items) < 2 || whole.Total != len(whole.Items) {
				t.Fatalf("%s: %d of %d", name, len(whole.Items), whole.Total)
			}
			for _, backward := range []bool{false, true} {
				l.Page = query.Page{Limit: 1, Backward: backward}
				var got []*query.Item
				for range 20 {
					a := fetch(t, s, &query.Query{Find: make(l)})
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
	c := ingest.Changes{PutNodes: []ingest.Stored{node(graph.KindAction, "x", nil)}}
	for i := range query.MaxPlain + 1 {
		id := fmt.Sprintf("p%04d", i)
		c.PutNodes = append(c.PutNodes, node(graph.KindActor, id, nil))
		c.PutEdges = append(c.PutEdges, edge(graph.Performed, id, "x", nil))
	}
	load(t, s, c)
	q := &query.Query{Find: query.FindNodes{IDs: []string{"x"}}, Includes: []*query.Include{{Relation: rel(t, graph.KindAction, "performers")}}}
	if _, err := s.Fetch(t.Context(), q); !errors.Is(err, graph.ErrTooLarge) || !strings.Contains(err.Error(), "Action.performers") {
		t.Error(err)
	}
	load(t, s, ingest.Changes{DropEdges: []graph.Ref{{Edge: graph.Performed, From: "p0000", To: "x"}}, DropNodes: []graph.Ref{{ID: "p0000"}}})
	if a := fetch(t, s, q); len(a.Items[0].Related[0].Items) != query.MaxPlain {
		t.Error(len(a.Items[0].Related[0].Items))
	}
}

// TestSearchRank is the order that query.ByRank states.
func TestSearchRank(t *testing.T) {
	s := open(t)
	named := func(id, name, text string) ingest.Stored {
		return node(graph.KindActor, id, graph.Props{"name": name, "sortName": graph.Fold(name), "searchText": graph.Fold(name + " " + text)})
	}
	load(t, s, ingest.Changes{PutNodes: []ingest.Stored{
		named("elsewhere", "Lavrov", "baku sputnik"), named("within", "The Sputnik office in Baku", ""), named("longer", "Sputnik Baku office", ""),
		named("starts", "Sputnik Bakuvian", ""), named("exact", "Sputnik  BAKU!", ""), named("half", "Sputnik", ""), named("宇", "宇宙 𞤀𞤁", ""),
	}})
	search := func(text string) string {
		return ids(fetch(t, s, &query.Query{Find: query.FindSearch{Text: text, List: query.List{Page: page(9)}}}).Items)
	}
	if got := search("spútnik baku"); got != "exact starts longer within elsewhere" {
		t.Error(got)
	}
	if got := search("宙") + search(" 𞤀") + search("AND") + search(`" * (`); got != "宇宇" {
		t.Error(got)
	}
	load(t, s, ingest.Changes{PutNodes: []ingest.Stored{named("exact", "Moscow", "")}})
	if got := search("sputnik b"); got != "starts longer within elsewhere" {
		t.Errorf("replaced: %s", got)
	}
}
