package neo4j

import (
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// findStats takes the counts of nodes and edges from the server, which keeps them, and the rest from indexes. An index over
// several properties holds only nodes that have all of them, so undated actions are counted separately.
func (c *cypherBuilder) findStats() *statement {
	if c.lens != nil {
		return c.statsOfLens()
	}
	var nodes, edges []string
	for _, k := range graph.NodeKinds {
		nodes = append(nodes, fmt.Sprintf("COUNT { MATCH (:%s) }", k))
	}
	for _, t := range graph.EdgeTypes {
		edges = append(edges, countOf(t.Label))
	}
	const (
		typed = "MATCH (a:Action) USING INDEX a:Action(type, earliest) " +
			"WHERE a.type IS NOT NULL AND a.earliest IS NOT NULL"
		dated = "MATCH (a:Action) USING INDEX a:Action(earliest, latest, placeInDay, id) " +
			"WHERE a.earliest IS NOT NULL AND a.latest IS NOT NULL AND a.placeInDay IS NOT NULL AND a.id IS NOT NULL"
		undated = "MATCH (a:Action) USING INDEX a:Action(undated, id) " +
			"WHERE a.undated = true AND a.id IS NOT NULL"
		byType = " RETURN a.type AS type, count(*) AS n"
	)
	modes := fmt.Sprintf("MATCH ()-[r:%s]->() WITH r.mode AS mode, count(*) AS n WHERE mode IS NOT NULL", graph.RespondsTo)
	text := "RETURN [" + strings.Join(nodes, ", ") + "] AS nodes, [" + strings.Join(edges, ", ") + "] AS edges, " +
		"COLLECT { CALL () { " + typed + byType + " UNION ALL " + undated + byType + " } " +
		"WITH type, sum(n) AS n WHERE type IS NOT NULL RETURN [type, n] } AS types, " +
		"COLLECT { " + modes + " RETURN [mode, n] } AS modes, " +
		"COLLECT { " + dated + " RETURN [min(a.earliest), max(a.latest)] } AS days, " +
		"COUNT { " + undated + " } AS undated"
	return &statement{text: text, read: readStats}
}

// countOf is how many relationships have a label, which the server keeps.
func countOf(label graph.EdgeKind) string { return fmt.Sprintf("COUNT { MATCH ()-[:%s]->() }", label) }

// readStats reads the counts; what there is none of is left out, as in SQLite, where no row names it.
func readStats(r *neo4j.Record) (*query.Answer, error) {
	s := &query.Stats{
		Nodes: map[graph.Kind]int{}, Edges: map[graph.EdgeKind]int{},
		Types: map[graph.ActionType]int{}, Modes: map[string]int{},
	}
	list := func(i int) []any { l, _ := r.Values[i].([]any); return l }
	for i, n := range list(0) {
		if intOf(n) > 0 {
			s.Nodes[graph.NodeKinds[i]] = intOf(n)
		}
	}
	for i, n := range list(1) {
		if intOf(n) > 0 {
			s.Edges[graph.EdgeTypes[i].Label] = intOf(n)
		}
	}
	for _, row := range list(2) {
		v, _ := row.([]any)
		s.Types[graph.ActionType(textOf(v[0]))] = intOf(v[1])
	}
	for _, row := range list(3) {
		v, _ := row.([]any)
		s.Modes[textOf(v[0])] = intOf(v[1])
	}
	for _, row := range list(4) {
		v, _ := row.([]any)
		s.Earliest, s.Latest = graph.Day(textOf(value(v[0]))), graph.Day(textOf(value(v[1])))
	}
	s.UndatedActions = intOf(r.Values[5])
	return &query.Answer{Total: -1, Stats: s}, nil
}
