package seed

import (
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// hierarchies are the edges from parts to wholes, from copies to originals, from answers to what they answer, and from claims to
// claims that they are about, of this dataset and of those that it requires. They must have no cycles.
type hierarchies struct {
	next map[graph.EdgeKind]map[string][]string
	own  map[string]position // of this dataset's own edges, by key
}

var hierarchyKinds = []graph.EdgeKind{graph.PartOf, graph.PartOfAction, graph.Within, graph.DerivedFrom, graph.RespondsTo, graph.About}

func newHierarchies() hierarchies {
	w := hierarchies{map[graph.EdgeKind]map[string][]string{}, map[string]position{}}
	for _, k := range hierarchyKinds {
		w.next[k] = map[string][]string{}
	}
	return w
}

// add adds an edge if its kind is a hierarchy. The position is given for an edge of this dataset.
func (w hierarchies) add(rec graph.Record, at *position) {
	ends := w.next[rec.Edge]
	if ends == nil || rec.From == rec.To { // a self-loop has its own rule
		return
	}
	if !slices.Contains(ends[rec.From], rec.To) {
		ends[rec.From] = append(ends[rec.From], rec.To)
	}
	if at != nil {
		w.own[rec.Key()] = *at
	}
}

// checkCycles reports each cycle at the edge that closes it. When that edge is of a required dataset, the report is at the
// last edge of the cycle that is this dataset's own.
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

// dateOf parses a date. It is the zero Date for "", and for a bad date, which was reported when it was read.
func dateOf(text string) graph.Date {
	if text == "" {
		return graph.Date{} // most edges have none, and an error would cost as much as a date
	}
	d, _ := graph.ParseDate(text)
	return d
}

// endsBefore reports whether a ends before b begins, for all days that both dates allow. It is false for open ends and
// unknown dates.
func endsBefore(a, b graph.Date) bool {
	return a.Latest != "" && b.Earliest != "" && a.Latest < b.Earliest
}

// cycles finds the cycles of a graph by depth-first search, each as the ids on it, the first again at the end. The search
// keeps its own stack, since a chain may be as long as a file.
func cycles(next map[string][]string) [][]string {
	var found [][]string
	const walking, done = 1, 2
	state := map[string]int{}
	taken := map[string]int{} // how many edges of a node were followed
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

// shortenedCycle writes a cycle, without the middle of a long one.
func shortenedCycle(ids []string) string {
	if len(ids) > 10 {
		ids = slices.Concat(ids[:5], []string{"…"}, ids[len(ids)-4:])
	}
	return strings.Join(ids, " → ")
}
