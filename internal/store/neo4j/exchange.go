package neo4j

import (
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// findExchange reads both directions of a dyad from the attribution: the actions directed at the other side, and the replies
// to it. Each index gives the rows of a key in order, so a page costs as much as it is long, however long the ledger is.
func (c *cypherBuilder) findExchange(f query.FindExchange, spec, actorSpec query.LoadSpec) *statement {
	sides := c.param([]any{
		map[string]any{"actor": f.Between, "key": graph.AttributionKey(f.Between, f.And)},
		map[string]any{"actor": f.And, "key": graph.AttributionKey(f.And, f.Between)},
	})
	within := ""
	if f.Since != "" || f.Until != "" {
		within = c.overlaps("a.earliest", "a.latest", query.Overlaps{Since: f.Since, Until: f.Until})
	}
	direct := ""
	if f.Direct {
		direct = "l.direct"
	}
	l := plan.ListOf(graph.KindEntry, f.List)
	// rows are the actions and the replies of each side s, each set ordered and cut by tail.
	rows := func(dated bool, tail string, conds ...string) string {
		by := anyDate
		if dated {
			by = byDate
		}
		one := func(label string) string {
			hint, indexed := by[label].of("l")
			conds := append([]string{"l.key = s.key", direct, within, indexed}, conds...)
			return fmt.Sprintf("MATCH (a:Action)-[l:%s]->()%s%s WITH a, l, s%s RETURN a", label, hint, where(conds...), tail)
		}
		return fmt.Sprintf("UNWIND %s AS s CALL (s) { %s UNION %s }", sides, one(attributionLabel), one(replyLabel))
	}
	answers := "MATCH (a)-[l:" + replyLabel + "]->()" + where("l.key = s.key", direct)
	total := "null"
	if l.Total {
		total = "COUNT { " + rows(false, "") + " RETURN DISTINCT s.actor, a }"
	}
	items := "[]"
	if l.Page.Limit > 0 {
		limit := c.param(l.Page.Limit + 1)
		src := accessPath{
			kind: graph.KindEntry, id: "a.id + '@' + s.actor", name: "null", earliest: "a.earliest", latest: "a.latest",
			undated: "l.undated", datedPrefix: []string{"l.key"},
		}
		var arms []string
		for _, b := range c.split(src, l) {
			keys := c.orderKeys(b, l)
			if b.known {
				keys[0].expr, keys[1].expr = "l.earliest", "l.latest"
			}
			if !b.beforeCursor {
				b.conds = append(b.conds, c.beyond(keys, l))
			}
			arms = append(arms, fmt.Sprintf("%s WITH DISTINCT a, s%s LIMIT %s RETURN a, s",
				rows(b.known, orderBy(b.indexPrefix, keys, l)+" LIMIT "+limit, b.conds...), orderBy(nil, c.orderKeys(b, l), l), limit))
		}
		of := map[string]string{
			"id": src.id, "action": "a", "side": "s.actor",
			"answers":  "COLLECT { " + answers + " RETURN DISTINCT l.id }",
			"earliest": src.earliest, "latest": src.latest,
		}
		u := c.fresh("u")
		items = fmt.Sprintf("COLLECT { CALL () { %s } WITH a, s%s LIMIT %s WITH {%s} AS %s %s }",
			strings.Join(arms, " UNION ALL "), orderBy(nil, c.orderKeys(src, l), l), limit,
			strings.Join(members(graph.KindEntry, spec, of), ", "), u, c.returnClause(graph.KindEntry, u, spec))
	}
	summary, actors := "[]", "[]"
	if f.Sides {
		sums, quads := "", ""
		for _, q := range graph.Vocabularies["QuadClass"] {
			sums += fmt.Sprintf(", sum(CASE a.quadClass WHEN '%s' THEN 1 ELSE 0 END) AS %s", q, q)
			quads += ", " + q
		}
		summary = "COLLECT { " + rows(false, "") + " WITH DISTINCT s, a " +
			"WITH s.actor AS actor, a, COUNT { " + answers + " RETURN DISTINCT l.id } AS links " +
			"WITH actor, count(a) AS acts, sum(links) AS links, collect(a.intensity) AS points" + sums + " " +
			"RETURN [actor, acts, links, points" + quads + "] }"
		n := c.fresh("n")
		actors = fmt.Sprintf("COLLECT { UNWIND %s AS side MATCH (%s:Actor {id: side.actor}) %s }",
			sides, n, c.returnClause(graph.KindActor, n, actorSpec))
	}
	text := "RETURN " + items + " AS items, " + total + " AS total, " + summary + " AS sides, " + actors + " AS actors"
	return &statement{text: text, read: func(r *neo4j.Record) (*query.Answer, error) {
		page, err := readPage(r.Values[0], r.Values[1], f.List, spec)
		if err != nil {
			return nil, err
		}
		a := &query.Answer{Items: page.Items, Total: page.Total, More: page.More}
		if f.Sides {
			a.Sides = []query.Side{readSide(f.Between, r.Values[2]), readSide(f.And, r.Values[2])}
			items, err := readItems(r.Values[3], actorSpec)
			if err != nil {
				return nil, err
			}
			for i := range a.Sides {
				for _, it := range items {
					if it.Text("id") == a.Sides[i].Actor {
						a.Sides[i].Item = it
					}
				}
			}
		}
		return a, nil
	}}
}

// readSide reads the row of an actor among those of both sides. A side without any action has none.
func readSide(actor string, rows any) query.Side {
	quads := make([]int, len(graph.Vocabularies["QuadClass"]))
	list, _ := rows.([]any)
	for _, row := range list {
		v, _ := row.([]any)
		if len(v) < 4+len(quads) || textOf(v[0]) != actor {
			continue
		}
		values, _ := v[3].([]any)
		intensities := make([]float64, len(values))
		for i, x := range values {
			intensities[i], _ = x.(float64)
		}
		for i := range quads {
			quads[i] = intOf(v[4+i])
		}
		return plan.SideOf(actor, intOf(v[1]), intOf(v[2]), intensities, quads)
	}
	return plan.SideOf(actor, 0, 0, nil, quads)
}
