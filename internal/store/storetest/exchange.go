package storetest

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// exchangeWorld: Greece's ministry boards a ship of Turkey's (boarding), Turkey answers by a rebuke and by an embargo; the latter also
// responds to the drilling of a third, Cyprus. The threat is undated. Both perform the collision and the accord, which targets
// both; the search is of Greece's own. Nobody is named who did the wreck, the spill and the drift: the embargo, a vigil of Turkey
// over the boarding, and the threat answer them; the drift is itself an answer to the embargo. The storm is answered by the search
// alone.
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
		action("wreck", "OCCURRENCE", "2025-01-04"), action("spill", "OCCURRENCE", "2024-12-31"), action("vigil", "ACCUSE", "2025-01-10"),
		action("drift", "COERCE", "2025-01-11"), action("storm", "OCCURRENCE", "2025-01-01"),
		edge("embargo RESPONDS_TO wreck", "mode", "RETALIATE"), edge("vigil RESPONDS_TO boarding", "mode", "OBJECT"),
		edge("vigil RESPONDS_TO spill", "mode", "OBJECT"), edge("threat RESPONDS_TO drift", "mode", "OTHER"),
		edge("drift RESPONDS_TO embargo", "mode", "OTHER"), edge("self-search RESPONDS_TO storm", "mode", "OTHER"),
	}
	return slices.Concat(nodes, edges(
		"greece-defence-ministry PART_OF greece", "turkey-shipping-ministry PART_OF turkey", "greece-defence-ministry PERFORMED boarding",
		"boarding TARGETS turkey-shipping-ministry", "turkey PERFORMED rebuke embargo vigil", "embargo TARGETS greece",
		"greece PERFORMED threat", "threat TARGETS turkey", "cyprus PERFORMED drilling", "drilling TARGETS turkey",
		"greece PERFORMED collision joint-accord self-search", "turkey PERFORMED collision joint-accord",
		"collision ADDRESSED_TO turkey", "joint-accord TARGETS greece turkey", "self-search TARGETS greece",
	))
}

func testExchange(t *testing.T, s suite) {
	t.Helper()
	const a, b = "greece", "turkey"
	side := func(actor string, count, responses, rated int, intensity float64, quads map[graph.QuadClass]int) query.Side {
		return query.Side{Actor: actor, Count: count, Responses: responses, Rated: rated, Intensity: intensity, Quads: quads}
	}
	const all = "boarding@greece rebuke@turkey>boarding embargo@turkey>boarding,joint-accord,wreck wreck@ collision@greece " +
		"joint-accord@greece joint-accord@turkey vigil@turkey>boarding,spill drift@>embargo threat@greece>drift"
	const vc, vq, mq, nq = graph.VerbalCooperation, graph.VerbalConflict, graph.MaterialConflict, graph.NeutralClass
	for _, c := range []struct {
		name  string
		find  query.FindExchange
		want  string // action@side, with what it answers
		sides []query.Side
	}{
		{"acts of either on the other, answers between them, and what these answer that nobody is named for, with what each answers",
			query.FindExchange{Between: a, And: b}, "spill@ " + all, []query.Side{
				side(a, 4, 1, 2, -3.4, map[graph.QuadClass]int{mq: 1, vc: 1, vq: 1, nq: 1}),
				side(b, 4, 6, 1, -2.2, map[graph.QuadClass]int{mq: 1, vc: 1, vq: 2})}},
		{"the sides stand in the order in which they were named", query.FindExchange{Between: b, And: a}, "spill@ " + all, []query.Side{
			side(b, 4, 6, 1, -2.2, map[graph.QuadClass]int{mq: 1, vc: 1, vq: 2}),
			side(a, 4, 1, 2, -3.4, map[graph.QuadClass]int{mq: 1, vc: 1, vq: 1, nq: 1})}},
		{"acts within a range, and what they answer before it", query.FindExchange{Between: a, And: b, Since: "2025-01-02", Until: "2025-01-06"},
			"rebuke@turkey>boarding embargo@turkey>boarding,joint-accord,wreck wreck@ collision@greece", []query.Side{
				side(a, 1, 0, 1, 2.1, map[graph.QuadClass]int{nq: 1}), side(b, 2, 4, 1, -2.2, map[graph.QuadClass]int{vq: 1, mq: 1})}},
		{"acts since a day, and with each what it answers that has no side", query.FindExchange{Between: a, And: b, Since: "2025-01-07"},
			"spill@ embargo@turkey>boarding,joint-accord,wreck wreck@ joint-accord@greece joint-accord@turkey vigil@turkey>boarding,spill",
			[]query.Side{side(a, 1, 0, 0, 0, map[graph.QuadClass]int{vc: 1}),
				side(b, 3, 5, 0, 0, map[graph.QuadClass]int{vc: 1, vq: 1, mq: 1})}},
		{"acts of and on those who are named themselves", query.FindExchange{Between: a, And: b, Direct: true},
			"embargo@turkey>joint-accord,wreck wreck@ collision@greece joint-accord@greece joint-accord@turkey drift@>embargo " +
				"threat@greece>drift", []query.Side{
				side(a, 3, 1, 1, 2.1, map[graph.QuadClass]int{vc: 1, vq: 1, nq: 1}), side(b, 2, 2, 0, 0, map[graph.QuadClass]int{mq: 1, vc: 1})}},
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
		got := s.ask(t, query.FindExchange{Between: a, And: b, List: query.List{Page: query.Page{Limit: 4},
			Order: query.Order{By: query.ByDate}}})
		checkItem(t, got.Items[3], graph.KindEntry, []any{"id", "embargo@turkey", "action", "embargo", "side", b, "answers",
			[]string{"RESPONDS_TO:embargo:boarding", "RESPONDS_TO:embargo:joint-accord", "RESPONDS_TO:embargo:wreck"},
			"earliest", "2025-01-03", "latest", "2025-01-09"})
		if !got.More || got.Total != -1 || len(got.Sides) != 0 {
			t.Errorf("more %v, total %d, sides %v", got.More, got.Total, got.Sides)
		}
	})
	t.Run("by date where no order is named, either way", func(t *testing.T) {
		l := query.List{Page: query.Page{Limit: 2}}
		equal(t, "first", ids(s.ask(t, query.FindExchange{Between: a, And: b, List: l}).Items), "spill@ boarding@greece")
		l.Order.Desc = true
		equal(t, "last", ids(s.ask(t, query.FindExchange{Between: a, And: b, List: l}).Items), "drift@ vigil@turkey")
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
	t.Run("of an actor with itself there is none", func(t *testing.T) {
		s.refused(t, query.FindExchange{Between: a, And: a, List: query.List{Page: query.Page{Limit: 1}}}, graph.ErrInvalid, "name two sides")
	})
	t.Run("unknown ids", func(t *testing.T) {
		for _, find := range []query.FindExchange{
			{Between: "nope", And: b}, {Between: a, And: "nope"}, {Between: "nope", And: "nope2", Sides: true},
		} {
			find.List = query.List{Page: query.Page{Limit: 1}, Order: query.Order{By: query.ByDate}}
			s.refused(t, find, graph.ErrNotFound, `no actor with id "nope"`)
		}
	})
}
