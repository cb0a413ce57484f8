package seed

import (
	"fmt"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// sense checks what can be right in each record and wrong in all together: intervals that end before they
// begin, responses that precede what they answer, and wholes that are parts of their own parts. What a
// required dataset tells takes no part.
func (r *reader) sense() {
	dates := map[string]graph.Date{} // of actions
	next := map[graph.EdgeKind]map[string][]string{graph.PartOf: {}, graph.PartOfAction: {}, graph.Within: {}}
	for _, p := range r.batch.Puts {
		if p.Kind == graph.KindAction {
			dates[p.ID] = dateOf(p, "date")
		}
		if ends := next[p.Edge]; ends != nil && p.From != p.To { // what names itself is reported where it stands
			ends[p.From] = append(ends[p.From], p.To)
		}
	}
	for _, p := range r.batch.Puts {
		if since, until := dateOf(p, "since"), dateOf(p, "until"); before(until, since) {
			r.faultOf(p.Key(), "until %s is before since %s; exchange or correct them", until.Text, since.Text)
		}
		if p.Edge == graph.RespondsTo && before(dates[p.From], dates[p.To]) {
			r.faultOf(p.Key(), "the response %q (%s) is earlier than %q (%s), to which it responds; correct a date, or exchange the two",
				p.From, dates[p.From].Text, p.To, dates[p.To].Text)
		}
	}
	for _, kind := range []graph.EdgeKind{graph.PartOf, graph.PartOfAction, graph.Within} {
		for _, c := range circles(next[kind]) {
			closing := graph.Record{Edge: kind, From: c[len(c)-2], To: c[len(c)-1]}
			r.faultOf(closing.Key(), "%s runs in a circle: %s; take one link out", kind, abridged(c))
		}
	}
}

// faultOf notes a problem where a record stands.
func (r *reader) faultOf(key, format string, args ...any) {
	p := r.where[key]
	r.problems = append(r.problems, Problem{p.file, p.line, p.column, fmt.Sprintf(format, args...)})
}

// dateOf is the zero Date when there is none; a faulty one was left out when it was read.
func dateOf(p graph.Record, prop string) graph.Date {
	s, _ := p.Props[prop].(string)
	d, _ := graph.ParseDate(s)
	return d
}

// before tells whether a is over before b can begin. Open ends and unknown dates never are.
func before(a, b graph.Date) bool {
	return a.Latest != "" && b.Earliest != "" && a.Latest < b.Earliest
}

// circles finds the links that close a circle, each with the way from its end back to itself. It keeps its
// own stack, since a chain may be as long as a file.
func circles(next map[string][]string) [][]string {
	var found [][]string
	const walking, done = 1, 2
	state := map[string]int{}
	taken := map[string]int{} // of next, how many were followed
	for _, start := range names(next) {
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

// abridged writes a circle, leaving out the middle of a long one.
func abridged(ids []string) string {
	if len(ids) > 10 {
		ids = slices.Concat(ids[:5], []string{"…"}, ids[len(ids)-4:])
	}
	return strings.Join(ids, " → ")
}
