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

// noExplanation is the term as Cypher writes it.
const noExplanation = "'" + string(graph.NoExplanation) + "'"

// findUnanswered lists two kinds of rows (o, a, s): the actor that has not answered, the action, and the SILENT_ON relationship
// in which a source states the silence. Where s is null, the silence is computed: the attribution has a request without an
// answer.
func (c *cypherBuilder) findUnanswered(f query.FindUnanswered, spec query.LoadSpec) *statement {
	l := plan.ListOf(graph.KindUnanswered, f.List)
	asOf := ""
	if f.AsOf != "" {
		asOf = c.day(f.AsOf)
	}
	row := accessPath{
		kind: graph.KindUnanswered, name: "null", earliest: "a.earliest", latest: "a.latest", place: "a.placeInDay",
		id: "CASE WHEN s IS NULL THEN 'UNANSWERED:' ELSE 'SILENT_ON:' END + o.id + ':' + a.id",
	}
	keys := c.orderKeys(row, l)
	arms, totals := []string{}, []string{}
	limit := c.param(l.Page.Limit + 1)

	ended := c.ended(asOf)
	silences, conds := c.silences(f, asOf)
	switch f.Ended {
	case query.NotEnded:
		conds = append(conds, ended+" IS NULL")
	case query.OnlyEnded:
		conds = append(conds, ended+" IS NOT NULL")
	case query.EndedOrNot:
	}
	totals = append(totals, "COUNT { "+silences+where(conds...)+" }")
	conds = append(conds, c.beyond(keys, l))
	arms = append(arms, silences+where(conds...)+" WITH o, a, s"+orderBy(nil, keys, l)+" LIMIT "+limit+" RETURN o, a, s")

	if owedKeys := plan.OwedKeys(f, c.lensOf()); owedKeys != nil {
		owed, all := c.owed(f, owedKeys, asOf), l
		all.Page = query.Page{}
		for _, b := range c.split(owed, all) {
			totals = append(totals, "COUNT { "+b.clauses()+" RETURN DISTINCT o, a }")
		}
		for _, b := range c.split(owed, l) {
			of := c.orderKeys(b, l)
			conds := b.conds
			if !b.beforeCursor {
				conds = append(slices.Clone(conds), c.beyond(of, l))
			}
			arms = append(arms, fmt.Sprintf("%s CALL (k) { %s%s WITH o, a, w%s LIMIT %s RETURN o, a } "+
				"WITH DISTINCT o, a, null AS s%s LIMIT %[5]s RETURN o, a, s",
				b.unwind, b.match+b.hint, where(conds...), orderBy(b.indexPrefix, of, l), limit, orderBy(nil, keys, l)))
		}
	}
	items, total := "[]", "null"
	if l.Page.Limit > 0 {
		u := c.fresh("u")
		items = fmt.Sprintf("COLLECT { CALL () { %s } WITH o, a, s%s LIMIT %s WITH {%s} AS %s %s }",
			strings.Join(arms, " UNION ALL "), orderBy(nil, keys, l), limit,
			strings.Join(unansweredMembers(row.id, ended, spec), ", "), u, c.returnClause(graph.KindUnanswered, u, spec))
	}
	if l.Total {
		total = strings.Join(totals, " + ")
	}
	return &statement{text: "RETURN " + items + " AS items, " + total + " AS total", read: func(r *neo4j.Record) (*query.Answer, error) {
		page, err := readPage(r.Values[0], r.Values[1], f.List, spec)
		if err != nil {
			return nil, err
		}
		return &query.Answer{Items: page.Items, Total: page.Total, More: page.More}, nil
	}}
}

// unansweredMembers are the entries of the map of an item; where a value is an id, the map holds the node (embeddedRefs).
func unansweredMembers(id, ended string, spec query.LoadSpec) []string {
	const kind = "coalesce(s.kind, '" + string(graph.NoResponse) + "')"
	of := map[string]string{
		"id": id, "basis": "coalesce(s.basis, '" + string(graph.Inferred) + "')", "kind": kind, "action": "a", "owedBy": "o",
		"since": "a.date", "statedAsOf": "s.asOf", "endedBy": ended, "earliest": "a.earliest", "latest": "a.latest",
		"placeInDay": "a.placeInDay",
		"owedTo": fmt.Sprintf("CASE %s WHEN "+noExplanation+" THEN COLLECT { MATCH (a)-[:%s|%s]->(x:Actor) RETURN DISTINCT x } "+
			"ELSE COLLECT { MATCH (a)<-[:%s]-(x:Actor) RETURN DISTINCT x } END", kind, graph.Targets, graph.AddressedTo, graph.Performed),
	}
	out := members(graph.KindUnanswered, spec, of)
	if !slices.ContainsFunc(spec.Includes, func(inc *query.Include) bool { return inc.Relation.Path[0].Evidence }) {
		return out
	}
	for _, name := range query.Columns(graph.KindEvidence) {
		m := evidenceList(name)
		out = append(out, fmt.Sprintf("%s: CASE WHEN s IS NULL THEN a.%s ELSE s.%s END", m, m, m))
	}
	return out
}

// silences binds the stated silences, and gives their conditions. They are few, because curators state them one by one.
func (c *cypherBuilder) silences(f query.FindUnanswered, asOf string) (match string, conds []string) {
	if asOf != "" {
		conds = append(conds, "a.earliest <= "+asOf, "coalesce(s.asOfDay, a.earliest) <= "+asOf)
	}
	if len(f.Kinds) > 0 {
		conds = append(conds, "s.kind IN "+c.param(f.Kinds))
	}
	if len(f.Basis) > 0 {
		conds = append(conds, "s.basis IN "+c.param(f.Basis))
	}
	if len(f.OwedBy) > 0 {
		conds = append(conds, c.actsFor("o", "a", f.OwedBy, f.Direct))
	}
	if len(f.OwedTo) > 0 {
		x := c.fresh("n")
		conds = append(conds, fmt.Sprintf("EXISTS { MATCH (a)-[role:%[1]s|%[2]s|%[3]s]-(%[4]s:Actor) "+
			"WHERE (type(role) = '%[1]s') = (s.kind <> "+noExplanation+") AND %[5]s }",
			graph.Performed, graph.Targets, graph.AddressedTo, x, c.actsFor(x, "a", f.OwedTo, f.Direct)))
	}
	conds = append(append(conds, c.stands("s"), c.stands("a")), c.narrowed(f, "a", "s")...)
	return fmt.Sprintf("%sMATCH (o:Actor)-[s:%s]->(a:Action)", c.owing(f), graph.SilentOn), conds
}

// narrowed are the conditions that hold for stated and computed silences alike; t is the variable that has the dates, fact that
// which has the evidence and the datasets.
func (c *cypherBuilder) narrowed(f query.FindUnanswered, t, fact string) (conds []string) {
	if len(f.Datasets) > 0 {
		conds = append(conds, fmt.Sprintf("any(x IN %s.datasets WHERE x IN %s)", fact, c.param(f.Datasets)))
	}
	if f.Since != "" || f.Until != "" {
		conds = append(conds, c.overlaps(t+".earliest", t+".latest", query.Overlaps{Since: f.Since, Until: f.Until}))
	}
	if len(f.Episodes) > 0 {
		conds = append(conds, fmt.Sprintf("EXISTS { MATCH (a)-[:%s]->(e:Episode) WHERE e.id IN %s }",
			graph.InEpisode, c.param(f.Episodes)))
	}
	if len(f.AttributedTo) > 0 {
		conds = append(conds, fmt.Sprintf("any(x IN %s WHERE x IN %s)", c.attributedTo(fact), c.param(f.AttributedTo)))
	}
	return conds
}

// owed is the path to the requests that the attribution has as unanswered, under each key k. An index gives them by date.
func (c *cypherBuilder) owed(f query.FindUnanswered, owedKeys []plan.OwedKey, asOf string) accessPath {
	keys := make([]any, len(owedKeys))
	for i, k := range owedKeys {
		keys[i] = map[string]any{"key": k.Key, "answered": k.Answered}
	}
	s := accessPath{
		kind:   graph.KindUnanswered,
		unwind: "UNWIND " + c.param(keys) + " AS k",
		match:  "MATCH (a:Action)-[w:" + awaitsLabel + "]->(o:Actor)",
		conds:  []string{"w.key = k.key", "w.answered = k.answered"},
		id:     "w.id", name: "null", earliest: "w.earliest", latest: "w.latest", place: "w.placeInDay", undated: "w.undated",
		split: true, datedPrefix: []string{"w.key", "w.answered"},
	}
	s.datedHint, s.datedCond = byDate[awaitsLabel].of("w")
	s.undatedHint, s.anyDate = anyDate[awaitsLabel].of("w")
	s.undatedPrefix, s.undatedCond = []string{"w.key", "w.undated"}, "w.id IS NOT NULL"
	s.hint = s.undatedHint
	if f.Direct {
		s.conds = append(s.conds, "w.direct")
	}
	said := ""
	if asOf != "" {
		s.conds = append(s.conds, "w.earliest <= "+asOf)
		said = "coalesce(other.asOfDay, a.earliest) <= " + asOf
	}
	if answered := c.answered(asOf); answered != "" {
		s.conds = append(s.conds, "NOT "+answered)
	}
	s.conds = append(s.conds, fmt.Sprintf("NOT EXISTS { MATCH (o)-[other:%s]->(a)%s }", graph.SilentOn, where(said, c.stands("other"))))
	s = s.when(c.stands("a"))
	s.conds = append(s.conds, c.narrowed(f, "w", "a")...)
	return s
}

// owing binds o to all actors that may act for those of OwedBy, at any time. actsFor then compares the dates of ties.
func (c *cypherBuilder) owing(f query.FindUnanswered) string {
	if len(f.OwedBy) == 0 {
		return ""
	}
	ties := ":" + joinKinds(plan.ActingTies()) + "*0.."
	if f.Direct {
		ties = "*0..0"
	}
	return fmt.Sprintf("UNWIND %s AS whole MATCH (y:Actor {id: whole}) MATCH (o:Actor)-[%s]->(y) WITH DISTINCT o ",
		c.param(plan.Distinct(f.OwedBy)), ties)
}

// actsFor is true when actor o is one of these, or reaches one by ties valid at the date of action a.
func (c *cypherBuilder) actsFor(o, a string, ids []string, direct bool) string {
	if direct {
		return o + ".id IN " + c.param(ids)
	}
	ties, y := c.fresh("r"), c.fresh("n")
	return fmt.Sprintf("EXISTS { MATCH (%[1]s)-[%[2]s:%[3]s*0..]->(%[4]s:Actor) "+
		"WHERE %[4]s.id IN %[5]s AND all(t IN %[2]s WHERE "+
		"coalesce(t.sinceDay <= coalesce(%[6]s.latest, %[6]s.earliest), true) "+
		"AND coalesce(t.untilDay >= coalesce(%[6]s.earliest, %[6]s.latest), true)) }",
		o, ties, joinKinds(plan.ActingTies()), y, c.param(ids), a)
}
