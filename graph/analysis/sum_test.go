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
