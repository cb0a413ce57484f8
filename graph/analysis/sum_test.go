package analysis

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

var (
	northToSouth = query.Dyad{By: "north", At: "south"}
	southToNorth = query.Dyad{By: "south", At: "north"}
)

func TestBuckets(t *testing.T) {
	threats, aid := graph.VerbalConflict, graph.MaterialCooperation
	for _, c := range []struct {
		name    string
		every   query.Interval
		counts  []query.Count
		want    string // start–end by:actions(quad classes), one a bucket
		undated int
	}{
		{name: "no actions make no buckets", every: query.Daily},
		{name: "undated actions are counted, and are in no bucket", every: query.Daily,
			counts: []query.Count{{Dyad: northToSouth, Actions: 2}, {Dyad: southToNorth, Actions: 3}}, undated: 5},
		{name: "quad classes of one interval and dyad are one bucket", every: query.Daily,
			counts: []query.Count{{Dyad: northToSouth, Day: "2025-06-27", Quad: threats, Actions: 2},
				{Dyad: northToSouth, Day: "2025-06-27", Quad: aid, Actions: 1}},
			want: "2025-06-27–2025-06-27 north:3(VERBAL_CONFLICT 2, MATERIAL_COOPERATION 1)"},
		{name: "buckets stand in order of time, whatever the order of counts", every: query.Monthly,
			counts: []query.Count{{Dyad: northToSouth, Day: "2025-06-01", Actions: 1}, {Dyad: southToNorth, Day: "2025-02-01", Actions: 1}},
			want:   "2025-02-01–2025-02-28 south:1() 2025-06-01–2025-06-30 north:1()"},
		{name: "of one interval, what the first side did comes first", every: query.Yearly,
			counts: []query.Count{{Dyad: southToNorth, Day: "2025-01-01", Actions: 4}, {Dyad: northToSouth, Day: "2025-01-01", Actions: 5}},
			want:   "2025-01-01–2025-12-31 north:5() 2025-01-01–2025-12-31 south:4()"},
		{name: "a week ends on Sunday", every: query.Weekly,
			counts: []query.Count{{Dyad: northToSouth, Day: "2025-06-23", Actions: 1}}, want: "2025-06-23–2025-06-29 north:1()"},
	} {
		t.Run(c.name, func(t *testing.T) {
			buckets, undated := Buckets(c.counts, c.every, "north")
			var got []string
			for _, b := range buckets {
				got = append(got, fmt.Sprintf("%s–%s %s:%d(%s)", b.Start, b.End, b.Dyad.By, b.Sum.Actions, quadClasses(b.Sum, threats, aid)))
			}
			if s := strings.Join(got, " "); s != c.want || undated != c.undated {
				t.Errorf("\n got %s, %d undated\nwant %s, %d undated", s, undated, c.want, c.undated)
			}
		})
	}
}

func TestFill(t *testing.T) {
	in := func(day graph.Day, d query.Dyad) query.Count { return query.Count{Dyad: d, Day: day, Actions: 1} }
	for _, c := range []struct {
		name         string
		every        query.Interval
		counts       []query.Count
		since, until graph.Day
		most         int
		want         string // start by:actions, one a bucket; "too many"
	}{
		{name: "of nothing, and no range, there is nothing to fill"},
		{name: "of nothing, and half a range, neither", since: "2025-06-27"},
		{name: "of nothing, but a range, all is empty", every: query.Monthly, since: "2025-01-31", until: "2025-02-01",
			want: "2025-01-01 north:0 2025-01-01 south:0 2025-02-01 north:0 2025-02-01 south:0"},
		{name: "from the first bucket to the last, in both directions", every: query.Weekly,
			counts: []query.Count{in("2025-06-16", southToNorth), in("2025-06-30", northToSouth)},
			want:   "2025-06-16 north:0 2025-06-16 south:1 2025-06-23 north:0 2025-06-23 south:0 2025-06-30 north:1 2025-06-30 south:0"},
		{name: "from since to until, where these are given", every: query.Yearly, counts: []query.Count{in("2024-01-01", northToSouth)},
			since: "2023-06-01", until: "2025-06-01",
			want: "2023-01-01 north:0 2023-01-01 south:0 2024-01-01 north:1 2024-01-01 south:0 2025-01-01 north:0 2025-01-01 south:0"},
		{name: "from a bucket before since, which lasts into the range", every: query.Daily, since: "2025-06-03",
			counts: []query.Count{in("2025-06-02", northToSouth)}, until: "2025-06-03",
			want: "2025-06-02 north:1 2025-06-02 south:0 2025-06-03 north:0 2025-06-03 south:0"},
		{name: "as many as there may be", every: query.Daily, since: "2025-06-01", until: "2025-06-02", most: 4,
			want: "2025-06-01 north:0 2025-06-01 south:0 2025-06-02 north:0 2025-06-02 south:0"},
		{name: "one more", every: query.Daily, since: "2025-06-01", until: "2025-06-03", most: 5, want: "too many"},
		{name: "all of time by the day", every: query.Daily, since: "0001-01-01", until: "9999-12-31", most: 5000, want: "too many"},
		{name: "to the last day of all", every: query.Daily, since: "9999-12-31", until: "9999-12-31",
			want: "9999-12-31 north:0 9999-12-31 south:0"},
		{name: "to a week that ends after the year 9999", every: query.Weekly, since: "9999-12-31", until: "9999-12-31",
			want: "9999-12-27 north:0 9999-12-27 south:0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			buckets, _ := Buckets(c.counts, c.every, "north")
			if c.most == 0 {
				c.most = 100
			}
			buckets, few := Fill(buckets, c.every, []query.Dyad{northToSouth, southToNorth}, c.since, c.until, c.most)
			var got []string
			for _, b := range buckets {
				got = append(got, fmt.Sprintf("%s %s:%d", b.Start, b.Dyad.By, b.Sum.Actions))
			}
			if !few {
				got = []string{"too many"}
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("\n got %s\nwant %s", s, c.want)
			}
		})
	}
}

// quadClasses shows how many actions of a sum are of these classes, those of which there are any.
func quadClasses(s Sum, classes ...graph.QuadClass) string {
	var out []string
	for _, q := range classes {
		if n := s.QuadClasses[q]; n > 0 {
			out = append(out, fmt.Sprint(q, " ", n))
		}
	}
	return strings.Join(out, ", ")
}

func TestSumByDyad(t *testing.T) {
	sums := SumByDyad([]query.Count{
		{Dyad: northToSouth, Quad: graph.VerbalConflict, Actions: 3, Rated: 2, Intensity: -9},
		{Dyad: northToSouth, Replies: 4},
		{Dyad: southToNorth, Actions: 1},
	})
	if s := sums[northToSouth]; s.Actions != 3 || s.Rated != 2 || s.Replies != 4 || s.Intensity != -9 ||
		s.QuadClasses[graph.VerbalConflict] != 3 {
		t.Errorf("all rows of a dyad add up: %+v", s)
	}
	if s := sums[southToNorth]; s.Actions != 1 || s.Replies != 0 {
		t.Errorf("either direction has a sum of its own: %+v", s)
	}
	if s := sums[query.Dyad{By: "north", At: "north"}]; s.Actions != 0 || s.QuadClasses[graph.VerbalConflict] != 0 {
		t.Errorf("a dyad that nothing is counted of is the zero sum: %+v", s)
	}
}

func TestMean(t *testing.T) {
	if m, known := Mean(0, 0); known {
		t.Errorf("of nothing there is no mean, not %v", m)
	}
	for _, c := range []struct {
		sum   float64
		count int
		want  float64
	}{{-9, 2, -4.5}, {1, 3, 0.333333}, {0, 4, 0}, {0.1 + 0.2, 1, 0.3}} {
		if m, known := Mean(c.sum, c.count); !known || m != c.want {
			t.Errorf("%v over %d is %v, not %v", c.sum, c.count, m, c.want)
		}
	}
}

// Whatever the order of the counts, the buckets are the same.
func TestBucketsDoNotDependOnOrder(t *testing.T) {
	counts := []query.Count{{Dyad: northToSouth, Day: "2025-06-01", Actions: 1}, {Dyad: southToNorth, Day: "2025-06-01", Actions: 2},
		{Dyad: northToSouth, Day: "2025-05-01", Actions: 3}}
	want, _ := Buckets(counts, query.Monthly, "north")
	slices.Reverse(counts)
	if got, _ := Buckets(counts, query.Monthly, "north"); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
