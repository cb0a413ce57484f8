package sqlite

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// findExchange reads both directions of a dyad from the attribution: the actions directed at the other side, the replies to it,
// and what such actions answer of which nobody is named as the performer. Each index gives the rows of a key in order, so a
// page costs as much as it is long, however long the ledger is.
func (f *fetcher) findExchange(find query.FindExchange, p plan.Plan, a *query.Answer) {
	l := plan.ListOf(graph.KindEntry, find.List)
	var hits []hit
	f.ask(func(s *statement) {
		x := newExchange(s.sqlBuilder, find)
		if l.Page.Limit > 0 {
			x.pageArm(s, l, p.Spec, &hits)
		}
		if l.Total {
			s.total("SELECT count(*) FROM ("+x.entries()+")", &a.Total)
		}
		if find.Sides {
			x.sidesArm(s, a)
		}
	}, func() error { return f.page(hits, l, a, p.Spec.Includes) })
	if find.Sides {
		actors := &query.Answer{}
		f.findNodes(query.FindNodes{IDs: []string{find.Between, find.And}, Kinds: []graph.Kind{graph.KindActor}}, p.Sides, actors)
		f.ask(func(*statement) {}, func() error {
			a.Sides[0].Item, a.Sides[1].Item = actors.Items[0], actors.Items[1]
			return nil
		})
	}
}

// exchange compiles the selects of one exchange.
type exchange struct {
	*sqlBuilder
	find query.FindExchange
	// Parameters by the number of the side, 0 for Between and 1 for And: the actor, and the key under which the attribution
	// has what it does to the other side.
	actor, key [2]string
}

// noSide is the number of the side of an entry that has none.
const noSide = 2

// newExchange adds the parameters that all selects have in common.
func newExchange(c *sqlBuilder, find query.FindExchange) *exchange {
	x := &exchange{sqlBuilder: c, find: find, actor: [2]string{c.param(find.Between), c.param(find.And)}}
	x.key = [2]string{
		c.param(graph.AttributionKey(find.Between, find.And)),
		c.param(graph.AttributionKey(find.And, find.Between)),
	}
	return x
}

// within is the condition of rows l of acts in the range of the question, given the expressions of the days of the act.
func (x *exchange) within(earliest, latest string) string {
	cond := ""
	if x.find.Since != "" || x.find.Until != "" {
		cond = " AND " + overlapping(x.sqlBuilder, earliest, latest, query.Overlaps{Since: x.find.Since, Until: x.find.Until})
	}
	return cond + x.direct("l")
}

// direct is the condition of rows without any tie, "" where ties count.
func (x *exchange) direct(row string) string {
	if x.find.Direct {
		return " AND " + row + ".direct"
	}
	return ""
}

// arms are a select for each side, of its actions, of its replies, and of what these answer that has no side. more gives what
// the caller adds, given the expression of an entry's id: further values, a condition, and an order.
func (x *exchange) arms(more func(id string) (values, cond, tail string)) string {
	act, response := x.within("l.earliest", "l.latest"), x.within("l.since", `l."until"`)
	var arms []string
	for side, key := range x.key {
		for _, from := range []struct{ action, id, text, within, number string }{
			{"l.action", "l.id || '@' || " + x.actor[side], "ledger l WHERE", act, strconv.Itoa(side)},
			{"l.response", "n.id || '@' || " + x.actor[side], "replies l CROSS JOIN node n WHERE n.pk = l.response AND", act, strconv.Itoa(side)},
			{"l.action", "l.id || '@'", "occasions l WHERE", response, strconv.Itoa(noSide)},
		} {
			values, cond, tail := more(from.id)
			arms = append(arms, fmt.Sprintf("SELECT * FROM (SELECT DISTINCT %s AS a, %s AS side%s FROM %s l.key = %s%s%s%s)",
				from.action, from.number, values, from.text, key, from.within, cond, tail))
		}
	}
	return strings.Join(arms, " UNION ")
}

// entries is a select of all entries, each once.
func (x *exchange) entries() string {
	return x.arms(func(string) (string, string, string) { return "", "", "" })
}

// page is a select of the entries of a page and one more, each range cut by itself before they are merged.
func (x *exchange) page(l plan.List) string {
	limit := x.param(l.Page.Limit + 1)
	var parts []string
	for _, s := range l.Ranges() {
		cond, order := " AND "+undatedRow("l"), orderBy(l, "id")
		if s.Known {
			cond, order = " AND l.earliest > ''", orderBy(l, "e", "la", "place", "id")
		}
		tail := order + " LIMIT " + limit
		arms := x.arms(func(id string) (string, string, string) {
			values := ", l.earliest AS e, l.latest AS la, l.placeInDay AS place, " + id + " AS id"
			if s.AfterCursor && s.Known && !l.Down() { // the cursor is a tighter bound: see selectBuilder.page
				cond = ""
			}
			return values, cond + x.beyond(l, s, " AND ", "l.earliest", "l.latest", "l.placeInDay", id), tail
		})
		parts = append(parts, "SELECT * FROM (SELECT * FROM ("+arms+")"+tail+")")
	}
	return strings.Join(parts, " UNION ALL ") + " LIMIT " + limit
}

// answers are the links by which action p.a, of side p.side, answers the other side, or an entry without a side. Those of an entry
// without a side are all by which it answers an entry. The plus keeps SQLite from reading all rows of the key: of one response there
// are few.
func (x *exchange) answers() string {
	key := fmt.Sprintf("iif(p.side, %s, %s)", x.key[1], x.key[0])
	direct := x.direct("r")
	ofEntry := func(rows, within string) string {
		return fmt.Sprintf("EXISTS (SELECT 1 FROM %s = e.dst AND l.key IN (%s, %s)%s)", rows, x.key[0], x.key[1], within)
	}
	act, response := x.within("l.earliest", "l.latest"), x.within("l.since", `l."until"`)
	return fmt.Sprintf("SELECT r.id FROM replies r WHERE p.side < %[1]d AND r.response = p.a AND +r.key = %[2]s%[3]s "+
		"UNION SELECT e.id FROM occasions r CROSS JOIN edge e "+
		"WHERE p.side < %[1]d AND r.response = p.a AND +r.key = %[2]s%[3]s AND e.pk = r.edge "+
		"UNION SELECT e.id FROM edge e WHERE p.side = %[1]d AND e.src = p.a AND e.%[4]s AND (%[5]s OR %[6]s OR %[7]s) ORDER BY 1",
		noSide, key, direct, responds, ofEntry("ledger l WHERE l.action", act), ofEntry("replies l WHERE l.response", act),
		ofEntry("occasions l WHERE l.action", response))
}

// pageArm adds the arm that gives the entries of a page.
func (x *exchange) pageArm(s *statement, l plan.List, spec query.LoadSpec, hits *[]hit) {
	columns := map[string]string{
		"id": "p.id", "action": "n.id", "side": fmt.Sprintf("CASE p.side WHEN 0 THEN %s WHEN 1 THEN %s END", x.actor[0], x.actor[1]),
		"answers":  "(SELECT json_group_array(id) FROM (" + x.answers() + "))",
		"earliest": "nullif(p.e, '')", "latest": "nullif(p.la, '')", "placeInDay": "p.place",
	}
	var values []string
	for name := range spec.Names(graph.KindEntry) {
		values = append(values, columns[name])
	}
	s.add(values, "FROM ("+x.page(l)+") p CROSS JOIN node n WHERE n.pk = p.a", func(v []any) error {
		h, err := hitOf(graph.KindEntry, v, spec.Values(graph.KindEntry), spec.Includes)
		*hits = append(*hits, h)
		return err
	})
}

// sidesArm adds the arm that summarises each side.
func (x *exchange) sidesArm(s *statement, a *query.Answer) {
	values := []string{"p.side", "count(*)", "sum((SELECT count(*) FROM (" + x.answers() + ")))",
		"json_group_array(n.intensity) FILTER (WHERE n.intensity IS NOT NULL)"}
	for _, q := range graph.Vocabularies["QuadClass"] {
		values = append(values, fmt.Sprintf("count(*) FILTER (WHERE n.quadClass = '%s')", q))
	}
	noQuads := make([]int, len(graph.Vocabularies["QuadClass"]))
	a.Sides = []query.Side{ // a side without any action has no row
		plan.SideOf(x.find.Between, 0, 0, nil, noQuads),
		plan.SideOf(x.find.And, 0, 0, nil, noQuads),
	}
	from := "FROM (" + x.entries() + ") p CROSS JOIN " + table(graph.KindAction) + " n WHERE n.pk = p.a AND p.side < " + strconv.Itoa(noSide) +
		" GROUP BY p.side"
	s.add(values, from, func(v []any) error {
		side := &a.Sides[v[0].(int64)]
		read, err := readSide(side.Actor, v)
		*side = read
		return err
	})
}

// readSide reads the row of a side; its first value is the number of the side.
func readSide(actor string, v []any) (query.Side, error) {
	var intensities []float64
	text, _ := v[3].(string)
	if err := unmarshal(text, &intensities); err != nil {
		return query.Side{}, err
	}
	quads := make([]int, len(graph.Vocabularies["QuadClass"]))
	for i := range quads {
		quads[i] = intOf(v[4+i])
	}
	return plan.SideOf(actor, intOf(v[1]), intOf(v[2]), intensities, quads), nil
}
