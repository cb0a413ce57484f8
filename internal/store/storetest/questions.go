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

// unansweredWorld: India and its foreign ministry ask Nepal, Pakistan (with a ministry of its own), Sri Lanka and a group for this
// and that, over a river.
func unansweredWorld() []graph.Record {
	nodes := []graph.Record{
		actor("india", "STATE"), actor("india-foreign-ministry", "MINISTRY"), actor("nepal", "STATE"), actor("pakistan", "STATE"),
		actor("pakistan-foreign-ministry", "MINISTRY"), actor("sri-lanka", "STATE"), actor("tamil-group", "GROUP"),
		node(graph.KindEpisode, "river-dispute"), node(graph.KindEpisode, "air-dispute"),
		with(action("water-request", "REQUEST", "2025-01-01"), graph.Explicit, graph.Evidence{Source: "gazette", Quote: "asked"}),
		node(graph.KindSource, "gazette"),
		// water-request answered by a part of pakistan
		action("water-reply", "STATEMENT", "2025-01-10"),
		// answered by the whole of pakistan-foreign-ministry
		action("visa-request", "REQUEST", "2025-01-02"), action("visa-reply", "STATEMENT", "2025-01-12"),
		action("overflight-request", "REQUEST", "2025-01-03"),
		action("border-closure", "COERCE", "2025-01-04"), with(edge("nepal SILENT_ON border-closure", "kind", "NO_EXPLANATION", "asOf",
			"2025-02-01"), graph.Explicit, graph.Evidence{Source: "gazette", Quote: "silent"}),
		action("extradition-request", "REQUEST", "2025-01-05/2025-01-06"), edge("nepal SILENT_ON extradition-request", "kind", "NO_RESPONSE"),
		action("trade-request", "REQUEST", ""),
		// answered by pakistan, who was not asked
		action("transit-request", "REQUEST", "2025-01-07"), action("transit-reply", "STATEMENT", "2025-01-08"),
		action("fishing-request", "REQUEST", "2025-01-08"), with(edge("sri-lanka SILENT_ON fishing-request", "kind", "NO_RESPONSE", "asOf",
			"2025-03-01"), graph.Inferred),
		action("prisoner-request", "REQUEST", "2025-01-09"), action("prisoner-reply", "STATEMENT", ""), // answered, unknown when
		action("accusation", "ACCUSE", "2025-01-10"),       // addressed, but no request
		action("boycott-request", "REQUEST", "2025-01-11"), // targets, but addresses nobody
	}
	for _, link := range strings.Fields("water-reply>water-request visa-reply>visa-request transit-reply>transit-request " +
		"prisoner-reply>prisoner-request") {
		from, to, _ := strings.Cut(link, ">")
		nodes = append(nodes, edge(from+" RESPONDS_TO "+to, "mode", "EXPLAIN"))
	}
	for _, id := range strings.Fields("water-request visa-request overflight-request border-closure extradition-request trade-request " +
		"transit-request fishing-request prisoner-request accusation boycott-request") {
		nodes = append(nodes, edge(id+" IN_EPISODE river-dispute"))
	}
	return slices.Concat(nodes, edges(
		"overflight-request IN_EPISODE air-dispute", "india-foreign-ministry PART_OF india", "pakistan-foreign-ministry PART_OF pakistan",
		"india-foreign-ministry PERFORMED water-request", "india PERFORMED visa-request overflight-request extradition-request "+
			"trade-request transit-request fishing-request prisoner-request accusation boycott-request",
		"water-request ADDRESSED_TO nepal pakistan tamil-group", "pakistan-foreign-ministry PERFORMED water-reply",
		"visa-request ADDRESSED_TO pakistan-foreign-ministry", "pakistan PERFORMED visa-reply",
		"overflight-request ADDRESSED_TO sri-lanka nepal pakistan",
		"nepal PERFORMED border-closure", "border-closure TARGETS india", "extradition-request ADDRESSED_TO nepal",
		"trade-request ADDRESSED_TO sri-lanka", "transit-request ADDRESSED_TO nepal", "pakistan PERFORMED transit-reply",
		"fishing-request ADDRESSED_TO sri-lanka", "prisoner-request ADDRESSED_TO sri-lanka", "sri-lanka PERFORMED prisoner-reply",
		"accusation ADDRESSED_TO nepal", "boycott-request TARGETS nepal",
	))
}

// owed says what waits for whom: "water-request@nepal", with "!" when it is stated.
func owed(items []*query.Item) string {
	var out []string
	for _, it := range items {
		what := it.Text("action") + "@" + it.Text("owedBy")
		if it.Text("id") == graph.EdgeID(graph.SilentOn, it.Text("owedBy"), it.Text("action")) {
			what += "!"
		}
		out = append(out, what)
	}
	return strings.Join(out, " ")
}

func testUnanswered(t *testing.T, s suite) {
	const all = "water-request@nepal overflight-request@nepal overflight-request@pakistan overflight-request@sri-lanka " +
		"border-closure@nepal! extradition-request@nepal! transit-request@nepal fishing-request@sri-lanka! trade-request@sri-lanka"
	for _, c := range []struct {
		name string
		find query.FindUnanswered
		want string
	}{
		{"all: a part or a whole answers, a group owes nothing, the stated stands in", query.FindUnanswered{}, all},
		{"as of a day: later answers, later silences and the undated are left out", query.FindUnanswered{AsOf: "2025-01-06"},
			"water-request@nepal water-request@pakistan visa-request@pakistan-foreign-ministry overflight-request@nepal " +
				"overflight-request@pakistan overflight-request@sri-lanka extradition-request@nepal!"},
		{"as of the day of an answer", query.FindUnanswered{AsOf: "2025-01-10"},
			"water-request@nepal visa-request@pakistan-foreign-ministry overflight-request@nepal overflight-request@pakistan " +
				"overflight-request@sri-lanka extradition-request@nepal! transit-request@nepal fishing-request@sri-lanka prisoner-request@sri-lanka"},
		{"as of later: undated answers do not count", query.FindUnanswered{AsOf: "2025-03-01"},
			"water-request@nepal overflight-request@nepal overflight-request@pakistan overflight-request@sri-lanka border-closure@nepal! " +
				"extradition-request@nepal! transit-request@nepal fishing-request@sri-lanka! prisoner-request@sri-lanka"},
		{"as of before all", query.FindUnanswered{AsOf: "2024-12-31"}, ""},
		{"what an actor owes", query.FindUnanswered{OwedBy: []string{"pakistan"}}, "overflight-request@pakistan"},
		{"what an actor or its part owes", query.FindUnanswered{OwedBy: []string{"pakistan"}, AsOf: "2025-01-06"},
			"water-request@pakistan visa-request@pakistan-foreign-ministry overflight-request@pakistan"},
		{"what an actor owes itself", query.FindUnanswered{OwedBy: []string{"pakistan"}, AsOf: "2025-01-06", Direct: true},
			"water-request@pakistan overflight-request@pakistan"},
		{"what a part owes", query.FindUnanswered{OwedBy: []string{"pakistan-foreign-ministry"}, AsOf: "2025-01-06"},
			"visa-request@pakistan-foreign-ministry"},
		{"what any of these owe", query.FindUnanswered{OwedBy: []string{"pakistan", "sri-lanka"}},
			"overflight-request@pakistan overflight-request@sri-lanka fishing-request@sri-lanka! trade-request@sri-lanka"},
		{"what is owed to an actor, by its parts too", query.FindUnanswered{OwedTo: []string{"india"}}, all},
		{"what is owed to an actor itself", query.FindUnanswered{OwedTo: []string{"india"}, Direct: true},
			"overflight-request@nepal overflight-request@pakistan overflight-request@sri-lanka border-closure@nepal! " +
				"extradition-request@nepal! transit-request@nepal fishing-request@sri-lanka! trade-request@sri-lanka"},
		{"what is owed to a part", query.FindUnanswered{OwedTo: []string{"india-foreign-ministry"}}, "water-request@nepal"},
		{"what is owed to who asked nothing", query.FindUnanswered{OwedTo: []string{"sri-lanka"}}, ""},
		{"what one owes to another", query.FindUnanswered{OwedBy: []string{"nepal"}, OwedTo: []string{"india-foreign-ministry", "sri-lanka"}},
			"water-request@nepal"},
		{"what lacks a response", query.FindUnanswered{Kinds: []string{"NO_RESPONSE"}},
			"water-request@nepal overflight-request@nepal overflight-request@pakistan overflight-request@sri-lanka extradition-request@nepal! " +
				"transit-request@nepal fishing-request@sri-lanka! trade-request@sri-lanka"},
		{"what lacks an explanation", query.FindUnanswered{Kinds: []string{"NO_EXPLANATION"}}, "border-closure@nepal!"},
		{"what lacks either", query.FindUnanswered{Kinds: []string{"NO_EXPLANATION", "NO_RESPONSE"}}, all},
		{"what a source states", query.FindUnanswered{Basis: []string{"EXPLICIT"}}, "border-closure@nepal! extradition-request@nepal!"},
		{"what is concluded", query.FindUnanswered{Basis: []string{"INFERRED"}},
			"water-request@nepal overflight-request@nepal overflight-request@pakistan overflight-request@sri-lanka transit-request@nepal " +
				"fishing-request@sri-lanka! trade-request@sri-lanka"},
		{"what was asked since a day", query.FindUnanswered{Since: "2025-01-06"},
			"extradition-request@nepal! transit-request@nepal fishing-request@sri-lanka!"},
		{"what was asked until a day", query.FindUnanswered{Until: "2025-01-03"},
			"water-request@nepal overflight-request@nepal overflight-request@pakistan " +
				"overflight-request@sri-lanka"},
		{"what was asked in an episode", query.FindUnanswered{Episodes: []string{"air-dispute"}},
			"overflight-request@nepal overflight-request@pakistan overflight-request@sri-lanka"},
		{"what was asked in any of two episodes, each once", query.FindUnanswered{Episodes: []string{"air-dispute", "river-dispute"}}, all},
		{"what was asked in an episode without requests", query.FindUnanswered{Episodes: []string{"emigre-affair"}}, ""},
		{"all conditions at once", query.FindUnanswered{OwedTo: []string{"india"}, Kinds: []string{"NO_EXPLANATION"},
			Basis: []string{"EXPLICIT"}, Since: "2025-01-01"}, "border-closure@nepal!"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.find.Episodes == nil {
				c.find.Episodes = []string{"river-dispute"}
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
	t.Run("more pairs of sides than can be asked are too many", func(t *testing.T) {
		side := make([]string, 11)
		for i := range side {
			side[i] = fmt.Sprint("side-", i)
		}
		s.refused(t, query.FindUnanswered{OwedBy: side, OwedTo: side, List: query.List{Page: query.Page{Limit: 1}}}, graph.ErrTooLarge, "")
	})
	t.Run("who waits for whom since when, and the evidence, come along", func(t *testing.T) {
		a := s.ask(t, query.FindUnanswered{Episodes: []string{"river-dispute"}, List: query.List{Page: query.Page{Limit: 9},
			Order: query.Order{By: query.ByDate}}},
			want(t, graph.KindUnanswered, "action"), want(t, graph.KindUnanswered, "owedBy"), want(t, graph.KindUnanswered, "owedTo"), want(t,
				graph.KindUnanswered, "evidence"))
		for i, c := range []struct {
			values []any
			quote  string
		}{
			0: {[]any{"id", "UNANSWERED:nepal:water-request", "basis", "INFERRED", "kind", "NO_RESPONSE", "action", "water-request", "owedBy",
				"nepal", "owedTo", []string{"india-foreign-ministry"}, "since", "2025-01-01", "earliest", "2025-01-01", "latest",
				"2025-01-01"}, "asked"},
			4: {[]any{"id", "SILENT_ON:nepal:border-closure", "basis", "EXPLICIT", "kind", "NO_EXPLANATION", "action", "border-closure", "owedBy",
				"nepal", "owedTo", []string{"india"}, "since", "2025-01-04", "earliest", "2025-01-04", "latest", "2025-01-04"}, "silent"},
			5: {[]any{"id", "SILENT_ON:nepal:extradition-request", "basis", "EXPLICIT", "kind", "NO_RESPONSE", "action", "extradition-request",
				"owedBy", "nepal", "owedTo", []string{"india"}, "since", "2025-01-05/2025-01-06", "earliest", "2025-01-05", "latest",
				"2025-01-06"}, ""},
			8: {[]any{"id", "UNANSWERED:sri-lanka:trade-request", "basis", "INFERRED", "kind", "NO_RESPONSE", "action", "trade-request", "owedBy",
				"sri-lanka", "owedTo", []string{"india"}}, ""},
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
			s.walk(t, query.List{Order: o}, func(l query.List) query.Find {
				return query.FindUnanswered{Episodes: []string{"river-dispute"}, List: l}
			}, "")
		})
	}
	t.Run("unknown ids", func(t *testing.T) {
		for _, c := range []struct {
			find query.FindUnanswered
			says string
		}{
			{query.FindUnanswered{OwedBy: []string{"india", "nope"}}, `no actor with id "nope"`},
			{query.FindUnanswered{OwedTo: []string{"nope"}}, `no actor with id "nope"`},
			{query.FindUnanswered{OwedBy: []string{"nope"}, Direct: true}, `no actor with id "nope"`},
			{query.FindUnanswered{Episodes: []string{"nope"}}, `no episode with id "nope"`},
		} {
			c.find.List = query.List{Page: query.Page{Limit: 1}, Order: query.Order{By: query.ByDate}}
			s.refused(t, c.find, graph.ErrNotFound, c.says)
		}
	})
}

// exchangeWorld: Greece's ministry boards a ship of Turkey's (boarding), Turkey answers by a rebuke and by an embargo; the latter also
// responds to the drilling of a third, Cyprus. The threat is undated. Both perform the collision and the accord, which targets
// both; the search is of Greece's own.
func exchangeWorld() []graph.Record {
	nodes := []graph.Record{
		actor("greece", "STATE"), actor("greece-defence-ministry", "MINISTRY"), actor("turkey", "STATE"),
		actor("turkey-shipping-ministry", "MINISTRY"), actor("cyprus", "STATE"),
		action("boarding", "COERCE", "2025-01-01", "intensity", -5.5), action("rebuke", "STATEMENT", "2025-01-02", "intensity", -2.2,
			"quadClass", "VERBAL_CONFLICT"),
		action("embargo", "SANCTION", "2025-01-03/2025-01-09"), action("threat", "THREATEN", ""), action("drilling", "COERCE", "2025-01-02"),
		action("collision", "OCCURRENCE", "2025-01-06", "intensity", 2.1), action("joint-accord", "AGREE", "2025-01-07"),
		action("self-search", "COERCE", "2025-01-08"),
		edge("rebuke RESPONDS_TO boarding", "mode", "OBJECT"), edge("embargo RESPONDS_TO boarding", "mode", "RETALIATE"),
		edge("embargo RESPONDS_TO drilling", "mode", "RETALIATE"),
		edge("embargo RESPONDS_TO joint-accord", "mode", "OTHER"),
	}
	return slices.Concat(nodes, edges(
		"greece-defence-ministry PART_OF greece", "turkey-shipping-ministry PART_OF turkey", "greece-defence-ministry PERFORMED boarding",
		"boarding TARGETS turkey-shipping-ministry", "turkey PERFORMED rebuke embargo", "embargo TARGETS greece",
		"greece PERFORMED threat", "threat TARGETS turkey", "cyprus PERFORMED drilling", "drilling TARGETS turkey",
		"greece PERFORMED collision joint-accord self-search", "turkey PERFORMED collision joint-accord",
		"collision ADDRESSED_TO turkey", "joint-accord TARGETS greece turkey", "self-search TARGETS greece",
	))
}

func testExchange(t *testing.T, s suite) {
	const a, b = "greece", "turkey"
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
		{"acts of either on the other, and answers between them, in order, with what each answers", query.FindExchange{Between: a, And: b},
			"boarding@greece rebuke@turkey>boarding embargo@turkey>boarding,joint-accord " +
				"collision@greece joint-accord@greece joint-accord@turkey threat@greece", []query.Side{
				side(a, 4, 0, 2, -3.4, map[graph.QuadClass]int{mq: 1, vc: 1, vq: 1}),
				side(b, 3, 3, 1, -2.2, map[graph.QuadClass]int{mq: 1, vc: 1, vq: 1})}},
		{"the sides stand in the order in which they were named", query.FindExchange{Between: b, And: a},
			"boarding@greece rebuke@turkey>boarding embargo@turkey>boarding,joint-accord collision@greece joint-accord@greece " +
				"joint-accord@turkey threat@greece", []query.Side{
				side(b, 3, 3, 1, -2.2, map[graph.QuadClass]int{mq: 1, vc: 1, vq: 1}),
				side(a, 4, 0, 2, -3.4, map[graph.QuadClass]int{mq: 1, vc: 1, vq: 1})}},
		{"acts within a range, and what they answer before it", query.FindExchange{Between: a, And: b, Since: "2025-01-02", Until: "2025-01-06"},
			"rebuke@turkey>boarding embargo@turkey>boarding,joint-accord collision@greece", []query.Side{
				side(a, 1, 0, 1, 2.1, map[graph.QuadClass]int{}), side(b, 2, 3, 1, -2.2, map[graph.QuadClass]int{vq: 1, mq: 1})}},
		{"acts since a day", query.FindExchange{Between: a, And: b, Since: "2025-01-07"},
			"embargo@turkey>boarding,joint-accord joint-accord@greece joint-accord@turkey", []query.Side{
				side(a, 1, 0, 0, 0, map[graph.QuadClass]int{vc: 1}), side(b, 2, 2, 0, 0, map[graph.QuadClass]int{vc: 1, mq: 1})}},
		{"acts of and on those who are named themselves", query.FindExchange{Between: a, And: b, Direct: true},
			"embargo@turkey>joint-accord collision@greece joint-accord@greece joint-accord@turkey threat@greece", []query.Side{
				side(a, 3, 0, 1, 2.1, map[graph.QuadClass]int{vc: 1, vq: 1}), side(b, 2, 1, 0, 0, map[graph.QuadClass]int{mq: 1, vc: 1})}},
		{"of parts there is what they did themselves", query.FindExchange{Between: "greece-defence-ministry", And: "turkey-shipping-ministry"},
			"boarding@greece-defence-ministry", []query.Side{
				side("greece-defence-ministry", 1, 0, 1, -5.5, map[graph.QuadClass]int{mq: 1}),
				side("turkey-shipping-ministry", 0, 0, 0, 0, map[graph.QuadClass]int{})}},
		{"of strangers there is nothing", query.FindExchange{Between: "cyprus", And: "france"}, "", []query.Side{
			side("cyprus", 0, 0, 0, 0, map[graph.QuadClass]int{}), side("france", 0, 0, 0, 0, map[graph.QuadClass]int{})}},
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
		got := s.ask(t, query.FindExchange{Between: a, And: b, List: query.List{Page: query.Page{Limit: 3},
			Order: query.Order{By: query.ByDate}}})
		checkItem(t, got.Items[2], graph.KindEntry, []any{"id", "embargo@turkey", "action", "embargo", "side", b, "answers",
			[]string{"RESPONDS_TO:embargo:boarding", "RESPONDS_TO:embargo:joint-accord"},
			"earliest", "2025-01-03", "latest", "2025-01-09"})
		if !got.More || got.Total != -1 || len(got.Sides) != 0 {
			t.Errorf("more %v, total %d, sides %v", got.More, got.Total, got.Sides)
		}
	})
	t.Run("by date where no order is named, either way", func(t *testing.T) {
		l := query.List{Page: query.Page{Limit: 2}}
		equal(t, "first", ids(s.ask(t, query.FindExchange{Between: a, And: b, List: l}).Items), "boarding@greece rebuke@turkey")
		l.Order.Desc = true
		equal(t, "last", ids(s.ask(t, query.FindExchange{Between: a, And: b, List: l}).Items), "joint-accord@turkey joint-accord@greece")
	})
	t.Run("sides alone", func(t *testing.T) {
		got := s.ask(t, query.FindExchange{Between: a, And: b, Sides: true})
		if len(got.Items) != 0 || len(got.Sides) != 2 || got.Sides[0].Count != 4 {
			t.Errorf("%+v", got)
		}
	})
	t.Run("the actors of the sides", func(t *testing.T) {
		got, err := s.Fetch(t.Context(), &query.Query{
			Find: query.FindExchange{Between: b, And: a, Sides: true, List: query.List{Page: query.Page{Limit: 1},
				Order: query.Order{By: query.ByDate}}},
			SideIncludes: []*query.Include{want(t, graph.KindActor, "parts", want(t, graph.KindActor, "wholes"))},
		})
		if err != nil {
			t.Fatal(err)
		}
		for i, expected := range []string{"turkey turkey-shipping-ministry turkey", "greece greece-defence-ministry greece"} {
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
		for _, find := range []query.FindExchange{
			{Between: "nope", And: b}, {Between: a, And: "nope"}, {Between: "nope", And: "nope2", Sides: true},
		} {
			find.List = query.List{Page: query.Page{Limit: 1}, Order: query.Order{By: query.ByDate}}
			s.refused(t, find, graph.ErrNotFound, `no actor with id "nope"`)
		}
	})
}

// searchWorld has a made-up word at every rank, and names in scripts that fold in different ways.
func searchWorld() []graph.Record {
	return []graph.Record{
		actor("neighbour-of-quorv", "STATE", "name", "else", "description", "near Quorv, or so"),
		actor("old-quorv", "STATE", "name", "The old Quorv"),
		actor("quorv-state", "STATE", "name", "Quörv"), actor("quorv-office", "MINISTRY", "name", "Quorv Office"),
		actor("quorvania", "STATE", "name", "QUORVANIA"), actor("quorvanie", "STATE", "name", "quorvanie"),
		claim("claim-of-all-quorv", "text", "The quorv of all"), node(graph.KindSource, "report-on-quorvs", "title", "On the Quorvs"),
		node(graph.KindPlace, "quorv-town", "name", "Quorv"),
		node(graph.KindEpisode, "episode-of-quorv", "title", "Zzz", "summary", "quorv"), actor("bequorv", "STATE", "name", "bequorv"),
		actor("trulp-by-alias", "STATE", "name", "zz", "aliases", []string{"First", "Trulp"}),
		with(action("trulp-by-quotation", "COERCE", "", "title", "zz"), graph.Explicit, graph.Evidence{Source: "report-on-quorvs",
			Quote: "he «trulped» aloud"}),
		actor("zakharova", "PERSON", "name", "Мария Захарова"), actor("qarabag-people", "STATE", "name", "Qarabağ Əhalisi"),
		actor("china-foreign-ministry", "MINISTRY", "name", "中国外交部"),
		actor("igdir-spokesman", "PERSON", "name", "IĞDIR Şırnak"),
		actor("zorp-begins-the-name", "STATE", "name", "Zorp of the hill"), actor("zorp-is-an-alias", "STATE", "name", "A rather long name",
			"aliases", []string{"Other", "ZÖRP"}),
		actor("zorp-begins-an-alias", "STATE", "name", "Wide", "aliases", []string{"Zorpland"}),
		actor("zorp-in-the-name", "STATE", "name", "The zorp"), actor("zorp-in-an-alias", "STATE", "name", "Hill", "aliases",
			[]string{"Of zorp"}),
	}
}

func testSearch(t *testing.T, s suite) {
	for _, c := range []struct {
		name  string
		text  string
		kinds []graph.Kind
		want  string
	}{
		{"the name itself first, then what begins so, then what has the word, then elsewhere", "quorv", nil,
			"quorv-state quorv-town quorvania quorvanie quorv-office old-quorv report-on-quorvs claim-of-all-quorv " +
				"episode-of-quorv neighbour-of-quorv"},
		{"case, accents and signs do not count", "  QUÓRV! ", nil,
			"quorv-state quorv-town quorvania quorvanie quorv-office old-quorv report-on-quorvs claim-of-all-quorv " +
				"episode-of-quorv neighbour-of-quorv"},
		{"of one kind", "quorv", []graph.Kind{graph.KindActor}, "quorv-state quorvania quorvanie quorv-office old-quorv neighbour-of-quorv"},
		{"of two kinds", "quorv", []graph.Kind{graph.KindClaim, graph.KindPlace}, "quorv-town claim-of-all-quorv"},
		{"of a kind that has none", "quorv", []graph.Kind{graph.KindDataset}, ""},
		{"a word by its beginning", "quorvani", nil, "quorvania quorvanie"},
		{"a whole word", "quorvania", nil, "quorvania"},
		{"two words", "old quorv", nil, "old-quorv"},
		{"two words in another order", "quorv old", nil, "old-quorv"},
		{"two words that are a name", "quorv office", nil, "quorv-office"},
		{"a word that is nowhere", "quorv nowhere", nil, ""},
		{"not by the middle of a word", "uorv", nil, ""},
		{"by an alias, then by a quotation", "trulp", nil, "trulp-by-alias trulp-by-quotation"},
		// an alias itself, then what begins so, aliases or not, then what has it as a word
		{"an alias itself, then what begins so, aliases or not, then what has it as a word", "zorp", nil,
			"zorp-is-an-alias zorp-begins-an-alias zorp-begins-the-name zorp-in-an-alias zorp-in-the-name"},
		{"words of two aliases", "other zorp", nil, "zorp-is-an-alias"},
		{"Cyrillic, by the beginning of a word", "захар", nil, "zakharova"},
		{"Cyrillic in another case", "МАРИЯ захарова", nil, "zakharova"},
		{"Azerbaijani without its letters", "qarabag ehali", nil, "qarabag-people"},
		{"Azerbaijani in capitals", "ƏHALİSİ", nil, "qarabag-people"},
		{"Chinese, by characters within a name", "外交", nil, "china-foreign-ministry"},
		{"Chinese, by its last characters", "交部", nil, "china-foreign-ministry"},
		{"Chinese, a whole name", "中国外交部", nil, "china-foreign-ministry"},
		{"Turkish without its letters", "igdir sirnak", nil, "igdir-spokesman"},
		{"no text finds nothing", "", nil, ""},
		{"signs alone find nothing", " \t.,!?*\"'()[]{}:^~-+&|\\/", nil, ""},
		{"what full-text queries are made of is text", `quorv" OR "1`, nil, ""},
		{"an asterisk is a sign like others", "quorv*", []graph.Kind{graph.KindPlace}, "quorv-town"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := s.ask(t, query.FindSearch{Text: c.text, Kinds: c.kinds, List: query.List{Page: query.Page{Limit: 50},
				Order: query.Order{By: query.ByRank}, Total: true}})
			equal(t, "found", ids(a.Items), c.want)
			if a.Total != len(a.Items) || a.More {
				t.Errorf("total %d, more %v", a.Total, a.More)
			}
		})
	}
	t.Run("brings along what is wanted", func(t *testing.T) {
		a := s.ask(t, query.FindSearch{Text: "trulp", List: query.List{Page: query.Page{Limit: 5}, Order: query.Order{By: query.ByRank}}},
			want(t, graph.KindAction, "evidence", want(t, graph.KindEvidence, "source")), want(t, graph.KindActor, "ties"))
		if len(a.Items) != 2 || a.Items[0].Related[0] != nil || a.Items[0].Related[1] == nil || a.Items[1].Related[0] == nil ||
			a.Items[1].Related[1] != nil {
			t.Fatal(dump(a.Items, query.LoadSpec{}))
		}
		equal(t, "source", ids(a.Items[1].Related[0].Items[0].Related[0].Items), "report-on-quorvs")
	})
	t.Run("walk", func(t *testing.T) {
		s.walk(t, query.List{Order: query.Order{By: query.ByRank}}, func(l query.List) query.Find {
			return query.FindSearch{Text: "quorv", List: l}
		}, "quorv")
	})
	t.Run("by rank where no order is named", func(t *testing.T) {
		a := s.ask(t, query.FindSearch{Text: "quorv", List: query.List{Page: query.Page{Limit: 3}}})
		equal(t, "found", ids(a.Items), "quorv-state quorv-town quorvania")
	})
	t.Run("a cursor of another order", func(t *testing.T) {
		l := query.List{Order: query.Order{By: query.ByRank}, Page: query.Page{Limit: 1, Cursor: &query.Cursor{ID: "quorv-state"}}}
		if _, err := s.Fetch(t.Context(), &query.Query{Find: query.FindSearch{Text: "quorv", List: l}}); !errors.Is(err, graph.ErrInvalid) {
			t.Error(err)
		}
	})
}
