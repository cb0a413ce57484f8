package query

import (
	"slices"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// FindCounts counts the actions of dyads: those that are done for By and directed at At. An action does not count when a
// whole of it (PART_OF_ACTION, at any distance) counts for the same dyad within the same range. Answer.Counts has one row
// for each dyad, interval and quad class with something to count, in that order; undated actions count under the day "",
// whatever the range, but not where all of a range is one interval (Always). Replies asks for the number of response links
// too. An id that does not exist is ErrNotFound, which names the first such id.
type FindCounts struct {
	Dyads        []Dyad
	Since, Until graph.Day
	Every        Interval
	Replies      bool
}

// Actors are the actors that the dyads name, each once, in the order in which they are named.
func (f FindCounts) Actors() []string {
	actors := make([]string, 0, 8)
	for _, d := range f.Dyads {
		for _, id := range []string{d.By, d.At} {
			if !slices.Contains(actors, id) {
				actors = append(actors, id)
			}
		}
	}
	return actors
}

// Interval is a unit of the calendar. An action counts in the interval of its earliest day.
type Interval string

// Intervals; Always is all of time. Weeks are those of ISO 8601, from Monday to Sunday.
const (
	Always  Interval = ""
	Daily   Interval = "DAY"
	Weekly  Interval = "WEEK"
	Monthly Interval = "MONTH"
	Yearly  Interval = "YEAR"
)

// Of returns the first and the last day of the interval that holds a day. For Always it returns the day itself.
func (i Interval) Of(d graph.Day) (first, last graph.Day) {
	t := d.Time()
	from, to := t, t
	switch i {
	case Weekly:
		from = t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
		to = from.AddDate(0, 0, 6)
	case Monthly:
		from = time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
		to = from.AddDate(0, 1, -1)
	case Yearly:
		from = time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
		to = from.AddDate(1, 0, -1)
	case Daily, Always: // the day itself; all of time has no bounds to give
	}
	return graph.Day(from.Format(time.DateOnly)), graph.Day(to.Format(time.DateOnly))
}

// Dyad is two actors, one acting on the other.
type Dyad struct{ By, At string }

// Count sums up actions of one dyad, in one interval, of one quad class ("" for none).
type Count struct {
	Dyad
	Day            graph.Day // first day of the interval; "" for undated actions, or when Every is Always
	Quad           graph.QuadClass
	Actions, Rated int     // Rated is how many of Actions have an intensity
	Intensity      float64 // sum over the rated, in Goldstein points
	Replies        int     // response links; only in a dyad's row with Quad "" and Day ""
}

// FindStats counts the whole graph: Answer.Stats.
type FindStats struct{}

// Stats are the counts of nodes by kind, edges by label, actions by type, responses by mode, and the
// first and last day of any action ("" when none is dated). Edges do not count the attribution.
type Stats struct {
	Nodes          map[graph.Kind]int
	Edges          map[graph.EdgeKind]int
	Types          map[graph.ActionType]int
	Modes          map[string]int
	Earliest       graph.Day
	Latest         graph.Day
	UndatedActions int
}
