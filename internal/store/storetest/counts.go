package storetest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// countsWorld has dyads of one theme each: Japan (with its ministry) and Korea for counts and replies, Peru and Ecuador for parts of
// wholes, Mali and Niger for circles of parts, Sudan and Chad for a diamond of parts, Yemen on itself, and with Oman both on
// both. Mongolia is a third.
func countsWorld() []graph.Record {
	nodes := []graph.Record{
		actor("japan-defence-ministry", "MINISTRY"),
		action("ships-chased", "COERCE", "2025-01-01", "intensity", -5.5), action("nets-cut", "COERCE", "2025-01-01", "intensity", -0.1),
		action("fishing-deal", "AGREE", "2025-01-03/2025-01-10"), action("ships-collide", "OCCURRENCE", "2025-01-03"),
		action("undated-threat", "THREATEN", "", "intensity", 0.0), action("islet-occupied", "COERCE", "2025-02-01"),

		action("war-games", "COERCE", "2025-03-01/2025-03-31"), action("war-games-shelling", "COERCE", "2025-03-02"),
		// war-games-elsewhere is of another dyad, war-games-elsewhere-overflight its part
		action("war-games-elsewhere", "COERCE", "2025-03-05"), action("war-games-elsewhere-overflight", "COERCE", "2025-03-03"),
		action("war-games-late", "COERCE", "2025-04-15"), // begins after its whole has ended
		action("undated-ban", "SANCTION", ""), action("ban-of-a-bank", "SANCTION", "2025-05-01"),
		action("transit-deal", "AGREE", "2025-06-01"), action("undated-deal-of-a-bridge", "AGREE", ""),

		action("ambush", "COERCE", "2025-07-01"), action("bombing", "COERCE", "2025-07-02"), action("chase", "COERCE", "2025-07-03"),
		action("detention", "COERCE", "2025-07-02"),
		action("offensive", "COERCE", "2025-08-01"), action("offensive-east", "COERCE", "2025-08-01"),
		action("offensive-west", "COERCE", "2025-08-01"), action("offensive-on-both-flanks", "COERCE", "2025-08-01"),
		action("purge", "COERCE", "2025-09-01"), action("pact", "AGREE", "2025-09-02"),
		edge("islet-occupied RESPONDS_TO ships-chased", "mode", "OBJECT"), edge("nets-cut RESPONDS_TO islet-occupied", "mode", "OBJECT"),
		edge("fishing-deal RESPONDS_TO islet-occupied", "mode", "COMPLY"),
		edge("undated-threat RESPONDS_TO islet-occupied", "mode", "THREATEN"), edge("fishing-deal RESPONDS_TO nets-cut", "mode", "OTHER"),
	}
	for _, id := range strings.Fields("japan korea mongolia peru ecuador mali niger sudan chad yemen oman") {
		nodes = append(nodes, actor(id, "STATE"))
	}
	return slices.Concat(nodes, edges(
		"japan-defence-ministry PART_OF japan", "japan-defence-ministry PERFORMED ships-chased", "ships-chased TARGETS korea",
		"japan PERFORMED nets-cut fishing-deal ships-collide undated-threat", "nets-cut TARGETS korea", "nets-cut ADDRESSED_TO korea",
		"fishing-deal TARGETS korea", "ships-collide TARGETS korea", "undated-threat TARGETS korea", "korea PERFORMED islet-occupied",
		"islet-occupied TARGETS japan-defence-ministry",
		"peru PERFORMED war-games war-games-shelling war-games-elsewhere war-games-elsewhere-overflight war-games-late undated-ban "+
			"ban-of-a-bank transit-deal undated-deal-of-a-bridge", "war-games TARGETS ecuador", "war-games-shelling TARGETS ecuador",
		"war-games-elsewhere TARGETS mongolia", "war-games-elsewhere-overflight TARGETS ecuador",
		"war-games-late TARGETS ecuador", "undated-ban TARGETS ecuador", "ban-of-a-bank TARGETS ecuador", "transit-deal TARGETS ecuador",
		"undated-deal-of-a-bridge TARGETS ecuador",
		"war-games-shelling PART_OF_ACTION war-games", "war-games-elsewhere PART_OF_ACTION war-games",
		"war-games-elsewhere-overflight PART_OF_ACTION war-games-elsewhere", "war-games-late PART_OF_ACTION war-games",
		"ban-of-a-bank PART_OF_ACTION undated-ban", "undated-deal-of-a-bridge PART_OF_ACTION transit-deal",
		"mali PERFORMED ambush bombing chase detention", "ambush TARGETS niger", "bombing TARGETS niger", "chase TARGETS niger",
		"detention TARGETS niger",
		"ambush PART_OF_ACTION bombing", "bombing PART_OF_ACTION chase", "chase PART_OF_ACTION ambush", "detention PART_OF_ACTION chase",
		"sudan PERFORMED offensive offensive-east offensive-west offensive-on-both-flanks", "offensive TARGETS chad",
		"offensive-east TARGETS mongolia", "offensive-west TARGETS mongolia", "offensive-on-both-flanks TARGETS chad",
		"offensive-east PART_OF_ACTION offensive", "offensive-west PART_OF_ACTION offensive",
		"offensive-on-both-flanks PART_OF_ACTION offensive-east offensive-west",
		"yemen PERFORMED purge pact", "oman PERFORMED pact", "purge TARGETS yemen", "pact TARGETS yemen oman",
	))
}

// counted writes a row "by>at day quad actions/rated/intensity" and, where there are any, "+replies".
func counted(rows []query.Count) string {
	short := map[graph.QuadClass]string{"": "-", graph.VerbalCooperation: "vc", graph.MaterialCooperation: "mc", graph.VerbalConflict: "vx",
		graph.MaterialConflict: "mx", graph.NeutralClass: "n"}
	var out []string
	for _, r := range rows {
		day := string(r.Day)
		if day == "" {
			day = "-"
		}
		line := fmt.Sprintf("%s>%s %s %s %d/%d/%v", r.By, r.At, day, short[r.Quad], r.Actions, r.Rated, r.Intensity)
		if r.Replies > 0 {
			line += fmt.Sprintf("+%d", r.Replies)
		}
		out = append(out, line)
	}
	return strings.Join(out, ", ")
}

func dyads(texts ...string) []query.Dyad {
	var out []query.Dyad
	for _, text := range texts {
		by, at, _ := strings.Cut(text, ">")
		out = append(out, query.Dyad{By: by, At: at})
	}
	return out
}

func testCounts(t *testing.T, s suite) {
	t.Helper()
	ab, pq := dyads("japan>korea"), dyads("peru>ecuador")
	for _, c := range []struct {
		name string
		find query.FindCounts
		want string
	}{
		{"of no dyad", query.FindCounts{}, ""},
		{"by day: the undated first, then days, quad classes in order of their names", query.FindCounts{Dyads: ab, Every: query.Daily},
			"japan>korea - vx 1/1/0, japan>korea 2025-01-01 mx 2/2/-5.6, japan>korea 2025-01-03 n 1/0/0, japan>korea 2025-01-03 vc 1/0/0"},
		{"by week, from Monday on, across a year", query.FindCounts{Dyads: ab, Every: query.Weekly},
			"japan>korea - vx 1/1/0, japan>korea 2024-12-30 mx 2/2/-5.6, japan>korea 2024-12-30 n 1/0/0, japan>korea 2024-12-30 vc 1/0/0"},
		{"by month", query.FindCounts{Dyads: pq, Every: query.Monthly},
			"peru>ecuador - mx 1/0/0, peru>ecuador 2025-03-01 mx 1/0/0, peru>ecuador 2025-06-01 vc 1/0/0"},
		{"by year", query.FindCounts{Dyads: ab, Every: query.Yearly},
			"japan>korea - vx 1/1/0, japan>korea 2025-01-01 mx 2/2/-5.6, japan>korea 2025-01-01 n 1/0/0, japan>korea 2025-01-01 vc 1/0/0"},
		{"all in one", query.FindCounts{Dyads: ab}, "japan>korea - mx 2/2/-5.6, japan>korea - n 1/0/0, japan>korea - vx 1/1/0, japan>korea " +
			"- vc 1/0/0"},
		{"within a range, and the undated", query.FindCounts{Dyads: ab, Every: query.Daily, Since: "2025-01-02", Until: "2025-01-05"},
			"japan>korea - vx 1/1/0, japan>korea 2025-01-03 n 1/0/0, japan>korea 2025-01-03 vc 1/0/0"},
		{"what began before the range", query.FindCounts{Dyads: ab, Every: query.Daily, Since: "2025-01-09"},
			"japan>korea - vx 1/1/0, japan>korea 2025-01-03 vc 1/0/0"},
		{"until the first day, all in one: the undated could not be told apart, and are left out",
			query.FindCounts{Dyads: ab, Until: "2025-01-01"}, "japan>korea - mx 2/2/-5.6"},
		{"of a part", query.FindCounts{Dyads: dyads("japan-defence-ministry>korea", "korea>japan-defence-ministry")},
			"japan-defence-ministry>korea - mx 1/1/-5.5, korea>japan-defence-ministry - mx 1/0/0"},
		{"with replies, where there is nothing else to count", query.FindCounts{Dyads: ab, Every: query.Daily, Replies: true},
			"japan>korea - - 0/0/0+3, japan>korea - vx 1/1/0, japan>korea 2025-01-01 mx 2/2/-5.6, japan>korea 2025-01-03 n 1/0/0, japan>korea " +
				"2025-01-03 vc 1/0/0"},
		{"with replies, in a row of their own", query.FindCounts{Dyads: ab, Replies: true},
			"japan>korea - - 0/0/0+3, japan>korea - mx 2/2/-5.6, japan>korea - n 1/0/0, japan>korea - vx 1/1/0, japan>korea - vc 1/0/0"},
		{"replies within the range, the undated left out", query.FindCounts{Dyads: ab, Replies: true, Since: "2025-01-04"},
			"japan>korea - - 0/0/0+1, japan>korea - vc 1/0/0"},
		{"replies without any act", query.FindCounts{Dyads: dyads("japan>japan"), Replies: true}, "japan>japan - - 0/0/0+1"},
		{"dyads in the order asked for, each once", query.FindCounts{Dyads: dyads("korea>japan", "mongolia>japan", "japan>korea", "korea>japan",
			"japan>mongolia", "korea>japan-defence-ministry"), Since: "2025-02-01", Replies: true},
			"korea>japan - - 0/0/0+1, korea>japan - mx 1/0/0, korea>japan-defence-ministry - - 0/0/0+1, " +
				"korea>japan-defence-ministry - mx 1/0/0"},

		{"a whole counts, its parts do not", query.FindCounts{Dyads: pq, Every: query.Daily},
			"peru>ecuador - mx 1/0/0, peru>ecuador 2025-03-01 mx 1/0/0, peru>ecuador 2025-06-01 vc 1/0/0"},
		{"a part counts where its whole is of another dyad", query.FindCounts{Dyads: dyads("peru>mongolia")}, "peru>mongolia - mx 1/0/0"},
		{"a part counts where its whole is out of the range; an undated whole never is", query.FindCounts{Dyads: pq, Every: query.Daily,
			Since: "2025-04-01", Until: "2025-05-31"},
			"peru>ecuador - mx 1/0/0, peru>ecuador - vc 1/0/0, peru>ecuador 2025-04-15 mx 1/0/0"},
		{"of a circle of parts the first by id", query.FindCounts{Dyads: dyads("mali>niger"), Every: query.Daily},
			"mali>niger 2025-07-01 mx 1/0/0"},
		{"of a circle, the first within the range", query.FindCounts{Dyads: dyads("mali>niger"), Every: query.Daily, Since: "2025-07-02"},
			"mali>niger 2025-07-02 mx 1/0/0"},
		{"a part of a circle of which nothing counts", query.FindCounts{Dyads: dyads("mali>niger"), Since: "2025-07-04"}, ""},
		{"a diamond of parts, by way of another dyad", query.FindCounts{Dyads: dyads("sudan>chad", "sudan>mongolia")},
			"sudan>chad - mx 1/0/0, sudan>mongolia - mx 2/0/0"},
		{"an actor on itself, and two on each other", query.FindCounts{Dyads: dyads("yemen>yemen", "yemen>oman", "oman>yemen", "oman>oman")},
			"yemen>yemen - mx 1/0/0, yemen>yemen - vc 1/0/0, yemen>oman - vc 1/0/0, oman>yemen - vc 1/0/0, oman>oman - vc 1/0/0"},
	} {
		t.Run(c.name, func(t *testing.T) { equal(t, "counts", counted(s.ask(t, c.find).Counts), c.want) })
	}
	t.Run("a matrix in one go, with its actors", func(t *testing.T) {
		var all []query.Dyad
		names := strings.Fields("japan japan-defence-ministry korea mongolia peru ecuador mali niger sudan chad yemen oman")
		for _, by := range names {
			for _, at := range names {
				all = append(all, dyads(by+">"+at)...)
			}
		}
		before := s.sent(t)
		got, err := s.Fetch(t.Context(), &query.Query{Find: query.FindCounts{Dyads: all, Replies: true},
			SideIncludes: []*query.Include{want(t, graph.KindActor, "wholes")}})
		if err != nil {
			t.Fatal(err)
		}
		if n, most := s.sent(t)-before, s.allowed(4, 0); n > int64(most) { // levels: actors, their wholes, counts, replies
			t.Errorf("%d statements, at most %d", n, most)
		}
		equal(t, "actors", ids(got.Items), strings.Join(names, " "))
		equal(t, "wholes of japan-defence-ministry", ids(got.Items[1].Related[0].Items), "japan")
		sum := 0
		for _, r := range got.Counts {
			sum += r.Actions
		}
		// japan>korea 5 and korea>japan 1, with japan-defence-ministry>korea 1 and korea>japan-defence-ministry 1; peru>ecuador 3,
		// peru>mongolia 1; mali>niger 1; sudan>chad 1, sudan>mongolia 2; i and j 5
		if sum != 21 {
			t.Errorf("%d acts: %s", sum, counted(got.Counts))
		}
	})
	t.Run("unknown ids", func(t *testing.T) {
		for _, c := range []struct {
			dyads []query.Dyad
			first string // by id
		}{
			{dyads("japan>nope"), "nope"},
			{dyads("nope>japan"), "nope"},
			{dyads("japan>korea", "korea>nope", "zz>japan"), "nope"},
			{dyads("fishing-deal>nope"), "fishing-deal"}, // an action
		} {
			s.refused(t, query.FindCounts{Dyads: c.dyads}, graph.ErrNotFound, fmt.Sprintf("no actor with id %q", c.first))
		}
	})
	t.Run("no day", func(t *testing.T) {
		s.refused(t, query.FindCounts{Dyads: ab, Since: "2025-13-01"}, graph.ErrInvalid, "2025-13-01")
	})
}

// testStats holds the counts to those of all that is stated.
func testStats(t *testing.T, s suite) {
	t.Helper()
	want := query.Stats{Nodes: map[graph.Kind]int{}, Edges: map[graph.EdgeKind]int{}, Types: map[graph.ActionType]int{},
		Modes: map[string]int{}}
	for _, r := range Records(t, s) {
		if r.Edge != "" {
			want.Edges[r.Edge]++
			if mode, ok := r.Props["mode"].(string); ok {
				want.Modes[mode]++
			}
			continue
		}
		if want.Nodes[r.Kind]++; r.Kind != graph.KindAction {
			continue
		}
		if kind, ok := r.Props["type"].(string); ok {
			want.Types[graph.ActionType(kind)]++
		}
		text, ok := r.Props["date"].(string)
		if !ok {
			want.UndatedActions++
			continue
		}
		d, err := graph.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		if want.Earliest == "" || d.Earliest < want.Earliest {
			want.Earliest = d.Earliest
		}
		want.Latest = max(want.Latest, d.Latest)
	}
	before := s.sent(t)
	got := s.ask(t, query.FindStats{}).Stats
	if n := s.sent(t) - before; n > int64(s.allowed(5, 0)) { // levels: nodes, edges, types, modes, dates
		t.Errorf("%d statements", n)
	}
	if got == nil || !reflect.DeepEqual(*got, want) {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
}
