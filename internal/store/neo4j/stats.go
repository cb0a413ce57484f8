package neo4j

import (
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// findStats takes what it can from the server's own counts, the rest from indexes. An index over two
// properties holds what has both, so the undated are counted on their own.
func (c *cypherBuilder) findStats() *statement {
	var nodes, edges []string
	for _, k := range graph.NodeKinds {
		nodes = append(nodes, fmt.Sprintf("COUNT { MATCH (n:%s) }", k))
	}
	for _, t := range graph.EdgeTypes {
		edges = append(edges, fmt.Sprintf("COUNT { MATCH ()-[r:%s]->() }", t.Label))
	}
	text := "RETURN [" + strings.Join(nodes, ", ") + "] AS nodes, [" + strings.Join(edges, ", ") + "] AS edges, " +
		"COLLECT { CALL () { " +
		"MATCH (a:Action) USING INDEX a:Action(type, earliest) WHERE a.type IS NOT NULL AND a.earliest IS NOT NULL RETURN a.type AS type, count(*) AS n UNION ALL " +
		"MATCH (a:Action) USING INDEX a:Action(undated, id) WHERE a.undated = true AND a.id IS NOT NULL RETURN a.type AS type, count(*) AS n } " +
		"WITH type, sum(n) AS n WHERE type IS NOT NULL RETURN [type, n] } AS types, " +
		fmt.Sprintf("COLLECT { MATCH ()-[r:%s]->() WITH r.mode AS mode, count(*) AS n WHERE mode IS NOT NULL RETURN [mode, n] } AS modes, ", graph.RespondsTo) +
		"COLLECT { MATCH (a:Action) USING INDEX a:Action(earliest, latest, id) WHERE a.earliest IS NOT NULL AND a.latest IS NOT NULL AND a.id IS NOT NULL RETURN [min(a.earliest), max(a.latest)] } AS days, " +
		"COUNT { MATCH (a:Action) USING INDEX a:Action(undated, id) WHERE a.undated = true AND a.id IS NOT NULL } AS undated"
	return &statement{text: text, read: readStats}
}

// readStats leaves out what there is none of.
func readStats(r *neo4j.Record) (*query.Answer, error) {
	s := &query.Stats{Nodes: map[graph.Kind]int{}, Edges: map[graph.EdgeKind]int{}, Types: map[graph.ActionType]int{}, Modes: map[string]int{}}
	list := func(i int) []any { l, _ := r.Values[i].([]any); return l }
	number := func(v any) int { n, _ := v.(int64); return int(n) }
	for i, n := range list(0) {
		if number(n) > 0 {
			s.Nodes[graph.NodeKinds[i]] = number(n)
		}
	}
	for i, n := range list(1) {
		if number(n) > 0 {
			s.Edges[graph.EdgeTypes[i].Label] = number(n)
		}
	}
	for _, row := range list(2) {
		v, _ := row.([]any)
		s.Types[graph.ActionType(textOf(v[0]))] = number(v[1])
	}
	for _, row := range list(3) {
		v, _ := row.([]any)
		s.Modes[textOf(v[0])] = number(v[1])
	}
	for _, row := range list(4) {
		v, _ := row.([]any)
		s.Earliest, s.Latest = graph.Day(textOf(value(v[0]))), graph.Day(textOf(value(v[1])))
	}
	s.UndatedActions = number(r.Values[5])
	return &query.Answer{Total: -1, Stats: s}, nil
}
