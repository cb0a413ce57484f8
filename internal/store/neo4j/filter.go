package neo4j

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// plainTerms is how many conditions a filter may have for its alternatives to be written by OR. The server rewrites AND and OR
// into a normal form and looks for indexes in each combination, in a time that grows exponentially: of thirty times three
// alternatives it makes no plan within a minute. It looks into no CASE.
const plainTerms = 12

// pred compiles a condition on item v, "" for one that is always true. An unknown value makes a condition null in Cypher; it
// counts as false, also under Not.
func (c *cypherBuilder) pred(k graph.Kind, v string, p query.Pred) string {
	if !c.opaque && plan.Terms(p) > plainTerms {
		c.opaque = true
		defer func() { c.opaque = false }()
	}
	switch p := p.(type) {
	case nil:
		return ""
	case query.And:
		return c.all(k, v, p)
	case query.Or:
		var parts []string
		for _, x := range p {
			one := c.pred(k, v, x)
			if one == "" {
				one = "true"
			}
			parts = append(parts, one)
		}
		switch {
		case len(parts) == 0:
			return c.never()
		case c.opaque:
			return "CASE WHEN " + strings.Join(parts, " THEN true WHEN ") + " THEN true ELSE false END"
		}
		return "(" + strings.Join(parts, " OR ") + ")"
	case query.Not:
		inner := c.pred(k, v, p.Pred)
		if inner == "" {
			return c.never()
		}
		return "NOT coalesce(" + inner + ", false)"
	case query.IDIn:
		return v + ".id IN " + c.param(nonNil(p))
	case query.In:
		col, values := c.value(k, v, p.Prop), c.param(nonNil(p.Values))
		if plan.TypeOf(k, p.Prop) == graph.PropList {
			return fmt.Sprintf("any(x IN %s WHERE x IN %s)", col, values)
		}
		return col + " IN " + values
	case query.Between:
		return c.between(c.number(k, v, p.Prop), p)
	case query.Like:
		op := "CONTAINS"
		if p.Prefix {
			op = "STARTS WITH"
		}
		if len(p.Values) == 1 { // what an index can serve
			return fmt.Sprintf("%s %s %s", column(k, v, p.Prop), op, c.param(p.Values[0]))
		}
		return fmt.Sprintf("any(x IN %s WHERE %s %s x)", c.param(nonNil(p.Values)), column(k, v, p.Prop), op)
	case query.HasValue:
		return c.value(k, v, p.Prop) + " IS NOT NULL"
	case query.HeldOn:
		return c.heldOn(v, p.Day)
	case query.Overlaps:
		s := accessPath{}.of(k, v)
		return c.overlaps(s.earliest, s.latest, p)
	case query.Matches:
		return c.matches(v, plan.Words(p.Text))
	case query.Related:
		s := c.traverse(p.Relation, v)
		inner := c.pred(s.kind, s.item, p.Where)
		return "EXISTS { " + s.match + where(append(slices.Clone(s.conds), s.anyDate, inner)...) + " }"
	case query.Attributed:
		return c.attributed(k, v, p)
	case query.OwnedBy:
		p0, owner := c.fresh("n"), c.fresh("n")
		return fmt.Sprintf("EXISTS { MATCH (%s)-[:%s]->(%s:Actor)-[:%s*0..]->(%s:Actor) WHERE %s.id IN %s }",
			v, graph.PublishedBy, p0, joinKinds(graph.OriginTies), owner, owner, c.param(nonNil(p)))
	case query.OfCountry:
		p0, owner, way, x := c.fresh("n"), c.fresh("n"), c.fresh("p"), c.fresh("x")
		return fmt.Sprintf("EXISTS { MATCH (%s)-[:%s]->(%s:Actor) MATCH %s = (%s)-[:%s*0..]->(%s:Actor) "+
			"WHERE %s.country IN %s AND none(%s IN nodes(%s)[..-1] WHERE %s.country IS NOT NULL) }",
			v, graph.PublishedBy, p0, way, p0, joinKinds(graph.OriginTies), owner, owner, c.param(nonNil(p)), x, way, x)
	case query.InPlaces:
		if k == graph.KindResponse {
			v = "startNode(" + v + ")"
		}
		a, place := c.fresh("n"), c.fresh("n")
		return fmt.Sprintf("EXISTS { UNWIND [%s] AS %s MATCH (%s)-[:%s]->(:Place)-[:%s*0..]->(%s:Place) WHERE %s.id IN %s }",
			v, a, a, graph.TookPlaceIn, graph.Within, place, place, c.param(nonNil(p)))
	}
	return ""
}

// all compiles conditions that all have to hold, "" when there are none.
func (c *cypherBuilder) all(k graph.Kind, v string, preds []query.Pred) string {
	var parts []string
	for _, x := range preds {
		if one := c.pred(k, v, x); one != "" {
			parts = append(parts, one)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "(" + strings.Join(parts, " AND ") + ")"
}

// between is true of a known number within bounds.
func (c *cypherBuilder) between(col string, p query.Between) string {
	parts := []string{col + " IS NOT NULL"}
	if p.Min != nil {
		parts = append(parts, col+" >= "+c.param(*p.Min))
	}
	if p.Max != nil {
		parts = append(parts, col+" <= "+c.param(*p.Max))
	}
	return "(" + strings.Join(parts, " AND ") + ")"
}

// overlaps is true of what is dated and may lie in since..until. An unknown day never does.
func (c *cypherBuilder) overlaps(earliest, latest string, p query.Overlaps) string {
	parts := []string{earliest + " IS NOT NULL"}
	if p.Since != "" {
		parts = append(parts, latest+" >= "+c.day(p.Since))
	}
	if p.Until != "" {
		parts = append(parts, earliest+" <= "+c.day(p.Until))
	}
	return "(" + strings.Join(parts, " AND ") + ")"
}

// never is a condition that nothing meets. It is a parameter, since the server would drop all conditions beside a literal
// false, and then refuse the hint at the index that they use.
func (c *cypherBuilder) never() string { return c.param(false) }

// heldOn is the condition that a tie held on a day.
func (c *cypherBuilder) heldOn(tie string, d graph.Day) string {
	return fmt.Sprintf("(coalesce(%[1]s.sinceDay <= %[2]s, true) AND coalesce(%[1]s.untilDay >= %[2]s, true))", tie, c.day(d))
}

// day is a parameter for a native date.
func (c *cypherBuilder) day(d graph.Day) string { return c.param(dayParam(string(d))) }

// matches is true when each token begins a word of the folded text. It reads the text itself; a list that starts from a match
// takes its candidates from the full-text index (fullText).
func (c *cypherBuilder) matches(v string, tokens []string) string {
	if len(tokens) == 0 {
		return c.never()
	}
	return fmt.Sprintf("all(x IN %s WHERE (' ' + %s.searchText) CONTAINS x)", c.param(prefixed(tokens)), v)
}

// prefixed puts before each token the space at which a word begins.
func prefixed(tokens []string) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = " " + t
	}
	return out
}

// attributed is true of an action, or of a response, that the attribution has under any of these keys.
func (c *cypherBuilder) attributed(k graph.Kind, v string, p query.Attributed) string {
	l, direct := c.fresh("l"), ""
	if p.Direct {
		direct = l + ".direct"
	}
	if k == graph.KindClaim {
		y := c.fresh("n")
		return fmt.Sprintf("EXISTS { MATCH (%s)-[%s:%s]->(%s:Actor)%s }", v, l, heldLabel, y,
			where(y+".id IN "+c.param(plan.Holders(p.Keys)), direct, c.counts(v, l)))
	}
	keys := c.param(nonNil(p.Keys))
	if k == graph.KindResponse {
		a := c.fresh("n")
		return fmt.Sprintf("EXISTS { UNWIND [startNode(%s)] AS %s MATCH (%s)-[%s:%s]->()%s }",
			v, a, a, l, replyLabel, where(l+".id = "+v+".id", l+".key IN "+keys, direct))
	}
	return fmt.Sprintf("EXISTS { MATCH (%s)-[%s:%s]->()%s }", v, l, attributionLabel, where(l+".key IN "+keys, direct))
}

// start compiles the clauses that bind the items of a list, from where the plan starts it.
func (c *cypherBuilder) start(l plan.List) accessPath {
	switch start := l.Start.(type) {
	case plan.ByAttribution:
		if l.Kind == graph.KindClaim {
			y := c.fresh("n")
			s := accessPath{match: "MATCH (" + y + ":Actor) WHERE " + y + ".id IN " + c.param(plan.Holders(start.Keys)) + " ", repeats: true}
			return c.heldBy(s, "("+y+")", start.Direct)
		}
		key := c.fresh("key")
		s := accessPath{unwind: "UNWIND " + c.param(nonNil(start.Keys)) + " AS " + key, unwindVar: key, repeats: true}
		if l.Kind == graph.KindAction {
			return c.attributions(s, key, start.Direct)
		}
		return c.replyAttributions(s, key, start.Direct)
	case plan.ByText:
		n := c.fresh("n")
		s := c.fullText(n, start.Tokens).of(l.Kind, n)
		s.conds = append(s.conds, n+":"+string(l.Kind))
		s = s.when(c.nodeStands(l.Kind, n))
		return s
	case plan.ByRelated:
		n := c.fresh("n")
		s := accessPath{match: fmt.Sprintf("MATCH (%s:%s)", n, l.Kind), repeats: true}.of(l.Kind, n)
		far := c.traverse(start.Relation, n)
		s.match += " " + far.match
		s.conds = append(s.conds, far.conds...)
		s.conds = append(s.conds, c.pred(far.kind, far.item, start.IDs))
		return s.when(c.nodeStands(l.Kind, n))
	case plan.ByPlace:
		n, place := c.fresh("n"), c.fresh("n")
		s := accessPath{repeats: true, match: fmt.Sprintf("MATCH (%s:Place)<-[:%s*0..]-(:Place)<-[:%s]-(%s:%s)",
			place, graph.Within, graph.TookPlaceIn, n, l.Kind)}.of(l.Kind, n)
		s.conds = []string{place + ".id IN " + c.param(nonNil(start.IDs))}
		return s.when(c.nodeStands(l.Kind, n))
	case plan.WholeKind:
	}
	n := c.fresh("n")
	if l.Kind == graph.KindResponse {
		s := accessPath{match: fmt.Sprintf("MATCH (:Action)-[%s:%s]->(:Action)", n, graph.RespondsTo)}
		return s.of(l.Kind, n).when(c.responseStands(n)...)
	}
	s := accessPath{match: fmt.Sprintf("MATCH (%s:%s)", n, l.Kind)}
	return c.wholeKind(s.of(l.Kind, n).when(c.nodeStands(l.Kind, n)), l, n)
}

// wholeKind adds hints that make the server read a kind in the order of an index. A list with a filter gets none, so that the
// server's planner may start from the filter.
func (c *cypherBuilder) wholeKind(s accessPath, l plan.List, n string) accessPath {
	index := "INDEX"
	if at := l.Page.Cursor; at != nil && len(at.Keys) > 0 && at.Keys[0] != "" {
		index = "INDEX SEEK" // without it, depending on statistics, the server reads all that precedes the cursor
	}
	hint := func(index, props string) string {
		if l.Where != nil {
			return ""
		}
		return fmt.Sprintf(" USING %s %s:%s(%s)", index, n, l.Kind, props)
	}
	switch {
	case l.Order.By == query.ByDate && l.Kind == graph.KindAction:
		s.split, s.undated = true, n+".undated"
		s.datedHint, s.undatedHint = hint(index, "earliest, latest, placeInDay, id"), hint("INDEX", "undated, id")
		s.undatedPrefix, s.undatedCond = []string{n + ".undated"}, n+".id IS NOT NULL"
		s.datedCond = fmt.Sprintf("%[1]s.earliest IS NOT NULL AND %[1]s.latest IS NOT NULL AND %[1]s.placeInDay IS NOT NULL "+
			"AND %[1]s.id IS NOT NULL", n)
	case l.Where != nil:
	case l.Order.By == query.ByID:
		s.pageHint = hint("INDEX", "id")
		s.conds = append(s.conds, n+".id IS NOT NULL")
	case l.Order.By == query.ByName:
		s.pageHint = hint("INDEX", "sortName")
		s.conds = append(s.conds, n+".sortName IS NOT NULL")
	}
	return s
}

// cutTerm is the beginning of a token that the index holds as one term: its analyzer splits words of more than 255 UTF-16
// units.
func cutTerm(t string) string {
	n := 0
	for i, r := range t {
		if n += len(utf16.AppendRune(nil, r)); n > 250 {
			return t[:i]
		}
	}
	return t
}

// maxTerms is for how many words the full-text index is asked: Lucene refuses a query of more than 1,024 clauses. Some words give as
// few candidates as all.
const maxTerms = 100

// fullText takes candidates from the full-text index and checks them against the text itself.
func (c *cypherBuilder) fullText(n string, tokens []string) accessPath {
	terms := make([]string, min(len(tokens), maxTerms))
	for i, t := range tokens[:len(terms)] { // lower-case letters and digits: no operator of Lucene's query language
		terms[i] = "+" + cutTerm(t) + "*"
	}
	return accessPath{
		match: fmt.Sprintf("CALL db.index.fulltext.queryNodes('%s', %s) YIELD node AS %s WITH %s",
			searchIndex, c.param(strings.Join(terms, " ")), n, n),
		conds:   []string{c.matches(n, tokens)},
		repeats: true, // it does not repeat, but to count the rows of a procedure Cypher needs a RETURN, which DISTINCT brings
	}
}
