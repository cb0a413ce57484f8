package sqlite

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// findExchange reads both directions of a dyad from the attribution: the actions directed at the other side, and the replies
// to it. Each index gives the rows of a key in order, so a page costs as much as it is long, however long the ledger is.
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

// newExchange adds the parameters that all selects have in common.
func newExchange(c *sqlBuilder, find query.FindExchange) *exchange {
	x := &exchange{sqlBuilder: c, find: find, actor: [2]string{c.param(find.Between), c.param(find.And)}}
	x.key = [2]string{
		c.param(graph.AttributionKey(find.Between, find.And)),
		c.param(graph.AttributionKey(find.And, find.Between)),
	}
	return x
}

// arms are a select for each side, of its actions and of its replies. more gives what the caller adds, given the expression
// of an entry's id: further values, a condition, and an order.
func (x *exchange) arms(more func(id string) (values, cond, tail string)) string {
	within := ""
	if x.find.Since != "" || x.find.Until != "" {
		within = " AND " + overlapping(x.sqlBuilder, "l.earliest", "l.latest", query.Overlaps{Since: x.find.Since, Until: x.find.Until})
	}
	if x.find.Direct {
		within += " AND l.direct"
	}
	var arms []string
	for side, key := range x.key {
		for _, from := range []struct{ action, id, text string }{
			{"l.action", "l.id", "ledger l WHERE"},
			{"l.response", "n.id", "replies l CROSS JOIN node n WHERE n.pk = l.response AND"},
		} {
			values, cond, tail := more(from.id + " || '@' || " + x.actor[side])
			arms = append(arms, fmt.Sprintf("SELECT * FROM (SELECT DISTINCT %s AS a, %d AS side%s FROM %s l.key = %s%s%s%s)",
				from.action, side, values, from.text, key, within, cond, tail))
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
		cond, order := " AND l.earliest = '' AND l.latest = ''", orderBy(l, "id")
		if s.Known {
			cond, order = " AND l.earliest > ''", orderBy(l, "e", "la", "id")
		}
		tail := order + " LIMIT " + limit
		arms := x.arms(func(id string) (string, string, string) {
			values := ", l.earliest AS e, l.latest AS la, " + id + " AS id"
			if s.AfterCursor && s.Known && !l.Down() { // the cursor is a tighter bound: see selectBuilder.page
				cond = ""
			}
			return values, cond + x.beyond(l, s, " AND ", "l.earliest", "l.latest", id), tail
		})
		parts = append(parts, "SELECT * FROM (SELECT * FROM ("+arms+")"+tail+")")
	}
	return strings.Join(parts, " UNION ALL ") + " LIMIT " + limit
}

// answers are the links by which action p.a, of side p.side, answers the other side.
func (x *exchange) answers() string {
	direct := ""
	if x.find.Direct {
		direct = " AND r.direct"
	}
	return fmt.Sprintf("SELECT DISTINCT r.id FROM replies r WHERE r.response = p.a AND r.key = iif(p.side, %s, %s)%s ORDER BY r.id",
		x.key[1], x.key[0], direct)
}

// pageArm adds the arm that gives the entries of a page.
func (x *exchange) pageArm(s *statement, l plan.List, spec query.LoadSpec, hits *[]hit) {
	columns := map[string]string{
		"id": "p.id", "action": "n.id", "side": fmt.Sprintf("iif(p.side, %s, %s)", x.actor[1], x.actor[0]),
		"answers":  "(SELECT json_group_array(id) FROM (" + x.answers() + "))",
		"earliest": "nullif(p.e, '')", "latest": "nullif(p.la, '')",
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
	from := "FROM (" + x.entries() + ") p CROSS JOIN " + table(graph.KindAction) + " n WHERE n.pk = p.a GROUP BY p.side"
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
	if err := json.Unmarshal([]byte(text), &intensities); err != nil {
		return query.Side{}, &failure{errInternal, err}
	}
	quads := make([]int, len(graph.Vocabularies["QuadClass"]))
	for i := range quads {
		quads[i] = intOf(v[4+i])
	}
	return plan.SideOf(actor, intOf(v[1]), intOf(v[2]), intensities, quads), nil
}
