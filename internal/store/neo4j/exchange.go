package neo4j

import (
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// findExchange reads both directions of a dyad from the attribution: the actions directed at the other side, the replies to it,
// and what such actions answer of which nobody is named as the performer. Each index gives the rows of a key in order, so a
// page costs as much as it is long, however long the ledger is.
func (c *cypherBuilder) findExchange(f query.FindExchange, spec, actorSpec query.LoadSpec) *statement {
	sides := c.param([]any{
		map[string]any{"actor": f.Between, "key": graph.AttributionKey(f.Between, f.And)},
		map[string]any{"actor": f.And, "key": graph.AttributionKey(f.And, f.Between)},
	})
	within := func(earliest, latest string) string {
		if f.Since == "" && f.Until == "" {
			return ""
		}
		return c.overlaps(earliest, latest, query.Overlaps{Since: f.Since, Until: f.Until})
	}
	direct := ""
	if f.Direct {
		direct = "l.direct"
	}
	l := plan.ListOf(graph.KindEntry, f.List)
	// rows are the acts a of each side, those by which it replies, and what these answer that has no side (side is null then),
	// each set ordered and cut by tail. Of an act with several rows under a key, such as one that replies to several, only the
	// first is taken: to make them distinct by WITH, the server would sort all rows of the key.
	first := func(pattern string, conds ...string) string {
		return "NOT EXISTS { MATCH " + pattern + where(append(conds, "o.key = l.key", strings.ReplaceAll(direct, "l.", "o."))...) + " }"
	}
	ofAct := within("a.earliest", "a.latest")
	parts := [...]struct{ label, clauses, within, first, stands string }{
		{attributionLabel, "WITH s, s.actor AS side MATCH (a:Action)-[l:" + attributionLabel + "]->()", ofAct, "", ""},
		{replyLabel, "WITH s, s.actor AS side MATCH (a:Action)-[l:" + replyLabel + "]->()", ofAct,
			first("(a)-[o:"+replyLabel+"]->()", "o.id < l.id", c.replyStands("a", "o")), c.replyStands("a", "l")},
		{occasionLabel, "WITH s, null AS side MATCH ()-[l:" + occasionLabel + "]->(a:Action)", within("l.since", "l.until"),
			first("()-[o:"+occasionLabel+"]->(a)", "o.link < l.link", within("o.since", "o.until"), c.occasionStands("o", direct)),
			c.occasionStands("l", direct)},
	}
	rows := func(dated bool, tail, cond string) string {
		by := anyDate
		if dated {
			by = byDate
		}
		text := "UNWIND " + sides + " AS s CALL (s) { "
		for i, p := range parts {
			if i > 0 {
				text += " UNION "
			}
			hint, indexed := by[p.label].of("l")
			text += p.clauses + hint + where("l.key = s.key", direct, indexed, p.within, p.first, c.stands("a"), p.stands, cond) +
				" WITH a, l, side" + tail + " RETURN a, side"
		}
		return text + " }"
	}
	answers := c.exchangeAnswers(sides, direct, within)
	total := "null"
	if l.Total {
		total = "COUNT { " + rows(false, "", "") + " RETURN DISTINCT side, a }"
	}
	items := "[]"
	if l.Page.Limit > 0 {
		limit := c.param(l.Page.Limit + 1)
		src := accessPath{
			kind: graph.KindEntry, id: "a.id + '@' + coalesce(side, '')", name: "null", earliest: "a.earliest", latest: "a.latest",
			place: "a.placeInDay", undated: "l.undated", datedPrefix: []string{"l.key"},
		}
		var arms []string
		for _, b := range c.split(src, l) {
			keys := c.orderKeys(b, l)
			if b.known {
				keys[0].expr, keys[1].expr, keys[2].expr = "l.earliest", "l.latest", "l.placeInDay"
			}
			if !b.beforeCursor {
				b.conds = append(b.conds, c.beyond(keys, l))
			}
			cond := strings.TrimPrefix(where(b.conds...), " WHERE ")
			arms = append(arms, rows(b.known, orderBy(b.indexPrefix, keys, l)+" LIMIT "+limit, cond)+
				" WITH DISTINCT a, side"+orderBy(nil, c.orderKeys(b, l), l)+" LIMIT "+limit+" RETURN a, side")
		}
		of := map[string]string{
			"id": src.id, "action": "a", "side": "side",
			"answers":  "COLLECT { " + answers + " }",
			"earliest": src.earliest, "latest": src.latest, "placeInDay": src.place,
		}
		u := c.fresh("u")
		items = fmt.Sprintf("COLLECT { CALL () { %s } WITH a, side%s LIMIT %s WITH {%s} AS %s %s }",
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
		summary = "COLLECT { " + rows(false, "", "") + " WITH DISTINCT side, a WHERE side IS NOT NULL " +
			"WITH side AS actor, a, COUNT { " + answers + " } AS links " +
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

// exchangeAnswers gives the links by which an act a of a side answers the other side, or an entry without a side; of an entry
// without a side, all by which it answers an entry.
func (c *cypherBuilder) exchangeAnswers(sides, direct string, within func(earliest, latest string) string) string {
	ofSide := fmt.Sprintf("any(s IN %s WHERE s.actor = side AND s.key = l.key)", sides)
	ofEntry := func(pattern string, conds ...string) string {
		return "EXISTS { MATCH " + pattern + where(append(conds, "l.key IN [s IN "+sides+" | s.key]", direct)...) + " }"
	}
	return fmt.Sprintf("MATCH (a)-[l:%s]->()%s RETURN l.id AS link UNION MATCH (a)-[l:%s]->()%s RETURN l.link AS link "+
		"UNION MATCH (a)-[r:%s]->(x:Action) WHERE %s AND (%s OR %s OR %s) RETURN r.id AS link",
		replyLabel, where(ofSide, direct, c.replyStands("a", "l")),
		occasionLabel, where(ofSide, direct, c.stands("endNode(l)"), c.occasionStands("l", direct)), graph.RespondsTo,
		strings.TrimPrefix(where("side IS NULL", c.stands("r"), c.stands("x")), " WHERE "),
		ofEntry("(x)-[l:"+attributionLabel+"]->()", within("x.earliest", "x.latest")),
		ofEntry("(x)-[l:"+replyLabel+"]->()", within("x.earliest", "x.latest"), c.replyStands("x", "l")),
		ofEntry("(x)<-[l:"+occasionLabel+"]-()", within("l.since", "l.until"), c.occasionStands("l", direct)))
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
