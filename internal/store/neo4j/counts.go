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

// findCounts counts on the server, dyad by dyad, off the index over the keys of the attribution.
func (c *cypherBuilder) findCounts(f query.FindCounts, spec query.LoadSpec) *statement {
	counts := plan.CountsOf(f)
	known, each := c.param(nonNil(f.Actors())), "UNWIND "+c.param(nonNil(counts.Keys))+" AS key "
	within := func(l string) string { // the range; "" for all of time
		if f.Since == "" && f.Until == "" {
			return ""
		}
		return c.overlaps(l+".earliest", l+".latest", query.Overlaps{Since: f.Since, Until: f.Until})
	}
	whole := "" // of a whole, on the same ledger
	if w := within("m"); w != "" {
		whole = "(m.undated OR " + w + ")"
	}
	// What is counted is read off the index alone, but for parts of other actions.
	byDay, indexed := byDate[attributionLabel].of("l")
	undated, all := anyDate[attributionLabel].of("l")
	counted := "MATCH (a)-[l:" + attributionLabel + "]->()%s%s RETURN a, l.earliest AS day, l.quadClass AS quad, l.points AS points, l.part AS part"
	common, first := interval(f.Every)
	rows := fmt.Sprintf("COLLECT { %[1]sCALL (key) { %[2]s UNION ALL %[3]s } "+
		"WITH key, a, day, quad, points, part WHERE NOT (part AND %[4]s) "+
		"WITH key, %[6]s AS interval, quad, min(day) AS day, count(*) AS n, sum(CASE points WHEN %[5]s THEN 0 ELSE 1 END) AS rated, sum(CASE points WHEN %[5]s THEN 0 ELSE points END) AS sum "+
		"RETURN [key, %[7]s, quad, n, rated, sum] }", each,
		fmt.Sprintf(counted, byDay, where("l.key = key", within("l"), indexed)),
		fmt.Sprintf(counted, undated, where("l.key = key", "l.undated = true", all)),
		c.partOfCounted("a", "key", whole), unrated, common, first)
	replies := "[]"
	if f.Replies {
		by, in := anyDate, within("l")
		if in != "" {
			by = byDate
		}
		hint, cond := by[replyLabel].of("l")
		replies = fmt.Sprintf("COLLECT { %sCALL (key) { MATCH ()-[l:%s]->()%s%s RETURN count(l) AS n } WITH key, n WHERE n > 0 RETURN [key, n] }",
			each, replyLabel, hint, where("l.key = key", cond, in))
	}
	n := c.fresh("n")
	items := fmt.Sprintf("COLLECT { UNWIND %s AS id MATCH (%s:Actor {id: id}) %s }", known, n, c.returnClause(graph.KindActor, n, spec))
	return &statement{text: "RETURN " + rows + " AS counts, " + replies + " AS replies, " + items + " AS items", read: func(r *neo4j.Record) (*query.Answer, error) {
		items, err := readItems(r.Values[2], spec)
		if err != nil {
			return nil, err
		}
		return &query.Answer{Items: items, Total: -1, Counts: readCounts(r.Values[0], r.Values[1], counts)}, nil
	}}
}

// interval is what the days of an interval have in common, and the first of them, given one. To group by a number costs less than
// to find the first day of each.
func interval(every query.Interval) (common, first string) {
	first = "CASE WHEN day IS NULL THEN null ELSE date.truncate('" + strings.ToLower(string(every)) + "', day) END"
	switch every {
	case query.Daily:
		return "day", "day"
	case query.Weekly:
		return "day.weekYear * 100 + day.week", first
	case query.Monthly:
		return "day.year * 100 + day.month", first
	case query.Yearly:
		return "day.year", first
	}
	return "0", "null"
}

// partOfCounted is true of an action with a whole, at any remove, that is on the ledger under the key (and
// within). Of actions that are parts of each other, the first by id counts. Wholes are made distinct before
// anything is asked of them: a walk then visits each once, however many ways lead to it.
func (c *cypherBuilder) partOfCounted(a, key, within string) string {
	w, x := c.fresh("n"), c.fresh("n")
	return fmt.Sprintf("EXISTS { MATCH (%[1]s)-[:%[2]s*1..]->(%[3]s:Action) WITH DISTINCT %[3]s WHERE %[3]s <> %[1]s "+
		"AND EXISTS { MATCH (%[3]s)-[m:%[4]s]->()%[5]s } "+
		"AND (%[3]s.id < %[1]s.id OR NOT EXISTS { MATCH (%[3]s)-[:%[2]s*1..]->(%[6]s:Action) WITH DISTINCT %[6]s WHERE %[6]s = %[1]s RETURN 1 }) RETURN 1 }",
		a, graph.PartOfAction, w, attributionLabel, where("m.key = "+key, within), x)
}

// readCounts puts the rows in order: of the dyads as they were asked for, then of days, then of quad classes.
func readCounts(rows, replies any, asked plan.Counts) []query.Count {
	counts := []query.Count{}
	number := func(v any) int { n, _ := v.(int64); return int(n) }
	place := make(map[string]int, len(asked.Keys))
	for i, key := range asked.Keys {
		place[key] = i
	}
	dyadOf := func(key any) query.Dyad { return asked.Dyads[place[textOf(key)]] }
	list, _ := rows.([]any)
	for _, row := range list {
		v, _ := row.([]any)
		counts = append(counts, query.Count{
			Dyad: dyadOf(v[0]), Day: graph.Day(textOf(value(v[1]))), Quad: graph.QuadClass(textOf(v[2])),
			Actions: number(v[3]), Rated: number(v[4]), Intensity: float64(number(v[5])) / query.PointScale,
		})
	}
	list, _ = replies.([]any)
	for _, row := range list {
		v, _ := row.([]any)
		d := dyadOf(v[0])
		i := slices.IndexFunc(counts, func(c query.Count) bool { return c.Dyad == d && c.Day == "" && c.Quad == "" })
		if i < 0 {
			i, counts = len(counts), append(counts, query.Count{Dyad: d})
		}
		counts[i].Replies = number(v[1])
	}
	asked.Sort(counts)
	return counts
}
