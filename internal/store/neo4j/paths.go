package neo4j

import (
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// findPaths searches twice. The first search is breadth-first from both ends, one edge at a time, always on the side whose
// frontier has fewer edges (From's when equal); it tells whether the sides meet, and counts the nodes visited. Only if they
// meet within the bounds does the second search list the shortest paths with allShortestPaths, because that function has no
// bound on the nodes it visits.
func (c *cypherBuilder) findPaths(f query.FindPaths, spec query.LoadSpec) *statement {
	ids := plan.Distinct([]string{f.From, f.To})
	n := c.fresh("n")
	items := fmt.Sprintf("COLLECT { UNWIND shown AS %s %s } AS items", n, c.returnClause(graph.KindNode, n, spec))
	var b strings.Builder
	fmt.Fprintf(&b, "CALL () { %s RETURN collect(x) AS ends } ", anyOf(c.param(ids)))
	if f.From == f.To {
		fmt.Fprintf(&b, "WITH ends, ends AS shown RETURN 1 AS looked, 1 AS total, [x IN ends | [[x.id], []]] AS paths, %s", items)
	} else {
		c.meet(&b, f)
		limit := c.param(query.MaxVisits + 1)
		search := fmt.Sprintf("MATCH p = allShortestPaths((a)-[:%s*..%d]-(b))%s", anyEdge, f.MaxLength,
			where(allOf("r IN relationships(p)", c.relStands(anyLabel, "r")), allOf("n IN nodes(p)", c.nodeStands(graph.KindNode, "n"))))
		fmt.Fprintf(&b, "CALL (a, b, met, looked) { "+
			"UNWIND CASE WHEN met AND looked < %[1]s THEN [1] ELSE [] END AS go %[2]s "+
			"WITH p LIMIT %[1]s RETURN count(p) AS total } ", limit, search)
		fmt.Fprintf(&b, "CALL (a, b, total) { "+
			"UNWIND CASE WHEN total > 0 AND total < %[1]s THEN [1] ELSE [] END AS go %[2]s "+
			"WITH p, [x IN nodes(p) | x.id] AS along, [r IN relationships(p) | r.id] AS by ORDER BY along, by LIMIT %[3]s "+
			"RETURN collect([along, [r IN relationships(p) | %[4]s]]) AS paths, collect(nodes(p)) AS steps } ",
			limit, search, c.param(f.First), edgeRow("r"))
		b.WriteString("CALL (steps) { UNWIND steps AS step UNWIND step AS x RETURN collect(DISTINCT x) AS shown } ")
		fmt.Fprintf(&b, "RETURN looked, total, paths, %s", items)
	}
	return &statement{text: b.String(), read: func(r *neo4j.Record) (*query.Answer, error) {
		return readPaths(r, f, spec)
	}}
}

// meet writes the search from both ends, one step for each edge that a path may have. Each side has the nodes of its frontier
// (aRim, bRim in the text), of the level before it (aPast, bPast) and the number of edges at the frontier. A neighbour of the
// frontier is new unless it is in the frontier or in the level before: no edge of a breadth-first search reaches further back.
func (c *cypherBuilder) meet(b *strings.Builder, f query.FindPaths) {
	limit := c.param(query.MaxVisits + 1)
	step, stands := "", c.relStands(anyLabel, "r")
	if stands != "" {
		step = "r"
	}
	stands = where(stands, c.nodeStands(graph.KindNode, "y"))
	fmt.Fprintf(b, "WITH ends, head([x IN ends WHERE x.id = %s]) AS a, head([x IN ends WHERE x.id = %s]) AS b ",
		c.param(f.From), c.param(f.To))
	fmt.Fprintf(b, "WITH ends, a, b, "+
		"[] AS aPast, [a] AS aRim, COUNT { (a)-[:%[1]s]-() } AS aEdges, "+
		"[] AS bPast, [b] AS bRim, COUNT { (b)-[:%[1]s]-() } AS bEdges, "+
		"2 AS looked, false AS met ", anyEdge)
	for range f.MaxLength {
		fmt.Fprintf(b, "WITH *, aEdges <= bEdges AS forth "+
			"WITH *, CASE WHEN met OR looked >= %[1]s THEN [] WHEN forth THEN aRim ELSE bRim END AS rim, "+
			"CASE WHEN forth THEN aPast ELSE bPast END AS past, "+
			"CASE WHEN forth THEN bRim ELSE aRim END AS far "+
			"CALL (rim, past) { "+
			"UNWIND rim AS x MATCH (x)-[%[3]s:%[2]s]-(y)%[4]s "+
			"WITH DISTINCT y WHERE NOT y IN rim AND NOT y IN past WITH y LIMIT %[1]s "+
			"WITH y, COUNT { (y)-[:%[2]s]-() } AS degree "+
			"RETURN collect(y) AS next, sum(degree) AS edges } "+
			"WITH ends, a, b, "+
			"CASE WHEN forth THEN rim ELSE aPast END AS aPast, "+
			"CASE WHEN forth THEN next ELSE aRim END AS aRim, "+
			"CASE WHEN forth THEN edges ELSE aEdges END AS aEdges, "+
			"CASE WHEN forth THEN bPast ELSE rim END AS bPast, "+
			"CASE WHEN forth THEN bRim ELSE next END AS bRim, "+
			"CASE WHEN forth THEN bEdges ELSE edges END AS bEdges, "+
			"looked + size(next) AS looked, "+
			"met OR any(y IN next WHERE y IN far) AS met ", limit, anyEdge, step, stands)
	}
}

// readPaths reads how many nodes the search visited, how many shortest paths there are, the first of them, and their nodes.
func readPaths(r *neo4j.Record, f query.FindPaths, spec query.LoadSpec) (*query.Answer, error) {
	if err := plan.CheckVisits(f, intOf(r.Values[0])); err != nil {
		return nil, err
	}
	if err := plan.CheckPaths(f, intOf(r.Values[1])); err != nil {
		return nil, err
	}
	items, err := readItems(r.Values[3], spec)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*query.Item, len(items))
	for _, it := range items {
		byID[it.Text("id")] = it
	}
	list := plan.NewPathList[string]()
	rows, _ := r.Values[2].([]any)
	for _, row := range rows {
		v, _ := row.([]any)
		steps, _ := v[1].([]any)
		edges := make([]query.Edge, len(steps))
		for i, e := range steps {
			edges[i] = readEdge(e)
		}
		list.Add(stringList(v[0]), edges)
	}
	a := &query.Answer{Total: -1, Items: make([]*query.Item, len(list.Nodes)), Edges: list.Edges, Paths: list.Paths}
	for i, id := range list.Nodes {
		a.Items[i] = byID[id]
	}
	return a, nil
}
