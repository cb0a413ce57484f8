package neo4j

import (
	"fmt"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// statsOfLens counts what stands through a lens. The server keeps how many relationships there are, and from these go those of
// nodes that do not stand, so that most need not be looked at. Facts that are relationships are looked at each.
func (c *cypherBuilder) statsOfLens() *statement {
	var nodes, edges []string
	for _, k := range graph.NodeKinds {
		if k == graph.KindAction { // they are counted by type
			nodes = append(nodes, "0")
			continue
		}
		nodes = append(nodes, fmt.Sprintf("COUNT { MATCH (n:%s)%s }", k, where(c.nodeStands(k, "n"))))
	}
	var tied []graph.EdgeKind // by an end that may be gone
	for _, t := range graph.EdgeTypes {
		from, to := plan.EndsAt(t.Label)
		switch label := []graph.EdgeKind{t.Label}; {
		case t.Label == graph.RespondsTo: // they are counted by mode
			edges = append(edges, "0")
		case slices.Contains(plan.StruckLabels(), t.Label):
			edges = append(edges, fmt.Sprintf("COUNT { MATCH (a)-[r:%s]->(b)%s }", t.Label,
				where(c.relStands(label, "r"), c.endStands(label, true, "a"), c.endStands(label, false, "b"))))
		default:
			edges = append(edges, countOf(t.Label))
			if len(from)+len(to) > 0 {
				tied = append(tied, t.Label)
			}
		}
	}
	gone := fmt.Sprintf("MATCH (g:%s) WHERE NOT coalesce(%s, false) MATCH (g)-[r:%s]-(o) WHERE startNode(r) = g OR %s",
		struckLabels, c.stands("g"), joinKinds(tied), c.nodeStands(graph.KindNode, "o"))
	text := "RETURN [" + strings.Join(nodes, ", ") + "] AS nodes, [" + strings.Join(edges, ", ") + "] AS edges, " +
		"COLLECT { " + gone + " WITH type(r) AS label, count(*) AS n RETURN [label, n] } AS gone, " +
		"COLLECT { MATCH (a:Action)" + where(c.stands("a")) + " WITH a.type AS type, count(*) AS n, min(a.earliest) AS first, " +
		"max(a.latest) AS last, count(a.earliest) AS dated RETURN [type, n, first, last, n - dated] } AS types, " +
		fmt.Sprintf("COLLECT { MATCH ()-[r:%s]->()%s", graph.RespondsTo, where(c.responseStands("r")...)) +
		" WITH r.mode AS mode, count(*) AS n RETURN [mode, n] } AS modes"
	return &statement{text: text, read: readStatsOfLens}
}

// readStatsOfLens reads the counts; what there is none of is left out.
func readStatsOfLens(r *neo4j.Record) (*query.Answer, error) {
	s := &query.Stats{
		Nodes: map[graph.Kind]int{}, Edges: map[graph.EdgeKind]int{},
		Types: map[graph.ActionType]int{}, Modes: map[string]int{},
	}
	rows := func(i int, take func(v []any)) {
		list, _ := r.Values[i].([]any)
		for _, row := range list {
			v, _ := row.([]any)
			take(v)
		}
	}
	list := func(i int) []any { l, _ := r.Values[i].([]any); return l }
	for i, n := range list(0) {
		addTo(s.Nodes, graph.NodeKinds[i], intOf(n))
	}
	for i, n := range list(1) {
		addTo(s.Edges, graph.EdgeTypes[i].Label, intOf(n))
	}
	rows(2, func(v []any) { addTo(s.Edges, graph.EdgeKind(textOf(v[0])), -intOf(v[1])) })
	rows(3, func(v []any) {
		addTo(s.Nodes, graph.KindAction, intOf(v[1]))
		if name := textOf(v[0]); name != "" {
			addTo(s.Types, graph.ActionType(name), intOf(v[1]))
		}
		if first := graph.Day(textOf(value(v[2]))); first != "" && (s.Earliest == "" || first < s.Earliest) {
			s.Earliest = first
		}
		s.Latest = max(s.Latest, graph.Day(textOf(value(v[3]))))
		s.UndatedActions += intOf(v[4])
	})
	rows(4, func(v []any) {
		addTo(s.Edges, graph.RespondsTo, intOf(v[1]))
		if mode := textOf(v[0]); mode != "" {
			addTo(s.Modes, mode, intOf(v[1]))
		}
	})
	return &query.Answer{Total: -1, Stats: s}, nil
}

// addTo adds to a count, which is left out while it is nothing.
func addTo[K comparable](counts map[K]int, name K, n int) {
	if counts[name] += n; counts[name] == 0 {
		delete(counts, name)
	}
}
