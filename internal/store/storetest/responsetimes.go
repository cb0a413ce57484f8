package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// responseTimesWorld has Ghana, which acts, Togo, which answers, with its ministry and an envoy who speaks for it from February on, and
// Benin, which answers what is none of its business.
func responseTimesWorld() []graph.Record {
	nodes := []graph.Record{
		actor("ghana", "STATE"), actor("togo", "STATE"), actor("benin", "STATE"), actor("togo-trade-ministry", "MINISTRY"),
		actor("togo-envoy", "PERSON"),
		action("tariff", "SANCTION", "2025-01-01"), action("tariff-reply", "REJECT", "2025-01-04"),
		action("tariff-second-reply", "REJECT", "2025-01-03/2025-01-09"), action("tariff-comment", "STATEMENT", "2025-01-02"),
		action("fish-request", "REQUEST", "2025-01-10/2025-01-20"), action("fish-undated-reply", "CONSULT", ""),
		action("port-request", "REQUEST", "2025-02-01"), action("port-reply", "AGREE", "2025-02-10"),
		action("undated-request", "REQUEST", ""), action("undated-request-reply", "AGREE", "2025-03-01"),
		action("river-request", "REQUEST", "2025-03-05"), action("early-reply", "AGREE", "2025-03-01"),
		action("visit-request", "REQUEST", "2025-04-01"),
		edge("tariff-reply RESPONDS_TO tariff", "mode", "CONDEMN"), edge("tariff-second-reply RESPONDS_TO tariff", "mode", "RETALIATE"),
		edge("tariff-comment RESPONDS_TO tariff", "mode", "OTHER"), edge("fish-undated-reply RESPONDS_TO fish-request", "mode", "EXPLAIN"),
		edge("port-reply RESPONDS_TO port-request", "mode", "COMPLY"),
		edge("undated-request-reply RESPONDS_TO undated-request", "mode", "COMPLY"),
		edge("early-reply RESPONDS_TO river-request", "mode", "COMPLY"),
		edge("togo-envoy SPEAKS_FOR togo", "since", "2025-02-01"),
	}
	return slices.Concat(nodes, edges(
		"togo-trade-ministry PART_OF togo", "ghana PERFORMED tariff fish-request port-request undated-request river-request visit-request",
		"tariff TARGETS togo togo-trade-ministry", "fish-request ADDRESSED_TO togo-trade-ministry", "port-request ADDRESSED_TO togo",
		"undated-request ADDRESSED_TO togo", "river-request ADDRESSED_TO togo", "visit-request ADDRESSED_TO togo",
		"togo-trade-ministry PERFORMED tariff-reply fish-undated-reply", "togo PERFORMED tariff-second-reply early-reply",
		"benin PERFORMED tariff-comment", "togo-envoy PERFORMED port-reply undated-request-reply",
	))
}

// waited writes acts as "id first..last day", ">" and the days of the answer, and "+n" for answers without a date.
func waited(list []query.Wait) string {
	span := func(first, last graph.Day) string {
		if first == last {
			return strings.TrimPrefix(string(first), "2025-")
		}
		return strings.TrimPrefix(string(first), "2025-") + ".." + strings.TrimPrefix(string(last), "2025-")
	}
	var out []string
	for _, w := range list {
		line := w.Action + " " + span(w.Earliest, w.Latest) + ">" + span(w.AnswerEarliest, w.AnswerLatest)
		if w.UndatedAnswers > 0 {
			line += fmt.Sprintf("+%d", w.UndatedAnswers)
		}
		out = append(out, line)
	}
	return strings.Join(out, ", ")
}

func testResponseTimes(t *testing.T, s suite) {
	t.Helper()
	togo, ghana, ministry := []string{"togo"}, []string{"ghana"}, []string{"togo-trade-ministry"}
	const all = "2025-12-31"
	for _, c := range []struct {
		name string
		find query.FindResponseTimes
		want string
	}{
		{"each act once, with its first answer by its side; what is undated, and what came too early, too",
			query.FindResponseTimes{By: togo, To: ghana, AsOf: all},
			"fish-request 01-10..01-20>+1, port-request 02-01>02-10, river-request 03-05>03-01, tariff 01-01>01-03..01-04, " +
				"undated-request >03-01, visit-request 04-01>"},
		{"as of a day: later acts are no wait, later answers have not come", query.FindResponseTimes{By: togo, To: ghana, AsOf: "2025-02-09"},
			"fish-request 01-10..01-20>+1, port-request 02-01>, tariff 01-01>01-03..01-04, undated-request >"},
		{"as of the first day on which the answer may have come", query.FindResponseTimes{By: togo, To: ghana, AsOf: "2025-01-03"},
			"tariff 01-01>01-03..01-09, undated-request >"},
		{"of a type", query.FindResponseTimes{By: togo, To: ghana, Types: []string{"SANCTION", "THREATEN"}, AsOf: all},
			"tariff 01-01>01-03..01-04"},
		{"of a mode: another leaves it waiting", query.FindResponseTimes{By: togo, To: ghana, Types: []string{"SANCTION"},
			Modes: []string{"CONDEMN", "OTHER"}, AsOf: all}, "tariff 01-01>01-04"},
		{"of a mode in which nobody answered", query.FindResponseTimes{By: togo, To: ghana, Types: []string{"SANCTION"},
			Modes: []string{"REGRET"}, AsOf: all}, "tariff 01-01>"},
		{"within a range, which narrows acts alone, and no undated ones", query.FindResponseTimes{By: togo, To: ghana, Since: "2025-01-15",
			Until: "2025-02-01", AsOf: all}, "fish-request 01-10..01-20>+1, port-request 02-01>02-10, undated-request >03-01"},
		{"directed at a part, and answered by it", query.FindResponseTimes{By: ministry, To: ghana, AsOf: all},
			"fish-request 01-10..01-20>+1, tariff 01-01>01-04"},
		{"between the two alone", query.FindResponseTimes{By: togo, To: ghana, Direct: true, AsOf: all},
			"port-request 02-01>, river-request 03-05>03-01, tariff 01-01>01-03..01-09, undated-request >, visit-request 04-01>"},
		{"whoever answers", query.FindResponseTimes{To: ghana, Types: []string{"SANCTION"}, AsOf: all}, "tariff 01-01>01-02"},
		{"whoever acted", query.FindResponseTimes{By: ministry, AsOf: all}, "fish-request 01-10..01-20>+1, tariff 01-01>01-04"},
		{"of several who answer", query.FindResponseTimes{By: []string{"togo", "benin"}, To: ghana, Types: []string{"SANCTION"}, AsOf: all},
			"tariff 01-01>01-02"},
		{"of one at whom nothing is directed", query.FindResponseTimes{By: []string{"benin"}, To: ghana, AsOf: all}, ""},
		{"before anything was done, the undated excepted", query.FindResponseTimes{By: togo, To: ghana, AsOf: "2024-12-31"}, "undated-request >"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.find.MaxActs = 6
			before := s.sent(t)
			a := s.ask(t, c.find)
			if n := s.sent(t) - before; n != 1 {
				t.Errorf("%d statements", n)
			}
			equal(t, "waits", waited(a.Waits), c.want)
		})
	}
	for _, c := range []struct {
		name string
		find query.FindResponseTimes
		want error
		says string
	}{
		{"of nobody", query.FindResponseTimes{AsOf: all}, graph.ErrInvalid, "name who answers"},
		{"without a day", query.FindResponseTimes{By: togo}, graph.ErrInvalid, "without a day"},
		{"a day that is none", query.FindResponseTimes{By: togo, AsOf: "2025-02-30"}, graph.ErrInvalid, "2025-02-30"},
		{"a range that is none", query.FindResponseTimes{By: togo, AsOf: all, Since: "yesterday"}, graph.ErrInvalid, "yesterday"},
		{"more sides than can be asked", query.FindResponseTimes{By: numbered("by", 11), To: numbered("to", 11), AsOf: all}, graph.ErrTooLarge,
			"121 pairs"},
		{"who answers is unknown", query.FindResponseTimes{By: []string{"togo", "nope"}, AsOf: all}, graph.ErrNotFound,
			`no actor with id "nope"`},
		{"whom is unknown", query.FindResponseTimes{By: togo, To: []string{"nope"}, AsOf: all}, graph.ErrNotFound, `no actor with id "nope"`},
		{"an action is no actor", query.FindResponseTimes{By: []string{"tariff"}, AsOf: all}, graph.ErrNotFound, `no actor with id "tariff"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.find.MaxActs = 9
			s.refused(t, c.find, c.want, c.says)
		})
	}
	t.Run("more acts than asked for", func(t *testing.T) {
		find := query.FindResponseTimes{By: togo, To: ghana, AsOf: all, MaxActs: 5} // there are six
		s.refused(t, find, graph.ErrTooLarge, "more than 5 acts wait")
		find.MaxActs = 0
		s.refused(t, find, graph.ErrInvalid, "maxActs is 0; 1 to 20000")
		find.MaxActs = query.MaxAtRisk + 1
		s.refused(t, find, graph.ErrInvalid, "maxActs is 20001")
	})
}
