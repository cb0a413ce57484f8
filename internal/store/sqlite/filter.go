package sqlite

import (
	"fmt"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
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
		if typeOf(r.kind, p.Prop) == graph.PropList {
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
	c.fail(graph.ErrInvalid, "a condition of %T", p)
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

func (c *sqlBuilder) day(d graph.Day) string {
	if _, err := graph.ParseDay(string(d)); err != nil && c.err == nil {
		c.err = err
	}
	return c.param(string(d))
}

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

// listRows is where a root list starts: at the attribution, the full-text index, a related node or a place
// when the filter demands one of them, for a scan costs hundreds of times more.
func (c *sqlBuilder) listRows(f query.FindList) *selectBuilder {
	preds := flatten(f.Where)
	for _, start := range []func(graph.Kind, query.Pred) *selectBuilder{c.startAttribution, c.startMatches, c.startRelated, c.startPlaces} {
		for i, p := range preds {
			if r := start(f.Kind, p); r != nil {
				rest := slices.Delete(slices.Clone(preds), i, i+1)
				return r.where(r.all(rest))
			}
		}
	}
	r := &selectBuilder{c: c}
	switch _, isNode := graph.NodeProps[f.Kind]; {
	case f.Kind == graph.KindResponse && f.Order.By == query.ByDate:
		a := r.join(table(graph.KindAction), "s", "")
		e := r.join("edge", "e", "%s.src = "+a+".pk AND %[1]s.label = '"+string(graph.RespondsTo)+"'")
		r.item = item{kind: f.Kind, pk: e + ".pk", table: e, src: a}
		r.indexed(a)
	case f.Kind == graph.KindResponse:
		e := r.join("edge", "e", "%s.label = '"+string(graph.RespondsTo)+"'")
		r.item = item{kind: f.Kind, pk: e + ".pk", table: e}
	case isNode:
		n := r.join(table(f.Kind), "n", "")
		r.item = item{kind: f.Kind, pk: n + ".pk", table: n}
		if f.Kind == graph.KindAction {
			r.indexed(n)
		}
	default:
		c.fail(graph.ErrInvalid, "a list of %s", f.Kind)
		return r
	}
	return r.where(r.all(preds))
}

// indexed says that the rows come by the date of action a from its index.
func (r *selectBuilder) indexed(a string) {
	r.days()
	r.dated, r.undated = a+".earliest > ''", a+".earliest IS NULL AND "+a+".latest IS NULL"
}

func flatten(p query.Pred) []query.Pred {
	and, ok := p.(query.And)
	switch {
	case p == nil:
		return nil
	case !ok:
		return []query.Pred{p}
	}
	var out []query.Pred
	for _, x := range and {
		out = append(out, flatten(x)...)
	}
	return out
}

func (c *sqlBuilder) startAttribution(k graph.Kind, p query.Pred) *selectBuilder {
	on, ok := p.(query.Attributed)
	name := map[graph.Kind]string{graph.KindAction: "ledger", graph.KindResponse: "replies"}[k]
	if !ok || name == "" {
		return nil
	}
	r := &selectBuilder{c: c}
	if len(on.Keys) == 1 {
		r.attributions(name, k, c.param(on.Keys[0]), on.Direct)
		return r
	}
	r.keys, r.key = c.list(on.Keys), c.fresh("k")
	r.attributions(name, k, r.key+".value", on.Direct)
	return r
}

func (c *sqlBuilder) startMatches(k graph.Kind, p query.Pred) *selectBuilder {
	m, ok := p.(query.Matches)
	tokens := graph.Tokens(m.Text)
	if _, isNode := graph.NodeProps[k]; !ok || !isNode || len(tokens) == 0 {
		return nil
	}
	r := &selectBuilder{c: c}
	n := r.join(table(k), "n", "%s.pk = "+r.fullText(tokens)+".rowid")
	r.item = item{kind: k, pk: n + ".pk", table: n}
	return r
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
func (c *sqlBuilder) startRelated(k graph.Kind, p query.Pred) *selectBuilder {
	rel, _ := p.(query.Related)
	ids, ok := rel.Where.(query.IDIn)
	if !ok || len(rel.Relation.Path) != 1 {
		return nil
	}
	h := rel.Relation.Path[0]
	if h.AsFact || (len(h.Out) > 0) == (len(h.In) > 0) {
		return nil
	}
	r := &selectBuilder{c: c}
	v := r.join("json_each("+c.list(ids)+")", "v", "")
	y := r.join("node", "y", "%s.id = "+v+".value")
	r.edgeHop(graph.Hop{Out: h.In, In: h.Out}, y+".pk", k)
	r.repeats = true
	return r
}

func (c *sqlBuilder) startPlaces(k graph.Kind, p query.Pred) *selectBuilder {
	places, ok := p.(query.InPlaces)
	if !ok || k != graph.KindAction {
		return nil
	}
	r := &selectBuilder{c: c}
	e := r.join("edge", "e", "%s.label = '"+string(graph.TookPlaceIn)+"'")
	r.where(inPlaces(c, e+".dst", places))
	r.item = item{kind: k, pk: e + ".src"}
	r.repeats = true
	return r
}
