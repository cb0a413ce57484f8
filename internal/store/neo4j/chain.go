package neo4j

import (
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// findChain walks one link further than the question asks for, to tell whether the walk was cut. It asks the server for the
// ends of paths and their lengths, never for the paths, because the server then visits each action once (a pruning
// breadth-first search), even where links form cycles and diamonds.
func (c *cypherBuilder) findChain(f query.FindChain, spec query.LoadSpec) *statement {
	id, limit, basis, modes := c.param(f.Action), c.param(f.MaxNodes+1), c.param(f.Basis), c.param(f.Modes)
	linked := func(r string) string {
		var conds []string
		if f.Basis != nil {
			conds = append(conds, r+".basis IN "+basis)
		}
		if f.Modes != nil {
			conds = append(conds, r+".mode IN "+modes)
		}
		if s := c.stands(r); s != "" {
			conds = append(conds, s)
		}
		return strings.Join(conds, " AND ")
	}
	along := where(allOf("r IN relationships(p)", linked("r")), allOf("n IN nodes(p)", c.stands("n")))
	var walks []string
	if f.Direction != query.Responses {
		walks = append(walks, fmt.Sprintf("(a)-[:%s*1..%d]->(x:Action)", graph.RespondsTo, f.MaxDepth+1))
	}
	if f.Direction != query.Triggers {
		walks = append(walks, fmt.Sprintf("(a)<-[:%s*1..%d]-(x:Action)", graph.RespondsTo, f.MaxDepth+1))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "CALL { MATCH (a:Action {id: %s}) CALL (a) { RETURN a AS x, 0 AS d", id)
	for _, w := range walks {
		fmt.Fprintf(&b, " UNION MATCH p = %s%s WITH x, min(length(p)) AS d RETURN x, d", w, along)
	}
	fmt.Fprintf(&b, " } WITH x, min(d) AS d ORDER BY d, x.id LIMIT %s RETURN collect(x) AS xs, collect(d) AS ds } ", limit)
	n, from, to, r := c.fresh("n"), c.fresh("n"), c.fresh("n"), c.fresh("r")
	fmt.Fprintf(&b, "RETURN COLLECT { UNWIND xs AS %s %s } AS items, ds, ", n, c.returnClause(graph.KindAction, n, spec))
	fmt.Fprintf(&b, "COLLECT { UNWIND xs AS %s MATCH (%s)-[%s:%s]->(%s)%s RETURN [%s.id, %s.id, %s.id, %s.mode, %s.basis] } AS edges",
		from, from, r, graph.RespondsTo, to, where(linked(r)), r, from, to, r, r)
	return &statement{text: b.String(), read: func(rec *neo4j.Record) (*query.Answer, error) {
		return readChain(rec, f, spec)
	}}
}

// allOf is the condition that all members of a list meet one, "" when there is none to meet.
func allOf(members, cond string) string {
	if cond == "" {
		return ""
	}
	return "all(" + members + " WHERE " + cond + ")"
}

// readChain reads the actions of a chain with their distances, and the links between those that belong to the answer.
func readChain(rec *neo4j.Record, f query.FindChain, spec query.LoadSpec) (*query.Answer, error) {
	items, err := readItems(rec.Values[0], spec)
	if err != nil {
		return nil, err
	}
	list, _ := rec.Values[1].([]any)
	depths := make([]int, len(list))
	for i, d := range list {
		depths[i] = intOf(d)
	}
	n, truncated := plan.ChainLength(f, depths)
	a := &query.Answer{Items: items[:n], Total: -1, Truncated: truncated, Edges: []query.Edge{}}
	within := make(map[string]bool, n)
	for _, it := range a.Items {
		within[it.Text("id")] = true
	}
	edges, _ := rec.Values[2].([]any)
	for _, e := range edges {
		v, _ := e.([]any)
		edge := query.Edge{
			ID: textOf(v[0]), Source: textOf(v[1]), Target: textOf(v[2]),
			Kind: graph.RespondsTo, Mode: textOf(v[3]), Basis: graph.Basis(textOf(v[4])),
		}
		if within[edge.Source] && within[edge.Target] {
			a.Edges = append(a.Edges, edge)
		}
	}
	plan.SortEdges(a.Edges)
	return a, nil
}
