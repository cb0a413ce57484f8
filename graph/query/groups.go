package query

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// PointScale is the factor by which stores multiply Goldstein points before they sum them. Sums are then of whole numbers, and
// do not depend on the order of adding.
const PointScale = 1_000_000

// Group asks for counts of the items of a list, whatever its page, by one of Groupings, or of all in one group when By is "".
type Group struct {
	By     string
	First  int  // how many of the largest groups; 0 for all, of which more than MaxPlain are ErrTooLarge
	Delays bool // of responses: sum up their delays too, which costs a sort
}

// Grouped is one group. An item with several keys counts in each of them; an item without any, under the Key "".
type Grouped struct {
	Key, Label   string  // Label is the name of the node whose id is Key, else ""
	Count, Rated int     // Rated have an intensity
	Intensity    float64 // sum over the rated, Goldstein points
	// Delayed is how many have a known delay (DelayDays), DelaySum the sum and DelayMedian the median of these, in days. Of an even
	// number the median is the mean of the middle two. They are 0 unless Group.Delays asks for them.
	Delayed     int
	DelaySum    int
	DelayMedian float64
}

// Grouping is a way to group items of a kind: by a property, by a related node, or by the first Chars of the earliest day.
type Grouping struct {
	Name           string
	Prop, Relation string
	Chars          int
}

// periods are the groupings of every kind with a date.
var periods = []Grouping{{Name: "DAY", Chars: 10}, {Name: "MONTH", Chars: 7}, {Name: "YEAR", Chars: 4}}

// Groupings are the ways to group each kind.
var Groupings = map[graph.Kind][]Grouping{
	graph.KindActor: {{Name: "KIND", Prop: "kind"}, {Name: "COUNTRY", Prop: "country"}},
	graph.KindAction: append([]Grouping{
		{Name: "TYPE", Prop: "type"}, {Name: "QUAD_CLASS", Prop: "quadClass"}, {Name: "STATUS", Prop: "status"},
		{Name: "BASIS", Prop: "basis"}, {Name: "TOPIC", Prop: "topics"}, {Name: "PERFORMER", Relation: "performers"},
		{Name: "TARGET", Relation: "targets"}, {Name: "ADDRESSEE", Relation: "addressees"}, {Name: "PLACE", Relation: "places"},
		{Name: "EPISODE", Relation: "episodes"},
	}, periods...),
	graph.KindResponse: append([]Grouping{
		{Name: "MODE", Prop: "mode"}, {Name: "BASIS", Prop: "basis"},
		{Name: "RESPONDER", Relation: "responders"}, {Name: "PROVOKER", Relation: "provokers"},
	}, periods...),
	graph.KindClaim: {{Name: "STANCE", Prop: "stance"}, {Name: "BASIS", Prop: "basis"}, {Name: "SPEAKER", Relation: "by"}},
}

// IntensityOf is the property of a kind that groups sum, "" when there is none.
func IntensityOf(k graph.Kind) string {
	return map[graph.Kind]string{graph.KindAction: "intensity", graph.KindResponse: "fromIntensity"}[k]
}

// GroupingOf finds the row of Groupings with this name; for "" it returns the zero Grouping, which groups all in one.
func GroupingOf(k graph.Kind, by string) (Grouping, error) {
	if by == "" {
		return Grouping{}, nil
	}
	for _, g := range Groupings[k] {
		if g.Name == by {
			return g, nil
		}
	}
	return Grouping{}, fmt.Errorf("%w: %s cannot be grouped by %q", graph.ErrInvalid, k, by)
}

// Arrange sorts groups, the largest first (periods in order of time) and the unknown key last, and leaves out those
// beyond First. It refuses more groups than MaxPlain when First is 0.
func (g Group) Arrange(k graph.Kind, rows []Grouped) ([]Grouped, error) {
	if g.First == 0 && len(rows) > MaxPlain {
		return nil, fmt.Errorf("%w: more than %d groups: ask for the first of them, or narrow the filter", graph.ErrTooLarge, MaxPlain)
	}
	slices.SortFunc(rows, func(a, b Grouped) int {
		if (a.Key == "") != (b.Key == "") {
			return cmp.Compare(b.Key, a.Key)
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Key, b.Key))
	})
	if g.First > 0 && len(rows) > g.First {
		rows = rows[:g.First]
	}
	if by, err := GroupingOf(k, g.By); err == nil && by.Chars > 0 {
		slices.SortFunc(rows, func(a, b Grouped) int {
			if (a.Key == "") != (b.Key == "") {
				return cmp.Compare(b.Key, a.Key)
			}
			return cmp.Compare(a.Key, b.Key)
		})
	}
	return rows, nil
}
