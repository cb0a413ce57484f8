package sqlite

import (
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// Terms as SQL writes them.
const (
	noResponse    = "'" + string(graph.NoResponse) + "'"
	noExplanation = "'" + string(graph.NoExplanation) + "'"
)

// findUnanswered lists the silences that a source states, and those that are computed: requests for which the attribution has
// no answer.
func (f *fetcher) findUnanswered(find query.FindUnanswered, spec query.LoadSpec, a *query.Answer) {
	l := plan.ListOf(graph.KindUnanswered, find.List)
	var hits []hit
	f.ask(func(s *statement) {
		if l.Page.Limit > 0 {
			s.unansweredPage(find, l, spec, &hits)
		}
		if l.Total {
			s.total("SELECT ("+s.silences(find).count()+") + ("+s.owed(find).count()+")", &a.Total)
		}
	}, func() error { return f.page(hits, l, a, spec.Includes) })
}

// unansweredPage adds the arm that gives the items of a page.
func (s *statement) unansweredPage(find query.FindUnanswered, l plan.List, spec query.LoadSpec, hits *[]hit) {
	evidence := "NULL"
	if includesEvidence(graph.KindUnanswered, spec.Includes) {
		evidence = "CASE WHEN p.s IS NULL THEN a.evidence ELSE (SELECT evidence FROM edge WHERE pk = p.s) END"
	}
	waits := func(cond string) string {
		return "(SELECT json_group_array(id) FROM (SELECT DISTINCT x.id FROM edge r CROSS JOIN node x WHERE " + cond + " ORDER BY x.id))"
	}
	explained := waits("r.src = a.pk AND r." + labelled(plan.AwaitExplanation) + " AND x.pk = r.dst")
	answered := waits("r.dst = a.pk AND r." + labelled(plan.AwaitAnswer) + " AND x.pk = r.src")
	columns := map[string]string{
		"id": "p.id", "basis": "p.basis", "kind": "p.kind", "action": "a.id", "owedBy": "o.id",
		"since": "a.date", "statedAsOf": "(SELECT asOf FROM edge WHERE pk = p.s)", "endedBy": "p.endedBy",
		"earliest": "a.earliest", "latest": "a.latest", "placeInDay": "a.placeInDay",
		"owedTo": "CASE p.kind WHEN " + noExplanation + " THEN " + explained + " ELSE " + answered + " END",
	}
	values := []string{evidence}
	for name := range spec.Names(graph.KindUnanswered) {
		values = append(values, columns[name])
	}
	// Each select gives a page; cut keeps the first of both together.
	page := "SELECT * FROM (" + s.silences(find).page(l, find) + ") UNION ALL SELECT * FROM (" + s.owed(find).page(l) + ")"
	from := "FROM (" + page + ") p CROSS JOIN " + table(graph.KindAction) + " a CROSS JOIN node o " +
		"WHERE a.pk = p.a AND o.pk = p.o"
	s.add(values, from, func(v []any) error {
		h, err := hitOf(graph.KindUnanswered, v[1:], spec.Values(graph.KindUnanswered), spec.Includes)
		h.evidence, _ = v[0].(string)
		*hits = append(*hits, h)
		return err
	})
}

// silences is a select of the silences that a source states. They are few, because curators state them one by one. Like owed,
// it gives the actor that has not answered (o), the action (a), the SILENT_ON edge (s; NULL for a computed silence), its kind
// and basis, the id, and the link that has ended it, or NULL.
type silences struct{ *selectBuilder }

// silences is the select of the stated silences that a question asks for.
func (c *sqlBuilder) silences(find query.FindUnanswered) silences {
	s := silences{&selectBuilder{
		c: c, from: []string{"edge s", table(graph.KindAction) + " a"},
		conds: []string{"s.label = '" + string(graph.SilentOn) + "'", "a.pk = s.dst"},
		item:  item{kind: graph.KindUnanswered, pk: "s.id", id: "s.id", earliest: "a.earliest", latest: "a.latest", place: "a.placeInDay"},
	}}
	if find.AsOf != "" {
		s.where("a.earliest <= "+c.day(find.AsOf), "coalesce(s.asOfDay, a.earliest) <= "+c.day(find.AsOf))
	}
	switch find.Ended {
	case query.NotEnded:
		s.where(c.endedBy(find) + " IS NULL")
	case query.OnlyEnded:
		s.where(c.endedBy(find) + " IS NOT NULL")
	case query.EndedOrNot:
	}
	if len(find.Kinds) > 0 {
		s.where(c.in("s.kind", find.Kinds))
	}
	if len(find.Basis) > 0 {
		s.where(c.in("s.basis", find.Basis))
	}
	s.narrow(find, "s.dst", "s.datasets", func() string { return c.attributedTo("s") })
	if len(find.OwedBy) > 0 {
		s.where(c.actsFor("s.src", find.OwedBy, find.Direct))
	}
	if len(find.OwedTo) > 0 {
		asked := "SELECT 1 FROM edge t WHERE t.dst = s.dst AND t." + labelled(plan.AwaitAnswer) +
			" AND s.kind <> " + noExplanation + " AND " + c.actsFor("t.src", find.OwedTo, find.Direct)
		aimedAt := "SELECT 1 FROM edge t WHERE t.src = s.dst AND t." + labelled(plan.AwaitExplanation) +
			" AND s.kind = " + noExplanation + " AND " + c.actsFor("t.dst", find.OwedTo, find.Direct)
		s.where("EXISTS (" + asked + " UNION ALL " + aimedAt + ")")
	}
	return s
}

// endedBy is the expression of the link that has ended silence s by the day of the question.
func (c *sqlBuilder) endedBy(find query.FindUnanswered) string {
	by, on := "s.endedBy", "s.endedOn"
	if c.lens != nil {
		by, on = c.ended("s", "r.id"), c.ended("s", "b.earliest")
	}
	if find.AsOf == "" {
		return by
	}
	return "iif(" + on + " <= " + c.day(find.AsOf) + ", " + by + ", NULL)"
}

// page is a select of the first stated silences.
func (s silences) page(l plan.List, find query.FindUnanswered) string {
	return s.selectBuilder.page(l, "s.src AS o, s.dst AS a, s.pk AS s, s.kind AS kind, s.basis AS basis, s.id AS id, "+
		s.c.endedBy(find)+" AS endedBy")
}

// narrow adds the conditions that hold for stated and computed silences alike. datasets and attributedTo give the lists that the stated
// silence, or the request, holds.
func (r *selectBuilder) narrow(find query.FindUnanswered, action, datasets string, attributedTo func() string) {
	if len(find.Datasets) > 0 {
		r.where(r.c.anyIn(datasets, find.Datasets))
	}
	if find.Since != "" || find.Until != "" {
		r.where(r.overlaps(query.Overlaps{Since: find.Since, Until: find.Until}))
	}
	if len(find.Episodes) > 0 {
		r.where("EXISTS (SELECT 1 FROM edge e CROSS JOIN node n WHERE e.src = " + action + " AND e.label = '" + string(graph.InEpisode) +
			"' AND n.pk = e.dst AND " + r.c.in("n.id", find.Episodes) + ")")
	}
	if len(find.AttributedTo) > 0 {
		r.where(r.c.anyIn(attributedTo(), find.AttributedTo))
	}
}

// owed is a select of the computed silences, rows of the table owed, under each key. The primary key has them by date.
type owed struct {
	*selectBuilder
	keys string // a table k of [key, answered]; see plan.OwedKey
}

// owed is the select of the computed silences that a question asks for.
func (c *sqlBuilder) owed(find query.FindUnanswered) owed {
	said, answered := "", ""
	o := owed{selectBuilder: &selectBuilder{
		c: c, from: []string{"owed w"},
		conds: []string{"w.key = k.value ->> 0", "w.answered = k.value ->> 1"},
		item:  item{kind: graph.KindUnanswered, pk: "w.id", id: "w.id", earliest: "w.earliest", latest: "w.latest", place: "w.placeInDay"},
		dated: "w.earliest > ''", undated: undatedRow("w"),
	}}
	keys := [][]any{}
	for _, k := range plan.OwedKeys(find, c.lens) {
		keys = append(keys, []any{k.Key, flag(k.Answered)})
	}
	o.keys = "json_each(" + c.param(jsonOf(keys)) + ") k"
	if find.AsOf != "" {
		day := c.day(find.AsOf)
		o.where("w.earliest > '' AND w.earliest <= " + day)
		answered = "coalesce(w.answeredOn <= " + day + ", 0)"
		said = " AND coalesce(x.asOfDay, w.earliest) <= " + day
	}
	if c.lens != nil {
		answered = c.answered(find)
	}
	if find.AsOf != "" || c.lens != nil {
		o.where("NOT (w.answered AND " + answered + ")")
	}
	if find.Direct {
		o.where("w.direct")
	}
	o.where("NOT EXISTS (SELECT 1 FROM edge x " +
		"WHERE x.src = w.actor AND x.label = '" + string(graph.SilentOn) + "' AND x.dst = w.action" + said + ")")
	of := func(column string) string {
		return "(SELECT " + column + " FROM " + table(graph.KindAction) + " q WHERE q.pk = w.action)"
	}
	o.narrow(find, "w.action", of("q.datasets"), func() string { return of(c.attributedTo("q")) })
	return o
}

// answered is true of a request w that an answer which stands has settled, by the day of the question.
func (c *sqlBuilder) answered(find query.FindUnanswered) string {
	by := ""
	if find.AsOf != "" {
		by = " AND b.earliest <= " + c.day(find.AsOf)
	}
	return "EXISTS (SELECT 1 FROM answers s CROSS JOIN edge r CROSS JOIN " + table(graph.KindAction) + " b " +
		"WHERE s.action = w.action AND s.actor = w.actor AND r.pk = s.edge AND b.pk = s.response" + by + ")"
}

// page is a select of the first computed silences of each key.
func (o owed) page(l plan.List) string {
	first := o.selectBuilder.page(l, "w.actor AS o, w.action AS a, w.id AS id")
	return "SELECT DISTINCT b.value ->> 0, b.value ->> 1, NULL, " + noResponse + ", '" + string(graph.Inferred) + "', b.value ->> 2, NULL " +
		"FROM " + o.keys + " CROSS JOIN json_each((SELECT json_group_array(json_array(o, a, id)) FROM (" + first + "))) b"
}

// count is the number of computed silences, under whatever keys.
func (o owed) count() string {
	r := o.clone()
	r.from = append([]string{o.keys}, r.from...)
	return r.text("count(DISTINCT w.id)")
}

// actsFor is true when actor o is one of these, or reaches one by ties that hold at the date of action a. Its first condition,
// over ties of any time, does not depend on the row: SQLite evaluates it once, and the dates of ties are compared for few rows.
func (c *sqlBuilder) actsFor(o string, ids []string, direct bool) string {
	named := "(SELECT n.pk FROM json_each(" + c.list(ids) + ") j CROSS JOIN node n WHERE n.id = j.value)"
	if direct {
		return o + " IN " + named
	}
	tie := "e." + labelled(plan.ActingTies())
	below := "(WITH RECURSIVE below(pk) AS (SELECT pk FROM " + named + " " +
		"UNION SELECT e.src FROM below CROSS JOIN edge e WHERE e.dst = below.pk AND " + tie + ") SELECT pk FROM below)"
	above := "WITH RECURSIVE above(pk) AS (SELECT " + o + " " +
		"UNION SELECT e.dst FROM above CROSS JOIN edge e WHERE e.src = above.pk AND " + tie +
		" AND coalesce(e.sinceDay <= a.latest, 1) AND coalesce(e.untilDay >= a.earliest, 1)) " +
		"SELECT 1 FROM above WHERE pk IN " + named
	return o + " IN " + below + " AND EXISTS (" + above + ")"
}

// flag is a truth value as columns hold it.
func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
