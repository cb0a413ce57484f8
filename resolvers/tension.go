package resolvers

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

// maxBuckets bounds a tension; a day's interval over many years would pass it.
const maxBuckets = 5000

// Tension sums the counts of both directions into intervals. Its two actors come along as the sides of
// an exchange do.
func (q queryResolver) Tension(ctx context.Context, between, and, interval string, since, until *string) (*answer.JSON, error) {
	a := newRootField(ctx)
	find := query.FindCounts{Dyads: []query.Dyad{{By: between, At: and}, {By: and, At: between}}, Every: query.Interval(interval)}
	var err error
	if find.Since, find.Until, err = days(a.args()); err != nil {
		return nil, err
	}
	gq := &query.Query{Find: find}
	buckets := a.at(a.sets(), "Tension", "buckets")
	from := a.items(wholeItems(&gq.SideIncludes), graph.KindActor, 2, a.at(buckets, "TensionBucket", "from")...)
	to := a.items(wholeItems(&gq.SideIncludes), graph.KindActor, 2, a.at(buckets, "TensionBucket", "to")...)
	found, err := q.fetch(ctx, a, gq)
	if err != nil {
		return nil, err
	}
	list, undated := bucketed(found.Counts, find.Every, between)
	if len(list) > maxBuckets {
		return nil, fmt.Errorf("%w: %d buckets; take a longer interval, or narrow since and until (at most %d)", graph.ErrTooLarge, len(list), maxBuckets)
	}
	actors := byID(found.Items)
	out := make([]object, len(list))
	for i, b := range list {
		o := b.sum.object()
		o["start"], o["end"] = string(b.start), string(b.end)
		o["from"] = items{[]*query.Item{actors[b.dyad.By]}, from, true}
		o["to"] = items{[]*query.Item{actors[b.dyad.At]}, to, true}
		out[i] = o
	}
	return a.object("Tension", object{"buckets": out, "undatedCount": undated}), nil
}

type bucket struct {
	start, end graph.Day
	dyad       query.Dyad
	sum        sum
}

// bucketed sums counts by interval and direction, in order of time, then the first side's.
func bucketed(counts []query.Count, every query.Interval, first string) (list []*bucket, undated int) {
	type key struct {
		start graph.Day
		dyad  query.Dyad
	}
	at := map[key]*bucket{}
	for _, c := range counts {
		if c.Day == "" {
			undated += c.Actions
			continue
		}
		k := key{c.Day, c.Dyad}
		if at[k] == nil {
			_, end := every.Of(c.Day)
			at[k] = &bucket{start: c.Day, end: end, dyad: c.Dyad}
			list = append(list, at[k])
		}
		at[k].sum.add(c)
	}
	slices.SortFunc(list, func(x, y *bucket) int {
		if c := cmp.Compare(x.start, y.start); c != 0 {
			return c
		}
		if (x.dyad.By == first) != (y.dyad.By == first) {
			if x.dyad.By == first {
				return -1
			}
			return 1
		}
		return 0
	})
	return list, undated
}

// sum gathers counts of actions.
type sum struct {
	actions, rated, replies int
	intensity               float64
	quads                   map[graph.QuadClass]int
}

func (s *sum) add(c query.Count) {
	if s.quads == nil {
		s.quads = map[graph.QuadClass]int{}
	}
	s.actions += c.Actions
	s.rated += c.Rated
	s.intensity += c.Intensity
	s.replies += c.Replies
	s.quads[c.Quad] += c.Actions
}

func (s *sum) mean() any {
	if s.rated == 0 {
		return nil
	}
	return round(s.intensity / float64(s.rated))
}

func (s *sum) object() object {
	return object{"count": s.actions, "sumIntensity": round(s.intensity), "meanIntensity": s.mean(), "quadCounts": quadCounts(s.quads)}
}

func quadCounts(quads map[graph.QuadClass]int) object {
	return object{
		"verbalCooperation": quads[graph.VerbalCooperation], "materialCooperation": quads[graph.MaterialCooperation],
		"verbalConflict": quads[graph.VerbalConflict], "materialConflict": quads[graph.MaterialConflict],
	}
}

func byID(list []*query.Item) map[string]*query.Item {
	m := make(map[string]*query.Item, len(list))
	for _, it := range list {
		if it != nil {
			m[it.Text("id")] = it
		}
	}
	return m
}
