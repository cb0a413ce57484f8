package sqlite

import (
	"fmt"
	"maps"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// findStats counts the whole graph.
func (f *fetcher) findStats(a *query.Answer) {
	c := &tally{&query.Stats{
		Nodes: map[graph.Kind]int{}, Edges: map[graph.EdgeKind]int{},
		Types: map[graph.ActionType]int{}, Modes: map[string]int{},
	}}
	a.Stats = c.Stats
	f.ask(c.arms, func() error {
		maps.DeleteFunc(c.Nodes, func(_ graph.Kind, n int) bool { return n == 0 })
		maps.DeleteFunc(c.Edges, func(_ graph.EdgeKind, n int) bool { return n == 0 })
		return nil
	})
}

// tally is the state of a count of the whole graph.
type tally struct{ *query.Stats }

// arms adds the selects that count. Through a lens, all nodes and edges are counted, less those that it leaves out: an index has
// the edges of a node that is gone, and most edges need not be looked at.
func (c *tally) arms(s *statement) {
	responses := "main.edge r WHERE r." + responds
	if s.lens != nil {
		responses = c.lessGone(s)
	}
	s.counts(1, "kind", "main.node GROUP BY kind", func(name string, n int) { c.Nodes[graph.Kind(name)] += n })
	s.counts(1, "label", "main.edge WHERE NOT "+responds+" GROUP BY label", func(name string, n int) { c.Edges[graph.EdgeKind(name)] += n })
	s.counts(1, "r.mode", responses+" GROUP BY r.mode", func(name string, n int) {
		c.Edges[graph.RespondsTo] += n
		if name != "" {
			c.Modes[name] = n
		}
	})
	actions, days := table(graph.KindAction), []string{"min(earliest)", "max(latest)", "count(*) - count(earliest)"}
	if s.lens == nil { // the days of all come from the ends of an index
		s.counts(1, "type", actions+" GROUP BY type", func(name string, n int) { c.Types[graph.ActionType(name)] = n })
		s.add(days, "FROM "+actions, c.days)
		return
	}
	s.add(append([]string{"type", "count(*)"}, days...), "FROM "+actions+" GROUP BY type", func(v []any) error {
		c.Types[graph.ActionType(textOf(v[0]))] = intOf(v[1])
		return c.days(v[2:])
	})
}

// days takes the first and the last day of some actions, and how many of them have none.
func (c *tally) days(v []any) error {
	if first := graph.Day(textOf(v[0])); first != "" && (c.Earliest == "" || first < c.Earliest) {
		c.Earliest = first
	}
	c.Latest = max(c.Latest, graph.Day(textOf(v[1])))
	c.UndatedActions += intOf(v[2])
	return nil
}

// lessGone takes from the counts the nodes that a lens leaves out, and the edges that go with them or by themselves, but for the
// responses: it gives the select of those that stand.
func (c *tally) lessGone(s *statement) (responses string) {
	v := s.throughLens()
	gone := ""
	for _, k := range graph.NodeKinds {
		if v.stands[k] == "" {
			continue
		}
		of := s.table("SELECT x.pk AS pk FROM " + standingOf(k) + " WHERE NOT coalesce(" + v.stands[k] + ", 0)")
		s.counts(-1, "'"+string(k)+"'", of, func(name string, n int) { c.Nodes[graph.Kind(name)] += n })
		if gone != "" {
			gone += " UNION ALL "
		}
		gone += "SELECT pk FROM " + of
	}
	gone = s.table(gone)
	less := func(from string) {
		s.counts(-1, "e.label", from+" AND NOT e."+responds+" GROUP BY e.label", func(name string, n int) { c.Edges[graph.EdgeKind(name)] += n })
	}
	stays := func(pk string) string { return pk + " NOT IN (SELECT pk FROM " + gone + ")" }
	less(gone + " g CROSS JOIN main.edge e WHERE e.src = g.pk")
	less(gone + " g CROSS JOIN main.edge e WHERE e.dst = g.pk AND " + stays("e.src"))
	own := v.of(graph.KindResponse, "e")
	ends := stays("e.src") + " AND " + stays("e.dst")
	less("main.edge e WHERE e." + labelled(plan.StruckLabels()) + " AND NOT coalesce(" + own + ", 0) AND " + ends)
	standing := fmt.Sprintf("SELECT e.pk AS pk FROM main.edge e INDEXED BY response_standing WHERE e.%s AND %s AND %s", responds, own, ends)
	return "(" + standing + ") e CROSS JOIN main.edge r WHERE r.pk = e.pk"
}

// counts adds an arm that counts rows by a name, "" for one that is unknown. sign is -1 for what is taken away.
func (s *statement) counts(sign int, by, from string, take func(name string, n int)) {
	s.add([]string{by, "count(*)"}, "FROM "+from, func(v []any) error {
		name, _ := v[0].(string)
		take(name, sign*intOf(v[1]))
		return nil
	})
}
