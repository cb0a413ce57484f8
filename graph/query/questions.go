package query

import (
	"slices"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// FindCounts counts the actions of dyads: those acting for By and directed at At, of which no whole
// (PART_OF_ACTION, at any remove) counts for the same dyad within the same range. Answer.Counts has one
// row for each dyad, interval and quad class that there is something to count of, in that order; undated
// actions count under the day "", whatever the range. Replies counts links beside. An id that does not
// exist is ErrNotFound, which names the first of them.
type FindCounts struct {
	Dyads        []Dyad
	Since, Until graph.Day
	Every        Interval
	Replies      bool
}

// Actors are those that the dyads name, each once, in the order in which they are named.
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

// Interval is a stretch of the calendar. An action counts in that of its earliest day.
type Interval string

// Intervals; Always is all of time. Weeks are those of ISO 8601, from Monday to Sunday.
const (
	Always  Interval = ""
	Daily   Interval = "DAY"
	Weekly  Interval = "WEEK"
	Monthly Interval = "MONTH"
	Yearly  Interval = "YEAR"
)

// Of gives the first and the last day of the interval that holds a day.
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
	Day            graph.Day // first of the interval; "" undated, or when counted over all of time
	Quad           graph.QuadClass
	Actions, Rated int     // Rated have an intensity
	Intensity      float64 // sum over the rated, Goldstein points
	Replies        int     // links; in the row of Quad "" and Day "" of a dyad only
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

// FindAntecedents finds what came shortly before an action between the same two: actions directed the
// other way of one of its dyads, with earliest at most MaxDays before its own and not after it, talks
// (CONSULT) left out. Nearest first, then by id, at most Limit. An undated action has none; an unknown
// one is ErrNotFound.
type FindAntecedents struct {
	Action  string
	MaxDays int
	Limit   int
}

// FindSubgraph walks all edges (EdgeTypes, not the attribution), both ways, from some nodes to at most Depth
// edges away (0..5), nearest first, then by id, and at most MaxNodes nodes. Actions that do not meet
// Where are not walked to (those in Around are kept). The items are nodes of any kind; Answer.Edges are
// all edges among them, by id. Truncated is set when MaxNodes cut something off. Ids that do not exist
// are ErrNotFound.
type FindSubgraph struct {
	Around   []string
	Depth    int
	MaxNodes int
	Where    Pred // of actions
}

// FindPaths finds shortest paths between two nodes over all edges (EdgeTypes, not the attribution), whatever
// their direction, with at most MaxLength edges: the First of them, in the order of the ids of their
// nodes along the way, then of their edges. Parallel edges make different paths. Answer.Items are the
// nodes of these paths in the order in which they first come up, Answer.Edges their edges likewise, and
// Answer.Paths has positions in both. From equal To is one path without an edge. No path is no error. A
// search that would look at more than MaxVisits nodes, or list more than MaxVisits shortest paths, is
// ErrTooLarge and says to narrow it. Unknown ids are ErrNotFound.
type FindPaths struct {
	From, To  string
	MaxLength int // 1..12
	First     int // 1..20
}

// MaxVisits bounds the nodes that a path search looks at.
const MaxVisits = 50_000

// Path is one way through Answer.Items and Answer.Edges, by position: nodes are one more than edges.
type Path struct{ Nodes, Edges []int }

func (FindCounts) find()      {}
func (FindStats) find()       {}
func (FindAntecedents) find() {}
func (FindSubgraph) find()    {}
func (FindPaths) find()       {}
