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
)

// pagesWorld has nine incursions of Ethiopia's into Somalia, with ties in every sort key: the first two have both days in common,
// the third and the fifth the first day with these, and three have no date. The notes have ids that differ by case, accent, length.
func pagesWorld() []graph.Record {
	var out []graph.Record
	dates := []string{"2025-01-01/2025-01-05", "2025-01-01/2025-01-05", "2025-01-01", "2025-02-01/2025-02-02", "2025-01-01/2025-01-06",
		"2025-03-01", "", "", ""}
	for i, date := range dates {
		id := fmt.Sprintf("incursion-%d", i+1)
		out = append(out, action(id, "COERCE", date, "title", []string{"Same", "SAME", "other"}[i%3]))
		out = append(out, edges(id+" IN_EPISODE border-incursions", "ethiopia PERFORMED "+id, id+" TARGETS somalia")...)
		if i > 0 {
			out = append(out, edge(id+" RESPONDS_TO incursion-1", "mode", "OBJECT"))
		}
	}
	for _, id := range []string{"note-1", "Note-1", "note-2", "note-10", "nóte-1"} {
		out = append(out, action(id, "COERCE", "2024-01-01"))
	}
	out = append(out, edges("ethiopia PERFORMED note-1", "somalia PERFORMED note-2 note-10", "ethiopia-defence-ministry PART_OF ethiopia",
		"ethiopia-defence-ministry PERFORMED nóte-1")...)
	return append(out, actor("ethiopia", "STATE"), actor("ethiopia-defence-ministry", "MINISTRY"), actor("somalia", "STATE"),
		node(graph.KindEpisode, "border-incursions"),
		node(graph.KindEpisode, "affair-\u4e2d", "title", "\u5916"),
		node(graph.KindEpisode, "affair-\uff5b", "title", "\U00020000"), node(graph.KindEpisode, "affair-z", "title", "\ufa0e"))
}

// sequenceWorld: Tunisia claims a reef, and Malta answers on one day by five demands. Three have a place in the day, two of them
// the same, and one may have lasted until the next day; two more demands have no date, of which one has a place in its day.
func sequenceWorld() []graph.Record {
	out := []graph.Record{actor("malta", "STATE"), actor("tunisia", "STATE"), action("reef-claim", "COERCE", "2024-05-04"),
		edge("tunisia PERFORMED reef-claim"), edge("reef-claim TARGETS malta")}
	for _, a := range []struct {
		id, date string
		sequence any
	}{
		{"demand-a", "2024-05-05", int64(10)}, {"demand-b", "2024-05-05", int64(2)}, {"demand-c", "2024-05-05", nil},
		{"demand-d", "2024-05-05", int64(2)}, {"demand-e", "2024-05-05/2024-05-06", int64(1)}, {"demand-f", "", nil},
		{"demand-g", "", int64(1)},
	} {
		r := action(a.id, "REQUEST", a.date)
		if a.sequence != nil {
			r.Props["sequence"] = a.sequence
		}
		out = append(append(out, r), edges("malta PERFORMED "+a.id, a.id+" ADDRESSED_TO tunisia")...)
		out = append(out, edge(a.id+" RESPONDS_TO reef-claim", "mode", "OBJECT"))
	}
	return out
}

// Those that have a place in their day come in its order, before those that have none; the other direction turns all of it.
func testSequence(t *testing.T, s suite) {
	t.Helper()
	const up, down = "b d a c e f g", "e c a d b g f"
	byMalta := query.Attributed{Keys: []string{"malta>tunisia"}}
	among := query.In{Prop: "type", Values: []string{"REQUEST"}}
	for _, c := range []struct {
		name string
		of   func(query.List) query.Find
		id   string // what an id is beside the letter
	}{
		{"actions of a dyad", func(l query.List) query.Find {
			l.Where = byMalta
			return query.FindList{Kind: graph.KindAction, List: l}
		}, "demand-"},
		{"actions under several keys", func(l query.List) query.Find {
			l.Where = query.Attributed{Keys: []string{"malta>", "malta>tunisia"}}
			return query.FindList{Kind: graph.KindAction, List: l}
		}, "demand-"},
		{"actions from another start", func(l query.List) query.Find {
			l.Where = query.And{among, query.Related{Relation: relation(t, graph.KindAction, "performers"), Where: query.IDIn{"malta"}}}
			return query.FindList{Kind: graph.KindAction, List: l}
		}, "demand-"},
		{"actions by their ids", func(l query.List) query.Find {
			l.Where = query.IDIn{"demand-a", "demand-b", "demand-c", "demand-d", "demand-e", "demand-f", "demand-g"}
			return query.FindList{Kind: graph.KindAction, List: l}
		}, "demand-"},
		{"responses, by the answering action", func(l query.List) query.Find {
			l.Where = byMalta
			return query.FindList{Kind: graph.KindResponse, List: l}
		}, "RESPONDS_TO:demand-"},
		{"responses from another start", func(l query.List) query.Find {
			l.Where = query.Related{Relation: relation(t, graph.KindResponse, "trigger"), Where: query.IDIn{"reef-claim"}}
			return query.FindList{Kind: graph.KindResponse, List: l}
		}, "RESPONDS_TO:demand-"},
		{"an exchange", func(l query.List) query.Find {
			return query.FindExchange{Between: "malta", And: "tunisia", Since: "2024-05-05", List: l}
		}, "demand-"},
		{"what is unanswered", func(l query.List) query.Find {
			return query.FindUnanswered{OwedBy: []string{"tunisia"}, List: l}
		}, "UNANSWERED:tunisia:demand-"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for desc, want := range map[bool]string{false: up, true: down} {
				l := query.List{Order: query.Order{By: query.ByDate, Desc: desc}, Page: query.Page{Limit: query.MaxPage}}
				got := ""
				for _, it := range s.ask(t, c.of(l)).Items {
					got += strings.TrimPrefix(it.Text("id"), c.id)[:1] + " "
				}
				if _, isExchange := c.of(l).(query.FindExchange); isExchange { // undated acts are in no range
					want = strings.NewReplacer(" f", "", " g", "").Replace(want)
				}
				equal(t, fmt.Sprintf("%+v", l.Order), strings.TrimSpace(got), want)
				s.walk(t, l, c.of, "")
			}
		})
	}
	t.Run("of a relation", func(t *testing.T) {
		responses := want(t, graph.KindAction, "responses")
		responses.Order = query.Order{By: query.ByDate}
		got := ""
		for _, it := range s.ask(t, query.FindNodes{IDs: []string{"reef-claim"}}, responses).Items[0].Related[0].Items {
			got += strings.TrimPrefix(it.Text("id"), "RESPONDS_TO:demand-")[:1] + " "
		}
		equal(t, "responses", strings.TrimSpace(got), up)
	})
	t.Run("a cursor within a day", func(t *testing.T) {
		for place, want := range map[string]string{"1": "b d a c e f g", "2": "d a c e f g", "3": "a c e f g", "": "c e f g"} {
			cursor := &query.Cursor{Order: query.ByDate, Keys: []string{"2024-05-05", "2024-05-05", place}, ID: "demand-b"}
			l := find(graph.KindAction, byMalta)
			l.Order, l.Page.Cursor = query.Order{By: query.ByDate}, cursor
			equal(t, "after place "+place, strings.ReplaceAll(ids(s.ask(t, l).Items), "demand-", ""), want)
		}
	})
	t.Run("refused", func(t *testing.T) {
		for _, keys := range [][]string{{"2024-05-05", "2024-05-05"}, {"2024-05-05", "2024-05-05", "0"}, {"2024-05-05", "2024-05-05", "x"},
			{"2024-05-05", "2024-05-05", "10001"}} {
			l := find(graph.KindAction, nil)
			l.Order, l.Page.Cursor = query.Order{By: query.ByDate}, &query.Cursor{Order: query.ByDate, Keys: keys, ID: "demand-b"}
			s.refused(t, l, graph.ErrInvalid, "cursor")
		}
	})
}

var orders = []query.Order{
	{By: query.ByID}, {By: query.ByID, Desc: true}, {By: query.ByDate}, {By: query.ByDate, Desc: true}, {By: query.ByName},
	{By: query.ByName, Desc: true},
}

// numberOrders are ties and unknown values of each sort.
var numberOrders = map[graph.Kind][]string{
	graph.KindAction: {"intensity", "mentions", "credibility", "responses", "evidence", "performers"},
	graph.KindActor:  {"actions", "parts", "responsesReceived"},
	graph.KindClaim:  {"credibility", "contradicts"}, graph.KindResponse: {query.DelayDays, "toIntensity", query.IntensityChange},
	graph.KindEpisode: {"actions"},
}

func testPages(t *testing.T, s suite) {
	t.Helper()
	for _, source := range []struct {
		name  string
		kind  graph.Kind
		where query.Pred
	}{
		{"all actions", graph.KindAction, nil},
		{"some actions", graph.KindAction, query.IDIn{"incursion-1", "incursion-2", "incursion-3", "incursion-5", "incursion-7", "incursion-9",
			"sanction-on-trade", "storm-in-the-strait"}},
		{"actions of an episode", graph.KindAction, related(t, graph.KindAction, "episodes", "border-incursions")},
		{"actions by attribution", graph.KindAction, query.Attributed{Keys: []string{"ethiopia>"}}},
		{"actions by attribution to several", graph.KindAction, query.Attributed{Keys: []string{"ethiopia>", "somalia>",
			"ethiopia>somalia", "france>", "nope>"}}},
		{"actions by attribution, narrowed", graph.KindAction, query.And{query.Attributed{Keys: []string{"ethiopia>",
			"ethiopia-defence-ministry>"}, Direct: true}, query.Not{Pred: query.IDIn{"incursion-2", "incursion-8"}}}},
		{"actions by text", graph.KindAction, query.Matches{Text: "same"}},
		{"actors", graph.KindActor, nil},
		{"claims", graph.KindClaim, nil},
		{"episodes", graph.KindEpisode, nil},
		{"all responses", graph.KindResponse, nil},
		{"responses by attribution", graph.KindResponse, query.Attributed{Keys: []string{"ethiopia>ethiopia", "ethiopia>"}}},
	} {
		t.Run("pages make up the whole list, either way, in every order: "+source.name, func(t *testing.T) {
			all := slices.Clone(orders)
			for _, name := range numberOrders[source.kind] {
				all = append(all, query.Order{By: query.ByNumber, Number: name}, query.Order{By: query.ByNumber, Number: name, Desc: true})
			}
			for _, o := range all {
				if o.By == query.ByDate && source.kind != graph.KindAction && source.kind != graph.KindResponse || o.By == query.ByName &&
					source.kind == graph.KindResponse {
					continue
				}
				l := find(source.kind, source.where)
				l.Order = o
				s.walk(t, l.List, func(l query.List) query.Find { return query.FindList{Kind: source.kind, List: l} }, "")
			}
		})
	}
	t.Run("a cursor is a position, not an item", func(t *testing.T) {
		episode := related(t, graph.KindAction, "episodes", "border-incursions")
		for _, c := range []struct {
			order  query.Order
			cursor query.Cursor
			after  string
			before string
		}{
			{query.Order{}, query.Cursor{ID: "incursion-4x"}, "incursion-5 incursion-6 incursion-7 incursion-8 incursion-9",
				"incursion-1 incursion-2 incursion-3 incursion-4"},
			{query.Order{Desc: true}, query.Cursor{ID: "incursion-4x"}, "incursion-4 incursion-3 incursion-2 incursion-1",
				"incursion-9 incursion-8 incursion-7 incursion-6 incursion-5"},
			{query.Order{By: query.ByDate}, query.Cursor{Keys: []string{"2025-01-01", "2025-01-05", ""}, ID: "incursion-1x"},
				"incursion-2 incursion-5 incursion-4 incursion-6 incursion-7 incursion-8 incursion-9", "incursion-3 incursion-1"},
			{query.Order{By: query.ByDate}, query.Cursor{Keys: []string{"2025-01-15", "2025-01-15", ""}, ID: "gone"},
				"incursion-4 incursion-6 incursion-7 incursion-8 incursion-9", "incursion-3 incursion-1 incursion-2 incursion-5"},
			{query.Order{By: query.ByDate}, query.Cursor{Keys: []string{"", "", ""}, ID: "incursion-7x"}, "incursion-8 incursion-9",
				"incursion-3 incursion-1 incursion-2 incursion-5 incursion-4 incursion-6 incursion-7"},
			{query.Order{By: query.ByDate, Desc: true}, query.Cursor{Keys: []string{"", "", ""}, ID: "incursion-7x"}, "incursion-7",
				"incursion-6 incursion-4 incursion-5 incursion-2 incursion-1 incursion-3 incursion-9 incursion-8"},
			{query.Order{By: query.ByDate, Desc: true}, query.Cursor{Keys: []string{"2025-01-15", "2025-01-15", ""}, ID: "gone"},
				"incursion-5 incursion-2 incursion-1 incursion-3 incursion-9 incursion-8 incursion-7", "incursion-6 incursion-4"},
			{query.Order{By: query.ByName}, query.Cursor{Keys: []string{"other"}, ID: "incursion-3x"},
				"incursion-6 incursion-9 incursion-1 incursion-2 incursion-4 incursion-5 incursion-7 incursion-8", "incursion-3"},
			{query.Order{By: query.ByNumber, Number: "responses"}, query.Cursor{Keys: []string{"0"}, ID: "incursion-4x"},
				"incursion-5 incursion-6 incursion-7 incursion-8 incursion-9 incursion-1", "incursion-2 incursion-3 incursion-4"},
			{query.Order{By: query.ByNumber, Number: "responses", Desc: true}, query.Cursor{Keys: []string{"3.5"}, ID: "gone"},
				"incursion-9 incursion-8 incursion-7 incursion-6 incursion-5 incursion-4 incursion-3 incursion-2", "incursion-1"},
			{query.Order{By: query.ByNumber, Number: "intensity"}, query.Cursor{Keys: []string{""}, ID: "incursion-7x"}, "incursion-8 incursion-9",
				"incursion-1 incursion-2 incursion-3 incursion-4 incursion-5 incursion-6 incursion-7"},
		} {
			c.cursor.Order, c.cursor.Number, c.cursor.Desc = c.order.By, c.order.Number, c.order.Desc
			for _, backward := range []bool{false, true} {
				l := find(graph.KindAction, episode)
				l.Order, l.Page.Cursor, l.Page.Backward = c.order, &c.cursor, backward
				equal(t, fmt.Sprintf("%+v backward %v", c.cursor, backward), ids(s.ask(t, l).Items), map[bool]string{false: c.after,
					true: c.before}[backward])
			}
		}
	})
	t.Run("a page of none, with a total, is a count", func(t *testing.T) {
		l := find(graph.KindAction, related(t, graph.KindAction, "episodes", "border-incursions"))
		l.Page, l.Total = query.Page{}, true
		if a := s.ask(t, l); a.Total != 9 || len(a.Items) != 0 {
			t.Errorf("%d items, total %d", len(a.Items), a.Total)
		}
	})
	t.Run("refused", func(t *testing.T) {
		for _, c := range []struct {
			name  string
			order query.Order
			page  query.Page
			want  error
		}{
			{"a cursor of another order", query.Order{}, query.Page{Limit: 1, Cursor: &query.Cursor{Order: query.ByDate, Keys: []string{"", "", ""},
				ID: "incursion-1"}}, graph.ErrInvalid},
			{"a cursor of another direction", query.Order{By: query.ByName}, query.Page{Limit: 1, Cursor: &query.Cursor{Order: query.ByName,
				Desc: true,
				Keys: []string{"x"}, ID: "incursion-1"}}, graph.ErrInvalid},
			{"a cursor without its keys", query.Order{By: query.ByDate}, query.Page{Limit: 1, Cursor: &query.Cursor{Order: query.ByDate,
				ID: "incursion-1"}}, graph.ErrInvalid},
			{"a cursor with too many keys", query.Order{}, query.Page{Limit: 1, Cursor: &query.Cursor{Keys: []string{"x"}, ID: "incursion-1"}},
				graph.ErrInvalid},
			{"a cursor of another number", query.Order{By: query.ByNumber, Number: "claims"}, query.Page{Limit: 1,
				Cursor: &query.Cursor{Order: query.ByNumber, Number: "responses", Keys: []string{"1"}, ID: "incursion-1"}}, graph.ErrInvalid},
			{"a cursor whose key is no number", query.Order{By: query.ByNumber, Number: "claims"}, query.Page{Limit: 1,
				Cursor: &query.Cursor{Order: query.ByNumber,
					Number: "claims", Keys: []string{"x"}, ID: "incursion-1"}}, graph.ErrInvalid},
			{"an order by what is no number", query.Order{By: query.ByNumber, Number: "title"}, query.Page{Limit: 1}, graph.ErrInvalid},
			{"an order by what the kind has not", query.Order{By: query.ByNumber, Number: query.DelayDays}, query.Page{Limit: 1}, graph.ErrInvalid},
			{"a page too large", query.Order{}, query.Page{Limit: query.MaxPage + 1}, graph.ErrTooLarge},
			{"a page below nought", query.Order{}, query.Page{Limit: -1}, graph.ErrInvalid},
		} {
			t.Run(c.name, func(t *testing.T) {
				l := query.List{Order: c.order, Page: c.page}
				if _, err := s.Fetch(t.Context(), &query.Query{Find: query.FindList{Kind: graph.KindAction, List: l}}); !errors.Is(err, c.want) {
					t.Errorf("root: %v", err)
				}
				w := &query.Include{Relation: relation(t, graph.KindActor, "actions"), List: l}
				if _, err := s.Fetch(t.Context(), &query.Query{Find: query.FindNodes{IDs: []string{"ethiopia"}},
					Includes: []*query.Include{w}}); !errors.Is(err, c.want) {
					t.Errorf("nested: %v", err)
				}
			})
		}
	})
}

// walk goes through a list page by page, forward and backward, in pages of one to four, and compares it with the whole.
func (s suite) walk(t *testing.T, l query.List, of func(query.List) query.Find, text string) {
	t.Helper()
	s.walkBy(t, l, text, func(t *testing.T, l query.List) *query.Items {
		t.Helper()
		a := s.ask(t, of(l))
		return &query.Items{Items: a.Items, Total: a.Total, More: a.More}
	})
}

func (s suite) walkBy(t *testing.T, l query.List, text string, ask func(*testing.T, query.List) *query.Items) {
	t.Helper()
	l.Page, l.Total = query.Page{Limit: query.MaxPage}, true
	whole := ask(t, l)
	if whole.More || whole.Total != len(whole.Items) {
		t.Fatalf("%+v: %d items of %d, more %v", l.Order, len(whole.Items), whole.Total, whole.More)
	}
	n := len(whole.Items)
	if n < 2 {
		t.Fatalf("%+v: %d items are nothing to walk through", l.Order, n)
	}
	if l.Order.By != query.ByRank && !slices.IsSortedFunc(whole.Items, func(a, b *query.Item) int { return compare(a, b, l.Order) }) {
		t.Errorf("%+v is out of order: %s", l.Order, ids(whole.Items))
	}
	sizes := []int{1, 2, 3, 4}[:min(n, 4)] // a larger page than the list is the whole
	if n > 30 {
		sizes = []int{7, n/2 + 1}
	}
	for _, size := range sizes {
		for _, backward := range []bool{false, true} {
			what := fmt.Sprintf("%+v in pages of %d, backward %v", l.Order, size, backward)
			var got []*query.Item
			l.Page = query.Page{Limit: size, Backward: backward}
			for {
				p := ask(t, l)
				if p.Total != n {
					t.Fatalf("%s: total %d of %d", what, p.Total, n)
				}
				if len(p.Items) == 0 || len(p.Items) > size {
					t.Fatalf("%s: a page of %d after %d of %d", what, len(p.Items), len(got), n)
				}
				edge := p.Items[len(p.Items)-1]
				if backward {
					edge, got = p.Items[0], append(slices.Clone(p.Items), got...)
				} else {
					got = append(got, p.Items...)
				}
				if p.More != (len(got) < n) {
					t.Fatalf("%s: more is %v after %d of %d: %s", what, p.More, len(got), n, ids(got))
				}
				if !p.More {
					break
				}
				l.Page.Cursor = cursorOf(edge, l.Order, text)
			}
			if ids(got) != ids(whole.Items) {
				t.Errorf("%s:\n got %s\nwant %s", what, ids(got), ids(whole.Items))
			}
			l.Page.Cursor = nil
		}
	}
	l.Page, l.Total = query.Page{Limit: n}, false
	if exact := ask(t, l); exact.More || len(exact.Items) != n || exact.Total != -1 {
		t.Errorf("%+v: a page of exactly all: more %v, %d items, total %d", l.Order, exact.More, len(exact.Items), exact.Total)
	}
}

// compare says how two items stand in an order, by the letter of graph.Order.
func compare(a, b *query.Item, o query.Order) int {
	var x, y []string
	switch o.By {
	case query.ByDate:
		x, y = dates(a), dates(b)
	case query.ByName:
		x, y = []string{a.Text("sortName")}, []string{b.Text("sortName")}
	case query.ByID, query.ByNumber, query.ByRank: // below
	}
	if o.By == query.ByNumber {
		v, known := a.Sort.(float64)
		w, also := b.Sort.(float64)
		switch {
		case known != also:
			return map[bool]int{true: -1, false: 1}[known]
		case v != w:
			return turned(cmp.Compare(v, w), o.Desc)
		}
	}
	for i := range x {
		if (x[i] == "") != (y[i] == "") { // unknown is last in both directions
			return strings.Compare(y[i], x[i])
		}
		if c := strings.Compare(x[i], y[i]); c != 0 {
			return turned(c, o.Desc)
		}
	}
	if o.By == query.ByDate {
		if c := cmp.Compare(placeInDay(a), placeInDay(b)); c != 0 {
			return turned(c, o.Desc)
		}
	}
	return turned(strings.Compare(a.Text("id"), b.Text("id")), o.Desc)
}

func turned(c int, desc bool) int {
	if desc {
		return -c
	}
	return c
}
