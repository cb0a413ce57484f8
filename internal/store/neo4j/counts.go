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

// findCounts counts on the server, dyad by dyad. It reads the index over the keys of the attribution, which holds all that
// counting needs; only of an action that is part of another does it read the node.
func (c *cypherBuilder) findCounts(f query.FindCounts, spec query.LoadSpec) *statement {
	counts := plan.CountsOf(f)
	actors, each := c.param(nonNil(f.Actors())), "UNWIND "+c.param(nonNil(counts.Keys))+" AS key "
	within := func(l string) string { // in the range of the question; "" for all of time
		if f.Since == "" && f.Until == "" {
			return ""
		}
		return c.overlaps(l+".earliest", l+".latest", query.Overlaps{Since: f.Since, Until: f.Until})
	}
	var whole string // the same of the row of a whole
	if whole = within("m"); whole != "" && counts.Undated {
		whole = "(m.undated OR " + whole + ")"
	}
	rowsOf := func(by map[string]seek, cond string) string {
		hint, indexed := by[attributionLabel].of("l")
		return "MATCH (a)-[l:" + attributionLabel + "]->()" + hint + where("l.key = key", cond, indexed, c.stands("a")) +
			" RETURN a, l.earliest AS day, l.quadClass AS quad, l.points AS points, l.part AS part"
	}
	counted := rowsOf(byDate, within("l"))
	if counts.Undated {
		counted += " UNION ALL " + rowsOf(anyDate, "l.undated = true")
	}
	common, first := interval(f.Every)
	rows := fmt.Sprintf("COLLECT { %sCALL (key) { %s } "+
		"WITH key, a, day, quad, points, part "+
		"WHERE NOT (part AND %s) "+
		"WITH key, %s AS interval, quad, min(day) AS day, count(*) AS n, "+
		"sum(CASE points WHEN %[5]s THEN 0 ELSE 1 END) AS rated, "+
		"sum(CASE points WHEN %[5]s THEN 0 ELSE points END) AS sum "+
		"RETURN [key, %[6]s, quad, n, rated, sum] }",
		each, counted, c.partOfCounted("a", "key", whole), common, unrated, first)
	replies := "[]"
	if f.Replies {
		by, in := anyDate, within("l")
		if in != "" {
			by = byDate
		}
		hint, cond := by[replyLabel].of("l")
		replies = fmt.Sprintf("COLLECT { %sCALL (key) { MATCH (a)-[l:%s]->()%s%s RETURN count(l) AS n } "+
			"WITH key, n WHERE n > 0 RETURN [key, n] }",
			each, replyLabel, hint, where("l.key = key", cond, in, c.stands("a"), c.replyStands("a", "l")))
	}
	n := c.fresh("n")
	items := fmt.Sprintf("COLLECT { UNWIND %s AS id MATCH (%s:Actor {id: id}) %s }",
		actors, n, c.returnClause(graph.KindActor, n, spec))
	text := "RETURN " + rows + " AS counts, " + replies + " AS replies, " + items + " AS items"
	return &statement{text: text, read: func(r *neo4j.Record) (*query.Answer, error) {
		items, err := readItems(r.Values[2], spec)
		if err != nil {
			return nil, err
		}
		return &query.Answer{Items: items, Total: -1, Counts: readCounts(r.Values[0], r.Values[1], counts)}, nil
	}}
}

// interval gives the expressions of what the days of an interval have in common, and of its first day. Counts are grouped by
// the first, because a number is cheaper to group by than the first day of each row.
func interval(every query.Interval) (common, first string) {
	unit := strings.ToLower(string(every))
	first = "CASE WHEN day IS NULL THEN null ELSE date.truncate('" + unit + "', day) END"
	switch every {
	case query.Daily:
		return "day", "day"
	case query.Weekly:
		return "day.weekYear * 100 + day.week", first
	case query.Monthly:
		return "day.year * 100 + day.month", first
	case query.Yearly:
		return "day.year", first
	case query.Always:
	}
	return "0", "null"
}

// partOfCounted is true of an action that is part, at any remove, of another that counts: one that the attribution has under
// the same key, and in the range. Of actions that are parts of each other, the first by id counts. Each walk makes its
// wholes distinct before it asks anything of them, so that it visits each once, however many ways lead to it.
func (c *cypherBuilder) partOfCounted(a, key, within string) string {
	whole, x := c.fresh("n"), c.fresh("n")
	counts := fmt.Sprintf("EXISTS { MATCH (%s)-[m:%s]->()%s }", whole, attributionLabel, where("m.key = "+key, within))
	by, all := "", ""
	if s := c.stands("n"); s != "" {
		by, all = "p = ", " WHERE "+allOf("n IN nodes(p)", s)
	}
	isPart := fmt.Sprintf("EXISTS { MATCH %[5]s(%[1]s)-[:%[2]s*1..]->(%[3]s:Action)%[6]s WITH DISTINCT %[3]s WHERE %[3]s = %[4]s RETURN 1 }",
		whole, graph.PartOfAction, x, a, by, all)
	return fmt.Sprintf("EXISTS { MATCH %[6]s(%[1]s)-[:%[2]s*1..]->(%[3]s:Action)%[7]s "+
		"WITH DISTINCT %[3]s "+
		"WHERE %[3]s <> %[1]s AND %[4]s AND (%[3]s.id < %[1]s.id OR NOT %[5]s) RETURN 1 }",
		a, graph.PartOfAction, whole, counts, isPart, by, all)
}

// readCounts reads rows of [key, day, quad class, actions, rated, points], and of [key, links].
func readCounts(rows, replies any, asked plan.Counts) []query.Count {
	counts := []query.Count{}
	dyads := make(map[string]query.Dyad, len(asked.Keys))
	for i, key := range asked.Keys {
		dyads[key] = asked.Dyads[i]
	}
	list, _ := rows.([]any)
	for _, row := range list {
		v, _ := row.([]any)
		counts = append(counts, query.Count{
			Dyad: dyads[textOf(v[0])], Day: graph.Day(textOf(value(v[1]))), Quad: graph.QuadClass(textOf(v[2])),
			Actions: intOf(v[3]), Rated: intOf(v[4]), Intensity: float64(intOf(v[5])) / query.PointScale,
		})
	}
	list, _ = replies.([]any)
	for _, row := range list {
		v, _ := row.([]any)
		d := dyads[textOf(v[0])]
		i := slices.IndexFunc(counts, func(c query.Count) bool { return c.Dyad == d && c.Day == "" && c.Quad == "" })
		if i < 0 {
			i, counts = len(counts), append(counts, query.Count{Dyad: d})
		}
		counts[i].Replies = intOf(v[1])
	}
	asked.Sort(counts)
	return counts
}
