package neo4j

import (
	"fmt"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// Through a lens, each place where a statement comes to a fact, or to a row of the attribution, has the conditions of this file
// more (plan/lens.go says which). All are "" without a lens, so that a statement is then as ever. What a statement holds already
// stands, and is not asked again.

// lens is what a lens asks of facts, by the names of its parameters, which the whole statement shares.
type lens struct {
	*query.Lens
	supports, day, basis, datasets, left string
}

// through makes the statement look through a lens.
func (c *cypherBuilder) through(l *query.Lens) {
	own := plan.StandingOf(l, graph.KindAction) // it is the same for all kinds that a lens strikes
	if own == nil {
		return
	}
	c.lens = &lens{Lens: l}
	if own.Supports != nil {
		c.lens.supports = c.param(nonNil(own.Supports.Texts))
	}
	if l.OnSources() {
		c.lens.left = c.param(nonNil(l.Sources.Left.Texts))
	}
	if own.KnownOn != "" {
		c.lens.day = c.day(own.KnownOn)
	}
	if own.Basis != nil {
		c.lens.basis = c.param(own.Basis)
	}
	if own.Datasets != nil {
		c.lens.datasets = c.param(own.Datasets)
	}
}

// lensOf is the lens of the question, or nil.
func (c *cypherBuilder) lensOf() *query.Lens {
	if c.lens == nil {
		return nil
	}
	return c.lens.Lens
}

// among is the condition, on an expression, that its value is in a set, whose texts a parameter has.
func among(expr string, m query.Members, texts string) string {
	if m.Except {
		return "NOT " + expr + " IN " + texts
	}
	return expr + " IN " + texts
}

// stands is the condition of a fact by itself: of an action, of a claim, or of a relationship that is one, apart from its ends.
func (c *cypherBuilder) stands(fact string) string {
	l := c.lens
	if l == nil {
		return ""
	}
	var conds []string
	if l.supports != "" {
		conds = append(conds, among(fact+".support", l.Sources.Standing, l.supports))
	}
	if l.basis != "" {
		conds = append(conds, fact+".basis IN "+l.basis)
	}
	if l.datasets != "" {
		conds = append(conds, fmt.Sprintf("any(d IN %s.datasets WHERE d IN %s)", fact, l.datasets))
	}
	if l.day != "" {
		conds = append(conds, c.knownOn(fact))
	}
	return strings.Join(conds, " AND ")
}

// and is a further condition, "" for none.
func and(cond string) string {
	if cond == "" {
		return ""
	}
	return " AND " + cond + " "
}

// knownOn is the condition that a fact was known by the day of the lens.
func (c *cypherBuilder) knownOn(fact string) string {
	u := c.fresh("u")
	return fmt.Sprintf("EXISTS { MATCH (%s:%s {id: %s.support}) WHERE %[1]s.knownBy <= %[4]s }", u, supportLabel, fact, c.lens.day)
}

// struckLabels is the label expression of the node kinds that a lens strikes.
const struckLabels = string(graph.KindAction) + "|" + string(graph.KindClaim)

// nodeStands is the condition of a node of a kind, which may be any.
func (c *cypherBuilder) nodeStands(k graph.Kind, n string) string {
	own := ""
	if plan.Strikes(k) || k == graph.KindNode {
		own = c.stands(n)
	}
	if own != "" && k == graph.KindNode {
		return "(NOT " + n + ":" + struckLabels + " OR (" + own + "))"
	}
	return own
}

// relStands is the condition of a relationship with one of these labels, apart from its ends.
func (c *cypherBuilder) relStands(labels []graph.EdgeKind, r string) string {
	if c.lens == nil {
		return ""
	}
	struck := slices.DeleteFunc(slices.Clone(labels), func(l graph.EdgeKind) bool { return !slices.Contains(plan.StruckLabels(), l) })
	if len(struck) == 0 {
		return ""
	}
	own := c.stands(r)
	if own != "" && len(struck) < len(labels) {
		return "(NOT " + r + ":" + joinKinds(struck) + " OR (" + own + "))"
	}
	return own
}

// endStands is the condition of the node at the end of a relationship with one of these labels: where it starts, or where it ends.
func (c *cypherBuilder) endStands(labels []graph.EdgeKind, start bool, n string) string {
	if c.lens == nil {
		return ""
	}
	var kinds []graph.Kind // that may be there
	var struck bool
	for _, label := range labels {
		t, _ := graph.EdgeTypeOf(label)
		from, to := plan.EndsAt(label)
		if start {
			kinds, struck = append(kinds, t.From...), struck || len(from) > 0
		} else {
			kinds, struck = append(kinds, t.To...), struck || len(to) > 0
		}
	}
	switch {
	case !struck:
		return ""
	case slices.ContainsFunc(kinds, func(k graph.Kind) bool { return !plan.Strikes(k) }):
		return c.nodeStands(graph.KindNode, n)
	}
	return c.stands(n)
}

// responseStands is the condition of a response r, with its two acts.
func (c *cypherBuilder) responseStands(r string) []string {
	if c.lens == nil {
		return nil
	}
	return []string{c.stands(r), c.stands("startNode(" + r + ")"), c.stands("endNode(" + r + ")")}
}

// replyStands is the condition of a row l of the replies by an action that stands.
func (c *cypherBuilder) replyStands(action, l string) string {
	if c.stands("") == "" {
		return ""
	}
	r, t := c.fresh("r"), c.fresh("n")
	return fmt.Sprintf("EXISTS { MATCH (%s)-[%s:%s]->(%s:Action)%s }", action, r, graph.RespondsTo, t,
		where(r+".id = "+l+".id", c.stands(r), c.stands(t)))
}

// occasionStands is the condition of a row l of what an action answers that has no side, an occasion that stands. The action is still
// an act of the key, or answers one; by actors themselves, if direct is not "".
func (c *cypherBuilder) occasionStands(l, direct string) string {
	if c.stands("") == "" {
		return ""
	}
	action, r := "startNode("+l+")", c.fresh("r")
	a, m := c.fresh("n"), c.fresh("l")
	of := m + ".key = " + l + ".key"
	if direct != "" {
		direct = m + ".direct"
	}
	belongs := fmt.Sprintf("(EXISTS { MATCH (%[1]s)-[%[2]s:%[3]s]->()%[4]s } OR EXISTS { MATCH (%[1]s)-[%[2]s:%[5]s]->()%[6]s })",
		a, m, attributionLabel, where(of, direct), replyLabel, where(of, direct, c.replyStands(a, m)))
	return fmt.Sprintf("EXISTS { WITH %[1]s AS %[2]s, endNode(%[3]s) AS occasion MATCH (%[2]s)-[%[4]s:%[5]s]->(occasion)%[6]s }",
		action, a, l, r, graph.RespondsTo, where(r+".id = "+l+".link", c.stands(r), c.stands(a), belongs))
}

// counts is the condition of a row l of those for whom a claim, which stands, is made: so it was in the first action that stands of
// those in which the claim was made.
func (c *cypherBuilder) counts(claim, l string) string {
	if c.stands("") == "" {
		return l + ".counts"
	}
	a := c.fresh("n")
	return fmt.Sprintf("(%[1]s.occasions IS NULL OR coalesce(head(COLLECT { MATCH (%[2]s)-[:%[3]s]->(%[4]s:Action)%[5]s "+
		"WITH %[4]s ORDER BY %[4]s.id LIMIT 1 RETURN %[4]s.id IN %[1]s.occasions }), true))",
		l, claim, graph.MadeIn, a, where(c.stands(a)))
}

// answering binds the link r by which an action b answers action a for actor o (ingest.AnswerRow), and these stand.
func (c *cypherBuilder) answering(conds ...string) string {
	return "MATCH (a)<-[r:" + string(graph.RespondsTo) + "]-(b:Action)" +
		where(append([]string{"o.id IN r.answersFor", c.stands("r"), c.stands("b")}, conds...)...)
}

// ended is the id of the link that has ended a stated silence s of actor o on action a, by a day if given: the first of the answers
// that stand and can end it (ingest.SilenceEnds), by date.
func (c *cypherBuilder) ended(asOf string) string {
	if c.stands("") == "" {
		if asOf == "" {
			return "s.endedBy"
		}
		return "CASE WHEN s.endedOn <= " + asOf + " THEN s.endedBy END"
	}
	by := ""
	if asOf != "" {
		by = " WHERE x[1] <= " + asOf
	}
	return "head([x IN COLLECT { " + c.answering("(s.kind <> "+noExplanation+" OR r.mode = '"+string(graph.ModeExplain)+"')",
		"CASE WHEN b.earliest IS NULL THEN a.earliest IS NULL ELSE coalesce(b.earliest >= coalesce(s.asOfDay, a.earliest), true) END") +
		" WITH r, b ORDER BY b.earliest IS NULL, b.earliest, b.latest, b.placeInDay, b.id LIMIT 1 RETURN [r.id, b.earliest] }" +
		by + " | x[0]])"
}

// answered is true of a request a whose row w says that actor o has answered it, by a day if given.
func (c *cypherBuilder) answered(asOf string) string {
	switch {
	case c.stands("") != "" && asOf != "":
		return "(w.answered AND EXISTS { " + c.answering("b.earliest <= "+asOf) + " })"
	case c.stands("") != "":
		return "(w.answered AND EXISTS { " + c.answering() + " })"
	case asOf != "":
		return "(w.answered AND coalesce(w.answeredOn <= " + asOf + ", false))"
	}
	return ""
}

// fromLeft is the condition that an expression is a source that the lens leaves; "" when it strikes none.
func (c *cypherBuilder) fromLeft(source string) string {
	if c.lens == nil || c.lens.left == "" {
		return ""
	}
	return among(source, c.lens.Sources.Left, c.lens.left)
}

// attributedTo is the expression of the actors to whom evidence of a fact is attributed, as far as its sources are left.
func (c *cypherBuilder) attributedTo(fact string) string {
	left := c.fromLeft(fact + ".evidenceSource[i]")
	if left == "" {
		return fact + ".attributedTo"
	}
	return fmt.Sprintf("CASE WHEN %[1]s.attributedTo IS NOT NULL THEN "+
		"nullIf(reduce(all = [], i IN range(0, size(%[1]s.evidenceSource) - 1) | CASE "+
		"WHEN %[1]s.evidenceAttributedTo[i] <> '' AND NOT %[1]s.evidenceAttributedTo[i] IN all AND %[2]s "+
		"THEN all + %[1]s.evidenceAttributedTo[i] ELSE all END), []) END", fact, left)
}

// value is the expression of one value of an item, as the lens shows it.
func (c *cypherBuilder) value(k graph.Kind, v, name string) string {
	if name == "attributedTo" && k != graph.KindEvidence {
		return c.attributedTo(v)
	}
	return column(k, v, name)
}

// upToDate adds to a statement that it ends when the sources of the lens were found at another revision.
func (c *cypherBuilder) upToDate(p *statement) *statement {
	if !c.lensOf().Found() {
		return p
	}
	text := revisionColumn
	if p.text == "" {
		text = "RETURN " + text
	} else {
		text = p.text + ", " + text
	}
	return &statement{text: text, read: func(r *neo4j.Record) (*query.Answer, error) {
		own := len(r.Values) - 1
		if n, _ := r.Values[own].(int64); n != c.lens.Sources.Revision {
			return nil, query.ErrLensOutdated
		}
		rest := *r
		rest.Values = r.Values[:own]
		return p.read(&rest)
	}}
}
