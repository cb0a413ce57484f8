package neo4j

import (
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// findAntecedents takes the dyads under whose keys the attribution has the action, reverses each ("a>b" becomes "b>a"), and
// reads the rows of the reversed key back from the action's day until the list is full. A key of one side has no reverse,
// nor has that of an actor on itself.
func (c *cypherBuilder) findAntecedents(f query.FindAntecedents, spec query.LoadSpec) *statement {
	id, days, limit := c.param(f.Action), c.param(f.MaxDays), c.param(f.Limit)
	n := c.fresh("n")
	hint, indexed := byDate[attributionLabel].of("l")
	action := fmt.Sprintf("CALL { OPTIONAL MATCH (a:Action {id: %s}) "+
		"RETURN a, a.earliest AS day, a.earliest - duration({days: %s}) AS first } ", id, days)
	reversed := fmt.Sprintf("MATCH (a)-[k:%s]->() "+
		"WITH split(k.key, '>') AS ends "+
		"WHERE ends[0] <> '' AND ends[1] <> '' AND ends[0] <> ends[1] "+
		"WITH DISTINCT ends[1] + '>' + ends[0] AS key ", attributionLabel)
	near := fmt.Sprintf("MATCH (b:Action)-[l:%s]->()%s "+
		"WHERE l.key = key AND l.earliest >= first AND l.earliest <= day AND %s "+
		"AND b <> a AND coalesce(b.type, '') <> '%s' "+and(c.stands("b"))+
		"AND NOT (b.earliest = day AND b.latest = a.latest AND b.placeInDay < %s AND b.placeInDay > a.placeInDay) "+
		"WITH b, l ORDER BY l.key DESC, l.earliest DESC, b.placeInDay DESC, b.id LIMIT %s RETURN b",
		attributionLabel, hint, indexed, graph.TypeConsult, c.param(graph.LastInDay), limit)
	nearest := fmt.Sprintf("WITH DISTINCT b AS %[1]s ORDER BY %[1]s.earliest DESC, %[1]s.placeInDay DESC, %[1]s.id LIMIT %[2]s ", n, limit)
	text := action + "RETURN COLLECT { " + reversed + "CALL (a, key, day, first) { " + near + " } " +
		nearest + c.returnClause(graph.KindAction, n, spec) + " } AS items, day"
	return &statement{text: text, read: func(r *neo4j.Record) (*query.Answer, error) {
		items, err := readItems(r.Values[0], spec)
		if err != nil {
			return nil, err
		}
		return &query.Answer{Items: items, Total: -1, Day: graph.Day(textOf(value(r.Values[1])))}, nil
	}}
}
