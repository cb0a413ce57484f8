package analysis

import (
	"cmp"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// Cascade is one action with all actions that answer it, directly or through others. Root and Actions are positions in the
// actions that Cascades was given, Links in its links; Actions and Links are sorted.
type Cascade struct {
	Root           int
	Actions, Links []int
	Length         int // the number of links on the longest way; a link that closes a cycle is not followed
	Escalation     int // the number of links that escalate minus the number of those that de-escalate
}

// Cascades finds the cascades among actions: one for each action that is answered and answers none of the others, and one
// for the first action of each cycle that answers nothing outside of it. Links are RESPONDS_TO edges.
func Cascades(actions []*query.Item, links []query.Edge) []Cascade {
	c := cascades{at: map[string]int{}, actions: actions, links: links, answers: make([][]int, len(actions))}
	for i, a := range actions {
		c.at[a.Text("id")] = i
	}
	answering := make([]bool, len(actions))
	for i, l := range links {
		to := c.at[l.Target]
		c.answers[to] = append(c.answers[to], i)
		answering[c.at[l.Source]] = answering[c.at[l.Source]] || l.Source != l.Target
	}
	order := make([]int, len(actions))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(actions[a].Text("id"), actions[b].Text("id")) })
	var out []Cascade
	reached := map[int]bool{}
	for _, cycles := range []bool{false, true} {
		for _, i := range order {
			if reached[i] || answering[i] != cycles || len(c.answers[i]) == 0 {
				continue
			}
			found := c.from(i)
			for _, a := range found.Actions {
				reached[a] = true
			}
			out = append(out, found)
		}
	}
	return out
}

type cascades struct {
	at      map[string]int
	actions []*query.Item
	links   []query.Edge
	answers [][]int // by action, the links that answer it
}

func (c *cascades) from(root int) Cascade {
	out := Cascade{Root: root}
	length := map[int]int{} // the length below each finished action; -1 while the walk is below it
	var walk func(i int)
	walk = func(i int) {
		length[i] = -1
		out.Actions = append(out.Actions, i)
		longest := 0
		for _, l := range c.answers[i] {
			out.Links = append(out.Links, l)
			out.Escalation += c.escalation(l)
			next := c.at[c.links[l].Source]
			if _, seen := length[next]; !seen {
				walk(next)
			}
			longest = max(longest, length[next]+1)
		}
		length[i] = longest
	}
	walk(root)
	out.Length = length[root]
	slices.Sort(out.Actions)
	slices.Sort(out.Links)
	return out
}

func (c *cascades) escalation(link int) int {
	var trigger *float64
	if v, known := c.actions[c.at[c.links[link].Target]].Value("intensity").(float64); known {
		trigger = &v
	}
	switch graph.EscalationOf(c.links[link].Mode, trigger) {
	case graph.Escalates:
		return 1
	case graph.DeEscalates:
		return -1
	case graph.Neutral, graph.Follow: // Follow is a rule of modes, never the direction of a link
	}
	return 0
}
