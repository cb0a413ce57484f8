package storetest

import (
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// silencesWorld: a source says that Bhutan, or its ministry, is silent on what Bhutan did and on what the Maldives asked of it. Later
// answers end some of these silences.
func silencesWorld() []graph.Record {
	var out []graph.Record
	for _, x := range []struct{ act, date, kind, asOf string }{
		{"dam-closed", "2025-01-01", "NO_EXPLANATION", "2025-02-01"}, // denied on 2025-02-02, explained on 2025-02-10 and 2025-03-01
		{"road-closed", "2025-01-02", "NO_EXPLANATION", ""},          // explained on the day itself, by the whole of the silent one
		{"bank-closed", "2025-01-03", "NO_EXPLANATION", "2025-02-01"},
		{"permit-asked", "2025-01-04", "NO_RESPONSE", "2025-02-15"}, // answered on 2025-02-01, and again on 2025-03-10
		{"loan-asked", "2025-01-05", "NO_RESPONSE", "2025-02-15"},   // answered on 2025-02-14, the day before
		{"fuel-asked", "2025-01-06", "NO_RESPONSE", ""},             // answered by another, and by an undated act
		{"rice-asked", "", "NO_RESPONSE", ""},                       // answered by an undated act
		{"seed-asked", "", "NO_RESPONSE", "2025-02"},                // answered on 2025-01-31, and on 2025-02-03
		{"salt-asked", "2025-04-01", "NO_RESPONSE", ""},             // answered twice on 2025-04-02, first by what comes last by id
	} {
		silent, kind := "bhutan", "REQUEST"
		if x.kind == "NO_EXPLANATION" {
			kind = "COERCE"
		}
		if x.act == "road-closed" {
			silent = "bhutan-roads-ministry"
		}
		props := []any{"kind", x.kind}
		if x.asOf != "" {
			props = append(props, "asOf", x.asOf)
		}
		out = append(out, action(x.act, kind, x.date), edge(silent+" SILENT_ON "+x.act, props...), edge(x.act+" IN_EPISODE silent-years"))
		if kind == "REQUEST" {
			out = append(out, edge("maldives PERFORMED "+x.act), edge(x.act+" ADDRESSED_TO bhutan"))
		} else {
			out = append(out, edge("bhutan PERFORMED "+x.act), edge(x.act+" TARGETS maldives"))
		}
	}
	for _, x := range []struct{ by, act, date, mode, to string }{
		{"bhutan", "dam-denial", "2025-02-02", "DENY", "dam-closed"},
		{"bhutan-roads-ministry", "dam-reasons-again", "2025-03-01", "EXPLAIN", "dam-closed"},
		{"bhutan-roads-ministry", "dam-reasons", "2025-02-10", "EXPLAIN", "dam-closed"},
		{"bhutan", "road-reasons", "2025-01-02", "EXPLAIN", "road-closed"},
		{"maldives", "bank-reasons", "2025-02-10", "EXPLAIN", "bank-closed"},
		{"bhutan", "permit-reply", "2025-02-01", "COMPLY", "permit-asked"},
		{"bhutan", "permit-second-reply", "2025-03-10", "REFUSE", "permit-asked"},
		{"bhutan", "loan-reply", "2025-02-14", "REFUSE", "loan-asked"}, {"maldives", "fuel-reply", "2025-02-14", "COMPLY", "fuel-asked"},
		{"bhutan", "fuel-second-reply", "", "COMPLY", "fuel-asked"}, {"bhutan", "rice-reply", "", "COMPLY", "rice-asked"},
		{"bhutan", "seed-reply", "2025-01-31", "REFUSE", "seed-asked"}, {"bhutan", "seed-second-reply", "2025-02-03", "COMPLY", "seed-asked"},
		{"bhutan", "salt-reply", "2025-04-02", "REFUSE", "salt-asked"}, {"bhutan", "salt-second-reply", "2025-04-02", "COMPLY", "salt-asked"},
	} {
		out = append(out, action(x.act, "STATEMENT", x.date), edge(x.by+" PERFORMED "+x.act), edge(x.act+" RESPONDS_TO "+x.to, "mode", x.mode))
	}
	for _, r := range out {
		if place, placed := map[string]int64{"salt-second-reply": 2, "salt-reply": 5}[r.ID]; placed {
			r.Props["sequence"] = place
		}
	}
	return slices.Concat(out, []graph.Record{
		actor("bhutan", "STATE"), actor("bhutan-roads-ministry", "MINISTRY"), actor("maldives", "STATE"),
		node(graph.KindEpisode, "silent-years"),
	}, edges("bhutan-roads-ministry PART_OF bhutan"))
}

// testSilences asks when the silences that a source states end.
func testSilences(t *testing.T, s suite) {
	t.Helper()
	ended := func(items []*query.Item) string {
		var out []string
		for _, it := range items {
			text := it.Text("action")
			if by := it.Text("endedBy"); by != "" {
				text += ":" + strings.TrimSuffix(strings.TrimPrefix(by, "RESPONDS_TO:"), ":"+it.Text("action"))
			}
			out = append(out, text)
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct {
		name string
		find query.FindUnanswered
		want string
	}{
		{"what lasts: an answer of before it was stated, of another, without a reason or a day ends nothing", query.FindUnanswered{},
			"bank-closed loan-asked fuel-asked"},
		{"what has ended, and by what: the first answer", query.FindUnanswered{Ended: query.OnlyEnded},
			"dam-closed:dam-reasons road-closed:road-reasons permit-asked:permit-second-reply " +
				"salt-asked:salt-second-reply rice-asked:rice-reply seed-asked:seed-second-reply"},
		{"both", query.FindUnanswered{Ended: query.EndedOrNot, Kinds: []string{"NO_EXPLANATION"}},
			"dam-closed:dam-reasons road-closed:road-reasons bank-closed"},
		{"as of the day before an explanation it lasts", query.FindUnanswered{AsOf: "2025-02-09"},
			"dam-closed bank-closed loan-asked fuel-asked"},
		{"as of the day of an explanation it has ended", query.FindUnanswered{AsOf: "2025-02-10"},
			"bank-closed loan-asked fuel-asked"},
		{"as of a day, what has ended by then", query.FindUnanswered{AsOf: "2025-02-28", Ended: query.OnlyEnded},
			"dam-closed:dam-reasons road-closed:road-reasons"},
		{"as of a day, what has ended later waits", query.FindUnanswered{AsOf: "2025-02-28", Ended: query.EndedOrNot,
			Kinds: []string{"NO_RESPONSE"}},
			"permit-asked loan-asked fuel-asked"},
		{"what an actor or its part still owes", query.FindUnanswered{OwedBy: []string{"bhutan"}}, "bank-closed loan-asked fuel-asked"},
		{"what a part owed", query.FindUnanswered{OwedBy: []string{"bhutan-roads-ministry"}, Ended: query.OnlyEnded}, "road-closed:road-reasons"},
		{"what was owed to an actor", query.FindUnanswered{OwedTo: []string{"maldives"}, Ended: query.OnlyEnded, Until: "2025-01-01"},
			"dam-closed:dam-reasons"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.find.Episodes = []string{"silent-years"}
			c.find.List = query.List{Page: query.Page{Limit: 100}, Order: query.Order{By: query.ByDate}, Total: true}
			a := s.ask(t, c.find, want(t, graph.KindUnanswered, "endedBy"))
			equal(t, "silences", ended(a.Items), c.want)
			if a.Total != len(a.Items) {
				t.Errorf("total %d", a.Total)
			}
			for _, it := range a.Items {
				equal(t, "endedBy", ids(it.Related[0].Items), it.Text("endedBy"))
			}
		})
	}
	t.Run("it is told since when, and as of when it was stated", func(t *testing.T) {
		a := s.ask(t, query.FindUnanswered{Episodes: []string{"silent-years"}, Ended: query.OnlyEnded,
			List: query.List{Page: query.Page{Limit: 1}, Order: query.Order{By: query.ByDate}}})
		checkItem(t, a.Items[0], graph.KindUnanswered, []any{"id", "SILENT_ON:bhutan:dam-closed", "basis", "EXPLICIT", "kind", "NO_EXPLANATION",
			"action", "dam-closed", "owedBy", "bhutan", "owedTo", []string{"maldives"}, "since", "2025-01-01", "statedAsOf", "2025-02-01",
			"endedBy", "RESPONDS_TO:dam-reasons:dam-closed", "earliest", "2025-01-01", "latest", "2025-01-01"})
	})
}
