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

// Mean returns the mean of count intensities with this sum; known is false when count is 0.
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
// comes before the bucket of what was done to it. Intervals without an action have no bucket. Undated actions are in no
// bucket; they are counted in undated.
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
