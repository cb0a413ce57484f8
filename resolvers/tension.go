package resolvers

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/analysis"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

// maxBuckets limits the buckets of one answer, both directions counted. Days over many years would exceed it.
const maxBuckets = 5000

func (queryResolver) Tension(ctx context.Context, _, _, _ string, _, _ *string, _ *bool) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

// tension asks for the counts of both directions; analysis.Buckets adds them up by interval.
func (f *rootField) tension() (*question, error) {
	between, and := f.text("between"), f.text("and")
	find := query.FindCounts{
		Dyads: []query.Dyad{{By: between, At: and}, {By: and, At: between}}, Every: query.Interval(f.text("interval")),
	}
	var err error
	if find.Since, find.Until, err = days(f.arguments); err != nil {
		return nil, err
	}
	q := &query.Query{Find: find}
	bucket := f.below(f.selections(), "Tension", "buckets")
	from := f.items(valuesOfSides(q), graph.KindActor, 2, f.below(bucket, "TensionBucket", "from")...)
	to := f.items(valuesOfSides(q), graph.KindActor, 2, f.below(bucket, "TensionBucket", "to")...)
	fill := f.argument("fill") == true
	if fill {
		f.made = filled(find)
	}
	return &question{q, func(found *query.Answer) (any, error) {
		buckets, undated := analysis.Buckets(found.Counts, find.Every, between)
		few := len(buckets) <= maxBuckets
		if few && fill {
			directions := find.Dyads
			if between == and {
				directions = directions[:1]
			}
			buckets, few = analysis.Fill(buckets, find.Every, directions, find.Since, find.Until, maxBuckets)
		}
		if !few {
			return nil, fmt.Errorf("%w: more than %d buckets; take a longer interval, or narrow since and until",
				graph.ErrTooLarge, maxBuckets)
		}
		actors := byID(found.Items)
		out := make([]object, len(buckets))
		for i, b := range buckets {
			out[i] = object{
				"start": string(b.Start), "end": string(b.End), "from": one(actors[b.Dyad.By], from), "to": one(actors[b.Dyad.At], to),
				"count": b.Sum.Actions, "intensityCount": b.Sum.Rated, "quadCounts": quadCounts(b.Sum.QuadClasses),
				"sumIntensity": analysis.Round(b.Sum.Intensity), "meanIntensity": meanOrNull(b.Sum.Intensity, b.Sum.Rated),
			}
		}
		return f.object("Tension", object{"buckets": out, "undatedCount": undated}), nil
	}}, nil
}

// filled is about how many buckets the intervals of a range make, in both directions. What has an open end may have as many as
// there may be.
func filled(find query.FindCounts) int {
	if find.Since == "" || find.Until == "" {
		return maxBuckets
	}
	first, last := find.Every.Of(find.Since)
	intervals := graph.DaysBetween(first, find.Until)/(graph.DaysBetween(first, last)+1) + 1
	return min(len(find.Dyads)*intervals, maxBuckets)
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
