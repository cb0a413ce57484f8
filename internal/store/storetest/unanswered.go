package storetest

import (
	"fmt"
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
		with(action("water-request", "REQUEST", "2025-01-01"), graph.Explicit, graph.Evidence{Source: "gazette", Quote: "asked",
			AttributedTo: "india-foreign-ministry"}),
		node(graph.KindSource, "gazette"),
		// water-request answered by a part of pakistan
		action("water-reply", "STATEMENT", "2025-01-10"),
		// answered by the whole of pakistan-foreign-ministry
		action("visa-request", "REQUEST", "2025-01-02"), action("visa-reply", "STATEMENT", "2025-01-12"),
		action("overflight-request", "REQUEST", "2025-01-03"),
		action("border-closure", "COERCE", "2025-01-04"), with(edge("nepal SILENT_ON border-closure", "kind", "NO_EXPLANATION", "asOf",
			"2025-02-01"), graph.Explicit, graph.Evidence{Source: "gazette", Quote: "silent",
			AttributedTo: "india"}),
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
	t.Helper()
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
		{"what is known through an actor alone: the request", query.FindUnanswered{AttributedTo: []string{"india-foreign-ministry"}},
			"water-request@nepal"},
		{"the silence, not the act", query.FindUnanswered{AttributedTo: []string{"india"}}, "border-closure@nepal!"},
		{"what is known through any of these", query.FindUnanswered{AttributedTo: []string{"india-foreign-ministry", "india", "nepal"}},
			"water-request@nepal border-closure@nepal!"},
		{"what is known through one through whom nothing is", query.FindUnanswered{AttributedTo: []string{"nepal"}}, ""},
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
				"nepal", "owedTo", []string{"india"}, "since", "2025-01-04", "statedAsOf", "2025-02-01",
				"earliest", "2025-01-04", "latest", "2025-01-04"}, "silent"},
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
			{query.FindUnanswered{AttributedTo: []string{"nope"}}, `no actor with id "nope"`},
			{query.FindUnanswered{Episodes: []string{"nope"}}, `no episode with id "nope"`},
			{query.FindUnanswered{Datasets: []string{"dataset:nope"}}, `no dataset with id "dataset:nope"`},
		} {
			c.find.List = query.List{Page: query.Page{Limit: 1}, Order: query.Order{By: query.ByDate}}
			s.refused(t, c.find, graph.ErrNotFound, c.says)
		}
	})
}
