package analysis

import (
	"cmp"
	"math"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// Sum adds up counts of actions. Rated counts the actions that have an intensity, Intensity is the sum of these in Goldstein
// points, and Replies counts response links.
type Sum struct {
	Actions, Rated, Replies int
	Intensity               float64
	QuadClasses             map[graph.QuadClass]int
}

func (s *Sum) add(c query.Count) {
	if s.QuadClasses == nil {
		s.QuadClasses = map[graph.QuadClass]int{}
	}
	s.Actions += c.Actions
	s.Rated += c.Rated
	s.Intensity += c.Intensity
	s.Replies += c.Replies
	s.QuadClasses[c.Quad] += c.Actions
}

// Mean returns the mean, to six decimals, of count numbers with this sum; known is false when count is 0.
func Mean(sum float64, count int) (mean float64, known bool) {
	if count == 0 {
		return 0, false
	}
	return Round(sum / float64(count)), true
}

// Round rounds Goldstein points to the precision in which stores add them up (query.PointScale), so that answers do not
// show errors of floating point.
func Round(points float64) float64 { return math.Round(points*query.PointScale) / query.PointScale }

// SumByDyad adds up the counts of each dyad. A dyad without any has the zero Sum.
func SumByDyad(counts []query.Count) map[query.Dyad]Sum {
	sums := map[query.Dyad]Sum{}
	for _, c := range counts {
		s := sums[c.Dyad]
		s.add(c)
		sums[c.Dyad] = s
	}
	return sums
}

// Bucket sums up what one side did to the other in one interval, whose first and last day are Start and End.
type Bucket struct {
	Start, End graph.Day
	Dyad       query.Dyad
	Sum        Sum
}

// Buckets adds up counts by interval and dyad, in order of time. Within an interval, the bucket of what the actor first did
// comes before the bucket of what was done to it. Intervals without an action have no bucket, unless Fill adds it. Undated
// actions are in no bucket; they are counted in undated.
func Buckets(counts []query.Count, every query.Interval, first string) (buckets []Bucket, undated int) {
	type key struct {
		start graph.Day
		dyad  query.Dyad
	}
	position := map[key]int{}
	for _, c := range counts {
		if c.Day == "" {
			undated += c.Actions
			continue
		}
		k := key{c.Day, c.Dyad}
		i, begun := position[k]
		if !begun {
			_, end := every.Of(c.Day)
			i = len(buckets)
			position[k] = i
			buckets = append(buckets, Bucket{Start: c.Day, End: end, Dyad: c.Dyad})
		}
		buckets[i].Sum.add(c)
	}
	side := func(b Bucket) int {
		if b.Dyad.By == first {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(buckets, func(x, y Bucket) int {
		return cmp.Or(cmp.Compare(x.Start, y.Start), side(x)-side(y))
	})
	return buckets, undated
}

// Fill adds an empty bucket for each interval and direction that has none, from the interval that holds since to the one that
// holds until; without these, or where a bucket lies before since, from the first bucket and to the last. It returns false when
// that makes more buckets than most.
func Fill(buckets []Bucket, every query.Interval, directions []query.Dyad, since, until graph.Day, most int) ([]Bucket, bool) {
	if n := len(buckets); n > 0 {
		if since == "" || buckets[0].Start < since {
			since = buckets[0].Start
		}
		if until == "" {
			until = buckets[n-1].Start
		}
	}
	if since == "" || until == "" {
		return buckets, len(buckets) <= most
	}
	var out []Bucket
	for day, _ := every.Of(since); day <= until; {
		_, end := every.Of(day)
		for _, d := range directions {
			if len(out) == most {
				return nil, false
			}
			b := Bucket{Start: day, End: end, Dyad: d}
			if len(buckets) > 0 && buckets[0].Start == day && buckets[0].Dyad == d {
				b, buckets = buckets[0], buckets[1:]
			}
			out = append(out, b)
		}
		if end < day { // the interval ends after the year 9999
			break
		}
		next := end.AddDays(1)
		if next == end {
			break
		}
		day = next
	}
	return out, true
}
