package storetest

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// unansweredWorld: u-a and its ministry u-am ask u-b, u-c (with a part u-cm), u-d and the group u-g.
func unansweredWorld() []graph.Record {
	nodes := []graph.Record{
		actor("u-a", "STATE"), actor("u-am", "MINISTRY"), actor("u-b", "STATE"), actor("u-c", "STATE"), actor("u-cm", "MINISTRY"), actor("u-d", "STATE"), actor("u-g", "GROUP"),
		node(graph.KindEpisode, "u-ep"), node(graph.KindEpisode, "u-ep2"),
		with(action("u-1", "REQUEST", "2025-01-01"), graph.Explicit, graph.Evidence{Source: "u-s", Quote: "asked"}), node(graph.KindSource, "u-s"),
		action("u-1r", "STATEMENT", "2025-01-10"),                                         // u-1 answered by a part of u-c
		action("u-2", "REQUEST", "2025-01-02"), action("u-2r", "STATEMENT", "2025-01-12"), // answered by the whole of u-cm
		action("u-3", "REQUEST", "2025-01-03"),
		action("u-4", "COERCE", "2025-01-04"), with(edge("u-b SILENT_ON u-4", "kind", "NO_EXPLANATION", "asOf", "2025-02-01"), graph.Explicit, graph.Evidence{Source: "u-s", Quote: "silent"}),
		action("u-5", "REQUEST", "2025-01-05/2025-01-06"), edge("u-b SILENT_ON u-5", "kind", "NO_RESPONSE"),
		action("u-6", "REQUEST", ""),
		action("u-7", "REQUEST", "2025-01-07"), action("u-7r", "STATEMENT", "2025-01-08"), // answered by u-c, who was not asked
		action("u-8", "REQUEST", "2025-01-08"), with(edge("u-d SILENT_ON u-8", "kind", "NO_RESPONSE", "asOf", "2025-03-01"), graph.Inferred),
		action("u-9", "REQUEST", "2025-01-09"), action("u-9r", "STATEMENT", ""), // answered, unknown when
		action("u-10", "ACCUSE", "2025-01-10"),  // addressed, but no request
		action("u-11", "REQUEST", "2025-01-11"), // targets, but addresses nobody
	}
	for _, link := range strings.Fields("u-1r>u-1 u-2r>u-2 u-7r>u-7 u-9r>u-9") {
		from, to, _ := strings.Cut(link, ">")
		nodes = append(nodes, edge(from+" RESPONDS_TO "+to, "mode", "EXPLAIN"))
	}
	for i := 1; i <= 11; i++ {
		nodes = append(nodes, edge(fmt.Sprintf("u-%d IN_EPISODE u-ep", i)))
	}
	return slices.Concat(nodes, edges(
		"u-3 IN_EPISODE u-ep2", "u-am PART_OF u-a", "u-cm PART_OF u-c", "u-am PERFORMED u-1", "u-a PERFORMED u-2 u-3 u-5 u-6 u-7 u-8 u-9 u-10 u-11",
		"u-1 ADDRESSED_TO u-b u-c u-g", "u-cm PERFORMED u-1r", "u-2 ADDRESSED_TO u-cm", "u-c PERFORMED u-2r", "u-3 ADDRESSED_TO u-d u-b u-c",
		"u-b PERFORMED u-4", "u-4 TARGETS u-a", "u-5 ADDRESSED_TO u-b", "u-6 ADDRESSED_TO u-d", "u-7 ADDRESSED_TO u-b", "u-c PERFORMED u-7r",
		"u-8 ADDRESSED_TO u-d", "u-9 ADDRESSED_TO u-d", "u-d PERFORMED u-9r", "u-10 ADDRESSED_TO u-b", "u-11 TARGETS u-b",
	))
}

// who says who owes what: "u-1 u-b", with "!" when it is stated.
func owed(items []*query.Item) string {
	var out []string
	for _, it := range items {
		stated := map[string]string{"u-4 u-b": "!", "u-5 u-b": "!", "u-8 u-d": "!"}
		what := strings.TrimPrefix(it.Text("action"), "u-") + strings.TrimPrefix(it.Text("owedBy"), "u-")
		if strings.HasPrefix(it.Text("id"), string(graph.SilentOn)+":") {
			what += stated[it.Text("action")+" "+it.Text("owedBy")]
		}
		out = append(out, what)
	}
	return strings.Join(out, " ")
}

func testUnanswered(t *testing.T, s suite) {
	const all = "1b 3b 3c 3d 4b! 5b! 7b 8d! 6d"
	for _, c := range []struct {
		name string
		find query.FindUnanswered
		want string
	}{
		{"all: a part or a whole answers, a group owes nothing, the stated stands in", query.FindUnanswered{}, all},
		{"as of a day: later answers, later silences and the undated are left out", query.FindUnanswered{AsOf: "2025-01-06"}, "1b 1c 2cm 3b 3c 3d 5b!"},
		{"as of the day of an answer", query.FindUnanswered{AsOf: "2025-01-10"}, "1b 2cm 3b 3c 3d 5b! 7b 8d 9d"},
		{"as of later: undated answers do not count", query.FindUnanswered{AsOf: "2025-03-01"}, "1b 3b 3c 3d 4b! 5b! 7b 8d! 9d"},
		{"as of before all", query.FindUnanswered{AsOf: "2024-12-31"}, ""},
		{"owed by", query.FindUnanswered{OwedBy: []string{"u-c"}}, "3c"},
		{"owed by one or its part", query.FindUnanswered{OwedBy: []string{"u-c"}, AsOf: "2025-01-06"}, "1c 2cm 3c"},
		{"owed by one itself", query.FindUnanswered{OwedBy: []string{"u-c"}, AsOf: "2025-01-06", Direct: true}, "1c 3c"},
		{"owed by a part", query.FindUnanswered{OwedBy: []string{"u-cm"}, AsOf: "2025-01-06"}, "2cm"},
		{"owed by any", query.FindUnanswered{OwedBy: []string{"u-c", "u-d"}}, "3c 3d 8d! 6d"},
		{"owed to", query.FindUnanswered{OwedTo: []string{"u-a"}}, all},
		{"owed to itself", query.FindUnanswered{OwedTo: []string{"u-a"}, Direct: true}, "3b 3c 3d 4b! 5b! 7b 8d! 6d"},
		{"owed to a part", query.FindUnanswered{OwedTo: []string{"u-am"}}, "1b"},
		{"owed to nobody", query.FindUnanswered{OwedTo: []string{"u-d"}}, ""},
		{"owed by and to", query.FindUnanswered{OwedBy: []string{"u-b"}, OwedTo: []string{"u-am", "u-d"}}, "1b"},
		{"without a response", query.FindUnanswered{Kinds: []string{"NO_RESPONSE"}}, "1b 3b 3c 3d 5b! 7b 8d! 6d"},
		{"without an explanation", query.FindUnanswered{Kinds: []string{"NO_EXPLANATION"}}, "4b!"},
		{"either", query.FindUnanswered{Kinds: []string{"NO_EXPLANATION", "NO_RESPONSE"}}, all},
		{"stated by a source", query.FindUnanswered{Basis: []string{"EXPLICIT"}}, "4b! 5b!"},
		{"concluded", query.FindUnanswered{Basis: []string{"INFERRED"}}, "1b 3b 3c 3d 7b 8d! 6d"},
		{"since", query.FindUnanswered{Since: "2025-01-06"}, "5b! 7b 8d!"},
		{"until", query.FindUnanswered{Until: "2025-01-03"}, "1b 3b 3c 3d"},
		{"in an episode", query.FindUnanswered{Episodes: []string{"u-ep2"}}, "3b 3c 3d"},
		{"in any of two", query.FindUnanswered{Episodes: []string{"u-ep2", "u-ep"}}, all},
		{"in one without", query.FindUnanswered{Episodes: []string{"f-ep"}}, ""},
		{"all conditions at once", query.FindUnanswered{OwedTo: []string{"u-a"}, Kinds: []string{"NO_EXPLANATION"}, Basis: []string{"EXPLICIT"}, Since: "2025-01-01"}, "4b!"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.find.Episodes == nil {
				c.find.Episodes = []string{"u-ep"}
			}
			c.find.List = query.List{Page: query.Page{Limit: 100}, Order: query.Order{By: query.ByDate}, Total: true}
			a := s.ask(t, c.find)
			equal(t, "owed", owed(a.Items), c.want)
			if a.Total != len(a.Items) {
				t.Errorf("total %d", a.Total)
			}
			c.find.Order = query.Order{}
			equal(t, "owed, where no order is named", owed(s.ask(t, c.find).Items), c.want)
		})
	}
	t.Run("too many pairs", func(t *testing.T) {
		side := make([]string, 11)
		for i := range side {
			side[i] = fmt.Sprint("u-", i)
		}
		if _, err := s.Fetch(t.Context(), &query.Query{Find: query.FindUnanswered{OwedBy: side, OwedTo: side, List: query.List{Page: query.Page{Limit: 1}}}}); !errors.Is(err, graph.ErrTooLarge) {
			t.Error(err)
		}
	})
	t.Run("values and relations", func(t *testing.T) {
		a := s.ask(t, query.FindUnanswered{Episodes: []string{"u-ep"}, List: query.List{Page: query.Page{Limit: 9}, Order: query.Order{By: query.ByDate}}},
			want(t, graph.KindUnanswered, "action"), want(t, graph.KindUnanswered, "owedBy"), want(t, graph.KindUnanswered, "owedTo"), want(t, graph.KindUnanswered, "evidence"))
		for i, c := range []struct {
			values []any
			quote  string
		}{
			0: {[]any{"id", "UNANSWERED:u-b:u-1", "basis", "INFERRED", "kind", "NO_RESPONSE", "action", "u-1", "owedBy", "u-b", "owedTo", []string{"u-am"}, "since", "2025-01-01", "earliest", "2025-01-01", "latest", "2025-01-01"}, "asked"},
			4: {[]any{"id", "SILENT_ON:u-b:u-4", "basis", "EXPLICIT", "kind", "NO_EXPLANATION", "action", "u-4", "owedBy", "u-b", "owedTo", []string{"u-a"}, "since", "2025-01-04", "earliest", "2025-01-04", "latest", "2025-01-04"}, "silent"},
			5: {[]any{"id", "SILENT_ON:u-b:u-5", "basis", "EXPLICIT", "kind", "NO_RESPONSE", "action", "u-5", "owedBy", "u-b", "owedTo", []string{"u-a"}, "since", "2025-01-05/2025-01-06", "earliest", "2025-01-05", "latest", "2025-01-06"}, ""},
			8: {[]any{"id", "UNANSWERED:u-d:u-6", "basis", "INFERRED", "kind", "NO_RESPONSE", "action", "u-6", "owedBy", "u-d", "owedTo", []string{"u-a"}}, ""},
		} {
			if c.values == nil {
				continue
			}
			it := a.Items[i]
			checkItem(t, it, graph.KindUnanswered, c.values)
			v := propsOf(c.values)
			equal(t, "action", ids(it.Related[0].Items), v["action"].(string))
			equal(t, "owedBy", ids(it.Related[1].Items), v["owedBy"].(string))
			equal(t, "owedTo", ids(it.Related[2].Items), strings.Join(v["owedTo"].([]string), " "))
			quote := ""
			for _, e := range it.Related[3].Items {
				quote += e.Text("quote")
			}
			equal(t, "evidence", quote, c.quote)
		}
	})
	for _, o := range []query.Order{{By: query.ByDate}, {By: query.ByDate, Desc: true}} {
		t.Run(fmt.Sprintf("walk %+v", o), func(t *testing.T) {
			s.walk(t, query.List{Order: o}, func(l query.List) query.Find { return query.FindUnanswered{Episodes: []string{"u-ep"}, List: l} }, "")
		})
	}
	t.Run("unknown ids", func(t *testing.T) {
		for _, find := range []query.FindUnanswered{{OwedBy: []string{"u-a", "nope"}}, {OwedTo: []string{"nope"}}, {Episodes: []string{"nope"}}, {OwedBy: []string{"nope"}, Direct: true}} {
			find.List = query.List{Page: query.Page{Limit: 1}, Order: query.Order{By: query.ByDate}}
			if _, err := s.Fetch(t.Context(), &query.Query{Find: find}); !errors.Is(err, graph.ErrNotFound) || !strings.Contains(err.Error(), map[bool]string{true: "no actor", false: "no episode"}[find.Episodes == nil]+` with id "nope"`) {
				t.Errorf("%+v: %v", find, err)
			}
		}
	})
}

// exchangeWorld: x-am coerces x-bm (x-1); x-b answers (x-2), and answers with a sanction (x-3), which also answers x-5, by the third
// x-c; x-4 is undated; of x-6 and x-7 both are performers, of x-7 both are targets; x-8 is by one on itself.
func exchangeWorld() []graph.Record {
	nodes := []graph.Record{
		actor("x-a", "STATE"), actor("x-am", "MINISTRY"), actor("x-b", "STATE"), actor("x-bm", "MINISTRY"), actor("x-c", "STATE"),
		action("x-1", "COERCE", "2025-01-01", "intensity", -5.5), action("x-2", "STATEMENT", "2025-01-02", "intensity", -2.2, "quadClass", "VERBAL_CONFLICT"),
		action("x-3", "SANCTION", "2025-01-03/2025-01-09"), action("x-4", "THREATEN", ""), action("x-5", "COERCE", "2025-01-02"),
		action("x-6", "OCCURRENCE", "2025-01-06", "intensity", 2.1), action("x-7", "AGREE", "2025-01-07"), action("x-8", "COERCE", "2025-01-08"),
		edge("x-2 RESPONDS_TO x-1", "mode", "OBJECT"), edge("x-3 RESPONDS_TO x-1", "mode", "RETALIATE"), edge("x-3 RESPONDS_TO x-5", "mode", "RETALIATE"),
		edge("x-3 RESPONDS_TO x-7", "mode", "OTHER"),
	}
	return slices.Concat(nodes, edges(
		"x-am PART_OF x-a", "x-bm PART_OF x-b", "x-am PERFORMED x-1", "x-1 TARGETS x-bm", "x-b PERFORMED x-2 x-3", "x-3 TARGETS x-a",
		"x-a PERFORMED x-4", "x-4 TARGETS x-b", "x-c PERFORMED x-5", "x-5 TARGETS x-b", "x-a PERFORMED x-6 x-7 x-8", "x-b PERFORMED x-6 x-7",
		"x-6 ADDRESSED_TO x-b", "x-7 TARGETS x-a x-b", "x-8 TARGETS x-a",
	))
}

func testExchange(t *testing.T, s suite) {
	const a, b = "x-a", "x-b"
	side := func(actor string, count, responses, rated int, intensity float64, quads map[graph.QuadClass]int) query.Side {
		return query.Side{Actor: actor, Count: count, Responses: responses, Rated: rated, Intensity: intensity, Quads: quads}
	}
	const vc, vq, mq = graph.VerbalCooperation, graph.VerbalConflict, graph.MaterialConflict
	for _, c := range []struct {
		name  string
		find  query.FindExchange
		want  string // action@side, with what it answers
		sides []query.Side
	}{
		{"all", query.FindExchange{Between: a, And: b}, "x-1@x-a x-2@x-b>x-1 x-3@x-b>x-1,x-7 x-6@x-a x-7@x-a x-7@x-b x-4@x-a", []query.Side{
			side(a, 4, 0, 2, -3.4, map[graph.QuadClass]int{mq: 1, vc: 1, vq: 1}),
			side(b, 3, 3, 1, -2.2, map[graph.QuadClass]int{mq: 1, vc: 1, vq: 1})}},
		{"seen from the other", query.FindExchange{Between: b, And: a}, "x-1@x-a x-2@x-b>x-1 x-3@x-b>x-1,x-7 x-6@x-a x-7@x-a x-7@x-b x-4@x-a", []query.Side{
			side(b, 3, 3, 1, -2.2, map[graph.QuadClass]int{mq: 1, vc: 1, vq: 1}),
			side(a, 4, 0, 2, -3.4, map[graph.QuadClass]int{mq: 1, vc: 1, vq: 1})}},
		{"since and until", query.FindExchange{Between: a, And: b, Since: "2025-01-02", Until: "2025-01-06"}, "x-2@x-b>x-1 x-3@x-b>x-1,x-7 x-6@x-a", []query.Side{
			side(a, 1, 0, 1, 2.1, map[graph.QuadClass]int{}), side(b, 2, 3, 1, -2.2, map[graph.QuadClass]int{vq: 1, mq: 1})}},
		{"since", query.FindExchange{Between: a, And: b, Since: "2025-01-07"}, "x-3@x-b>x-1,x-7 x-7@x-a x-7@x-b", []query.Side{
			side(a, 1, 0, 0, 0, map[graph.QuadClass]int{vc: 1}), side(b, 2, 2, 0, 0, map[graph.QuadClass]int{vc: 1, mq: 1})}},
		{"direct", query.FindExchange{Between: a, And: b, Direct: true}, "x-3@x-b>x-7 x-6@x-a x-7@x-a x-7@x-b x-4@x-a", []query.Side{
			side(a, 3, 0, 1, 2.1, map[graph.QuadClass]int{vc: 1, vq: 1}), side(b, 2, 1, 0, 0, map[graph.QuadClass]int{mq: 1, vc: 1})}},
		{"of parts", query.FindExchange{Between: "x-am", And: "x-bm"}, "x-1@x-am", []query.Side{
			side("x-am", 1, 0, 1, -5.5, map[graph.QuadClass]int{mq: 1}), side("x-bm", 0, 0, 0, 0, map[graph.QuadClass]int{})}},
		{"of strangers", query.FindExchange{Between: "x-c", And: "f-x"}, "", []query.Side{
			side("x-c", 0, 0, 0, 0, map[graph.QuadClass]int{}), side("f-x", 0, 0, 0, 0, map[graph.QuadClass]int{})}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.find.Sides = true
			c.find.List = query.List{Page: query.Page{Limit: 100}, Order: query.Order{By: query.ByDate}, Total: true}
			got := s.ask(t, c.find, want(t, graph.KindEntry, "answers"), want(t, graph.KindEntry, "action"), want(t, graph.KindEntry, "side"))
			var lines []string
			for _, it := range got.Items {
				line := it.Text("action") + "@" + it.Text("side")
				equal(t, "action and side", ids(it.Related[1].Items)+"@"+ids(it.Related[2].Items), line)
				answers, _ := it.Value("answers").([]string)
				equal(t, "answers", ids(it.Related[0].Items), strings.Join(answers, " "))
				for i, id := range answers {
					line += []string{">", ","}[min(i, 1)] + strings.TrimPrefix(id, "RESPONDS_TO:"+it.Text("action")+":")
				}
				lines = append(lines, line)
			}
			equal(t, "entries", strings.Join(lines, " "), c.want)
			if got.Total != len(got.Items) {
				t.Errorf("total %d", got.Total)
			}
			if len(got.Sides) != 2 {
				t.Fatalf("%d sides", len(got.Sides))
			}
			for i := range got.Sides {
				if it := got.Sides[i].Item; it == nil || it.Text("id") != c.sides[i].Actor {
					t.Errorf("side %d is of %+v", i, it)
				}
				got.Sides[i].Item = nil
				got.Sides[i].Intensity = math.Round(got.Sides[i].Intensity*1e6) / 1e6
				if got.Sides[i].Quads == nil {
					got.Sides[i].Quads = map[graph.QuadClass]int{}
				}
				if !reflect.DeepEqual(got.Sides[i], c.sides[i]) {
					t.Errorf("side:\n got %+v\nwant %+v", got.Sides[i], c.sides[i])
				}
			}
		})
	}
	t.Run("values", func(t *testing.T) {
		got := s.ask(t, query.FindExchange{Between: a, And: b, List: query.List{Page: query.Page{Limit: 3}, Order: query.Order{By: query.ByDate}}})
		checkItem(t, got.Items[2], graph.KindEntry, []any{"id", "x-3@x-b", "action", "x-3", "side", b, "answers", []string{"RESPONDS_TO:x-3:x-1", "RESPONDS_TO:x-3:x-7"},
			"earliest", "2025-01-03", "latest", "2025-01-09"})
		if !got.More || got.Total != -1 || len(got.Sides) != 0 {
			t.Errorf("more %v, total %d, sides %v", got.More, got.Total, got.Sides)
		}
	})
	t.Run("by date where no order is named, either way", func(t *testing.T) {
		l := query.List{Page: query.Page{Limit: 2}}
		equal(t, "first", ids(s.ask(t, query.FindExchange{Between: a, And: b, List: l}).Items), "x-1@x-a x-2@x-b")
		l.Order.Desc = true
		equal(t, "last", ids(s.ask(t, query.FindExchange{Between: a, And: b, List: l}).Items), "x-7@x-b x-7@x-a")
	})
	t.Run("sides alone", func(t *testing.T) {
		got := s.ask(t, query.FindExchange{Between: a, And: b, Sides: true})
		if len(got.Items) != 0 || len(got.Sides) != 2 || got.Sides[0].Count != 4 {
			t.Errorf("%+v", got)
		}
	})
	t.Run("the actors of the sides", func(t *testing.T) {
		got, err := s.Fetch(t.Context(), &query.Query{
			Find:         query.FindExchange{Between: b, And: a, Sides: true, List: query.List{Page: query.Page{Limit: 1}, Order: query.Order{By: query.ByDate}}},
			SideIncludes: []*query.Include{want(t, graph.KindActor, "parts", want(t, graph.KindActor, "wholes"))},
		})
		if err != nil {
			t.Fatal(err)
		}
		for i, expected := range []string{"x-b x-bm x-b", "x-a x-am x-a"} {
			it := got.Sides[i].Item
			if it == nil || it.Kind != graph.KindActor || len(it.Related) != 1 || it.Related[0] == nil || len(it.Related[0].Items) != 1 {
				t.Fatalf("side %d has no actor with its parts: %+v", i, it)
			}
			part := it.Related[0].Items[0]
			equal(t, "side", it.Text("id")+" "+part.Text("id")+" "+ids(part.Related[0].Items), expected)
		}
	})
	for _, o := range []query.Order{{By: query.ByDate}, {By: query.ByDate, Desc: true}} {
		t.Run(fmt.Sprintf("walk %+v", o), func(t *testing.T) {
			s.walk(t, query.List{Order: o}, func(l query.List) query.Find { return query.FindExchange{Between: a, And: b, List: l} }, "")
		})
	}
	t.Run("unknown ids", func(t *testing.T) {
		for _, find := range []query.FindExchange{{Between: "nope", And: b}, {Between: a, And: "nope"}, {Between: "nope", And: "nope2", Sides: true}} {
			find.List = query.List{Page: query.Page{Limit: 1}, Order: query.Order{By: query.ByDate}}
			if _, err := s.Fetch(t.Context(), &query.Query{Find: find}); !errors.Is(err, graph.ErrNotFound) || !strings.Contains(err.Error(), `no actor with id "nope"`) {
				t.Errorf("%+v: %v", find, err)
			}
		}
	})
}

// searchWorld has a made-up word at every rank, and names in scripts that fold in different ways.
func searchWorld() []graph.Record {
	return []graph.Record{
		actor("s-4", "STATE", "name", "else", "description", "near Quorv, or so"), actor("s-3", "STATE", "name", "The old Quorv"),
		actor("s-1", "STATE", "name", "Quörv"), actor("s-2b", "MINISTRY", "name", "Quorv Office"), actor("s-2", "STATE", "name", "QUORVANIA"), actor("s-2a", "STATE", "name", "quorvanie"),
		claim("s-5", "text", "The quorv of all"), node(graph.KindSource, "s-6", "title", "On the Quorvs"), node(graph.KindPlace, "s-7", "name", "Quorv"),
		node(graph.KindEpisode, "s-8", "title", "Zzz", "summary", "quorv"), actor("s-9", "STATE", "name", "bequorv"),
		actor("s-alias", "STATE", "name", "zz", "aliases", []string{"First", "Trulp"}),
		with(action("s-quote", "COERCE", "", "title", "zz"), graph.Explicit, graph.Evidence{Source: "s-6", Quote: "he «trulped» aloud"}),
		actor("s-ru", "PERSON", "name", "Мария Захарова"), actor("s-az", "STATE", "name", "Qarabağ Əhalisi"), actor("s-cn", "MINISTRY", "name", "中国外交部"),
		actor("s-tr", "PERSON", "name", "IĞDIR Şırnak"),
		actor("s-b1", "STATE", "name", "Zorp of the hill"), actor("s-b2", "STATE", "name", "A rather long name", "aliases", []string{"Other", "ZÖRP"}),
		actor("s-b3", "STATE", "name", "Wide", "aliases", []string{"Zorpland"}), actor("s-b4", "STATE", "name", "The zorp"), actor("s-b5", "STATE", "name", "Hill", "aliases", []string{"Of zorp"}),
	}
}

func testSearch(t *testing.T, s suite) {
	for _, c := range []struct {
		text  string
		kinds []graph.Kind
		want  string
	}{
		{"quorv", nil, "s-1 s-7 s-2 s-2a s-2b s-3 s-6 s-5 s-8 s-4"},
		{"  QUÓRV! ", nil, "s-1 s-7 s-2 s-2a s-2b s-3 s-6 s-5 s-8 s-4"},
		{"quorv", []graph.Kind{graph.KindActor}, "s-1 s-2 s-2a s-2b s-3 s-4"},
		{"quorv", []graph.Kind{graph.KindClaim, graph.KindPlace}, "s-7 s-5"},
		{"quorv", []graph.Kind{graph.KindDataset}, ""},
		{"quorvani", nil, "s-2 s-2a"},
		{"quorvania", nil, "s-2"},
		{"old quorv", nil, "s-3"},
		{"quorv old", nil, "s-3"},
		{"quorv office", nil, "s-2b"},
		{"quorv nowhere", nil, ""},
		{"uorv", nil, ""},
		{"trulp", nil, "s-alias s-quote"},
		{"zorp", nil, "s-b2 s-b3 s-b1 s-b5 s-b4"}, // an alias itself, then what begins so, aliases or not, then what has it as a word
		{"other zorp", nil, "s-b2"},
		{"захар", nil, "s-ru"},
		{"МАРИЯ захарова", nil, "s-ru"},
		{"qarabag ehali", nil, "s-az"},
		{"ƏHALİSİ", nil, "s-az"},
		{"外交", nil, "s-cn"},
		{"交部", nil, "s-cn"},
		{"中国外交部", nil, "s-cn"},
		{"igdir sirnak", nil, "s-tr"},
		{"", nil, ""},
		{" \t.,!?*\"'()[]{}:^~-+&|\\/", nil, ""},
		{`quorv" OR "1`, nil, ""},
		{"quorv*", []graph.Kind{graph.KindPlace}, "s-7"},
	} {
		t.Run(fmt.Sprint(c.text, c.kinds), func(t *testing.T) {
			a := s.ask(t, query.FindSearch{Text: c.text, Kinds: c.kinds, List: query.List{Page: query.Page{Limit: 50}, Order: query.Order{By: query.ByRank}, Total: true}})
			equal(t, "found", ids(a.Items), c.want)
			if a.Total != len(a.Items) || a.More {
				t.Errorf("total %d, more %v", a.Total, a.More)
			}
		})
	}
	t.Run("brings along what is wanted", func(t *testing.T) {
		a := s.ask(t, query.FindSearch{Text: "trulp", List: query.List{Page: query.Page{Limit: 5}, Order: query.Order{By: query.ByRank}}},
			want(t, graph.KindAction, "evidence", want(t, graph.KindEvidence, "source")), want(t, graph.KindActor, "ties"))
		if len(a.Items) != 2 || a.Items[0].Related[0] != nil || a.Items[0].Related[1] == nil || a.Items[1].Related[0] == nil || a.Items[1].Related[1] != nil {
			t.Fatal(dump(a.Items, query.LoadSpec{}))
		}
		equal(t, "source", ids(a.Items[1].Related[0].Items[0].Related[0].Items), "s-6")
	})
	t.Run("walk", func(t *testing.T) {
		s.walk(t, query.List{Order: query.Order{By: query.ByRank}}, func(l query.List) query.Find { return query.FindSearch{Text: "quorv", List: l} }, "quorv")
	})
	t.Run("by rank where no order is named", func(t *testing.T) {
		a := s.ask(t, query.FindSearch{Text: "quorv", List: query.List{Page: query.Page{Limit: 3}}})
		equal(t, "found", ids(a.Items), "s-1 s-7 s-2")
	})
	t.Run("a cursor of another order", func(t *testing.T) {
		l := query.List{Order: query.Order{By: query.ByRank}, Page: query.Page{Limit: 1, Cursor: &query.Cursor{ID: "s-1"}}}
		if _, err := s.Fetch(t.Context(), &query.Query{Find: query.FindSearch{Text: "quorv", List: l}}); !errors.Is(err, graph.ErrInvalid) {
			t.Error(err)
		}
	})
}
