package resolvers

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/analysis"
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
	selected := a.at(a.sets(), "Tension", "buckets")
	from := a.items(wholeItems(&gq.SideIncludes), graph.KindActor, 2, a.at(selected, "TensionBucket", "from")...)
	to := a.items(wholeItems(&gq.SideIncludes), graph.KindActor, 2, a.at(selected, "TensionBucket", "to")...)
	found, err := q.fetch(ctx, a, gq)
	if err != nil {
		return nil, err
	}
	buckets, undated := analysis.Buckets(found.Counts, find.Every, between)
	if len(buckets) > maxBuckets {
		return nil, fmt.Errorf("%w: %d buckets; take a longer interval, or narrow since and until (at most %d)", graph.ErrTooLarge, len(buckets), maxBuckets)
	}
	actors := byID(found.Items)
	out := make([]object, len(buckets))
	for i, b := range buckets {
		out[i] = object{
			"start": string(b.Start), "end": string(b.End),
			"from":  items{[]*query.Item{actors[b.Dyad.By]}, from, true},
			"to":    items{[]*query.Item{actors[b.Dyad.At]}, to, true},
			"count": b.Sum.Actions, "quadCounts": quadCounts(b.Sum.QuadClasses),
			"sumIntensity": analysis.Round(b.Sum.Intensity), "meanIntensity": meanOrNull(b.Sum.Intensity, b.Sum.Rated),
		}
	}
	return a.object("Tension", object{"buckets": out, "undatedCount": undated}), nil
}

// meanOrNull is the mean of so many intensities, null of none.
func meanOrNull(sum float64, count int) any {
	if mean, known := analysis.Mean(sum, count); known {
		return mean
	}
	return nil
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
