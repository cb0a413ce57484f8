package sqlite

import (
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/plan"
)

// orderBy puts rows in the order in which the page is read.
func orderBy(l plan.List, keys ...string) string {
	suffix := ""
	if l.Down() {
		suffix = " DESC"
	}
	return " ORDER BY " + strings.Join(keys, suffix+", ") + suffix
}

// beyond is the condition, after a prefix, of rows after the cursor, "" in a range that does not begin at the cursor. It is
// one comparison of row values, which an index can serve. keys are the expressions of the list's keys.
func (c *sqlBuilder) beyond(l plan.List, s plan.Range, prefix string, keys ...string) string {
	if !s.AfterCursor {
		return ""
	}
	values := l.Position()
	if !s.Known { // undated items differ in their ids alone
		keys, values = keys[len(keys)-1:], values[len(values)-1:]
	}
	more := ">"
	if l.Down() {
		more = "<"
	}
	params := make([]string, len(values))
	for i, v := range values {
		if day, ok := v.(graph.Day); ok {
			v = string(day)
		}
		params[i] = c.param(v)
	}
	if len(keys) == 1 {
		return prefix + keys[0] + " " + more + " " + params[0]
	}
	return prefix + "(" + strings.Join(keys, ", ") + ") " + more + " (" + strings.Join(params, ", ") + ")"
}

// keyColumns are the expressions of the keys of a list.
func (r *selectBuilder) keyColumns(l plan.List) []string {
	columns := make([]string, len(l.Keys))
	for i, k := range l.Keys {
		switch k {
		case plan.KeyID:
			columns[i] = r.idOf()
		case plan.KeyName:
			columns[i] = r.name()
		case plan.KeyNumber:
			columns[i] = r.number(l.Order.Number)
		case plan.KeyEarliest:
			columns[i], _ = r.days()
		case plan.KeyLatest:
			_, columns[i] = r.days()
		case plan.KeyPlace:
			r.days()
			columns[i] = r.place
		}
	}
	return columns
}

// page is a select of the items of a page and one more, in the order in which it is read. gives are the columns of the select;
// "" is the item's key as r. Where an index gives the rows by date, dated and undated rows are two selects, each cut by
// itself, so that neither sorts.
func (r *selectBuilder) page(l plan.List, gives string) string {
	if r.keys != "" {
		return r.pageOfKeys(l)
	}
	limit := r.c.param(l.Page.Limit + 1)
	if gives == "" {
		gives = r.pk + " AS r"
	}
	if r.dated == "" || l.Keys[0] != plan.KeyEarliest {
		return r.clone().sorted(l, gives, limit)
	}
	var parts []string
	for _, s := range l.Ranges() {
		b := r.clone()
		keys := b.keyColumns(l)
		switch {
		case !s.Known:
			b.where(b.undated)
			b.where(r.c.beyond(l, s, "", keys...))
			keys = keys[len(keys)-1:]
		case s.AfterCursor && !l.Down():
			// The cursor has a date, so what follows it has one too. Without the condition that says so, SQLite seeks to the
			// cursor; of two lower bounds it would take the first.
			b.where(r.c.beyond(l, s, "", keys...))
		default:
			b.where(b.dated)
			b.where(r.c.beyond(l, s, "", keys...))
		}
		parts = append(parts, b.text(gives)+orderBy(l, keys...)+" LIMIT "+limit)
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return "SELECT * FROM (SELECT * FROM (" + strings.Join(parts, ") UNION ALL SELECT * FROM (") + ")) LIMIT " + limit
}

// sorted is a page for which no index has the order: SQLite reads all that matches and sorts it.
func (r *selectBuilder) sorted(l plan.List, gives, limit string) string {
	if r.repeats { // GROUP BY and ORDER BY cannot name a column of an outer select
		r.pk = r.own() + ".pk"
	}
	keys := r.keyColumns(l)
	order := orderBy(l, keys...)
	if l.Keys[0].Sparse() {
		last := keys[0] + " IS NULL"
		if l.Page.Backward {
			last += " DESC"
		}
		order = strings.Replace(order, " ORDER BY ", " ORDER BY "+last+", ", 1)
	}
	if l.Page.Cursor != nil {
		r.where(r.beyondSparse(l, keys))
	}
	if !r.repeats {
		return r.text(gives) + order + " LIMIT " + limit
	}
	return r.text(r.pk+" AS r") + " GROUP BY " + r.pk + order + " LIMIT " + limit
}

// beyondSparse is the condition of the rows that a page after the cursor may reach, in all its ranges.
func (r *selectBuilder) beyondSparse(l plan.List, keys []string) string {
	ranges := l.Ranges()
	if !l.Keys[0].Sparse() {
		return r.c.beyond(l, ranges[0], "", keys...)
	}
	parts := make([]string, len(ranges))
	for i, s := range ranges {
		parts[i] = keys[0] + " IS NULL"
		if s.Known {
			parts[i] = "NOT " + parts[i]
		}
		parts[i] += r.c.beyond(l, s, " AND ", keys...)
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

// pageOfKeys is a page over several attribution keys. For each key the index gives the first rows in order; these are merged,
// ordered and cut once more.
func (r *selectBuilder) pageOfKeys(l plan.List) string {
	one := r.clone()
	one.keys = ""
	all := &selectBuilder{c: r.c, repeats: true, from: []string{"json_each(" + r.keys + ") " + r.key}}
	best := all.join("json_each((SELECT json_group_array(r) FROM ("+one.page(l, "")+")))", "b", "")
	all.item = item{kind: r.kind, pk: best + ".value"}
	l.Page.Cursor = nil // the select of each key has applied it
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
