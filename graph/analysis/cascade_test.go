package analysis

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// Links are written "b>a!" where b escalates, "b>a?" where it de-escalates; an action in brackets is a positive one.
func TestCascades(t *testing.T) {
	for _, c := range []struct{ name, links, want string }{
		{"nothing", "", ""},
		{"a line", "b>a! c>b! d>c?", "a: a b c d, 3 long, 1"},
		{"a diamond with a short cut", "b>a c>b d>c d>a!", "a: a b c d, 3 long, 1"},
		{"two that share an end", "x>a! x>b? y>x!", "a: a x y, 2 long, 2; b: b x y, 2 long, 0"},
		{"a circle that something leads into", "b>a c>b! b>c!", "a: a b c, 2 long, 2"},
		{"a circle alone, from its first", "c>b b>a a>c", "a: a b c, 2 long, 0"},
		{"an answer to itself", "a>a!", "a: a, 0 long, 1"},
		{"a reply in kind escalates a conflict only", "b>a= b>(k)=", "(k): (k) b, 1 long, -1; a: a b, 1 long, 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var actions []*query.Item
			var links []query.Edge
			seen := map[string]bool{}
			for _, l := range strings.Fields(c.links) {
				mode := map[byte]string{'!': "RETALIATE", '?': "CONCILIATE", '=': "RECIPROCATE"}[l[len(l)-1]]
				from, to, _ := strings.Cut(strings.TrimRight(l, "!?="), ">")
				links = append(links, query.Edge{Source: from, Target: to, Mode: mode})
				for _, id := range []string{from, to} {
					if !seen[id] {
						seen[id] = true
						it := &query.Item{Kind: graph.KindAction, Values: make([]any, len(query.Columns(graph.KindAction)))}
						it.Values[query.Column(graph.KindAction, "id")] = id
						it.Values[query.Column(graph.KindAction, "intensity")] = map[bool]float64{true: 4, false: -4}[id[0] == '(']
						actions = append(actions, it)
					}
				}
			}
			var got []string
			for _, x := range Cascades(actions, links) {
				var ids []string
				for _, i := range x.Actions {
					ids = append(ids, actions[i].Text("id"))
				}
				slices.Sort(ids)
				got = append(got, fmt.Sprintf("%s: %s, %d long, %d", actions[x.Root].Text("id"), strings.Join(ids, " "), x.Length, x.Escalation))
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("\n got %s\nwant %s", s, c.want)
			}
		})
	}
}
