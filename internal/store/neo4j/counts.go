package neo4j

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
)

// findCounts counts on the server, dyad by dyad, off the index over the keys of the roll-up.
func (c *compiler) findCounts(f graph.FindCounts, sideWants []*graph.Want) *plan {
	var keys, actors []string
	at := map[string]int{}
	dyads := map[string]graph.Dyad{}
	for _, d := range f.Dyads {
		key := graph.LedgerKey(d.By, d.At)
		if _, ok := dyads[key]; !ok {
			at[key], dyads[key] = len(keys), d
			keys = append(keys, key)
		}
		for _, id := range []string{d.By, d.At} {
			if !slices.Contains(actors, id) {
				actors = append(actors, id)
			}
		}
	}
	known, each := c.param(nonNil(actors)), "UNWIND "+c.param(nonNil(keys))+" AS key "
	dated := func(l string) string { return c.overlapping(l, f.Since, f.Until) }
	var within string // of a whole, on the same ledger
	if f.Since != "" || f.Until != "" {
		within = "(m.undated OR " + c.overlaps("m.earliest", "m.latest", graph.Overlaps{Since: f.Since, Until: f.Until}) + ")"
	}
	day := "''"
	if f.ByDay {
		day = "coalesce(toString(day), '')"
	}
	rows := fmt.Sprintf("COLLECT { %[1]sCALL (key) { "+
		"MATCH (a:Action)-[l:%[2]s]->() USING INDEX SEEK l:%[2]s(key, earliest, latest)%[3]s RETURN a, l.earliest AS day UNION ALL "+
		"MATCH (a:Action)-[l:%[2]s]->() USING INDEX SEEK l:%[2]s(key, undated)%[4]s RETURN a, null AS day } "+
		"WITH key, a, day WHERE NOT %[5]s "+
		"WITH key, %[6]s AS day, coalesce(a.quadClass, '') AS quad, a.intensity AS points "+
		"WITH key, day, quad, count(*) AS n, count(points) AS rated, %[7]s AS sum "+
		"RETURN [key, day, quad, n, rated, sum] }",
		each, onLedger, where("l.key = key", dated("l")), where("l.key = key", "l.undated = true"), c.partOfCounted("a", "key", within), day, points("points"))
	// An index of its own holds replies of all dates.
	replies := "[]"
	if f.Replies {
		index, in := "undated", "l.undated IS NOT NULL"
		if f.Since != "" || f.Until != "" {
			index, in = "earliest, latest", dated("l")
		}
		replies = fmt.Sprintf("COLLECT { %sCALL (key) { MATCH ()-[l:%[2]s]->() USING INDEX SEEK l:%[2]s(key, %[3]s)%[4]s RETURN count(l) AS n } WITH key, n WHERE n > 0 RETURN [key, n] }",
			each, replyLedger, index, where("l.key = key", in))
	}
	n := c.fresh("n")
	items := fmt.Sprintf("COLLECT { UNWIND %s AS id MATCH (%s:Actor {id: id}) %s }", known, n, c.give(graph.KindActor, n, sideWants))
	return &plan{text: "RETURN " + rows + " AS counts, " + replies + " AS replies, " + items + " AS items", read: func(r *neo4j.Record) (*graph.Answer, error) {
		items, err := readItems(r.Values[2], sideWants)
		if err != nil {
			return nil, err
		}
		if err := allThere("actor", actors, items); err != nil {
			return nil, err
		}
		return &graph.Answer{Items: items, Total: -1, Counts: readCounts(r.Values[0], r.Values[1], dyads, at)}, nil
	}}
}

// overlapping bounds the dates of a row of a ledger, for a seek in its index over them.
func (c *compiler) overlapping(l string, since, until graph.Day) string {
	cond := l + ".earliest IS NOT NULL AND " + l + ".latest IS NOT NULL"
	if since != "" || until != "" {
		cond += " AND " + c.overlaps(l+".earliest", l+".latest", graph.Overlaps{Since: since, Until: until})
	}
	return cond
}

// partOfCounted is true of an action with a whole, at any remove, that is on the ledger under the key (and
// within). Of actions that are parts of each other, the first by id counts. Wholes are made distinct before
// anything is asked of them: a walk then visits each once, however many ways lead to it.
func (c *compiler) partOfCounted(a, key, within string) string {
	w, x := c.fresh("n"), c.fresh("n")
	return fmt.Sprintf("EXISTS { MATCH (%[1]s)-[:%[2]s*1..]->(%[3]s:Action) WITH DISTINCT %[3]s WHERE %[3]s <> %[1]s "+
		"AND EXISTS { MATCH (%[3]s)-[m:%[4]s]->()%[5]s } "+
		"AND (%[3]s.id < %[1]s.id OR NOT EXISTS { MATCH (%[3]s)-[:%[2]s*1..]->(%[6]s:Action) WITH DISTINCT %[6]s WHERE %[6]s = %[1]s RETURN 1 }) RETURN 1 }",
		a, graph.PartOfAction, w, onLedger, where("m.key = "+key, within), x)
}

// readCounts puts the rows in order: of the dyads as they were asked for, then of days, then of quad classes.
func readCounts(rows, replies any, dyads map[string]graph.Dyad, at map[string]int) []graph.Count {
	counts := []graph.Count{}
	number := func(v any) int { n, _ := v.(int64); return int(n) }
	list, _ := rows.([]any)
	for _, row := range list {
		v, _ := row.([]any)
		counts = append(counts, graph.Count{
			Dyad: dyads[textOf(v[0])], Day: graph.Day(textOf(v[1])), Quad: graph.QuadClass(textOf(v[2])),
			Actions: number(v[3]), Rated: number(v[4]), Intensity: float64(number(v[5])) / graph.PointScale,
		})
	}
	list, _ = replies.([]any)
	for _, row := range list {
		v, _ := row.([]any)
		d := dyads[textOf(v[0])]
		i := slices.IndexFunc(counts, func(c graph.Count) bool { return c.Dyad == d && c.Day == "" && c.Quad == "" })
		if i < 0 {
			i, counts = len(counts), append(counts, graph.Count{Dyad: d})
		}
		counts[i].Replies = number(v[1])
	}
	place := func(c graph.Count) int { return at[graph.LedgerKey(c.By, c.At)] }
	slices.SortFunc(counts, func(x, y graph.Count) int {
		return cmp.Or(place(x)-place(y), cmp.Compare(x.Day, y.Day), cmp.Compare(x.Quad, y.Quad))
	})
	return counts
}

// allThere is ErrNotFound for the first of these, by id, that is not among the items.
func allThere(word string, ids []string, items []*graph.Item) error {
	have := make([]any, len(items))
	for i, it := range items {
		have[i] = it.Text("id")
	}
	return missing(word, slices.Sorted(slices.Values(ids)), have)
}
