package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// antecedentsWorld: Kenya seizes something of Uganda's in mid-March; most else is what Uganda did to Kenya about then.
func antecedentsWorld() []graph.Record {
	nodes := []graph.Record{
		actor("kenya", "STATE"), actor("kenya-interior-ministry", "MINISTRY"), actor("uganda", "STATE"),
		actor("uganda-defence-ministry", "MINISTRY"), actor("tanzania", "STATE"),
		action("seizure", "COERCE", "2025-03-15/2025-03-20"),
		action("arrest-on-the-lake", "COERCE", "2025-03-15"),
		// on a day of which a curator knows the order: three remarks, a reply to which is asked of, and one more
		action("first-remark", "STATEMENT", "2025-06-01", "sequence", int64(1)),
		action("second-remark", "STATEMENT", "2025-06-01", "sequence", int64(2)),
		action("remark-at-some-time", "STATEMENT", "2025-06-01"), action("reply-of-kenya", "STATEMENT", "2025-06-01", "sequence", int64(3)),
		action("remark-afterwards", "STATEMENT", "2025-06-01", "sequence", int64(4)),
		action("patrol", "COERCE", "2025-03-14/2025-04-01"), // of ministries
		action("consultation", "CONSULT", "2025-03-14"),
		// 14 and 15 days before
		action("remark-14-days-before", "STATEMENT", "2025-03-01"), action("remark-15-days-before", "STATEMENT", "2025-02-28"),
		action("remark-a-day-after", "STATEMENT", "2025-03-16"), action("remark-undated", "STATEMENT", ""),
		// of other dyads
		action("remark-of-kenya", "STATEMENT", "2025-03-14"), action("remark-of-tanzania", "STATEMENT", "2025-03-14"),
		action("remark-to-tanzania", "STATEMENT", "2025-03-14"),
		action("joint-agreement", "AGREE", "2025-03-14"), // of both with both
		action("mishap", "OCCURRENCE", "2025-03-13"),
		action("remark-at-nobody", "STATEMENT", "2025-03-15"), // at nobody
		// between kenya and its own ministry
		action("audit-of-the-ministry", "COERCE", "2025-03-15"), action("protest-of-the-ministry", "PROTEST", "2025-03-14"),
		action("self-coercion", "COERCE", "2025-03-13"),
	}
	return slices.Concat(nodes, edges(
		"kenya-interior-ministry PART_OF kenya", "uganda-defence-ministry PART_OF uganda",
		"kenya PERFORMED seizure remark-of-kenya joint-agreement remark-at-nobody audit-of-the-ministry self-coercion",
		"uganda PERFORMED arrest-on-the-lake consultation remark-14-days-before remark-15-days-before remark-a-day-after remark-undated "+
			"remark-to-tanzania joint-agreement mishap",
		"uganda PERFORMED first-remark second-remark remark-at-some-time remark-afterwards", "first-remark TARGETS kenya",
		"second-remark TARGETS kenya", "remark-at-some-time TARGETS kenya", "remark-afterwards TARGETS kenya",
		"kenya PERFORMED reply-of-kenya", "reply-of-kenya TARGETS uganda",
		"uganda-defence-ministry PERFORMED patrol", "tanzania PERFORMED remark-of-tanzania",
		"kenya-interior-ministry PERFORMED protest-of-the-ministry", "seizure TARGETS uganda", "arrest-on-the-lake TARGETS kenya",
		"patrol TARGETS kenya-interior-ministry", "consultation TARGETS kenya", "remark-14-days-before ADDRESSED_TO kenya",
		"remark-15-days-before TARGETS kenya", "remark-a-day-after TARGETS kenya", "remark-undated TARGETS kenya",
		"remark-of-kenya TARGETS uganda", "remark-of-tanzania TARGETS kenya", "remark-to-tanzania TARGETS tanzania",
		"joint-agreement ADDRESSED_TO kenya uganda", "mishap TARGETS kenya",
		"audit-of-the-ministry TARGETS kenya-interior-ministry", "protest-of-the-ministry TARGETS kenya", "self-coercion TARGETS kenya",
	))
}

func testAntecedents(t *testing.T, s suite) {
	t.Helper()
	for _, c := range []struct {
		name, action string
		days, limit  int
		want, day    string
	}{
		{"nearest first, then by id", "seizure", 14, 50, "arrest-on-the-lake joint-agreement patrol mishap remark-14-days-before", "2025-03-15"},
		{"a day more", "seizure", 15, 50, "arrest-on-the-lake joint-agreement patrol mishap remark-14-days-before remark-15-days-before",
			"2025-03-15"},
		{"the same day", "seizure", 0, 50, "arrest-on-the-lake", "2025-03-15"},
		{"the first of them", "seizure", 14, 2, "arrest-on-the-lake joint-agreement", "2025-03-15"},
		{"of ministries, what their states did too", "patrol", 14, 50, "joint-agreement remark-of-kenya", "2025-03-14"},
		{"of what both did with both, itself left out", "joint-agreement", 14, 50,
			"patrol remark-of-kenya mishap remark-14-days-before remark-15-days-before", "2025-03-14"},
		{"of an undated one", "remark-undated", 14, 50, "", ""},
		{"of one at nobody", "remark-at-nobody", 14, 50, "", "2025-03-15"},
		{"of a whole and its part, but of neither on itself", "audit-of-the-ministry", 14, 50, "protest-of-the-ministry", "2025-03-15"},
		{"of one whose place in the day is known, what is not known to come after it, the nearest first", "reply-of-kenya", 14, 50,
			"remark-at-some-time second-remark first-remark", "2025-06-01"},
		{"of one on itself", "self-coercion", 400, 50, "", "2025-03-13"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := s.ask(t, query.FindAntecedents{Action: c.action, MaxDays: c.days, Limit: c.limit})
			equal(t, "actions", ids(a.Items), c.want)
			equal(t, "day", string(a.Day), c.day)
		})
	}
	t.Run("brings along what is wanted", func(t *testing.T) {
		before := s.sent(t)
		a := s.ask(t, query.FindAntecedents{Action: "seizure", MaxDays: 14, Limit: 3}, want(t, graph.KindAction, "performers",
			want(t, graph.KindActor, "wholes")))
		if n, most := s.sent(t)-before, s.allowed(4, 0); n > int64(most) { // levels: the action, the others, performers, wholes
			t.Errorf("%d statements, at most %d", n, most)
		}
		got := ""
		for _, it := range a.Items {
			got += it.Text("id") + ":" + ids(it.Related[0].Items) + " "
		}
		equal(t, "performers", got, "arrest-on-the-lake:uganda joint-agreement:kenya uganda patrol:uganda-defence-ministry ")
		equal(t, "wholes", ids(a.Items[2].Related[0].Items[0].Related[0].Items), "uganda")
	})
	t.Run("refused", func(t *testing.T) {
		for _, c := range []struct {
			find query.FindAntecedents
			err  error
			says string
		}{
			{query.FindAntecedents{Action: "nope", MaxDays: 14, Limit: 5}, graph.ErrNotFound, `"nope"`},
			{query.FindAntecedents{Action: "kenya", MaxDays: 14, Limit: 5}, graph.ErrNotFound, `"kenya"`},
			{query.FindAntecedents{Action: "seizure", MaxDays: -1, Limit: 5}, graph.ErrInvalid, "-1"},
			{query.FindAntecedents{Action: "seizure", MaxDays: 14}, graph.ErrInvalid, "0"},
			{query.FindAntecedents{Action: "seizure", MaxDays: 14, Limit: query.MaxPage + 1}, graph.ErrTooLarge, fmt.Sprint(query.MaxPage)},
		} {
			if _, err := s.Fetch(t.Context(), &query.Query{Find: c.find}); !errors.Is(err, c.err) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%+v: %v", c.find, err)
			}
		}
	})
}
