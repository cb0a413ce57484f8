package sqlite

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// sqlBuilder gathers the parameters of one statement. Texts depend on the shape of a question alone.
type sqlBuilder struct {
	args    []any
	aliases int
}

func (c *sqlBuilder) param(v any) string {
	c.args = append(c.args, v)
	return "?" + strconv.Itoa(len(c.args))
}

// list is a parameter to be unfolded by json_each.
func (c *sqlBuilder) list(values []string) string { return c.param(jsonOf(values)) }

func (c *sqlBuilder) in(expr string, values []string) string {
	return expr + " IN (SELECT value FROM json_each(" + c.list(values) + "))"
}

func (c *sqlBuilder) fresh(prefix string) string {
	c.aliases++
	return prefix + strconv.Itoa(c.aliases)
}

// item is how a statement speaks of a thing: expressions of its keys, and the aliases of its tables,
// which are joined when a column of theirs is first used.
type item struct {
	kind             graph.Kind
	pk               string // of the node, or of the edge of a fact
	id               string // "" where only a table has it
	table            string // alias of the thing's own table, "" when not joined
	src, dst         string // aliases of the tables at the ends of an edge
	earliest, latest string // where the attribution has them, "" unknown
	value            string // of an Evidence item: the expression of its JSON
}

// selectBuilder is a select in the making: what it reads from, each table looked up from those before it, the
// conditions, and the item that each row stands for.
type selectBuilder struct {
	c     *sqlBuilder
	from  []string
	conds []string
	item
	repeats bool // an item may come up several times
	// Where an index gives the rows by date: the conditions of its dated and its undated part.
	dated, undated string
	// keys is a list parameter of attribution keys for each of which the index gives the best; see perKey.
	keys, key string
}

func (r *selectBuilder) join(table, prefix string, cond string, args ...any) string {
	alias := r.c.fresh(prefix)
	r.from = append(r.from, table+" "+alias)
	if cond != "" {
		r.conds = append(r.conds, fmt.Sprintf(cond, append([]any{alias}, args...)...))
	}
	return alias
}

func (r *selectBuilder) clone() *selectBuilder {
	d := *r
	d.from, d.conds = slices.Clone(r.from), slices.Clone(r.conds)
	return &d
}

func (r *selectBuilder) where(conds ...string) *selectBuilder {
	for _, c := range conds {
		if c != "" {
			r.conds = append(r.conds, c)
		}
	}
	return r
}

// text is the select, without an order.
func (r *selectBuilder) text(gives string) string { return "SELECT " + gives + " " + r.rest() }

// rest is what comes after the values.
func (r *selectBuilder) rest() string {
	t := "FROM " + strings.Join(r.from, " CROSS JOIN ")
	if len(r.conds) > 0 {
		t += " WHERE " + strings.Join(r.conds, " AND ")
	}
	return t
}

func isEdge(k graph.Kind) bool {
	switch k {
	case graph.KindResponse, graph.KindTie, graph.KindSilence, graph.KindParticipation, graph.KindContradiction:
		return true
	}
	return false
}

// own is the alias of the item's own table.
func (r *selectBuilder) own() string {
	if r.table == "" {
		name := "node"
		switch {
		case isEdge(r.kind):
			name = "edge"
		case r.kind != graph.KindNode:
			name = table(r.kind)
		}
		r.table = r.join(name, "t", "%s.pk = "+strings.ReplaceAll(r.pk, "%", "%%"))
	}
	return r.table
}

// source and target are the aliases of the nodes at the ends of an edge.
func (r *selectBuilder) source() string {
	if r.src == "" {
		r.src = r.join(endTable(r.kind == graph.KindResponse), "s", "%s.pk = "+r.own()+".src")
	}
	return r.src
}

func (r *selectBuilder) target() string {
	if r.dst == "" {
		r.dst = r.join(endTable(r.kind == graph.KindResponse || r.kind == graph.KindSilence), "d", "%s.pk = "+r.own()+".dst")
	}
	return r.dst
}

func endTable(action bool) string {
	if action {
		return table(graph.KindAction)
	}
	return "node"
}

// column is the expression of one value of the item, as query.Columns names it.
func (r *selectBuilder) column(name string) string {
	if name == "id" {
		return r.idOf()
	}
	if r.kind == graph.KindEvidence {
		return "nullif(" + r.value + " ->> '$." + name + "', '')"
	}
	c := plan.ColumnOf(r.kind, name)
	if c.IsLabel {
		return r.own() + ".label"
	}
	switch c.End {
	case plan.From:
		return r.source() + "." + c.Prop
	case plan.To:
		return r.target() + "." + c.Prop
	case plan.ActorEnd:
		return r.startsAtActor() + r.source() + "." + c.Prop + " ELSE " + r.target() + "." + c.Prop + " END"
	case plan.ActionEnd:
		return r.startsAtActor() + r.target() + "." + c.Prop + " ELSE " + r.source() + "." + c.Prop + " END"
	case plan.Self:
	}
	return r.own() + `."` + name + `"`
}

// startsAtActor begins a choice by whether a participation's edge leaves its actor, or its action.
func (r *selectBuilder) startsAtActor() string {
	return fmt.Sprintf("CASE WHEN %s.label IN ('%s', '%s') THEN ", r.own(), graph.Performed, graph.Announced)
}

func (r *selectBuilder) idOf() string {
	if r.id == "" {
		r.id = r.own() + ".id"
	}
	return r.id
}

// days are the expressions of the item's own date, "NULL" for what has none.
func (r *selectBuilder) days() (earliest, latest string) {
	if r.earliest == "" {
		r.earliest, r.latest = "NULL", "NULL"
		if plan.Dated(r.kind) {
			earliest, latest := query.DayColumns(r.kind)
			r.earliest, r.latest = r.column(earliest), r.column(latest)
		}
	}
	return r.earliest, r.latest
}

func (r *selectBuilder) name() string { return r.column("sortName") }

// columns are the expressions of the values of the item that are asked for.
func (r *selectBuilder) columns(spec query.LoadSpec) (values []string) {
	for name := range spec.Names(r.kind) {
		values = append(values, r.column(name))
	}
	return values
}

// anyOf are the expressions of the evidence and of what is picked of a node that is of one of these kinds. Their tables share
// their keys with node: all but one have no row for it, so the first value that is known is its own.
func (r *selectBuilder) anyOf(kinds []graph.Kind, spec query.LoadSpec) (evidence string, columns []string) {
	n, last := r.own(), len(r.from)-1
	names := make([]string, len(kinds))
	var values [][]string // by column
	var reasons []string
	for i, k := range kinds {
		names[i] = "'" + string(k) + "'"
		t := r.c.fresh("t")
		r.from[last] += " LEFT JOIN " + table(k) + " " + t + " ON " + t + ".pk = " + n + ".pk"
		if includesEvidence(k, spec.Includes) {
			reasons = append(reasons, t+".evidence")
		}
		c := 0
		for name := range spec.Names(k) {
			if c == len(values) {
				values = append(values, nil)
			}
			values[c] = append(values[c], t+`."`+name+`"`)
			c++
		}
	}
	if len(kinds) < len(graph.NodeKinds) {
		r.where(n + ".kind IN (" + strings.Join(names, ", ") + ")")
	}
	for _, v := range values {
		columns = append(columns, known(v))
	}
	return known(reasons), columns
}

func known(values []string) string {
	switch len(values) {
	case 0:
		return "NULL"
	case 1:
		return values[0]
	}
	return "coalesce(" + strings.Join(values, ", ") + ")"
}
