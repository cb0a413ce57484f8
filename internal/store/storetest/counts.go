package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// countsWorld has dyads of one theme each: k-a and k-b (with the ministry k-am) counts and replies, k-p and k-q parts of wholes, k-r
// and k-s circles of parts, k-d and k-e a diamond of parts, k-i an actor on itself, and with k-j both on both. k-c is a third.
func countsWorld() []graph.Record {
	nodes := []graph.Record{
		actor("k-am", "MINISTRY"),
		action("k-1", "COERCE", "2025-01-01", "intensity", -5.5), action("k-2", "COERCE", "2025-01-01", "intensity", -0.1),
		action("k-3", "AGREE", "2025-01-03/2025-01-10"), action("k-4", "OCCURRENCE", "2025-01-03"),
		action("k-5", "THREATEN", "", "intensity", 0.0), action("k-6", "COERCE", "2025-02-01"),

		action("k-w", "COERCE", "2025-03-01/2025-03-31"), action("k-w1", "COERCE", "2025-03-02"),
		action("k-w2", "COERCE", "2025-03-05"), action("k-w21", "COERCE", "2025-03-03"), // k-w2 is of another dyad, k-w21 its part
		action("k-w3", "COERCE", "2025-04-15"), // begins after its whole has ended
		action("k-u", "SANCTION", ""), action("k-u1", "SANCTION", "2025-05-01"),
		action("k-v", "AGREE", "2025-06-01"), action("k-v1", "AGREE", ""),

		action("k-r1", "COERCE", "2025-07-01"), action("k-r2", "COERCE", "2025-07-02"), action("k-r3", "COERCE", "2025-07-03"), action("k-r4", "COERCE", "2025-07-02"),
		action("k-d0", "COERCE", "2025-08-01"), action("k-d1", "COERCE", "2025-08-01"), action("k-d2", "COERCE", "2025-08-01"), action("k-d3", "COERCE", "2025-08-01"),
		action("k-i1", "COERCE", "2025-09-01"), action("k-ij", "AGREE", "2025-09-02"),
		edge("k-6 RESPONDS_TO k-1", "mode", "OBJECT"), edge("k-2 RESPONDS_TO k-6", "mode", "OBJECT"), edge("k-3 RESPONDS_TO k-6", "mode", "COMPLY"),
		edge("k-5 RESPONDS_TO k-6", "mode", "THREATEN"), edge("k-3 RESPONDS_TO k-2", "mode", "OTHER"),
	}
	for _, id := range strings.Fields("k-a k-b k-c k-p k-q k-r k-s k-d k-e k-i k-j") {
		nodes = append(nodes, actor(id, "STATE"))
	}
	return slices.Concat(nodes, edges(
		"k-am PART_OF k-a", "k-am PERFORMED k-1", "k-1 TARGETS k-b", "k-a PERFORMED k-2 k-3 k-4 k-5", "k-2 TARGETS k-b", "k-2 ADDRESSED_TO k-b",
		"k-3 TARGETS k-b", "k-4 TARGETS k-b", "k-5 TARGETS k-b", "k-b PERFORMED k-6", "k-6 TARGETS k-am",
		"k-p PERFORMED k-w k-w1 k-w2 k-w21 k-w3 k-u k-u1 k-v k-v1", "k-w TARGETS k-q", "k-w1 TARGETS k-q", "k-w2 TARGETS k-c", "k-w21 TARGETS k-q",
		"k-w3 TARGETS k-q", "k-u TARGETS k-q", "k-u1 TARGETS k-q", "k-v TARGETS k-q", "k-v1 TARGETS k-q",
		"k-w1 PART_OF_ACTION k-w", "k-w2 PART_OF_ACTION k-w", "k-w21 PART_OF_ACTION k-w2", "k-w3 PART_OF_ACTION k-w", "k-u1 PART_OF_ACTION k-u", "k-v1 PART_OF_ACTION k-v",
		"k-r PERFORMED k-r1 k-r2 k-r3 k-r4", "k-r1 TARGETS k-s", "k-r2 TARGETS k-s", "k-r3 TARGETS k-s", "k-r4 TARGETS k-s",
		"k-r1 PART_OF_ACTION k-r2", "k-r2 PART_OF_ACTION k-r3", "k-r3 PART_OF_ACTION k-r1", "k-r4 PART_OF_ACTION k-r3",
		"k-d PERFORMED k-d0 k-d1 k-d2 k-d3", "k-d0 TARGETS k-e", "k-d1 TARGETS k-c", "k-d2 TARGETS k-c", "k-d3 TARGETS k-e",
		"k-d1 PART_OF_ACTION k-d0", "k-d2 PART_OF_ACTION k-d0", "k-d3 PART_OF_ACTION k-d1 k-d2",
		"k-i PERFORMED k-i1 k-ij", "k-j PERFORMED k-ij", "k-i1 TARGETS k-i", "k-ij TARGETS k-i k-j",
	))
}

// counted writes a row "by>at day quad actions/rated/intensity" and, where there are any, "+replies".
func counted(rows []query.Count) string {
	short := map[graph.QuadClass]string{"": "-", graph.VerbalCooperation: "vc", graph.MaterialCooperation: "mc", graph.VerbalConflict: "vx", graph.MaterialConflict: "mx"}
	var out []string
	for _, r := range rows {
		day := string(r.Day)
		if day == "" {
			day = "-"
		}
		line := fmt.Sprintf("%s>%s %s %s %d/%d/%v", strings.TrimPrefix(r.By, "k-"), strings.TrimPrefix(r.At, "k-"), day, short[r.Quad], r.Actions, r.Rated, r.Intensity)
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
		out = append(out, query.Dyad{By: "k-" + by, At: "k-" + at})
	}
	return out
}

func testCounts(t *testing.T, s suite) {
	ab, pq := dyads("a>b"), dyads("p>q")
	for _, c := range []struct {
		name string
		find query.FindCounts
		want string
	}{
		{"of no dyad", query.FindCounts{}, ""},
		{"by day: the undated first, then days, quad classes in order of their names", query.FindCounts{Dyads: ab, Every: query.Daily},
			"a>b - vx 1/1/0, a>b 2025-01-01 mx 2/2/-5.6, a>b 2025-01-03 - 1/0/0, a>b 2025-01-03 vc 1/0/0"},
		{"by week, from Monday on, across a year", query.FindCounts{Dyads: ab, Every: query.Weekly},
			"a>b - vx 1/1/0, a>b 2024-12-30 - 1/0/0, a>b 2024-12-30 mx 2/2/-5.6, a>b 2024-12-30 vc 1/0/0"},
		{"by month", query.FindCounts{Dyads: pq, Every: query.Monthly}, "p>q - mx 1/0/0, p>q 2025-03-01 mx 1/0/0, p>q 2025-06-01 vc 1/0/0"},
		{"by year", query.FindCounts{Dyads: ab, Every: query.Yearly}, "a>b - vx 1/1/0, a>b 2025-01-01 - 1/0/0, a>b 2025-01-01 mx 2/2/-5.6, a>b 2025-01-01 vc 1/0/0"},
		{"all in one", query.FindCounts{Dyads: ab}, "a>b - - 1/0/0, a>b - mx 2/2/-5.6, a>b - vx 1/1/0, a>b - vc 1/0/0"},
		{"within a range, and the undated", query.FindCounts{Dyads: ab, Every: query.Daily, Since: "2025-01-02", Until: "2025-01-05"}, "a>b - vx 1/1/0, a>b 2025-01-03 - 1/0/0, a>b 2025-01-03 vc 1/0/0"},
		{"what began before the range", query.FindCounts{Dyads: ab, Every: query.Daily, Since: "2025-01-09"}, "a>b - vx 1/1/0, a>b 2025-01-03 vc 1/0/0"},
		{"until the first day", query.FindCounts{Dyads: ab, Until: "2025-01-01"}, "a>b - mx 2/2/-5.6, a>b - vx 1/1/0"},
		{"of a part", query.FindCounts{Dyads: dyads("am>b", "b>am")}, "am>b - mx 1/1/-5.5, b>am - mx 1/0/0"},
		{"with replies, where there is nothing else to count", query.FindCounts{Dyads: ab, Every: query.Daily, Replies: true},
			"a>b - - 0/0/0+3, a>b - vx 1/1/0, a>b 2025-01-01 mx 2/2/-5.6, a>b 2025-01-03 - 1/0/0, a>b 2025-01-03 vc 1/0/0"},
		{"with replies, in the row that there is", query.FindCounts{Dyads: ab, Replies: true}, "a>b - - 1/0/0+3, a>b - mx 2/2/-5.6, a>b - vx 1/1/0, a>b - vc 1/0/0"},
		{"replies within the range, the undated left out", query.FindCounts{Dyads: ab, Replies: true, Since: "2025-01-04"}, "a>b - - 0/0/0+1, a>b - vx 1/1/0, a>b - vc 1/0/0"},
		{"replies without any act", query.FindCounts{Dyads: dyads("a>a"), Replies: true}, "a>a - - 0/0/0+1"},
		{"dyads in the order asked for, each once", query.FindCounts{Dyads: dyads("b>a", "c>a", "a>b", "b>a", "a>c", "b>am"), Since: "2025-02-01", Replies: true},
			"b>a - - 0/0/0+1, b>a - mx 1/0/0, a>b - vx 1/1/0, b>am - - 0/0/0+1, b>am - mx 1/0/0"},

		{"a whole counts, its parts do not", query.FindCounts{Dyads: pq, Every: query.Daily}, "p>q - mx 1/0/0, p>q 2025-03-01 mx 1/0/0, p>q 2025-06-01 vc 1/0/0"},
		{"a part counts where its whole is of another dyad", query.FindCounts{Dyads: dyads("p>c")}, "p>c - mx 1/0/0"},
		{"a part counts where its whole is out of the range; an undated whole never is", query.FindCounts{Dyads: pq, Every: query.Daily, Since: "2025-04-01", Until: "2025-05-31"},
			"p>q - mx 1/0/0, p>q - vc 1/0/0, p>q 2025-04-15 mx 1/0/0"},
		{"of a circle of parts the first by id", query.FindCounts{Dyads: dyads("r>s"), Every: query.Daily}, "r>s 2025-07-01 mx 1/0/0"},
		{"of a circle, the first within the range", query.FindCounts{Dyads: dyads("r>s"), Every: query.Daily, Since: "2025-07-02"}, "r>s 2025-07-02 mx 1/0/0"},
		{"a part of a circle of which nothing counts", query.FindCounts{Dyads: dyads("r>s"), Since: "2025-07-04"}, ""},
		{"a diamond of parts, by way of another dyad", query.FindCounts{Dyads: dyads("d>e", "d>c")}, "d>e - mx 1/0/0, d>c - mx 2/0/0"},
		{"an actor on itself, and two on each other", query.FindCounts{Dyads: dyads("i>i", "i>j", "j>i", "j>j")},
			"i>i - mx 1/0/0, i>i - vc 1/0/0, i>j - vc 1/0/0, j>i - vc 1/0/0, j>j - vc 1/0/0"},
	} {
		t.Run(c.name, func(t *testing.T) { equal(t, "counts", counted(s.ask(t, c.find).Counts), c.want) })
	}
	t.Run("a matrix in one go, with its actors", func(t *testing.T) {
		var all []query.Dyad
		names := strings.Fields("a am b c p q r s d e i j")
		for _, by := range names {
			for _, at := range names {
				all = append(all, dyads(by+">"+at)...)
			}
		}
		before := s.sent(t)
		got, err := s.Fetch(t.Context(), &query.Query{Find: query.FindCounts{Dyads: all, Replies: true}, SideIncludes: []*query.Include{want(t, graph.KindActor, "wholes")}})
		if err != nil {
			t.Fatal(err)
		}
		if n, most := s.sent(t)-before, s.allowed(4, 0); n > int64(most) { // levels: actors, their wholes, counts, replies
			t.Errorf("%d statements, at most %d", n, most)
		}
		equal(t, "actors", strings.ReplaceAll(ids(got.Items), "k-", ""), strings.Join(names, " "))
		equal(t, "wholes of k-am", ids(got.Items[1].Related[0].Items), "k-a")
		sum := 0
		for _, r := range got.Counts {
			sum += r.Actions
		}
		// a>b 5 and b>a 1, with am>b 1 and b>am 1; p>q 3, p>c 1; r>s 1; d>e 1, d>c 2; i and j 5
		if sum != 21 {
			t.Errorf("%d acts: %s", sum, counted(got.Counts))
		}
	})
	t.Run("unknown ids", func(t *testing.T) {
		for _, list := range [][]query.Dyad{dyads("a>nope"), dyads("nope>a"), dyads("a>b", "b>nope", "zz>a"), dyads("1>nope")} {
			_, err := s.Fetch(t.Context(), &query.Query{Find: query.FindCounts{Dyads: list}})
			first := "k-nope"
			if list[0].By == "k-1" { // an action
				first = "k-1"
			}
			if !errors.Is(err, graph.ErrNotFound) || !strings.Contains(err.Error(), fmt.Sprintf("%q", first)) {
				t.Errorf("%v: %v", list, err)
			}
		}
	})
	t.Run("no day", func(t *testing.T) {
		if _, err := s.Fetch(t.Context(), &query.Query{Find: query.FindCounts{Dyads: ab, Since: "2025-13-01"}}); !errors.Is(err, graph.ErrInvalid) {
			t.Error(err)
		}
	})
}

// testStats holds the counts to those of all that is stated.
func testStats(t *testing.T, s suite) {
	want := query.Stats{Nodes: map[graph.Kind]int{}, Edges: map[graph.EdgeKind]int{}, Types: map[graph.ActionType]int{}, Modes: map[string]int{}}
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
