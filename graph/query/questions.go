package query

import (
	"slices"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// FindCounts counts the actions of dyads: those that are done for By and directed at At. An action does not count when a
// whole of it (PART_OF_ACTION, at any distance) counts for the same dyad within the same range. Answer.Counts has one row
// for each dyad, interval and quad class with something to count, in that order; undated actions count under the day "",
// whatever the range. Replies asks for the number of response links too. An id that does not exist is ErrNotFound, which
// names the first such id.
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

// FindAntecedents finds the actions that came shortly before an action, between the same two actors in the other
// direction. Their earliest day is at most MaxDays before that of the action, and not after it; talks (CONSULT) are left
// out. The answer has at most Limit of them, nearest first, then by id. An undated action has none; an unknown one is
// ErrNotFound.
type FindAntecedents struct {
	Action  string
	MaxDays int
	Limit   int
}

// FindSubgraph walks all edges (EdgeTypes, not the attribution), both ways, from some nodes to at most Depth
// edges away (0..5), nearest first, then by id, and takes at most MaxNodes nodes. The walk does not enter actions that do
// not meet Where, but keeps those in Around. The items are nodes of any kind; Answer.Edges are all edges among them, by
// id. Truncated is set when MaxNodes cut something off. Ids that do not exist are ErrNotFound.
type FindSubgraph struct {
	Around   []string
	Depth    int
	MaxNodes int
	Where    Pred // a condition on actions
}

// FindPaths finds shortest paths between two nodes over all edges (EdgeTypes, not the attribution), whatever
// their direction, with at most MaxLength edges: the First of them, in the order of the ids of their
// nodes along the way, then of their edges. Parallel edges make different paths. Answer.Items are the
// nodes of these paths in the order in which they first come up, Answer.Edges their edges likewise, and
// Answer.Paths has positions in both. When From and To are equal, the answer is one path without an edge. It is no error
// when there is no path. A search that would look at more than MaxVisits nodes, or list more than MaxVisits shortest
// paths, is ErrTooLarge, and its message says how to narrow it. Unknown ids are ErrNotFound.
type FindPaths struct {
	From, To  string
	MaxLength int // 1..12
	First     int // 1..20
}

// MaxVisits bounds the nodes that a path search looks at.
const MaxVisits = 50_000

// Path is one way through Answer.Items and Answer.Edges, by position. It has one node more than edges.
type Path struct{ Nodes, Edges []int }

func (FindCounts) find()      {}
func (FindStats) find()       {}
func (FindAntecedents) find() {}
func (FindSubgraph) find()    {}
func (FindPaths) find()       {}
