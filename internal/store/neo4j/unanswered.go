package neo4j

import (
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
)

// findUnanswered lists stated silences and what the roll-up says is owed. A row is (o, a, s): who owes,
// on which action, and the SILENT_ON relationship, null for a computed one.
func (c *compiler) findUnanswered(f graph.FindUnanswered, wants []*graph.Want) *plan {
	asOf := ""
	if f.AsOf != "" {
		asOf = c.day(f.AsOf)
	}
	stated := func(s string) string {
		if asOf == "" {
			return ""
		}
		return fmt.Sprintf("coalesce(%s.asOfDay, a.earliest) <= %s", s, asOf)
	}
	var common string
	if asOf != "" {
		common = "a.earliest <= " + asOf
	}
	open := "NOT w.answered"
	if asOf != "" {
		open = fmt.Sprintf("NOT (w.answered AND coalesce(w.answeredOn <= %s, false))", asOf)
	}
	from := c.owing(f)
	text := fmt.Sprintf("CALL { %[1]sMATCH (o:Actor)-[s:%[2]s]->(a:Action)%[3]s RETURN o, a, s UNION ALL %[1]sMATCH (a:Action)-[w:%[4]s]->(o:Actor)%[5]s RETURN o, a, null AS s } "+
		"WITH o, a, s, coalesce(s.kind, 'NO_RESPONSE') AS kind, coalesce(s.basis, 'INFERRED') AS basis, "+
		"CASE WHEN s IS NULL THEN 'UNANSWERED:' ELSE 'SILENT_ON:' END + o.id + ':' + a.id AS id",
		from, graph.SilentOn, where(common, stated("s")), awaits,
		where(common, open, fmt.Sprintf("NOT EXISTS { MATCH (o)-[other:%s]->(a)%s }", graph.SilentOn, where(stated("other")))))

	var conds []string
	if len(f.Kinds) > 0 {
		conds = append(conds, "kind IN "+c.param(f.Kinds))
	}
	if len(f.Basis) > 0 {
		conds = append(conds, "basis IN "+c.param(f.Basis))
	}
	if f.Since != "" || f.Until != "" {
		conds = append(conds, c.overlaps("a.earliest", "a.latest", graph.Overlaps{Since: f.Since, Until: f.Until}))
	}
	if len(f.OwedBy) > 0 {
		conds = append(conds, c.actsFor("o", "a", f.OwedBy, f.Direct))
	}
	if len(f.OwedTo) > 0 {
		x, acts := c.fresh("n"), ""
		acts = c.actsFor(x, "a", f.OwedTo, f.Direct)
		conds = append(conds, fmt.Sprintf("EXISTS { MATCH (a)-[role:%s|%s|%s]-(%s:Actor) WHERE (type(role) = '%s') = (kind <> 'NO_EXPLANATION') AND %s }",
			graph.Performed, graph.Targets, graph.AddressedTo, x, graph.Performed, acts))
	}
	if len(f.Episodes) > 0 {
		conds = append(conds, fmt.Sprintf("EXISTS { MATCH (a)-[:%s]->(e:Episode) WHERE e.id IN %s }", graph.InEpisode, c.param(f.Episodes)))
	}
	u := c.fresh("u")
	owedTo := fmt.Sprintf("CASE kind WHEN 'NO_EXPLANATION' THEN COLLECT { MATCH (a)-[:%s|%s]->(x:Actor) RETURN DISTINCT x.id } "+
		"ELSE COLLECT { MATCH (a)<-[:%s]-(x:Actor) RETURN DISTINCT x.id } END", graph.Targets, graph.AddressedTo, graph.Performed)
	members := []string{"id: id", "basis: basis", "kind: kind", "action: a.id", "owedBy: o.id", "owedTo: " + owedTo, "since: a.date",
		"earliest: a.earliest", "latest: a.latest"}
	for _, m := range []string{"Source", "Quote", "Locator", "Field", "Basis", "Disputes"} {
		members = append(members, fmt.Sprintf("evidence%s: CASE WHEN s IS NULL THEN a.evidence%s ELSE s.evidence%s END", m, m, m))
	}
	s := source{
		kind: graph.KindUnanswered, match: text, conds: conds, item: u,
		keep:  []string{"o", "a", "s", "kind", "basis", "id"},
		build: "WITH {" + strings.Join(members, ", ") + "} AS " + u,
		id:    "id", name: "null", earliest: "a.earliest", latest: "a.latest",
	}
	l := f.List
	l.Where = nil
	p := c.listPlan(s, l, wants)
	return c.naming(p, "actor", graph.KindActor, distinct(append(append([]string{}, f.OwedBy...), f.OwedTo...)), "episode", distinct(f.Episodes))
}

// owing binds o to all that may act for those who are asked about, whenever: they are few, and what is owed may be much. actsFor
// then looks closely.
func (c *compiler) owing(f graph.FindUnanswered) string {
	if len(f.OwedBy) == 0 {
		return ""
	}
	ties := ":" + joinKinds(actingTies()) + "*0.."
	if f.Direct {
		ties = "*0..0"
	}
	return fmt.Sprintf("UNWIND %s AS whole MATCH (y:Actor {id: whole}) MATCH (o:Actor)-[%s]->(y) WITH DISTINCT o ", c.param(distinct(f.OwedBy)), ties)
}

// actingTies are the ties by which one acts for another.
func actingTies() []graph.EdgeKind {
	var labels []graph.EdgeKind
	for _, t := range graph.EdgeTypes {
		if t.ActsFor {
			labels = append(labels, t.Label)
		}
	}
	return labels
}

// actsFor is true when actor o is one of these, or reaches one by ties valid at the date of action a.
func (c *compiler) actsFor(o, a string, ids []string, direct bool) string {
	if direct {
		return o + ".id IN " + c.param(ids)
	}
	ties, y := c.fresh("r"), c.fresh("n")
	return fmt.Sprintf("EXISTS { MATCH (%s)-[%s:%s*0..]->(%s:Actor) WHERE %s.id IN %s AND all(t IN %s WHERE "+
		"coalesce(t.sinceDay <= coalesce(%s.latest, %s.earliest), true) AND coalesce(t.untilDay >= coalesce(%s.earliest, %s.latest), true)) }",
		o, ties, joinKinds(actingTies()), y, y, c.param(ids), ties, a, a, a, a)
}

// naming lets a plan fail with ErrNotFound for the first of these ids that does not exist, as the same
// statement reports it.
func (c *compiler) naming(p *plan, word string, kind graph.Kind, ids []string, episodeWord string, episodes []string) *plan {
	known := func(k graph.Kind, ids []string) string {
		if len(ids) == 0 {
			return "[]"
		}
		return fmt.Sprintf("COLLECT { UNWIND %s AS known MATCH (n:%s {id: known}) RETURN n.id }", c.param(ids), k)
	}
	p.text += ", " + known(kind, ids) + " AS known, " + known(graph.KindEpisode, episodes) + " AS knownEpisodes"
	inner := p.read
	p.read = func(r *neo4j.Record) (*graph.Answer, error) {
		n := len(r.Values)
		if err := missing(word, ids, r.Values[n-2]); err != nil {
			return nil, err
		}
		if err := missing(episodeWord, episodes, r.Values[n-1]); err != nil {
			return nil, err
		}
		return inner(r)
	}
	return p
}

func missing(word string, ids []string, known any) error {
	have := map[string]bool{}
	for _, id := range texts(known) {
		have[id] = true
	}
	for _, id := range ids {
		if !have[id] {
			return fmt.Errorf("%w: no %s with id %q", graph.ErrNotFound, word, id)
		}
	}
	return nil
}
