package sqlite

import (
	"fmt"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// Through a lens, a statement reads views that bear the names of the tables, in place of these: each has the rows of its table that
// stand. So every question is asked as ever, and its answer is that of the graph without what the lens leaves out. The views are
// not materialised: SQLite puts each into the select that reads it, which seeks in the same indexes as without a lens.

// views compiles the views of one statement. The parameters of the lens are the same in all of them. SQLite allows a statement
// a thousand cursors when it reads views by name, so the conditions have few.
type views struct {
	*statement
	stands map[graph.Kind]string // the condition of facts x of a kind
}

// view is a select that stands for a table. Its text is made when a statement reads that table: there are many views, and most
// statements read one or two.
type view struct {
	name string
	text func(*views) string
}

// notMaterialized begins the text of a view.
const notMaterialized = " AS NOT MATERIALIZED ("

// viewsOf are all views of a lens.
var viewsOf = []view{
	{table(graph.KindAction), func(v *views) string { return v.facts(graph.KindAction) }},
	{table(graph.KindClaim), func(v *views) string { return v.facts(graph.KindClaim) }},
	{"node", (*views).nodes},
	{"edge", (*views).edges},
	{"ledger", func(v *views) string { return "SELECT * FROM main.ledger l WHERE " + v.ledgerStands() }},
	{"replies", func(v *views) string { return "SELECT * FROM main.replies l WHERE " + v.replyStands() }},
	{"occasions", (*views).occasions},
	{"owed", func(v *views) string {
		return "SELECT * FROM main.owed l WHERE " + v.nodeStands(graph.KindAction, "l.action")
	}},
	{"held", (*views).held},
}

// facts is the view of facts of a kind with a table of their own.
func (v *views) facts(k graph.Kind) string {
	return "SELECT * FROM main." + table(k) + " x WHERE " + v.stands[k]
}

// of is the condition of facts of a kind by another alias.
func (v *views) of(k graph.Kind, alias string) string {
	return strings.ReplaceAll(v.stands[k], "x.", alias+".")
}

// throughLens gives a statement what the views of its lens have in common.
func (s *statement) throughLens() *views {
	if s.through != nil {
		return s.through
	}
	v := &views{statement: s, stands: map[graph.Kind]string{}}
	standing := ""
	for _, k := range graph.FactKinds {
		if own := plan.StandingOf(s.lens, k); own != nil {
			if standing == "" { // what facts have to meet is the same for all kinds
				standing = s.standing(own)
			}
			v.stands[k] = standing
		}
	}
	s.tests, s.through = strings.Count(standing, "FROM"), v
	return v
}

// addViews adds the views of the tables that the statement reads, and of those that these views read, once its arms are complete.
func (s *statement) addViews() {
	if s.lens == nil {
		return
	}
	texts := slices.Clone(s.with)
	for _, a := range s.arms {
		texts = append(append(texts, a.values...), a.rest)
	}
	left := slices.Clone(viewsOf)
	for i := 0; i < len(texts); i++ {
		left = slices.DeleteFunc(left, func(of view) bool {
			if !strings.Contains(texts[i], of.name) {
				return false
			}
			text := of.name + notMaterialized + of.text(s.throughLens()) + ")"
			s.with, texts = append(s.with, text), append(texts, text)
			return true
		})
	}
}

// maxCursors is how many cursors a statement may have: beyond a thousand, SQLite opens no more views.
const maxCursors = 900

// parts divides a statement that reads so many views that SQLite would refuse it. That takes a dozen groups of one list, or as many
// conditions on related items.
func (s *statement) parts() []*statement {
	switch {
	case len(s.arms) == 0:
		return nil
	case s.lens == nil || s.mentions()*mostCursors < maxCursors:
		return []*statement{s}
	}
	var shared int
	for _, text := range s.with {
		if !strings.Contains(text, notMaterialized) {
			shared += s.cursors(text)
		}
	}
	var parts []*statement
	cursors := maxCursors
	for _, a := range s.arms {
		n := s.cursors(a.rest)
		for _, v := range a.values {
			n += s.cursors(v)
		}
		if cursors += n; cursors > maxCursors {
			parts = append(parts, &statement{sqlBuilder: s.sqlBuilder, with: s.with})
			cursors = shared + n
		}
		last := parts[len(parts)-1]
		last.arms = append(last.arms, a)
	}
	return parts
}

// mostCursors is more than any table of a statement takes, as a view.
const mostCursors = 7 + 3*(3+3*2)

// mentions is how many tables the statement reads.
func (s *statement) mentions() int {
	n := 0
	count := func(text string) { n += strings.Count(text, "FROM ") + strings.Count(text, "JOIN ") }
	for _, text := range s.with {
		if !strings.Contains(text, notMaterialized) {
			count(text)
		}
	}
	for _, a := range s.arms {
		count(a.rest)
		for _, v := range a.values {
			count(v)
		}
	}
	return n
}

// cursors is how many cursors a text takes, at most.
func (s *statement) cursors(text string) int {
	node, edge := 3+2*s.tests, 3+3*s.tests
	n := strings.Count(text, "FROM ") + strings.Count(text, "JOIN ")
	for name, of := range map[string]int{
		"node ": node, "edge ": edge, table(graph.KindAction) + " ": 1 + s.tests, table(graph.KindClaim) + " ": 1 + s.tests,
		"ledger ": 2 + s.tests, "owed ": 2 + s.tests, "replies ": 1 + edge, "occasions ": 7 + 3*edge, "held ": 5 + 2*s.tests,
	} {
		n += of * strings.Count(text, name)
	}
	return n
}

// standing is what a fact x has to meet by itself. Each place unfolds the list of supports once, if it comes to look.
func (s *statement) standing(of *plan.Standing) string {
	var conds []string
	if of.Supports != nil {
		conds = append(conds, "x.support"+s.among(*of.Supports))
	}
	if of.KnownOn != "" {
		conds = append(conds, `coalesce((SELECT u.knownBy FROM "support" u INDEXED BY support_known WHERE u.id = x.support) <= `+
			s.day(of.KnownOn)+", 0)")
	}
	if of.Basis != nil {
		conds = append(conds, "x.basis IN ("+s.params(of.Basis)+")")
	}
	if of.Datasets != nil {
		conds = append(conds, "EXISTS (SELECT 1 FROM json_each(x.datasets) d WHERE d.value IN ("+s.params(of.Datasets)+"))")
	}
	if conds == nil {
		return "1"
	}
	return strings.Join(conds, " AND ")
}

// params are parameters for some values.
func (c *sqlBuilder) params(values []string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = c.param(v)
	}
	return strings.Join(out, ", ")
}

// members is a parameter that json_each unfolds into the texts that a set lists.
func (c *sqlBuilder) members(m query.Members) string {
	if m.JSON != "" {
		return c.param(m.JSON)
	}
	return c.list(m.Texts)
}

// among is the condition, after an expression, that its value is in a set.
func (c *sqlBuilder) among(m query.Members) string {
	in := " IN (SELECT value FROM json_each(" + c.members(m) + "))"
	if m.Except {
		return " NOT" + in
	}
	return in
}

// nodeStands is true of the key of a node of a kind that stands.
func (v *views) nodeStands(k graph.Kind, pk string) string {
	return "EXISTS (SELECT 1 FROM " + standingOf(k) + " WHERE x.pk = " + pk + " AND " + v.stands[k] + ")"
}

// ledgerStands is true of a row l of the ledger whose action stands. The row says by itself what most lenses ask for.
func (v *views) ledgerStands() string {
	if v.lens.Datasets != nil {
		return v.nodeStands(graph.KindAction, "l.action")
	}
	return v.of(graph.KindAction, "l")
}

// replyStands is true of a row l of the replies whose response stands, with its two acts.
func (v *views) replyStands() string {
	if v.lens.Datasets != nil {
		return v.responseStands("l.edge")
	}
	stands := func(support, basis string) string {
		return strings.NewReplacer("x.support", "l."+support, "x.basis", "l."+basis).Replace(v.stands[graph.KindAction])
	}
	by := stands("bySupport", "byBasis")
	if v.lens.Basis == nil { // as a rule, a response rests on what its act rests on
		by = "(l.support = l.bySupport OR " + by + ")"
	}
	return strings.Join([]string{stands("support", "basis"), by, stands("toSupport", "toBasis")}, " AND ")
}

// responseStands is true of the key of a response that stands, with its two acts.
func (v *views) responseStands(pk string) string {
	return "EXISTS (SELECT 1 FROM main.edge e INDEXED BY response_standing WHERE e.pk = " + pk + " AND e." + responds +
		" AND " + v.of(graph.KindResponse, "e") +
		" AND " + v.nodeStands(graph.KindAction, "e.src") + " AND " + v.nodeStands(graph.KindAction, "e.dst") + ")"
}

// standingOf is the table of a kind, to be read from an index that has all that a lens asks for: the rows themselves are long.
func standingOf(k graph.Kind) string {
	if k == graph.KindAction {
		return "main." + table(k) + " x INDEXED BY action_standing"
	}
	return "main." + table(k) + " x"
}

// nodes is the view of nodes of all kinds.
func (v *views) nodes() string {
	cases := ""
	for _, k := range graph.NodeKinds {
		if v.stands[k] != "" {
			cases += " WHEN '" + string(k) + "' THEN " + v.nodeStands(k, "n.pk")
		}
	}
	return "SELECT * FROM main.node n WHERE CASE n.kind" + cases + " ELSE 1 END"
}

// edges is the view of edges.
func (v *views) edges() string {
	own := v.of(graph.KindResponse, "e")
	conds := []string{"(e." + unlabelled(plan.StruckLabels()) + " OR " + own + ")"}
	for _, k := range []graph.Kind{graph.KindAction, graph.KindClaim} {
		var labels []graph.EdgeKind
		for _, t := range graph.EdgeTypes {
			if from, to := plan.EndsAt(t.Label); slices.Contains(from, k) || slices.Contains(to, k) {
				labels = append(labels, t.Label)
			}
		}
		conds = append(conds, "(e."+unlabelled(labels)+" OR NOT EXISTS (SELECT 1 FROM "+standingOf(k)+
			" WHERE x.pk IN (e.src, e.dst) AND NOT coalesce("+v.stands[k]+", 0)))")
	}
	return "SELECT * FROM main.edge e WHERE " + strings.Join(conds, " AND ")
}

// whole is a table where the rows that are looked up are known to stand. Through a lens it is not the view.
func (c *sqlBuilder) whole(table string) string {
	if c.lens == nil {
		return table
	}
	return "main." + table
}

// edgesOf is the table of the edges of a hop from a node that stands. Through a lens it is the view, unless all of these edges stand
// then, as those do that lead to an actor.
func (c *sqlBuilder) edgesOf(h graph.Hop) string {
	if c.lens == nil {
		return "edge"
	}
	for _, label := range plan.StruckLabels() {
		if slices.Contains(h.Out, label) || slices.Contains(h.In, label) {
			return "edge"
		}
	}
	for _, label := range h.Out {
		if _, to := plan.EndsAt(label); len(to) > 0 {
			return "edge"
		}
	}
	for _, label := range h.In {
		if from, _ := plan.EndsAt(label); len(from) > 0 {
			return "edge"
		}
	}
	return c.whole("edge")
}

// unlabelled is the condition that an edge has none of these labels.
func unlabelled(labels []graph.EdgeKind) string {
	texts := make([]string, len(labels))
	for i, l := range labels {
		texts[i] = "'" + string(l) + "'"
	}
	return "label NOT IN (" + strings.Join(texts, ", ") + ")"
}

// ended is, of a stated silence s, the first of the answers that stand and can end it (ingest.SilenceEnds), by date: gives is a value
// of the link r or of its action b.
func (c *sqlBuilder) ended(s, gives string) string {
	return fmt.Sprintf("(SELECT %[1]s FROM answers w CROSS JOIN edge r CROSS JOIN %[2]s b CROSS JOIN %[2]s a "+
		"WHERE w.action = %[3]s.dst AND w.actor = %[3]s.src AND r.pk = w.edge AND b.pk = w.response AND a.pk = w.action "+
		"AND (%[3]s.kind <> %[4]s OR r.mode = '%[5]s') AND iif(b.earliest IS NULL, a.earliest IS NULL, "+
		"b.earliest >= coalesce(%[3]s.asOfDay, a.earliest, '')) "+
		"ORDER BY b.earliest IS NULL, b.earliest, b.latest, b.placeInDay, b.id LIMIT 1)",
		gives, table(graph.KindAction), s, noExplanation, graph.ModeExplain)
}

// occasions is the view of what responses answer that has no side. A response belongs to an exchange by what it is directed at, or by
// the acts of the other side that it answers, as far as these links stand.
func (v *views) occasions() string {
	belongs := func(more string) string {
		return "(EXISTS (SELECT 1 FROM main.ledger l WHERE l.action = o.response AND l.key = o.key" + strings.ReplaceAll(more, "?", "l") +
			") OR EXISTS (SELECT 1 FROM replies r WHERE r.response = o.response AND +r.key = o.key" + strings.ReplaceAll(more, "?", "r") + "))"
	}
	return "SELECT o.key, o.earliest, o.latest, o.placeInDay, o.id, o.action, o.response, o.edge, " + belongs(" AND ?.direct") +
		` AS direct, o.since, o."until" FROM main.occasions o WHERE EXISTS (SELECT 1 FROM edge e WHERE e.pk = o.edge) AND ` + belongs("")
}

// held is the view of those for whom claims are made, as it was in the first action that stands of those in which the claim was made.
func (v *views) held() string {
	then := "SELECT n.id IN (SELECT value FROM json_each(h.occasions)) FROM main.edge m CROSS JOIN " + table(graph.KindAction) + " n " +
		"WHERE m.src = h.claim AND m." + madeIn + " AND n.pk = m.dst ORDER BY n.id LIMIT 1"
	return "SELECT h.actor, h.claim, h.direct, h.side, 1 AS counts FROM main.held h WHERE " + v.nodeStands(graph.KindClaim, "h.claim") +
		" AND (h.occasions IS NULL OR coalesce((" + then + "), 1))"
}

// fromLeft is the condition that an item v of evidence is from a source that is left; "" when none is struck out.
func (c *sqlBuilder) fromLeft(v string) string {
	if !c.lens.OnSources() {
		return ""
	}
	return v + ".value ->> 'source'" + c.among(c.lens.Sources.Left)
}

// attributedTo is the expression of the actors to whom evidence of a fact in a table is attributed, as far as it is left.
func (c *sqlBuilder) attributedTo(table string) string {
	v := c.fresh("v")
	left := c.fromLeft(v)
	if left == "" {
		return table + `."attributedTo"`
	}
	return fmt.Sprintf("(SELECT nullif(json_group_array(a), '[]') FROM (SELECT DISTINCT %[1]s.value ->> 'attributedTo' AS a "+
		"FROM json_each(%[2]s.evidence) %[1]s WHERE %[1]s.value ->> 'attributedTo' > '' AND %[3]s))", v, table, left)
}
