package neo4j

import (
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// findAntecedents turns each dyad that the action is on the ledger under around, and reads that key
// backwards from the action's day until the list is full. Of an actor on itself there is no other way.
func (c *cypherBuilder) findAntecedents(f query.FindAntecedents, spec query.LoadSpec) *statement {
	id, days, limit := c.param(f.Action), c.param(f.MaxDays), c.param(f.Limit)
	n := c.fresh("n")
	hint, indexed := byDate[attributionLabel].of("l")
	text := fmt.Sprintf("CALL { OPTIONAL MATCH (a:Action {id: %[1]s}) RETURN a, a.earliest AS day, a.earliest - duration({days: %[2]s}) AS first } "+
		"RETURN COLLECT { MATCH (a)-[k:%[3]s]->() WITH split(k.key, '>') AS ends WHERE ends[0] <> '' AND ends[1] <> '' AND ends[0] <> ends[1] "+
		"WITH DISTINCT ends[1] + '>' + ends[0] AS key "+
		"CALL (a, key, day, first) { MATCH (b:Action)-[l:%[3]s]->()%[8]s "+
		"WHERE l.key = key AND l.earliest >= first AND l.earliest <= day AND %[9]s AND b <> a AND coalesce(b.type, '') <> '%[4]s' "+
		"WITH b, l ORDER BY l.key DESC, l.earliest DESC, b.id LIMIT %[5]s RETURN b } "+
		"WITH DISTINCT b AS %[6]s ORDER BY %[6]s.earliest DESC, %[6]s.id LIMIT %[5]s %[7]s } AS items, day",
		id, days, attributionLabel, graph.TypeConsult, limit, n, c.returnClause(graph.KindAction, n, spec), hint, indexed)
	return &statement{text: text, read: func(r *neo4j.Record) (*query.Answer, error) {
		items, err := readItems(r.Values[0], spec)
		if err != nil {
			return nil, err
		}
		return &query.Answer{Items: items, Total: -1, Day: graph.Day(textOf(value(r.Values[1])))}, nil
	}}
}
