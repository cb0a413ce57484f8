package neo4j

import (
	"fmt"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// accessPath is how the items of a list are reached: the clauses that bind the variable item, the expressions of its sort keys,
// and the hints that make the server use an index. Relations, starts of lists and walks make one each; list, branch and
// count compile it.
type accessPath struct {
	kind      graph.Kind
	match     string   // clauses, without the WHERE of the last
	conds     []string // the conditions of that WHERE
	item      string   // the variable of an item
	outer     string   // the variable of the item that a relation starts from, "" at the root
	orderVars []string // further variables that the sort keys read

	id, name, earliest, latest, place string // expressions of the sort keys

	asOf      graph.Day // of the ties along which a hop goes, "" for any time
	repeats   bool      // the clauses may bind one item several times
	unordered bool      // the items may come in any order

	hint     string // for every use
	pageHint string // for a page, not for a count
	anyDate  string // the condition that lets an index over dated and undated rows be used

	// split says that dated and undated items have an index each, so that a list by date is read in two branches. undated is
	// the property that is true of undated items. Of each branch: the hint for its index, the condition that lets the index
	// be used, and the expressions with which the index begins and which have one value in the branch.
	split                      bool
	undated                    string
	datedHint, undatedHint     string
	datedCond, undatedCond     string
	datedPrefix, undatedPrefix []string

	// Of a branch that split has made:
	indexPrefix  []string // datedPrefix or undatedPrefix
	known        bool     // earliest is known
	beforeCursor bool     // the branch begins after the cursor, so it needs no condition for it

	// unwind is an UNWIND before match, of keys of the attribution, and unwindVar its variable. For each key an index gives
	// the rows in order, so each is cut to a page before the keys are merged.
	unwind, unwindVar string
}

// of fills in the sort keys of an item of a kind, read from the item itself.
func (s accessPath) of(k graph.Kind, item string) accessPath {
	s.kind, s.item = k, item
	s.id, s.name, s.earliest, s.latest = item+".id", "null", unknownDay, unknownDay
	if plan.HasDays(k) {
		earliest, latest, place := query.DateColumns(k)
		s.earliest, s.latest, s.place = column(k, item, earliest), column(k, item, latest), column(k, item, place)
	}
	if slices.Contains(graph.NodeKinds, k) || k == graph.KindNode {
		s.name = item + ".sortName"
	}
	return s
}

// when adds conditions to those of the last clause; empty ones are left out.
func (s accessPath) when(conds ...string) accessPath {
	s.conds = slices.Clone(s.conds)
	for _, c := range conds {
		if c != "" {
			s.conds = append(s.conds, c)
		}
	}
	return s
}

// where is the WHERE of these conditions; empty ones are left out.
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

// list compiles a page, its total and its groups: [rows, number or null, lists of rows or null]. readList reads it.
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

// rows compiles the list of the first rows of all branches together. The branches are merged and cut before anything of an
// item is read, so that the projection is written once: its text holds everything nested in it, and would double at each
// level if each branch had its own.
func (c *cypherBuilder) rows(branches []accessPath, l plan.List, limit string, spec query.LoadSpec) string {
	s := branches[0]
	text := c.branch(s, l, limit)
	if len(branches) > 1 {
		arms := make([]string, len(branches))
		for i, b := range branches {
			arms[i] = c.branch(b, l, limit) + " RETURN " + s.item
		}
		text = fmt.Sprintf("CALL (%s) { %s } WITH %s%s LIMIT %s",
			s.outer, strings.Join(arms, " UNION ALL "), s.item, orderBy(nil, c.orderKeys(s.own(), l), l), limit)
	}
	give := c.returnClause(s.kind, s.item, spec)
	if l.Order.By == query.ByNumber {
		give += " + [toFloat(" + c.number(s.kind, s.item, l.Order.Number) + ")]"
	}
	return "COLLECT { " + text + " " + give + " }"
}

// own is a path that reads the sort keys from the item itself, not from the row of the attribution that led to it.
func (s accessPath) own() accessPath { return accessPath{}.of(s.kind, s.item) }

// count compiles the number of different items.
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

// clauses bind all items of a path, in no order.
func (s accessPath) clauses() string {
	text := s.match + s.hint + where(append(slices.Clone(s.conds), s.anyDate)...)
	if s.unwind != "" {
		text = s.unwind + " " + text
	}
	return text
}

// vars are the variables that a WITH has to keep.
func (s accessPath) vars() string {
	return strings.Join(append([]string{s.item}, s.orderVars...), ", ")
}

// branch compiles the clauses that bind the first items of a path, in order.
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
	own := s.own() // an item may have rows under several keys: merging them orders and keeps each by the item itself
	if s.earliest == unknownDay {
		own.earliest, own.latest = unknownDay, unknownDay
	}
	return fmt.Sprintf("%s CALL (%s) { %s%s WITH %s%s RETURN %s } WITH DISTINCT %[7]s%[8]s LIMIT %[9]s",
		s.unwind, s.unwindVar, s.match+s.hint, where(conds...), s.vars(), order, s.item,
		orderBy(nil, c.orderKeys(own, l), l), limit)
}

// include compiles a relation of the item v: [rows, total], or of a connection what list compiles.
func (c *cypherBuilder) include(v string, inc *query.Include) string {
	s, l := c.traverseAsOf(inc.Relation, v, inc.AsOf), plan.RelatedListOf(inc.Relation, inc.List)
	if inc.Relation.Cardinality != graph.Connection {
		return c.plain(s, l, inc)
	}
	return c.list(s, l, inc.LoadSpec())
}

// plain compiles a relation that is not paged: all of it, or a row more than is allowed.
func (c *cypherBuilder) plain(s accessPath, l plan.List, inc *query.Include) string {
	if p := c.pred(s.kind, s.item, l.Where); p != "" {
		s.conds = append(append([]string{}, s.conds...), p)
	}
	l.Page = query.Page{}
	limit := query.MaxPlain + 1
	if inc.Relation.Cardinality == graph.One {
		limit = 1
	}
	s.unordered = putInOrder(inc) || plan.Exact(inc.Relation)
	total := "null"
	if l.Total {
		total = c.count(s)
	}
	return "[" + c.rows([]accessPath{s}, l, c.param(limit), inc.LoadSpec()) + ", " + total + "]"
}

// putInOrder is true of lists that readRelated sorts, because the server takes longer to sort each of many short lists.
func putInOrder(inc *query.Include) bool {
	last := inc.Relation.Path[len(inc.Relation.Path)-1]
	return inc.Relation.Cardinality == graph.Plain && inc.Order.By == query.ByID && !last.Evidence && last.Parts == ""
}

// traverse compiles the path of a relation from v.
func (c *cypherBuilder) traverse(r *graph.Relation, v string) accessPath {
	return c.traverseAsOf(r, v, "")
}

// traverseAsOf is traverse, of ties that held on a day.
func (c *cypherBuilder) traverseAsOf(r *graph.Relation, v string, asOf graph.Day) accessPath {
	s := accessPath{repeats: len(r.Path) > 1, outer: v, asOf: asOf}
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

// hop continues a path by one hop of a relation, from the item v of a kind to one of kind to.
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
		if node, list := embeddedRefs(from, h.IDs); node || list {
			m, held := c.fresh("n"), v+"."+h.IDs
			if node {
				held = "[" + held + "]"
			}
			s.match += fmt.Sprintf("UNWIND %s AS %s WITH %s", held, m, m)
			return s.of(to, m)
		}
		id := c.fresh("id")
		s.match += fmt.Sprintf("UNWIND %s AS %s ", c.value(from, v, h.IDs), id)
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
		s = s.of(to, e).when(c.fromLeft(e + ".source"))
		s.id, s.orderVars = i, []string{i}
		return s
	case h.Parts != "": // a list of texts, "STATUS SINCE SOURCE …"
		i, words, e := c.fresh("i"), c.fresh("words"), c.fresh("e")
		s.match += fmt.Sprintf("UNWIND range(0, coalesce(size(%[1]s), 0) - 1) AS %[2]s WITH %[2]s, split(%[1]s[%[2]s], ' ') AS %[3]s "+
			"WITH %[2]s, {status: %[3]s[0], since: %[3]s[1], sources: %[3]s[2..]} AS %[4]s", column(from, v, h.Parts), i, words, e)
		s = s.of(to, e)
		s.id, s.orderVars = i, []string{i}
		return s
	case h.Sides:
		m, l, label, counts := c.fresh("n"), c.fresh("l"), attributionLabel, ""
		if from == graph.KindClaim {
			label, counts = heldLabel, c.counts(v, l)
		}
		s.match += fmt.Sprintf("MATCH (%s)-[%s:%s {side: true}]->(%s:Actor)", v, l, label, m)
		s.repeats = true
		return s.of(to, m).when(counts)
	case h.Below:
		m := c.fresh("n")
		s.match += fmt.Sprintf("MATCH (%s)<-[:%s*0..]-(%s:Actor) WITH DISTINCT %[3]s", v, joinKinds(plan.ActingTies()), m)
		return s.of(to, m)
	case h.Above:
		r, m, held := c.fresh("r"), c.fresh("n"), ""
		if s.asOf != "" {
			held = " WHERE " + c.heldOn(r, s.asOf)
		}
		s.match += fmt.Sprintf("MATCH (%s) (()-[%s:%s]->()%s)+ (%s:Actor) WITH DISTINCT %[5]s",
			v, r, joinKinds(plan.ActingTies()), held, m)
		return s.of(to, m).when(m + " <> " + v)
	case h.Attribution != graph.NoSide && to == graph.KindClaim:
		return c.heldBy(s, "("+v+")", false)
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

// evidenceMembers are the entries of a map that stands for the i-th piece of evidence of v.
func evidenceMembers(v, i string) string {
	var parts []string
	for _, m := range query.Columns(graph.KindEvidence) {
		value := fmt.Sprintf("%s.%s[%s]", v, evidenceList(m), i)
		if m == "relation" {
			value = "coalesce(nullIf(" + value + ", ''), '" + string(graph.EvidenceSupports) + "')"
		}
		parts = append(parts, m+": "+value)
	}
	return strings.Join(parts, ", ")
}

// edgeHop continues a path along an edge, to its far end, or to the edge itself if the hop is AsFact.
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
		s.conds = append(s.conds, fmt.Sprintf("(startNode(%[1]s) = %[2]s AND type(%[1]s) IN [%[3]s] "+
			"OR endNode(%[1]s) = %[2]s AND type(%[1]s) IN [%[4]s])", r, v, quoted(h.Out), quoted(h.In)))
	}
	s = s.when(c.relStands(labels, r))
	if h.AsFact {
		var far []string
		if len(h.Out) > 0 {
			far = append(far, c.endStands(h.Out, false, m))
		}
		if stands := c.endStands(h.In, true, m); !slices.Contains(far, stands) {
			far = append(far, stands)
		}
		return s.of(to, r).when(far...)
	}
	if len(labels) > 1 {
		s.repeats = true
	}
	return s.of(to, m).when(c.nodeStands(to, m))
}

// heldBy continues a path to the claims made by, or on behalf of, one who acts for an actor, given as a pattern.
func (c *cypherBuilder) heldBy(s accessPath, actor string, direct bool) accessPath {
	l, n := c.fresh("l"), c.fresh("n")
	s.match += fmt.Sprintf("MATCH (%s:Claim)-[%s:%s]->%s", n, l, heldLabel, actor)
	if s = s.of(graph.KindClaim, n); direct {
		s.conds = append(s.conds, l+".direct")
	}
	return s.when(c.nodeStands(graph.KindClaim, n), c.counts(n, l))
}

// attributions continues a path to the actions that the attribution has under a key. Its index gives them by date.
func (c *cypherBuilder) attributions(s accessPath, key string, direct bool) accessPath {
	l, n := c.fresh("l"), c.fresh("n")
	s.match += fmt.Sprintf("MATCH (%s:Action)-[%s:%s]->()", n, l, attributionLabel)
	s = s.of(graph.KindAction, n).when(c.nodeStands(graph.KindAction, n))
	return s.byAttribution(l, attributionLabel, key, direct)
}

// replyAttributions continues a path to the responses that the attribution of replies has under a key.
func (c *cypherBuilder) replyAttributions(s accessPath, key string, direct bool) accessPath {
	l, r := c.fresh("l"), c.fresh("r")
	s.match += fmt.Sprintf("MATCH ()-[%[1]s:%[2]s]->(), ()-[%[3]s:%[4]s {id: %[1]s.id}]->()", l, replyLabel, r, graph.RespondsTo)
	s = s.of(graph.KindResponse, r).when(c.responseStands(r)...).byAttribution(l, replyLabel, key, direct)
	// Without this hint, the server scans all responses while it has few, and keeps that plan.
	link := " USING INDEX SEEK " + r + ":" + string(graph.RespondsTo) + "(id)"
	s.hint, s.datedHint, s.undatedHint = s.hint+link, s.datedHint+link, s.undatedHint+link
	return s
}

// byAttribution reads the sort keys from the rows l of the attribution, and hints at their indexes.
func (s accessPath) byAttribution(l, label, key string, direct bool) accessPath {
	s.conds = append(s.conds, l+".key = "+key)
	if direct {
		s.conds = append(s.conds, l+".direct")
	}
	s.id, s.earliest, s.latest, s.place = l+".id", l+".earliest", l+".latest", l+".placeInDay"
	s.undated, s.split = l+".undated", true
	s.orderVars = []string{l}
	s.datedPrefix = []string{l + ".key"}
	s.datedHint, s.datedCond = byDate[label].of(l)
	s.undatedHint, s.anyDate = anyDate[label].of(l)
	s.undatedPrefix, s.undatedCond = []string{l + ".key", l + ".undated"}, l+".id IS NOT NULL"
	s.hint = s.undatedHint
	return s
}

// union has the labels of a, then those of b that a lacks.
func union(a, b []graph.EdgeKind) []graph.EdgeKind {
	out := slices.Clone(a)
	for _, k := range b {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// joinKinds is the label expression that any of these labels meets.
func joinKinds[K ~string](kinds []K) string {
	parts := make([]string, len(kinds))
	for i, k := range kinds {
		parts[i] = string(k)
	}
	return strings.Join(parts, "|")
}

// quoted lists labels as Cypher texts.
func quoted(kinds []graph.EdgeKind) string {
	parts := make([]string, len(kinds))
	for i, k := range kinds {
		parts[i] = "'" + string(k) + "'"
	}
	return strings.Join(parts, ", ")
}
