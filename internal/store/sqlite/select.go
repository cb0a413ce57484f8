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

// sqlBuilder gathers the parameters and aliases of one statement. The text depends on the shape of a question alone, because
// each value is a parameter, so that a prepared statement serves every question of that shape.
type sqlBuilder struct {
	args    []any
	aliases int
	lens    *query.Lens // through which the statement reads, nil for the whole graph
}

// param adds a parameter and gives the expression that stands for it.
func (c *sqlBuilder) param(v any) string {
	c.args = append(c.args, v)
	return "?" + strconv.Itoa(len(c.args))
}

// list is a parameter that json_each unfolds into rows.
func (c *sqlBuilder) list(values []string) string { return c.param(jsonOf(values)) }

// in is true when an expression has one of these values.
func (c *sqlBuilder) in(expr string, values []string) string {
	return expr + " IN (SELECT value FROM json_each(" + c.list(values) + "))"
}

// anyIn is true when any member of a list has one of these values.
func (c *sqlBuilder) anyIn(list string, values []string) string {
	v := c.fresh("v")
	return "EXISTS (SELECT 1 FROM json_each(" + list + ") " + v + " WHERE " + c.in(v+".value", values) + ")"
}

// fresh is an alias that the statement does not use yet.
func (c *sqlBuilder) fresh(prefix string) string {
	c.aliases++
	return prefix + strconv.Itoa(c.aliases)
}

// item is how a select refers to an item: by expressions of its keys, and by aliases of its tables, which are joined when a
// column of theirs is first used.
type item struct {
	kind             graph.Kind
	pk               string // of the node, or of the edge of a fact
	id               string // "" where only a table has it
	table            string // alias of the thing's own table, "" when not joined
	src, dst         string // aliases of the tables at the ends of an edge
	earliest, latest string // where the attribution has them, "" unknown
	place            string // of the day, where earliest and latest are
	value            string // of an item without a table: the expression of its JSON
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
	asOf           graph.Day // of the ties along which a hop goes, "" for any time
	// keys is a list parameter of attribution keys, and key the alias of its rows; see pageOfKeys.
	keys, key string
}

// join adds a table, and a condition in which %s or %[1]s stands for its alias. It gives the alias.
func (r *selectBuilder) join(table, prefix, cond string) string {
	alias := r.c.fresh(prefix)
	r.from = append(r.from, table+" "+alias)
	if cond != "" {
		r.conds = append(r.conds, fmt.Sprintf(cond, alias))
	}
	return alias
}

// clone is a copy that can be changed by itself.
func (r *selectBuilder) clone() *selectBuilder {
	d := *r
	d.from, d.conds = slices.Clone(r.from), slices.Clone(r.conds)
	return &d
}

// where adds conditions; empty ones are left out.
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

// isEdge tells whether items of a kind are rows of the table edge.
func isEdge(k graph.Kind) bool {
	switch k {
	case graph.KindResponse, graph.KindTie, graph.KindSilence, graph.KindParticipation, graph.KindContradiction:
		return true
	}
	return false
}

// own is the alias of the item's own table. Whoever gave the item its key has seen to it that it stands.
func (r *selectBuilder) own() string {
	if r.table == "" {
		name := "node"
		switch {
		case isEdge(r.kind):
			name = "edge"
		case r.kind != graph.KindNode:
			name = table(r.kind)
		}
		r.table = r.join(r.c.whole(name), "t", "%s.pk = "+strings.ReplaceAll(r.pk, "%", "%%"))
	}
	return r.table
}

// source is the alias of the node that an edge leaves.
func (r *selectBuilder) source() string {
	if r.src == "" {
		r.src = r.join(r.c.whole(endTable(plan.From, r.kind)), "s", "%s.pk = "+r.own()+".src")
	}
	return r.src
}

// target is the alias of the node that an edge enters.
func (r *selectBuilder) target() string {
	if r.dst == "" {
		r.dst = r.join(r.c.whole(endTable(plan.To, r.kind)), "d", "%s.pk = "+r.own()+".dst")
	}
	return r.dst
}

// endTable is the table of the node at an end of edges that are facts of a kind, which has all its values where its kind is known.
func endTable(end plan.End, fact graph.Kind) string {
	switch {
	case fact == graph.KindResponse, fact == graph.KindSilence && end == plan.To:
		return table(graph.KindAction)
	case fact == graph.KindTie, fact == graph.KindSilence:
		return table(graph.KindActor)
	}
	return "node"
}

// column is the expression of one value of the item, as query.Columns names it.
func (r *selectBuilder) column(name string) string {
	if name == "id" {
		return r.idOf()
	}
	if r.value != "" {
		value := "nullif(" + r.value + " ->> '$." + name + "', '')"
		if name == "relation" {
			value = "coalesce(" + value + ", '" + string(graph.EvidenceSupports) + "')"
		}
		return value
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
	switch {
	case r.c.lens == nil:
	case name == "attributedTo":
		return r.c.attributedTo(r.own())
	case name == "endedBy" && r.kind == graph.KindSilence:
		return r.c.ended(r.own(), "r.id")
	}
	return r.own() + `."` + name + `"`
}

// startsAtActor begins a choice by whether a participation's edge leaves its actor, or its action.
func (r *selectBuilder) startsAtActor() string {
	return fmt.Sprintf("CASE WHEN %s.label IN ('%s', '%s') THEN ", r.own(), graph.Performed, graph.Announced)
}

// idOf is the expression of the item's id.
func (r *selectBuilder) idOf() string {
	if r.id == "" {
		r.id = r.own() + ".id"
	}
	return r.id
}

// days are the expressions of the item's date, "NULL" for a kind without one.
func (r *selectBuilder) days() (earliest, latest string) {
	if r.earliest == "" {
		r.earliest, r.latest, r.place = "NULL", "NULL", "NULL"
		if plan.HasDays(r.kind) {
			earliest, latest, place := query.DateColumns(r.kind)
			r.earliest, r.latest, r.place = r.column(earliest), r.column(latest), r.column(place)
		}
	}
	return r.earliest, r.latest
}

// name is the expression of the folded name.
func (r *selectBuilder) name() string { return r.column("sortName") }

// columns are the expressions of the values of the item that are asked for.
func (r *selectBuilder) columns(spec query.LoadSpec) (values []string) {
	for name := range spec.Names(r.kind) {
		values = append(values, r.column(name))
	}
	return values
}

// anyOf are the expressions of the evidence and of the values that the question asks for, of a node that may be of any of
// these kinds. It joins the tables of all kinds by the key of the node, which only one of them has, so the first value that
// is known is the node's own.
func (r *selectBuilder) anyOf(kinds []graph.Kind, spec query.LoadSpec) (evidence string, columns []string) {
	n, last := r.own(), len(r.from)-1
	names := make([]string, len(kinds))
	var values [][]string // by column
	var evidences []string
	for i, k := range kinds {
		names[i] = "'" + string(k) + "'"
		t := r.c.fresh("t")
		r.from[last] += " LEFT JOIN " + r.c.whole(table(k)) + " " + t + " ON " + t + ".pk = " + n + ".pk"
		if includesEvidence(k, spec.Includes) {
			evidences = append(evidences, t+".evidence")
		}
		c := 0
		for name := range spec.Names(k) {
			if c == len(values) {
				values = append(values, nil)
			}
			value := t + `."` + name + `"`
			if name == "attributedTo" {
				value = r.c.attributedTo(t)
			}
			values[c] = append(values[c], value)
			c++
		}
	}
	if len(kinds) < len(graph.NodeKinds) {
		r.where(n + ".kind IN (" + strings.Join(names, ", ") + ")")
	}
	for _, v := range values {
		columns = append(columns, known(v))
	}
	return known(evidences), columns
}

// known is the first of these values that is not NULL.
func known(values []string) string {
	switch len(values) {
	case 0:
		return "NULL"
	case 1:
		return values[0]
	}
	return "coalesce(" + strings.Join(values, ", ") + ")"
}
