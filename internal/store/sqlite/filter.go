package sqlite

import (
	"fmt"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// pred compiles a condition on the item of a select, "" for one that is always true. Unknown values make
// a condition neither true nor false in SQL; it counts as false, also under Not.
func (r *selectBuilder) pred(p query.Pred) string {
	c := r.c
	switch p := p.(type) {
	case nil:
		return ""
	case query.And:
		return r.all(p)
	case query.Or:
		var parts []string
		for _, x := range p {
			one := r.pred(x)
			if one == "" {
				one = "1"
			}
			parts = append(parts, one)
		}
		if len(parts) == 0 {
			return "0"
		}
		return "(" + strings.Join(parts, " OR ") + ")"
	case query.Not:
		inner := r.pred(p.Pred)
		if inner == "" {
			return "0"
		}
		return "NOT coalesce(" + inner + ", 0)"
	case query.IDIn:
		return c.in(r.idOf(), p)
	case query.In:
		col := r.column(p.Prop)
		if plan.TypeOf(r.kind, p.Prop) == graph.PropList {
			v := c.fresh("v")
			return "EXISTS (SELECT 1 FROM json_each(" + col + ") " + v + " WHERE " + c.in(v+".value", p.Values) + ")"
		}
		return c.in(col, p.Values)
	case query.Between:
		return between(c, r.number(p.Prop), p)
	case query.Like:
		return r.like(p)
	case query.HasValue:
		return r.column(p.Prop) + " IS NOT NULL"
	case query.HeldOn:
		e, day := r.own(), c.day(p.Day)
		return fmt.Sprintf("(coalesce(%[1]s.sinceDay <= %[2]s, 1) AND coalesce(%[1]s.untilDay >= %[2]s, 1))", e, day)
	case query.Overlaps:
		return r.overlaps(p)
	case query.Matches:
		return matches(c, r.column("searchText"), graph.Tokens(p.Text))
	case query.Related:
		inner := &selectBuilder{c: c}
		r.prepare(p.Relation)
		inner.traverse(p.Relation, r.item)
		inner.where(inner.pred(p.Where))
		return "EXISTS (" + inner.text("1") + ")"
	case query.Attributed:
		return r.attributed(p)
	case query.InPlaces:
		action := r.pk
		if r.kind == graph.KindResponse {
			action = r.own() + ".src"
		}
		e := c.fresh("e")
		return fmt.Sprintf("EXISTS (SELECT 1 FROM edge %[1]s WHERE %[1]s.src = %[2]s AND %[1]s.label = '%[3]s' AND %[4]s)",
			e, action, graph.TookPlaceIn, inPlaces(c, e+".dst", p))
	}
	return "0"
}

// prepare joins what a path needs of the item that it starts from, for the select inside cannot.
func (r *selectBuilder) prepare(rel *graph.Relation) {
	h := rel.Path[0]
	switch {
	case h.IDs != "":
		r.column(h.IDs)
	case h.Evidence:
		r.own()
	case h.Attribution != graph.NoSide, h.Replies != graph.NoSide:
		r.idOf()
	}
}

func (r *selectBuilder) all(preds []query.Pred) string {
	var parts []string
	for _, x := range preds {
		if one := r.pred(x); one != "" {
			parts = append(parts, one)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "(" + strings.Join(parts, " AND ") + ")"
}

func between(c *sqlBuilder, col string, p query.Between) string {
	parts := []string{col + " IS NOT NULL"}
	if p.Min != nil {
		parts = append(parts, col+" >= "+c.param(*p.Min))
	}
	if p.Max != nil {
		parts = append(parts, col+" <= "+c.param(*p.Max))
	}
	return "(" + strings.Join(parts, " AND ") + ")"
}

// like compares texts by code point. A range of one prefix is a seek in an index, where there is one.
func (r *selectBuilder) like(p query.Like) string {
	col, c := r.column(p.Prop), r.c
	switch {
	case !p.Prefix:
		v := c.fresh("v")
		return "EXISTS (SELECT 1 FROM json_each(" + c.list(p.Values) + ") " + v + " WHERE instr(" + col + ", " + v + ".value) > 0)"
	case len(p.Values) == 1:
		from := c.param(p.Values[0])
		return "(" + col + " >= " + from + " AND " + col + " < " + from + " || char(1114111))"
	}
	v := c.fresh("v")
	return "EXISTS (SELECT 1 FROM json_each(" + c.list(p.Values) + ") " + v + " WHERE substr(" + col + ", 1, length(" + v + ".value)) = " + v + ".value)"
}

// overlaps is true of what is dated and may lie in since..until. Unknown days, NULL or empty, never do.
func (r *selectBuilder) overlaps(p query.Overlaps) string {
	earliest, latest := r.days()
	return overlapping(r.c, earliest, latest, p)
}

func overlapping(c *sqlBuilder, earliest, latest string, p query.Overlaps) string {
	parts := []string{earliest + " > ''"}
	if p.Since != "" {
		parts = append(parts, latest+" >= "+c.day(p.Since))
	}
	if p.Until != "" {
		parts = append(parts, earliest+" <= "+c.day(p.Until))
	}
	return "(" + strings.Join(parts, " AND ") + ")"
}

func (c *sqlBuilder) day(d graph.Day) string { return c.param(string(d)) }

// matches is true when each token starts a word of the folded text. It reads the text itself; where a
// list starts from a match, the full-text index finds it.
func matches(c *sqlBuilder, text string, tokens []string) string {
	if len(tokens) == 0 {
		return "0"
	}
	parts := make([]string, len(tokens))
	for i, t := range tokens {
		parts[i] = "instr(' ' || " + text + ", " + c.param(" "+t) + ") > 0"
	}
	return "(" + strings.Join(parts, " AND ") + ")"
}

func (r *selectBuilder) attributed(p query.Attributed) string {
	l := r.c.fresh("l")
	name, here := "ledger", l+".action = "+r.pk
	if r.kind == graph.KindResponse {
		name, here = "replies", l+".response = "+r.own()+".src AND "+l+".edge = "+r.pk
	}
	if p.Direct {
		here += " AND " + l + ".direct"
	}
	return "EXISTS (SELECT 1 FROM " + name + " " + l + " WHERE " + here + " AND " + r.c.in(l+".key", p.Keys) + ")"
}

// inPlaces is true of one of these places and of what lies within.
func inPlaces(c *sqlBuilder, place string, ids []string) string {
	return fmt.Sprintf("%s IN (WITH RECURSIVE inside(pk) AS (SELECT n.pk FROM json_each(%s) j CROSS JOIN %s n WHERE n.id = j.value "+
		"UNION SELECT w.src FROM inside CROSS JOIN edge w WHERE w.dst = inside.pk AND w.label = '%s') SELECT pk FROM inside)",
		place, c.list(ids), table(graph.KindPlace), graph.Within)
}

// listRows is a select of all items of a list.
func (c *sqlBuilder) listRows(l plan.List) *selectBuilder {
	r := &selectBuilder{c: c}
	switch start := l.Start.(type) {
	case plan.ByAttribution:
		r.startAttribution(l.Kind, start)
	case plan.ByText:
		n := r.join(table(l.Kind), "n", "%s.pk = "+r.fullText(start.Tokens)+".rowid")
		r.item = item{kind: l.Kind, pk: n + ".pk", table: n}
	case plan.ByRelated:
		r.startRelated(l.Kind, start)
	case plan.ByPlace:
		e := r.join("edge", "e", "%s.label = '"+string(graph.TookPlaceIn)+"'")
		r.where(inPlaces(c, e+".dst", start.IDs))
		r.item = item{kind: l.Kind, pk: e + ".src"}
		r.repeats = true
	case plan.WholeKind:
		r.startWholeKind(l)
	}
	return r.where(r.pred(l.Where))
}

func (r *selectBuilder) startWholeKind(l plan.List) {
	isResponse := l.Kind == graph.KindResponse
	switch {
	case isResponse && l.Order.By == query.ByDate:
		a := r.join(table(graph.KindAction), "s", "")
		e := r.join("edge", "e", "%s.src = "+a+".pk AND %[1]s.label = '"+string(graph.RespondsTo)+"'")
		r.item = item{kind: l.Kind, pk: e + ".pk", table: e, src: a}
		r.indexed(a)
	case isResponse:
		e := r.join("edge", "e", "%s.label = '"+string(graph.RespondsTo)+"'")
		r.item = item{kind: l.Kind, pk: e + ".pk", table: e}
	default:
		n := r.join(table(l.Kind), "n", "")
		r.item = item{kind: l.Kind, pk: n + ".pk", table: n}
		if l.Kind == graph.KindAction {
			r.indexed(n)
		}
	}
}

// indexed says that the rows come by the date of action a from its index.
func (r *selectBuilder) indexed(a string) {
	r.days()
	r.dated, r.undated = a+".earliest > ''", a+".earliest IS NULL AND "+a+".latest IS NULL"
}

func (r *selectBuilder) startAttribution(k graph.Kind, start plan.ByAttribution) {
	name := "ledger"
	if k == graph.KindResponse {
		name = "replies"
	}
	if len(start.Keys) == 1 {
		r.attributions(name, k, r.c.param(start.Keys[0]), start.Direct)
		return
	}
	r.keys, r.key = r.c.list(start.Keys), r.c.fresh("k")
	r.attributions(name, k, r.key+".value", start.Direct)
}

// fullText adds the full-text index, each token a prefix. Tokens are letters and digits, so quoting is safe.
func (r *selectBuilder) fullText(tokens []string) string {
	terms := make([]string, len(tokens))
	for i, t := range tokens {
		terms[i] = `"` + t + `" *`
	}
	return r.join("search", "f", "%s.search MATCH "+r.c.param(strings.Join(terms, " AND ")))
}

// startRelated starts from the far end of a relation that has to be one of some ids.
func (r *selectBuilder) startRelated(k graph.Kind, start plan.ByRelated) {
	h := start.Relation.Path[0]
	v := r.join("json_each("+r.c.list(start.IDs)+")", "v", "")
	y := r.join("node", "y", "%s.id = "+v+".value")
	r.edgeHop(graph.Hop{Out: h.In, In: h.Out}, y+".pk", k)
	r.repeats = true
}
