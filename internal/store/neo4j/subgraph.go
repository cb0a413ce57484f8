package neo4j

import (
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// anyEdge is the label expression of all edges of the model, without the relationships of the attribution.
var anyEdge = joinKinds(anyLabel)

// anyLabel are the labels of all edges of the model.
var anyLabel = func() (labels []graph.EdgeKind) {
	for _, t := range graph.EdgeTypes {
		labels = append(labels, t.Label)
	}
	return labels
}()

// findSubgraph writes one step of a breadth-first search for each edge of the depth. A step gives the nodes that are new, by
// id, and at most one more than the answer may hold, so memory is bounded whatever the degrees. Once the answer is full, the
// steps that follow have an empty frontier (rim in the text).
func (c *cypherBuilder) findSubgraph(f query.FindSubgraph, spec query.LoadSpec) *statement {
	limit := c.param(f.MaxNodes + 1)
	n := c.fresh("n")
	meets := ""
	if p := c.pred(graph.KindAction, n, plan.Normalize(f.Where)); p != "" {
		meets = "(NOT " + n + ":Action OR " + p + ")"
	}
	step, stands := "", c.relStands(anyLabel, "r") // a name that is not needed would have the server read each relationship
	if stands != "" {
		step = "r"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "CALL () { %s WITH DISTINCT x ORDER BY x.id RETURN collect(x) AS around } "+
		"WITH around, around[..%s] AS reached, around AS rim ", anyOf(c.param(nonNil(f.Around))), limit)
	for range f.Depth {
		fmt.Fprintf(&b, "WITH around, reached, CASE WHEN size(reached) < %[1]s THEN rim ELSE [] END AS rim "+
			"CALL (reached, rim) { UNWIND rim AS x MATCH (x)-[%[5]s:%[2]s]-(%[3]s)%[6]s "+
			"WITH DISTINCT %[3]s%[4]s "+
			"WITH %[3]s ORDER BY %[3]s.id LIMIT %[1]s "+
			"RETURN collect(%[3]s) AS next } "+
			"WITH around, reached + next AS reached, next AS rim ",
			limit, anyEdge, n, where("NOT "+n+" IN reached", meets), step, where(stands, c.nodeStands(graph.KindNode, n)))
	}
	fmt.Fprintf(&b, "WITH around, reached, reached[..%s] AS shown ", c.param(f.MaxNodes))
	fmt.Fprintf(&b, "RETURN COLLECT { UNWIND shown AS %s %s } AS items, size(reached) > size(shown) AS truncated, ",
		n, c.returnClause(graph.KindNode, n, spec))
	b.WriteString(c.edgesAmong("shown") + " AS edges")
	return &statement{text: b.String(), read: func(r *neo4j.Record) (*query.Answer, error) {
		items, err := readItems(r.Values[0], spec)
		if err != nil {
			return nil, err
		}
		a := &query.Answer{Items: items, Total: -1, Edges: []query.Edge{}}
		a.Truncated, _ = r.Values[1].(bool)
		edges, _ := r.Values[2].([]any)
		for _, e := range edges {
			a.Edges = append(a.Edges, readEdge(e))
		}
		plan.SortEdges(a.Edges)
		return a, nil
	}}
}

// anyOf binds x to the nodes with these ids, whatever their kind, by a seek in the index of each kind.
func anyOf(ids string) string {
	var kinds []string
	for _, k := range graph.NodeKinds {
		kinds = append(kinds, fmt.Sprintf("MATCH (x:%s {id: id}) RETURN x", k))
	}
	return fmt.Sprintf("UNWIND %s AS id CALL (id) { %s }", ids, strings.Join(kinds, " UNION ALL "))
}

// edgesAmong lists all edges among these nodes. It looks for each from the end that has few edges of its label: an actor may
// have performed tens of thousands of actions, while each of them has few performers.
func (c *cypherBuilder) edgesAmong(nodes string) string {
	var out, in []graph.EdgeKind
	for _, t := range graph.EdgeTypes {
		if t.ManyOut() {
			in = append(in, t.Label)
		} else {
			out = append(out, t.Label)
		}
	}
	return fmt.Sprintf("COLLECT { UNWIND %[1]s AS x "+
		"CALL (x) { MATCH (x)-[r:%[2]s]->(y) RETURN r, y UNION ALL MATCH (x)<-[r:%[3]s]-(y) RETURN r, y } "+
		"WITH r, y%[5]s RETURN %[4]s }", nodes, joinKinds(out), joinKinds(in), edgeRow("r"),
		where("y IN "+nodes, c.relStands(anyLabel, "r")))
}

// edgeRow is the row of an edge, which readEdge reads.
func edgeRow(r string) string {
	return fmt.Sprintf("[type(%[1]s), startNode(%[1]s).id, endNode(%[1]s).id, %[1]s.mode, %[1]s.basis]", r)
}

// readEdge reads the row of an edge.
func readEdge(row any) query.Edge {
	v, _ := row.([]any)
	e := query.Edge{
		Kind: graph.EdgeKind(textOf(v[0])), Source: textOf(v[1]), Target: textOf(v[2]),
		Mode: textOf(v[3]), Basis: graph.Basis(textOf(v[4])),
	}
	e.ID = graph.EdgeID(e.Kind, e.Source, e.Target)
	return e
}
