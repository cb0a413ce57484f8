package neo4j

import (
	"fmt"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/plan"
)

// sortKey is one part of an order.
type sortKey struct {
	expr     string
	nullable bool // unknown values come last in both directions
}

// orderKeys are the expressions of the keys of a list, given how an item is dated and named. Where the access path says
// that no day is known, the id alone decides.
func (c *cypherBuilder) orderKeys(s accessPath, l plan.List) []sortKey {
	keys := make([]sortKey, 0, len(l.Keys))
	for _, k := range l.Keys {
		switch k {
		case plan.KeyID:
			keys = append(keys, sortKey{expr: s.id})
		case plan.KeyName:
			keys = append(keys, sortKey{expr: s.name})
		case plan.KeyNumber:
			keys = append(keys, sortKey{expr: c.number(s.kind, s.item, l.Order.Number), nullable: true})
		case plan.KeyEarliest:
			if s.earliest != unknownDay {
				keys = append(keys, sortKey{expr: s.earliest, nullable: !s.known})
			}
		case plan.KeyLatest:
			if s.latest != unknownDay {
				keys = append(keys, sortKey{expr: s.latest})
			}
		}
	}
	return keys
}

// unknownDay is the expression of the days of what has none.
const unknownDay = "null"

// orderBy writes the keys in the direction in which the page is read: a backward page is read from its
// end and turned around afterwards. lead are constants that come first in the index.
func orderBy(lead []string, keys []sortKey, l plan.List) string {
	var parts []string
	down, nulls := "", ""
	if l.Down() {
		down = " DESC"
	}
	if l.Page.Backward {
		nulls = " DESC"
	}
	for _, constant := range lead {
		parts = append(parts, constant+down)
	}
	for _, k := range keys {
		if k.nullable {
			parts = append(parts, k.expr+" IS NULL"+nulls)
		}
		parts = append(parts, k.expr+down)
	}
	return " ORDER BY " + strings.Join(parts, ", ")
}

// beyond is the condition of items after the cursor in the direction in which the page is read, "" for
// all. It starts with a bound on the first key, for the planner to seek: measured, 0.30 ms against 31.
// What follows is written so that the planner sees no second range to seek and join.
func (c *cypherBuilder) beyond(keys []sortKey, l plan.List) string {
	if l.Page.Cursor == nil {
		return ""
	}
	more := ">"
	if l.Down() {
		more = "<"
	}
	position := l.Position()
	position = position[len(position)-len(keys):] // of what is undated, the id alone
	values := make([]string, len(keys))           // parameters, "" for unknown
	for i, v := range position {
		switch v := v.(type) {
		case nil:
		case graph.Day:
			values[i] = c.param(dayParam(string(v)))
		default:
			values[i] = c.param(v)
		}
	}
	after := func(i int) string { // this key alone decides
		k := keys[i]
		switch {
		case values[i] == "" && l.Page.Backward:
			return k.expr + " IS NOT NULL"
		case values[i] == "":
			return "false"
		case k.nullable && !l.Page.Backward:
			return fmt.Sprintf("(%s %s %s OR %s IS NULL)", k.expr, more, values[i], k.expr)
		}
		return fmt.Sprintf("%s %s %s", k.expr, more, values[i])
	}
	same := func(i int) string {
		if values[i] == "" {
			return keys[i].expr + " IS NULL"
		}
		return fmt.Sprintf("%s = %s", keys[i].expr, values[i])
	}
	cond := after(len(keys) - 1)
	for i := len(keys) - 2; i >= 0; i-- {
		if k := keys[i]; i == 0 && !k.nullable && values[0] != "" {
			return fmt.Sprintf("%s %s= %s AND (%s <> %s OR %s)", k.expr, more, values[0], k.expr, values[0], cond)
		}
		cond = fmt.Sprintf("(%s OR (%s AND %s))", after(i), same(i), cond)
	}
	return cond
}

// split divides the work of a dated list into the branch that an index over the dates serves and that
// of the undated: each ordered and cut on its own, in the order in which the page is read. A branch
// that the cursor has left behind is left out.
func (c *cypherBuilder) split(s accessPath, l plan.List) []accessPath {
	ranges := l.Ranges()
	branches := make([]accessPath, len(ranges))
	for i, r := range ranges {
		b := s
		b.known, b.anyDate, b.beforeCursor = r.Known, "", !r.AfterCursor
		if r.Known {
			b.indexPrefix, b.hint = s.datedPrefix, s.datedHint
			b.conds = append(slices.Clone(s.conds), s.datedCond)
		} else {
			b.earliest, b.latest, b.indexPrefix, b.hint = unknownDay, unknownDay, s.undatedPrefix, s.undatedHint
			b.conds = append(slices.Clone(s.conds), s.undatedCond, s.undated+" = true")
		}
		branches[i] = b
	}
	return branches
}
