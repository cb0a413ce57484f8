package storetest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// delaysWorld: shots at a border have four condemnations, an objection that is dated before them and two after, and a denial
// that nobody dates. The objections of the last day and the denial are Tuvalu’s, the rest Vanuatu’s.
func delaysWorld() []graph.Record {
	out := []graph.Record{actor("vanuatu", "STATE"), actor("tuvalu", "STATE"), action("border-shots", "COERCE", "2024-06-10")}
	for _, a := range []struct{ id, by, mode, date string }{
		{"condemned-at-once", "vanuatu", "CONDEMN", "2024-06-10"}, {"condemned-next-day", "vanuatu", "CONDEMN", "2024-06-11/2024-06-30"},
		{"condemned-in-days", "vanuatu", "CONDEMN", "2024-06-13"}, {"condemned-late", "vanuatu", "CONDEMN", "2024-06-20"},
		{"objected-before", "vanuatu", "OBJECT", "2024-06"}, {"objected-next-day", "vanuatu", "OBJECT", "2024-06-11"},
		{"objected-next-year", "tuvalu", "OBJECT", "2025-06-10"}, {"denied-some-day", "tuvalu", "DENY", ""},
	} {
		out = append(out, action(a.id, "STATEMENT", a.date), edge(a.id+" RESPONDS_TO border-shots", "mode", a.mode),
			edge(a.by+" PERFORMED "+a.id))
	}
	return out
}

// grouped writes rows "key (label) count/rated/sum" and, where there are any, " delayed/days/median of days".
func grouped(rows []query.Grouped) string {
	var out []string
	for _, r := range rows {
		text := r.Key
		if text == "" {
			text = "-"
		}
		if r.Label != "" {
			text += " (" + r.Label + ")"
		}
		text = fmt.Sprintf("%s %d/%d/%v", text, r.Count, r.Rated, r.Intensity)
		if r.Delayed > 0 || r.DelaySum != 0 || r.DelayMedian != 0 {
			text += fmt.Sprintf(" %d/%d/%v", r.Delayed, r.DelaySum, r.DelayMedian)
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// testGroups counts the quarrel of filtersWorld.
func testGroups(t *testing.T, s suite) {
	t.Helper()
	quarrel := query.IDIn{"arrest-of-an-emigre", "emigration-request", "mediation-offer", "sanction-on-trade", "statement-of-denial",
		"storm-in-the-strait", "unclaimed-attack"}
	links := query.In{Prop: "from", Values: []string{"mediation-offer", "sanction-on-trade", "statement-of-denial"}}
	for _, c := range []struct {
		name  string
		kind  graph.Kind
		where query.Pred
		group query.Group
		want  string
	}{
		{"all in one group", graph.KindAction, quarrel, query.Group{}, "- 7/3/-12.5"},
		{"of nothing there are no groups", graph.KindAction, query.Or{}, query.Group{By: "TYPE"}, ""},
		{"of nothing there is not even one group", graph.KindAction, query.Or{}, query.Group{}, ""},
		{"by type, the largest first", graph.KindAction, quarrel, query.Group{By: "TYPE"},
			"COERCE 2/1/-5, OCCURRENCE 1/0/0, REQUEST 1/1/0.5, SANCTION 1/1/-8, STATEMENT 1/0/0, SUPPORT 1/0/0"},
		{"the first groups only", graph.KindAction, quarrel, query.Group{By: "TYPE", First: 2}, "COERCE 2/1/-5, OCCURRENCE 1/0/0"},
		{"by what some lack, these last", graph.KindAction, quarrel, query.Group{By: "STATUS"}, "ALLEGED 1/0/0, OCCURRED 1/1/-5, - 5/2/-7.5"},
		{"by members of a list, in each that it has", graph.KindAction, quarrel, query.Group{By: "TOPIC"},
			"border 2/2/-4.5, trade 1/1/-5, x 1/0/0, - 4/1/-8"},
		{"by month, in order of time", graph.KindAction, quarrel, query.Group{By: "MONTH"},
			"2025-01 1/1/-5, 2025-02 1/1/0.5, 2025-03 2/0/0, 2025-12 1/0/0, - 2/1/-8"},
		{"by year", graph.KindAction, quarrel, query.Group{By: "YEAR"}, "2025 5/2/-4.5, - 2/1/-8"},
		{"by day, of the largest", graph.KindAction, quarrel, query.Group{By: "DAY", First: 1}, "2025-01-10 1/1/-5"},
		{"by performer, with the name", graph.KindAction, quarrel, query.Group{By: "PERFORMER"},
			"france-interior-ministry (zeta) 2/1/0.5, morocco (emil) 2/1/-8, france (Émile) 1/1/-5, - 2/0/0"},
		{"by place, in each of several", graph.KindAction, quarrel, query.Group{By: "PLACE"},
			"rue-didouche 2/2/-4.5, algiers 1/1/-5, north-africa 1/0/0, - 4/1/-8"},
		{"of what is attributed in several ways, each once", graph.KindAction, query.Attributed{Keys: []string{"france>", "france>morocco",
			"france-interior-ministry>"}}, query.Group{By: "QUAD_CLASS"},
			"MATERIAL_CONFLICT 1/1/-5, NEUTRAL 1/0/0, VERBAL_CONFLICT 1/1/0.5"},
		{"of what is found by text", graph.KindAction, query.And{quarrel, query.Matches{Text: "emig"}}, query.Group{}, "- 2/2/-4.5"},
		{"responses by mode", graph.KindResponse, links, query.Group{By: "MODE"}, "DENY 1/0/0, OBJECT 1/0/0, RETALIATE 1/1/-8"},
		{"responses by provoker, two hops away", graph.KindResponse, links, query.Group{By: "PROVOKER"},
			"france (Émile) 2/1/-8, morocco (emil) 1/0/0"},
		{"responses by month", graph.KindResponse, links, query.Group{By: "MONTH"}, "2025-03 2/0/0, - 1/1/-8"},
		{"responses by basis, by attribution", graph.KindResponse, query.Attributed{Keys: []string{"morocco>france"}}, query.Group{By: "BASIS"},
			"EXPLICIT 1/1/-8, INFERRED 1/0/0"},
		{"actors by kind", graph.KindActor, query.IDIn{"france", "france-interior-ministry", "morocco"}, query.Group{By: "KIND"},
			"STATE 2/0/0, MINISTRY 1/0/0"},
		{"actors by country", graph.KindActor, query.IDIn{"france", "france-interior-ministry", "morocco"}, query.Group{By: "COUNTRY"},
			"FRA 1/0/0, MAR 1/0/0, - 1/0/0"},
		{"claims by speaker", graph.KindClaim, query.IDIn{"charges-are-false", "charges-are-proven"}, query.Group{By: "SPEAKER"},
			"morocco (emil) 1/0/0, - 1/0/0"},
		{"claims by stance", graph.KindClaim, query.IDIn{"charges-are-false", "charges-are-proven", "rumour-of-charges"},
			query.Group{By: "STANCE"}, "ASSERT 1/0/0, DENY 1/0/0, - 1/0/0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := query.List{Where: c.where, Groups: []query.Group{c.group}}
			equal(t, "groups", grouped(s.ask(t, query.FindList{Kind: c.kind, List: l}).Groups[0]), c.want)
		})
	}
	t.Run("delays: those known, their sum and their median, which of an even number is the mean of the middle two", func(t *testing.T) {
		where := query.Related{Relation: relation(t, graph.KindResponse, "trigger"), Where: query.IDIn{"border-shots"}}
		l := query.List{Where: where, Groups: []query.Group{
			{By: "MODE", Delays: true}, {Delays: true}, {By: "RESPONDER", Delays: true}, {By: "MODE"},
		}}
		for i, want := range []string{
			"CONDEMN 4/0/0 4/14/2, OBJECT 3/0/0 3/357/1, DENY 1/0/0",
			"- 8/0/0 7/371/1",
			"vanuatu 6/0/0 6/6/1, tuvalu 2/0/0 1/365/365",
			"CONDEMN 4/0/0, OBJECT 3/0/0, DENY 1/0/0",
		} {
			equal(t, "groups", grouped(s.ask(t, query.FindList{Kind: graph.KindResponse, List: l}).Groups[i]), want)
		}
		responses := want(t, graph.KindAction, "responses")
		responses.Where = query.In{Prop: "mode", Values: []string{"CONDEMN"}}
		responses.Groups = []query.Group{{Delays: true}}
		it := s.ask(t, query.FindNodes{IDs: []string{"border-shots"}}, responses).Items[0]
		equal(t, "groups of an action", grouped(it.Related[0].Groups[0]), "- 4/0/0 4/14/2")
	})
	t.Run("of each of several lists, beside a page and a total, deep down", func(t *testing.T) {
		parts, actions, performers := want(t, graph.KindActor, "parts"), want(t, graph.KindActor, "actions"), want(t, graph.KindAction,
			"performers")
		below := want(t, graph.KindActor, "actions")
		below.Page = query.Page{}
		below.Groups = []query.Group{{By: "TYPE"}}
		performers.Includes = []*query.Include{below}
		actions.Page, actions.Total, actions.Groups = query.Page{Limit: 1}, true, []query.Group{{By: "YEAR"}, {}}
		actions.Order = query.Order{By: query.ByDate}
		actions.Includes = []*query.Include{performers}
		parts.Groups = []query.Group{{By: "KIND"}}
		got := ""
		for _, it := range s.ask(t, query.FindNodes{IDs: []string{"france", "france-interior-ministry", "rights-group"}}, parts, actions).Items {
			list := it.Related[1]
			got += fmt.Sprintf("%s: %s; %s of %d, %s; %s; ", it.Text("id"), grouped(it.Related[0].Groups[0]), ids(list.Items), list.Total,
				grouped(list.Groups[0]), grouped(list.Groups[1]))
			for _, a := range list.Items {
				for _, p := range a.Related[0].Items {
					got += p.Text("id") + ": " + grouped(p.Related[0].Groups[0]) + "; "
				}
			}
		}
		equal(t, "lists", got, "france: MINISTRY 1/0/0; arrest-of-an-emigre of 3, 2025 3/2/-4.5; - 3/2/-4.5; france: COERCE 1/1/-5, REQUEST "+
			"1/1/0.5, STATEMENT 1/0/0; "+
			"france-interior-ministry: ; emigration-request of 2, 2025 2/1/0.5; - 2/1/0.5; france-interior-ministry: REQUEST 1/1/0.5, "+
			"STATEMENT 1/0/0; rights-group: ;  of 0, ; ; ")
	})
	t.Run("refused", func(t *testing.T) {
		for _, g := range []query.Group{{By: "type"}, {By: "MODE"}, {First: -1}, {First: query.MaxPlain + 1}} {
			l := query.List{Groups: []query.Group{g}}
			s.refused(t, query.FindList{Kind: graph.KindAction, List: l}, graph.ErrInvalid, "")
			s.refused(t, query.FindNodes{IDs: []string{"france"}}, graph.ErrInvalid, "",
				&query.Include{Relation: relation(t, graph.KindActor, "actions"), List: l})
		}
		l := query.List{Groups: []query.Group{{Delays: true}}}
		s.refused(t, query.FindList{Kind: graph.KindClaim, List: l}, graph.ErrInvalid, "delays")
	})
}
