package neo4j

import (
	"fmt"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// accessPath is where the items of a list come from: clauses that bind item, and how to date and name it.
type accessPath struct {
	kind      graph.Kind
	match     string   // clauses, without the WHERE of the last
	conds     []string // that WHERE
	item      string   // variable
	outer     string   // variable of the item that the relation starts from, "" at the root
	orderVars []string // variables that the order needs, besides item
	// expressions of the sort keys
	id, name, earliest, latest string

	repeats   bool // the clauses may bind one item several times
	unordered bool // its items may come in any order
	// split: an index serves the dates, by these hints, and the undated have an index of their own
	split                      bool
	indexPrefix                []string // constants that come first in the index that serves this branch
	datedPrefix, undatedPrefix []string // of the two branches
	undated                    string
	hint, pageHint             string // pageHint for a page only
	datedHint, undatedHint     string
	datedCond, undatedCond     string // let the index of the branch be used
	anyDate                    string // lets the index over all dates be used
	known                      bool   // earliest is known in this branch
	beforeCursor               bool   // the cursor has not come to this branch
	// each is an UNWIND in front of match, for every row of which an index gives the best
	unwind, unwindVar string
}

// of fills in the sort keys of an item of a kind.
func (s accessPath) of(k graph.Kind, item string) accessPath {
	s.kind, s.item = k, item
	s.id, s.name, s.earliest, s.latest = item+".id", "null", unknownDay, unknownDay
	if plan.Dated(k) {
		earliest, latest := query.DayColumns(k)
		s.earliest, s.latest = column(k, item, earliest), column(k, item, latest)
	}
	if slices.Contains(graph.NodeKinds, k) || k == graph.KindNode {
		s.name = item + ".sortName"
	}
	return s
}

func where(conds ...string) string {
	var kept []string
	for _, c := range conds {
		if c != "" {
			kept = append(kept, c)
		}
	}
	if len(kept) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(kept, " AND ")
}

// list compiles a page, its total and its groups: [rows, number or null, lists of rows or null].
func (c *cypherBuilder) list(s accessPath, l plan.List, spec query.LoadSpec) string {
	if p := c.pred(s.kind, s.item, l.Where); p != "" {
		s.conds = append(append([]string{}, s.conds...), p)
	}
	items, total := "[]", "null"
	if l.Total {
		total = c.count(s)
	}
	if l.Page.Limit > 0 {
		branches := []accessPath{s}
		if s.split && l.Order.By == query.ByDate {
			branches = c.split(s, l)
		}
		items = c.rows(branches, l, c.param(l.Page.Limit+1), spec)
	}
	return "[" + items + ", " + total + ", " + c.groups(s, l) + "]"
}

// rows is the list of the first rows of all branches together. They are cut before anything of an item is
// read, and the projection stands once: its text, which holds all that is nested, must not double at
// every level.
func (c *cypherBuilder) rows(branches []accessPath, l plan.List, limit string, spec query.LoadSpec) string {
	s := branches[0]
	text := c.branch(s, l, limit)
	if len(branches) > 1 {
		arms := make([]string, len(branches))
		for i, b := range branches {
			arms[i] = c.branch(b, l, limit) + " RETURN " + s.item
		}
		text = fmt.Sprintf("CALL (%s) { %s } WITH %s%s LIMIT %s", s.outer, strings.Join(arms, " UNION ALL "), s.item, orderBy(nil, c.orderKeys(s.own(), l), l), limit)
	}
	give := c.returnClause(s.kind, s.item, spec)
	if l.Order.By == query.ByNumber {
		give += " + [toFloat(" + c.number(s.kind, s.item, l.Order.Number) + ")]"
	}
	return "COLLECT { " + text + " " + give + " }"
}

// own dates and names an item by itself, not by the attribution that it was found on.
func (s accessPath) own() accessPath { return accessPath{}.of(s.kind, s.item) }

func (c *cypherBuilder) count(s accessPath) string {
	if s.unwind != "" {
		return fmt.Sprintf("COUNT { %s RETURN DISTINCT %s }", s.clauses(), s.item)
	}
	distinct := ""
	if s.repeats {
		distinct = " RETURN DISTINCT " + s.vars()
	}
	return fmt.Sprintf("COUNT { %s%s }", s.clauses(), distinct)
}

// clauses bind all items of a source, in no order.
func (s accessPath) clauses() string {
	text := s.match + s.hint + where(append(slices.Clone(s.conds), s.anyDate)...)
	if s.unwind != "" {
		text = s.unwind + " " + text
	}
	return text
}

func (s accessPath) vars() string {
	return strings.Join(append([]string{s.item}, s.orderVars...), ", ")
}

// branch is the clauses that bind the first items of a source, in order.
func (c *cypherBuilder) branch(s accessPath, l plan.List, limit string) string {
	keys := c.orderKeys(s, l)
	conds := append(slices.Clone(s.conds), s.anyDate)
	if !s.beforeCursor {
		conds = append(conds, c.beyond(keys, l))
	}
	order := " LIMIT " + limit
	if !s.unordered {
		order = orderBy(s.indexPrefix, keys, l) + order
	}
	distinct := ""
	if s.repeats {
		distinct = "DISTINCT "
	}
	if s.unwind == "" {
		return fmt.Sprintf("%s%s WITH %s%s%s", s.match+s.hint+s.pageHint, where(conds...), distinct, s.vars(), order)
	}
	// Beyond the index the item itself is what counts: it may be on the ledger under several keys.
	own := s.own()
	if s.earliest == unknownDay {
		own.earliest, own.latest = unknownDay, unknownDay
	}
	return fmt.Sprintf("%s CALL (%s) { %s%s WITH %s%s RETURN %s } WITH DISTINCT %s%s LIMIT %s",
		s.unwind, s.unwindVar, s.match+s.hint, where(conds...), s.vars(), order, s.item, s.item, orderBy(nil, c.orderKeys(own, l), l), limit)
}

// include compiles a relation of the item in v: [rows, total], of a connection as list writes it.
func (c *cypherBuilder) include(v string, w *query.Include) string {
	s, l := c.traverse(w.Relation, v), plan.RelatedListOf(w.Relation, w.List)
	if w.Relation.Cardinality != graph.Connection {
		return c.plain(s, l, w)
	}
	return c.list(s, l, w.LoadSpec())
}

// plain compiles a relation that is not paged: all of it, or a row more than is allowed.
func (c *cypherBuilder) plain(s accessPath, l plan.List, w *query.Include) string {
	if p := c.pred(s.kind, s.item, l.Where); p != "" {
		s.conds = append(append([]string{}, s.conds...), p)
	}
	l.Page = query.Page{}
	limit := query.MaxPlain + 1
	if w.Relation.Cardinality == graph.One {
		limit = 1
	}
	s.unordered = putInOrder(w) || plan.Exact(w.Relation)
	total := "null"
	if l.Total {
		total = c.count(s)
	}
	return "[" + c.rows([]accessPath{s}, l, c.param(limit), w.LoadSpec()) + ", " + total + "]"
}

// putInOrder is true of lists that are put in order when they are read: to have the server sort each of many short ones takes
// it longer.
func putInOrder(w *query.Include) bool {
	return w.Relation.Cardinality == graph.Plain && w.Order.By == query.ByID && !w.Relation.Path[len(w.Relation.Path)-1].Evidence
}

// traverse compiles the path of a relation from v.
func (c *cypherBuilder) traverse(r *graph.Relation, v string) accessPath {
	s := accessPath{repeats: len(r.Path) > 1, outer: v}
	from := r.From
	for i, h := range r.Path {
		to := plan.Landing(r, i)
		if s.match != "" {
			s.match += where(s.conds...) + " "
			s.conds = nil
		}
		s = c.hop(s, h, from, v, to)
		from, v = to, s.item
	}
	return s
}

func (c *cypherBuilder) hop(s accessPath, h graph.Hop, from graph.Kind, v string, to graph.Kind) accessPath {
	switch {
	case len(h.Out)+len(h.In) > 0:
		return c.edgeHop(s, h, v, to)
	case h.Start, h.End:
		m := c.fresh("n")
		end := "startNode"
		if h.End {
			end = "endNode"
		}
		s.match += fmt.Sprintf("UNWIND [%s(%s)] AS %s WITH %s", end, v, m, m)
		return s.of(to, m)
	case h.IDs != "":
		if thing, list := embeddedRefs(from, h.IDs); thing || list {
			m, held := c.fresh("n"), v+"."+h.IDs
			if thing {
				held = "[" + held + "]"
			}
			s.match += fmt.Sprintf("UNWIND %s AS %s WITH %s", held, m, m)
			return s.of(to, m)
		}
		id := c.fresh("id")
		s.match += fmt.Sprintf("UNWIND %s AS %s ", column(from, v, h.IDs), id)
		if to == graph.KindResponse {
			r := c.fresh("r")
			s.match += fmt.Sprintf("MATCH (:Action)-[%s:%s {id: %s}]->(:Action)", r, graph.RespondsTo, id)
			return s.of(to, r)
		}
		m := c.fresh("n")
		s.match += fmt.Sprintf("MATCH (%s:%s {id: %s})", m, to, id)
		s.repeats = true
		return s.of(to, m)
	case h.Evidence:
		i, e := c.fresh("i"), c.fresh("e")
		s.match += fmt.Sprintf("UNWIND range(0, coalesce(size(%s.evidenceSource), 0) - 1) AS %s WITH %s, {%s} AS %s",
			v, i, i, evidenceMembers(v, i), e)
		s = s.of(to, e)
		s.id, s.orderVars = i, []string{i}
		return s
	case h.Attribution != graph.NoSide, h.Replies != graph.NoSide:
		side := h.Attribution + h.Replies
		key := v + ".id + '>'"
		if side == graph.DirectedAt {
			key = "'>' + " + v + ".id"
		}
		if h.Attribution != graph.NoSide {
			return c.attributions(s, key, false)
		}
		return c.replyAttributions(s, key, false)
	}
	return s.of(to, v)
}

func evidenceMembers(v, i string) string {
	var parts []string
	for _, m := range query.Columns(graph.KindEvidence) {
		parts = append(parts, fmt.Sprintf("%s: %s.evidence%s[%s]", m, v, strings.ToUpper(m[:1])+m[1:], i))
	}
	return strings.Join(parts, ", ")
}

func (c *cypherBuilder) edgeHop(s accessPath, h graph.Hop, v string, to graph.Kind) accessPath {
	r, m := c.fresh("r"), c.fresh("n")
	left, right := "-", "-"
	labels := h.Out
	switch {
	case len(h.In) == 0:
		right = "->"
	case len(h.Out) == 0:
		left, labels = "<-", h.In
	default:
		labels = union(h.Out, h.In)
		s.repeats = true
	}
	target := m
	if !h.AsFact && to != graph.KindNode {
		target += ":" + string(to)
	}
	s.match += fmt.Sprintf("MATCH (%s)%s[%s:%s]%s(%s)", v, left, r, joinKinds(labels), right, target)
	if len(labels) > len(h.Out) && len(h.Out) > 0 && len(h.In) > 0 {
		s.conds = append(s.conds, fmt.Sprintf("(startNode(%s) = %s AND type(%s) IN [%s] OR endNode(%s) = %s AND type(%s) IN [%s])",
			r, v, r, quoted(h.Out), r, v, r, quoted(h.In)))
	}
	if h.AsFact {
		return s.of(to, r)
	}
	if len(labels) > 1 {
		s.repeats = true
	}
	return s.of(to, m)
}

// attributions reads actions off the attribution under a key, by date off its index.
func (c *cypherBuilder) attributions(s accessPath, key string, direct bool) accessPath {
	l, n := c.fresh("l"), c.fresh("n")
	s.match += fmt.Sprintf("MATCH (%s:Action)-[%s:%s]->()", n, l, attributionLabel)
	s = s.of(graph.KindAction, n)
	return s.byAttribution(l, attributionLabel, key, direct)
}

// replyAttributions reads responses off the attribution of replies.
func (c *cypherBuilder) replyAttributions(s accessPath, key string, direct bool) accessPath {
	l, a, b, r := c.fresh("l"), c.fresh("n"), c.fresh("n"), c.fresh("r")
	s.match += fmt.Sprintf("MATCH (%s:Action)-[%s:%s]->(%s:Action), (%s)-[%s:%s]->(%s)", a, l, replyLabel, b, a, r, graph.RespondsTo, b)
	s = s.of(graph.KindResponse, r)
	return s.byAttribution(l, replyLabel, key, direct)
}

func (s accessPath) byAttribution(l, label, key string, direct bool) accessPath {
	s.conds = append(s.conds, l+".key = "+key)
	if direct {
		s.conds = append(s.conds, l+".direct")
	}
	s.id, s.earliest, s.latest, s.undated, s.split = l+".id", l+".earliest", l+".latest", l+".undated", true
	s.orderVars = []string{l}
	s.datedPrefix = []string{l + ".key"}
	s.datedHint, s.datedCond = byDate[label].of(l)
	s.undatedHint, s.anyDate = anyDate[label].of(l)
	s.undatedPrefix, s.undatedCond = []string{l + ".key", l + ".undated"}, l+".id IS NOT NULL"
	s.hint = s.undatedHint
	return s
}

func union(a, b []graph.EdgeKind) []graph.EdgeKind {
	out := slices.Clone(a)
	for _, k := range b {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

func joinKinds[K ~string](kinds []K) string {
	parts := make([]string, len(kinds))
	for i, k := range kinds {
		parts[i] = string(k)
	}
	return strings.Join(parts, "|")
}

func quoted(kinds []graph.EdgeKind) string {
	parts := make([]string, len(kinds))
	for i, k := range kinds {
		parts[i] = "'" + string(k) + "'"
	}
	return strings.Join(parts, ", ")
}
