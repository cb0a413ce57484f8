package seed

import (
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// hierarchies are the edges that lead from a part to its whole, of this dataset and of those that it requires, and where those
// of this one stand: they must not run in circles.
type hierarchies struct {
	next map[graph.EdgeKind]map[string][]string
	own  map[string]position
}

var hierarchyKinds = []graph.EdgeKind{graph.PartOf, graph.PartOfAction, graph.Within}

func newHierarchies() hierarchies {
	w := hierarchies{map[graph.EdgeKind]map[string][]string{}, map[string]position{}}
	for _, k := range hierarchyKinds {
		w.next[k] = map[string][]string{}
	}
	return w
}

// add takes in an edge of any kind, and where it stands when it is this dataset's own.
func (w hierarchies) add(rec graph.Record, at *position) {
	ends := w.next[rec.Edge]
	if ends == nil || rec.From == rec.To { // what names itself is reported where it stands
		return
	}
	if !slices.Contains(ends[rec.From], rec.To) {
		ends[rec.From] = append(ends[rec.From], rec.To)
	}
	if at != nil {
		w.own[rec.Key()] = *at
	}
}

// checkCycles reports wholes that are parts of their own parts: at the link that closes the circle, or, when that is a required
// dataset's, at the last of this one's.
func (r *reader) checkCycles() {
	for _, kind := range hierarchyKinds {
		for _, c := range cycles(r.hierarchies.next[kind]) {
			for i := len(c) - 2; i >= 0; i-- {
				if at, own := r.hierarchies.own[graph.EdgeID(kind, c[i], c[i+1])]; own {
					r.faultAt(at, graph.RuleCycle.Fault("%s runs in a circle: %s", kind, shortenedCycle(c)).WithRemedy("take one link out"))
					break
				}
			}
		}
	}
}

// checkInterval reports an edge that ends before it begins.
func (r *reader) checkInterval(rec graph.Record, at position) {
	if since, until := dateOf(textOf(rec, "since")), dateOf(textOf(rec, "until")); endsBefore(until, since) {
		r.faultAt(at, graph.RuleTimeOrder.Fault("until %s is before since %s", until.Text, since.Text).
			WithRemedy("exchange or correct them"))
	}
}

// dateOf is the zero Date when there is none; a faulty one was left out when it was read.
func dateOf(text string) graph.Date {
	d, _ := graph.ParseDate(text)
	return d
}

// endsBefore tells whether a is over before b can begin. Open ends and unknown dates never are.
func endsBefore(a, b graph.Date) bool {
	return a.Latest != "" && b.Earliest != "" && a.Latest < b.Earliest
}

// cycles finds the links that close a circle, each with the way from its end back to itself. It keeps its
// own stack, since a chain may be as long as a file.
func cycles(next map[string][]string) [][]string {
	var found [][]string
	const walking, done = 1, 2
	state := map[string]int{}
	taken := map[string]int{} // of next, how many were followed
	for _, start := range sortedKeys(next) {
		if state[start] != 0 {
			continue
		}
		way := []string{start}
		state[start] = walking
		for len(way) > 0 {
			at := way[len(way)-1]
			if taken[at] == len(next[at]) {
				state[at] = done
				way = way[:len(way)-1]
				continue
			}
			to := next[at][taken[at]]
			taken[at]++
			switch state[to] {
			case walking:
				found = append(found, append(slices.Clone(way[slices.Index(way, to):]), to))
			case 0:
				state[to] = walking
				way = append(way, to)
			}
		}
	}
	return found
}

// shortenedCycle writes a circle, leaving out the middle of a long one.
func shortenedCycle(ids []string) string {
	if len(ids) > 10 {
		ids = slices.Concat(ids[:5], []string{"…"}, ids[len(ids)-4:])
	}
	return strings.Join(ids, " → ")
}
