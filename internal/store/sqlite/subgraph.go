package sqlite

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// findSubgraph is a breadth-first search with one statement for each step. A step gives the nodes that are new, by id, and at
// most one more than the answer may still hold, so memory is bounded whatever the degrees. The step that fills the answer is
// the last.
func (f *fetcher) findSubgraph(find query.FindSubgraph, spec query.LoadSpec, a *query.Answer) {
	a.Edges = []query.Edge{}
	if len(find.Around) == 0 {
		return
	}
	x := &exploring{fetcher: f, find: find, spec: spec, answer: a}
	x.step(func(s *statement) string {
		return "SELECT DISTINCT n.pk AS pk, n.id AS id FROM json_each(" + s.list(find.Around) + ") j CROSS JOIN node n WHERE n.id = j.value"
	})
}

// exploring is the state of one search.
type exploring struct {
	*fetcher
	find    query.FindSubgraph
	spec    query.LoadSpec
	answer  *query.Answer
	reached []int64
	depth   int
}

// step asks for the first of the nodes that a select gives, by id, and continues from them.
func (x *exploring) step(nodes func(*statement) string) {
	limit := x.find.MaxNodes + 1 - len(x.reached)
	var found []reachedNode
	x.ask(func(s *statement) {
		s.add([]string{"p.pk", "p.id"}, "FROM ("+nodes(s)+" ORDER BY id LIMIT "+s.param(limit)+") p", takeNodes(&found))
	}, func() error {
		frontier := keysOf(found)
		x.reached = append(x.reached, frontier...)
		if x.depth == x.find.Depth || len(frontier) == 0 || len(x.reached) > x.find.MaxNodes {
			x.draw()
			return nil
		}
		x.depth++
		x.step(func(s *statement) string { return x.beyond(s, frontier) })
		return nil
	})
}

// beyond is a select of the nodes next to these that were not reached before.
func (x *exploring) beyond(s *statement, frontier []int64) string {
	meets := ""
	if x.find.Where != nil {
		r := &selectBuilder{
			c: s.sqlBuilder, from: []string{table(graph.KindAction) + " t"}, conds: []string{"t.pk = n.pk"},
			item: item{kind: graph.KindAction, pk: "t.pk", table: "t"},
		}
		r.where(r.pred(plan.Normalize(x.find.Where)))
		meets = " AND (n.kind <> '" + string(graph.KindAction) + "' OR EXISTS (" + r.text("1") + "))"
	}
	return "SELECT n.pk AS pk, n.id AS id FROM (" + neighbours(s.param(jsonOf(frontier))) + ") y CROSS JOIN node n WHERE n.pk = y.pk " +
		"AND n.pk NOT IN (SELECT value FROM json_each(" + s.param(jsonOf(x.reached)) + "))" + meets
}

// neighbours is a select of the nodes that an edge joins with any of these.
func neighbours(keys string) string {
	return "SELECT e.dst AS pk FROM json_each(" + keys + ") j CROSS JOIN edge e WHERE e.src = j.value " +
		"UNION SELECT e.src FROM json_each(" + keys + ") j CROSS JOIN edge e WHERE e.dst = j.value"
}

// draw asks for the nodes reached, at most MaxNodes, and for the edges among them.
func (x *exploring) draw() {
	if len(x.reached) > x.find.MaxNodes {
		x.reached, x.answer.Truncated = x.reached[:x.find.MaxNodes], true
	}
	hits := make([]hit, len(x.reached))
	x.ask(func(s *statement) {
		shown := s.param(jsonOf(x.reached))
		s.nodes(shown, x.spec, hits)
		// An edge is looked for from the end that has few edges of its label: an actor may have performed tens of thousands of
		// actions, while each of them has few performers.
		for _, way := range ways {
			s.edges(way, labelled(labelsFrom(way)), shown, shown, func(_, _ reachedNode, e query.Edge) {
				x.answer.Edges = append(x.answer.Edges, e)
			})
		}
	}, func() error {
		plan.SortEdges(x.answer.Edges)
		x.answer.Items = itemsOf(hits)
		return x.include(hits, x.spec.Includes)
	})
}

// nodes adds an arm for the nodes with these keys, whatever their kinds. hits has as many places as there are keys; each node
// goes to the place of its key.
func (s *statement) nodes(keys string, spec query.LoadSpec, hits []hit) {
	r := &selectBuilder{c: s.sqlBuilder, from: []string{"json_each(" + keys + ") j"}, item: item{kind: graph.KindNode, pk: "j.value"}}
	s.items(r, graph.NodeKinds, spec, []string{"j.key"}, "", func(prefixValues []any, h hit) error {
		hits[prefixValues[0].(int64)] = h
		return nil
	})
}

// way is a direction along an edge: the column of the end to start from, and that of the other end.
type way struct{ near, far string }

var ways = [2]way{{"src", "dst"}, {"dst", "src"}}

// labelsFrom are the labels of edges to look for from this end.
func labelsFrom(w way) []graph.EdgeKind {
	var out []graph.EdgeKind
	for _, t := range graph.EdgeTypes {
		if t.ManyOut() == (w.near == "dst") {
			out = append(out, t.Label)
		}
	}
	return out
}

// edges adds an arm for edges from some nodes to some others, along this way.
func (s *statement) edges(w way, cond, from, to string, take func(near, far reachedNode, e query.Edge)) {
	text := fmt.Sprintf("FROM json_each(%[1]s) j CROSS JOIN edge e CROSS JOIN node n CROSS JOIN node f "+
		"WHERE e.%[2]s = j.value AND e.%[3]s AND +e.%[4]s IN (SELECT value FROM json_each(%[5]s)) "+
		"AND n.pk = e.%[2]s AND f.pk = e.%[4]s", from, w.near, cond, w.far, to)
	s.add([]string{"n.pk", "n.id", "f.pk", "f.id", "e.label", "e.mode", "e.basis"}, text, func(v []any) error {
		near, far := reachedNode{v[0].(int64), textOf(v[1])}, reachedNode{v[2].(int64), textOf(v[3])}
		e := query.Edge{
			Kind: graph.EdgeKind(textOf(v[4])), Source: near.id, Target: far.id,
			Mode: textOf(v[5]), Basis: graph.Basis(textOf(v[6])),
		}
		if w.near == "dst" {
			e.Source, e.Target = e.Target, e.Source
		}
		e.ID = graph.EdgeID(e.Kind, e.Source, e.Target)
		take(near, far, e)
		return nil
	})
}

// reachedNode is a node that a search has come to.
type reachedNode struct {
	pk int64
	id string
}

// takeNodes collects nodes in the order of their ids.
func takeNodes(into *[]reachedNode) func([]any) error {
	return func(v []any) error {
		n := reachedNode{v[0].(int64), v[1].(string)}
		at, _ := slices.BinarySearchFunc(*into, n, func(a, b reachedNode) int { return cmp.Compare(a.id, b.id) })
		*into = slices.Insert(*into, at, n)
		return nil
	}
}

// keysOf are the keys of these nodes.
func keysOf(nodes []reachedNode) []int64 {
	out := make([]int64, len(nodes))
	for i, n := range nodes {
		out[i] = n.pk
	}
	return out
}
