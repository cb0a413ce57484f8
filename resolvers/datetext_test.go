package resolvers

import (
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

func TestDateTexts(t *testing.T) {
	type values = map[string]any
	for _, c := range []struct {
		kind      graph.Kind
		values    values
		selection string
		want      string
		related   []*query.Items
	}{
		{graph.KindAction, values{"date": "2025-06-27"}, `... on Action { dateText datePrecision dateApproximate dateUncertain }`,
			`{"dateText":"27 June 2025","datePrecision":"DAY","dateApproximate":false,"dateUncertain":false}`, nil},
		{graph.KindAction, values{"date": "2025-06~"}, `... on Action { dateText datePrecision dateApproximate dateUncertain }`,
			`{"dateText":"about June 2025","datePrecision":"MONTH","dateApproximate":true,"dateUncertain":false}`, nil},
		{graph.KindAction, values{"date": "2025?"}, `... on Action { dateText datePrecision dateApproximate dateUncertain }`,
			`{"dateText":"2025 (?)","datePrecision":"YEAR","dateApproximate":false,"dateUncertain":true}`, nil},
		{graph.KindAction, values{"date": "2025-06-27/2025-06-30%"}, `... on Action { dateText datePrecision dateApproximate dateUncertain }`,
			`{"dateText":"27 June 2025 to about 30 June 2025 (?)","datePrecision":"INTERVAL","dateApproximate":true,"dateUncertain":true}`, nil},
		{graph.KindAction, nil, `... on Action { dateText datePrecision dateApproximate dateUncertain }`,
			`{"dateText":"date unknown","datePrecision":null,"dateApproximate":false,"dateUncertain":false}`, nil},
		{graph.KindAction, values{"date": "2025-06-27"},
			`... on Action { az: dateText(locale: "az") us: dateText(locale: "en-US") en: dateText(locale: null) }`,
			`{"az":"27 iyun 2025","us":"June 27, 2025","en":"27 June 2025"}`, nil},
		{graph.KindSource, values{"published": "2025", "accessed": "2026-11-23"}, `... on Source { publishedText accessedText(locale: "de") }`,
			`{"publishedText":"2025","accessedText":"23. November 2026"}`, nil},
		{graph.KindSource, nil, `... on Source { publishedText accessedText }`, `{"publishedText":"date unknown","accessedText":null}`, nil},
		{graph.KindTie, values{"since": "2020", "asOf": "2025-07-01"}, `... on Tie { sinceText untilText asOfText }`,
			`{"sinceText":"2020","untilText":null,"asOfText":"1 July 2025"}`, nil},
		{graph.KindSilence, values{"asOf": "2025-07-02~"}, `... on Silence { asOfText }`, `{"asOfText":"about 2 July 2025"}`, nil},
		{graph.KindClaim, nil, `... on Claim { date dateText(locale: "ru") }`, `{"date":"2025-06-27","dateText":"27 июня 2025 г."}`,
			[]*query.Items{list(item(graph.KindAction, values{"date": "2025-06-27"}))}},
		{graph.KindClaim, nil, `... on Claim { date dateText }`, `{"date":null,"dateText":"date unknown"}`, []*query.Items{list()}},
		{graph.KindAction, nil, `... on Action { statusHistory { sinceText } support { knownByText } }`,
			`{"statusHistory":[{"sinceText":"June 2025"}],"support":{"knownByText":"1 July 2025"}}`,
			[]*query.Items{list(item(graph.KindStatusChange, values{"since": "2025-06"})),
				list(item(graph.KindSupport, values{"knownBy": "2025-07-01"}))}},
	} {
		t.Run(c.selection, func(t *testing.T) {
			got := data(t, `{ node(id: "x") { `+c.selection+` } }`, item(c.kind, c.values, c.related...))
			if want := `{"node":` + c.want + `}`; got != want {
				t.Errorf("\n got %s\nwant %s", got, want)
			}
		})
	}
	got := data(t, `{ unanswered { nodes { sinceText statedAsOfText } } }`, item(graph.KindUnanswered, values{"since": "2025-06-27~"}))
	if want := `{"unanswered":{"nodes":[{"sinceText":"about 27 June 2025","statedAsOfText":null}]}}`; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestLocaleThatIsNoTag(t *testing.T) {
	f := failureOf(t, nothingFound(), `{ actions { nodes { dateText(locale: "not a tag") } } }`, nil)
	if f.Extensions.Code != "INVALID" || !strings.Contains(f.Message, "not a tag") {
		t.Errorf("%+v", f)
	}
}
