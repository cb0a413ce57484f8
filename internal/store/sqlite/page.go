package sqlite

import (
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// down tells whether a page is read against the order of its keys: a backward page is read from its end
// and turned around afterwards.
func down(l query.List) bool { return l.Order.Desc != l.Page.Backward }

func orderBy(l query.List, keys ...string) string {
	suffix := ""
	if down(l) {
		suffix = " DESC"
	}
	return " ORDER BY " + strings.Join(keys, suffix+", ") + suffix
}

// beyond is the condition of rows after the cursor: one comparison of rows, which an index can serve.
func (c *sqlBuilder) beyond(l query.List, keys []string, values ...any) string {
	more := ">"
	if down(l) {
		more = "<"
	}
	params := make([]string, len(values))
	for i, v := range values {
		params[i] = c.param(v)
	}
	if len(keys) == 1 {
		return keys[0] + " " + more + " " + params[0]
	}
	return "(" + strings.Join(keys, ", ") + ") " + more + " (" + strings.Join(params, ", ") + ")"
}

// A keyRange is the dated or the undated part of a list by date (or that whose number is known, or not), to be read from its start or the cursor.
type keyRange struct{ dated, cursor bool }

// keyRanges are those that a page may reach, in the order in which it is read: undated items stand at
// the end of the list in both directions.
func keyRanges(l query.List) []keyRange {
	cursor := l.Page.Cursor
	switch {
	case cursor == nil && !l.Page.Backward:
		return []keyRange{{true, false}, {false, false}}
	case cursor == nil:
		return []keyRange{{false, false}, {true, false}}
	case cursor.Keys[0] == "" && !l.Page.Backward:
		return []keyRange{{false, true}}
	case cursor.Keys[0] == "":
		return []keyRange{{false, true}, {true, false}}
	case !l.Page.Backward:
		return []keyRange{{true, true}, {false, false}}
	default:
		return []keyRange{{true, true}}
	}
}

// page is a select of the items of a page and one more, in the order in which it is read. gives may name
// columns of the rows; "" gives the item's key as r.
func (r *selectBuilder) page(l query.List, gives string) string {
	if r.keys != "" {
		return r.pageOfKeys(l)
	}
	limit := r.c.param(l.Page.Limit + 1)
	if gives == "" {
		gives = r.pk + " AS r"
	}
	if l.Order.By != query.ByDate || r.dated == "" {
		return r.clone().sorted(l, gives, limit)
	}
	var parts []string
	for _, s := range keyRanges(l) {
		b := r.clone()
		if s.dated {
			keys := []string{b.earliest, b.latest, b.idOf()}
			if !s.cursor || down(l) { // what comes after a dated cursor is dated, and of two lower bounds the index takes the first
				b.where(b.dated)
			}
			if s.cursor {
				at := l.Page.Cursor
				b.where(r.c.beyond(l, keys, at.Keys[0], at.Keys[1], at.ID))
			}
			parts = append(parts, b.text(gives)+orderBy(l, keys...)+" LIMIT "+limit)
			continue
		}
		b.where(b.undated)
		if s.cursor {
			b.where(r.c.beyond(l, []string{b.idOf()}, l.Page.Cursor.ID))
		}
		parts = append(parts, b.text(gives)+orderBy(l, b.idOf())+" LIMIT "+limit)
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return "SELECT * FROM (SELECT * FROM (" + strings.Join(parts, ") UNION ALL SELECT * FROM (") + ")) LIMIT " + limit
}

// sorted reads all that matches and sorts it, for what no index holds in this order.
func (r *selectBuilder) sorted(l query.List, gives, limit string) string {
	if r.repeats { // SQLite does not see an outer query's columns in what it groups and sorts by
		r.pk = r.own() + ".pk"
	}
	id, cursor := r.idOf(), l.Page.Cursor
	order, beyond := "", ""
	switch l.Order.By {
	case query.ByDate, query.ByNumber:
		order, beyond = r.sparse(l)
	case query.ByName:
		keys := []string{r.name(), id}
		order = orderBy(l, keys...)
		if cursor != nil {
			beyond = r.c.beyond(l, keys, cursor.Keys[0], cursor.ID)
		}
	case query.ByID:
		order = orderBy(l, id)
		if cursor != nil {
			beyond = r.c.beyond(l, []string{id}, cursor.ID)
		}
	default:
		r.c.fail(graph.ErrInvalid, "this list has no order by rank")
	}
	if r.where(beyond); !r.repeats {
		return r.text(gives) + order + " LIMIT " + limit
	}
	return r.text(r.pk+" AS r") + " GROUP BY " + r.pk + order + " LIMIT " + limit
}

// sparse is the order by keys of which the first may be unknown, last in both directions, and the condition of what is
// beyond the cursor.
func (r *selectBuilder) sparse(l query.List) (order, beyond string) {
	cursor := l.Page.Cursor
	var keys []string
	var values []any
	if l.Order.By == query.ByNumber {
		keys = []string{r.number(l.Order.Number), r.idOf()}
		if cursor != nil {
			v, _ := cursor.NumberValue()
			values = []any{v, cursor.ID}
		}
	} else {
		e, la := r.days()
		keys = []string{e, la, r.idOf()}
		if cursor != nil {
			values = []any{cursor.Keys[0], cursor.Keys[1], cursor.ID}
		}
	}
	unknown := keys[0] + " IS NULL"
	last := unknown
	if l.Page.Backward {
		last += " DESC"
	}
	order = strings.Replace(orderBy(l, keys...), " ORDER BY ", " ORDER BY "+last+", ", 1)
	if cursor == nil {
		return order, ""
	}
	var parts []string
	for _, s := range keyRanges(l) {
		part := unknown
		switch {
		case s.dated && s.cursor:
			part = "NOT " + unknown + " AND " + r.c.beyond(l, keys, values...)
		case s.dated:
			part = "NOT " + unknown
		case s.cursor:
			part += " AND " + r.c.beyond(l, keys[len(keys)-1:], cursor.ID)
		}
		parts = append(parts, part)
	}
	return order, "(" + strings.Join(parts, " OR ") + ")"
}

// pageOfKeys takes the best of each attribution key off the index, and of these the best.
func (r *selectBuilder) pageOfKeys(l query.List) string {
	one := r.clone()
	one.keys = ""
	all := &selectBuilder{c: r.c, repeats: true, from: []string{"json_each(" + r.keys + ") " + r.key}}
	best := all.join("json_each((SELECT json_group_array(r) FROM ("+one.page(l, "")+")))", "b", "")
	all.item = item{kind: r.kind, pk: best + ".value"}
	l.Page.Cursor = nil // each has looked
	return all.page(l, "")
}

// count is the number of different items.
func (r *selectBuilder) count() string {
	c := r.clone()
	if c.keys != "" {
		c.from = append([]string{"json_each(" + c.keys + ") " + c.key}, c.from...)
	}
	if c.repeats || c.keys != "" {
		return c.text("count(DISTINCT " + c.pk + ")")
	}
	return c.text("count(*)")
}
