package sqlite

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// pred compiles a condition on the item of a select, "" for one that is always true. An unknown value makes a condition NULL
// in SQL; it counts as false, also under Not.
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
			return c.anyIn(col, p.Values)
		}
		return c.in(col, p.Values)
	case query.Between:
		return between(c, r.number(p.Prop), p)
	case query.Like:
		return r.like(p)
	case query.HasValue:
		return r.column(p.Prop) + " IS NOT NULL"
	case query.HeldOn:
		return "(1" + c.heldOn(r.own(), p.Day) + ")"
	case query.Overlaps:
		return r.overlaps(p)
	case query.Matches:
		return matches(c, r.column("searchText"), plan.Words(p.Text))
	case query.Related:
		inner := &selectBuilder{c: c}
		r.prepare(p.Relation)
		inner.traverse(p.Relation, r.item)
		inner.where(inner.pred(p.Where))
		return "EXISTS (" + inner.text("1") + ")"
	case query.Attributed:
		return r.attributed(p)
	case query.OwnedBy:
		return r.publishedBy(c.under("SELECT n.pk FROM json_each("+c.list(p)+") j CROSS JOIN node n WHERE n.id = j.value", ""))
	case query.OfCountry:
		return r.publishedBy(c.under("SELECT pk FROM "+table(graph.KindActor)+" WHERE "+c.in("country", p),
			" AND NOT EXISTS (SELECT 1 FROM "+table(graph.KindActor)+" x WHERE x.pk = e.src AND x.country > '')"))
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

// prepare joins, in the outer select, the tables that a path needs of the item from which it starts.
func (r *selectBuilder) prepare(rel *graph.Relation) {
	h := rel.Path[0]
	switch {
	case h.IDs != "", h.Parts != "":
		r.column(h.IDs + h.Parts)
	case h.Evidence:
		r.own()
	case h.Attribution != graph.NoSide, h.Replies != graph.NoSide:
		r.idOf()
	}
}

// all compiles conditions that all have to hold, "" when there are none.
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

// between is true of a known number within bounds.
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

// like compares texts by code point. One prefix is written as a range, to which an index can seek where there is one.
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
	return fmt.Sprintf("EXISTS (SELECT 1 FROM json_each(%[1]s) %[2]s WHERE substr(%[3]s, 1, length(%[2]s.value)) = %[2]s.value)",
		c.list(p.Values), v, col)
}

// overlaps is true of what is dated and may lie in since..until. Unknown days, NULL or empty, never do.
func (r *selectBuilder) overlaps(p query.Overlaps) string {
	earliest, latest := r.days()
	return overlapping(r.c, earliest, latest, p)
}

// overlapping is overlaps for any two expressions of days.
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

// heldOn are the conditions, each after an AND, that a tie held on a day; none of any day.
func (c *sqlBuilder) heldOn(tie string, d graph.Day) string {
	if d == "" {
		return ""
	}
	return fmt.Sprintf(" AND coalesce(%[1]s.sinceDay <= %[2]s, 1) AND coalesce(%[1]s.untilDay >= %[2]s, 1)", tie, c.day(d))
}

// day is a parameter for a day, which a column holds as text.
func (c *sqlBuilder) day(d graph.Day) string { return c.param(string(d)) }

// matches is true when each token begins a word of the folded text. It reads the text itself; a list that starts from a match
// uses the full-text index (fullText).
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

// attributed is true of an action, a response or a claim that the attribution has under any of these keys. The plus keeps SQLite from
// looking up each key for each item: an item has few keys of its own, and a filter may name hundreds.
func (r *selectBuilder) attributed(p query.Attributed) string {
	l := r.c.fresh("l")
	var table, here, among string
	switch r.kind {
	case graph.KindClaim:
		table, here = "held", l+".claim = "+r.pk+" AND "+l+".counts"
		holders := "SELECT x.pk FROM json_each(" + r.c.list(plan.Holders(p.Keys)) + ") v CROSS JOIN node x WHERE x.id = v.value"
		among = "+" + l + ".actor IN (" + holders + ")"
	case graph.KindResponse:
		table, here = "replies", l+".response = "+r.own()+".src AND "+l+".edge = "+r.pk
		among = r.c.in("+"+l+".key", p.Keys)
	default:
		table, here = "ledger", l+".action = "+r.pk
		among = r.c.in("+"+l+".key", p.Keys)
	}
	if p.Direct {
		here += " AND " + l + ".direct"
	}
	return "EXISTS (SELECT 1 FROM " + table + " " + l + " WHERE " + here + " AND " + among + ")"
}

// publishedBy is true of a source one of whose publishers is among those that a select gives.
func (r *selectBuilder) publishedBy(publishers string) string {
	e := r.c.fresh("e")
	return fmt.Sprintf("EXISTS (SELECT 1 FROM edge %[1]s WHERE %[1]s.src = %[2]s AND %[1]s.label = '%[3]s' AND %[1]s.dst IN (%[4]s))",
		e, r.pk, graph.PublishedBy, publishers)
}

// under is a select of actors and of all that these own or that are parts of them. more narrows the ties e that lead to the next.
func (c *sqlBuilder) under(actors, more string) string {
	return "WITH RECURSIVE under(pk) AS (" + actors + " UNION SELECT e.src FROM under CROSS JOIN edge e " +
		"WHERE e.dst = under.pk AND e." + labelled(graph.OriginTies) + more + ") SELECT pk FROM under"
}

// inPlaces is true of one of these places, and of a place that lies within one.
func inPlaces(c *sqlBuilder, place string, ids []string) string {
	return fmt.Sprintf("%s IN (WITH RECURSIVE inside(pk) AS (SELECT n.pk FROM json_each(%s) j CROSS JOIN %s n WHERE n.id = j.value "+
		"UNION SELECT w.src FROM inside CROSS JOIN edge w WHERE w.dst = inside.pk AND w.label = '%s') SELECT pk FROM inside)",
		place, c.list(ids), table(graph.KindPlace), graph.Within)
}

// listRows is a select of all items of a list, from where the plan starts it.
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

// startWholeKind reads all items of a kind; by date, in the order of an index.
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

// lastInDay is the place of an undated action, by which an index has undated rows in order of id.
var lastInDay = strconv.Itoa(graph.LastInDay)

// undatedRow is the condition of undated rows l of the attribution.
func undatedRow(l string) string {
	return fmt.Sprintf("%[1]s.earliest = '' AND %[1]s.latest = '' AND %[1]s.placeInDay = %[2]s", l, lastInDay)
}

// indexed notes that an index gives the rows by the date of the action a, dated and undated ones apart.
func (r *selectBuilder) indexed(a string) {
	r.days()
	r.dated, r.undated = a+".earliest > ''", a+".earliest IS NULL AND "+a+".latest IS NULL AND "+a+".placeInDay = "+lastInDay
}

// startAttribution starts from the rows of the attribution under one key, or under each of several (pageOfKeys).
func (r *selectBuilder) startAttribution(k graph.Kind, start plan.ByAttribution) {
	if k == graph.KindClaim {
		v := r.join("json_each("+r.c.list(plan.Holders(start.Keys))+")", "v", "")
		r.heldBy(r.join("node", "y", "%s.id = "+v+".value")+".pk", start.Direct)
		r.repeats = true
		return
	}
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

// fullText joins the full-text index, with each token as a prefix, and gives its alias. Tokens are letters and digits, so
// they can be quoted as they are.
func (r *selectBuilder) fullText(tokens []string) string {
	terms := make([]string, len(tokens))
	for i, t := range tokens {
		terms[i] = `"` + t + `" *`
	}
	return r.join("search", "f", "%s.search MATCH "+r.c.param(strings.Join(terms, " AND ")))
}

// startRelated starts from the far end of a relation, which has to have one of some ids.
func (r *selectBuilder) startRelated(k graph.Kind, start plan.ByRelated) {
	h := start.Relation.Path[0]
	v := r.join("json_each("+r.c.list(start.IDs)+")", "v", "")
	y := r.join("node", "y", "%s.id = "+v+".value")
	r.edgeHop(graph.Hop{Out: h.In, In: h.Out}, y+".pk", k)
	r.repeats = true
}
