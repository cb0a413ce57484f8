package sqlite

import (
	"fmt"

	"github.com/demarche-graph/demarche/graph"
)

// findUnanswered lists stated silences and what the roll-up says is owed. A row of u is: who owes (o), on
// which action (a), and the SILENT_ON edge (s), NULL for a computed one.
func (f *fetching) findUnanswered(find graph.FindUnanswered, wants []*graph.Want, a *graph.Answer) error {
	l := find.List
	l.Where, l.Order.By = nil, graph.ByDate
	if err := l.Check(graph.KindUnanswered); err != nil {
		return err
	}
	f.name(graph.KindActor, append(append([]string{}, find.OwedBy...), find.OwedTo...)...)
	f.name(graph.KindEpisode, find.Episodes...)
	var hits []hit
	f.ask(func(s *statement) {
		if l.Page.Limit > 0 {
			s.unansweredPage(find, l, wants, &hits)
		}
		if l.Total {
			s.total(s.unanswered(find).count(), &a.Total)
		}
	}, func() error { return f.page(hits, graph.KindUnanswered, l, a, wants) })
	return nil
}

func (s *statement) unansweredPage(find graph.FindUnanswered, l graph.List, wants []*graph.Want, hits *[]hit) {
	evidence := "NULL"
	if wantsEvidence(graph.KindUnanswered, wants) {
		evidence = "CASE WHEN p.s IS NULL THEN a.evidence ELSE (SELECT evidence FROM edge WHERE pk = p.s) END"
	}
	waiting := func(cond string) string {
		return "(SELECT json_group_array(id) FROM (SELECT DISTINCT x.id FROM edge r CROSS JOIN node x WHERE " + cond + " ORDER BY x.id))"
	}
	columns := map[string]string{"id": "p.id", "basis": "p.basis", "kind": "p.kind", "action": "a.id", "owedBy": "o.id", "since": "a.date",
		"earliest": "a.earliest", "latest": "a.latest",
		"owedTo": "CASE p.kind WHEN 'NO_EXPLANATION' THEN " + waiting("r.src = a.pk AND r."+labelled(explainTo)+" AND x.pk = r.dst") +
			" ELSE " + waiting("r.dst = a.pk AND r."+labelled(answerTo)+" AND x.pk = r.src") + " END"}
	values := []string{evidence}
	for _, name := range graph.Columns(graph.KindUnanswered) {
		values = append(values, columns[name])
	}
	page := s.unanswered(find).page(l, "u.o, u.a, u.s, u.kind, u.basis, u.id")
	s.add(values, "FROM ("+page+") p CROSS JOIN "+table(graph.KindAction)+" a CROSS JOIN node o WHERE a.pk = p.a AND o.pk = p.o", func(v []any) error {
		h, err := hitOf(graph.KindUnanswered, v[1:], wants)
		h.evidence, _ = v[0].(string)
		*hits = append(*hits, h)
		return err
	})
}

// Who waits: for an answer those who asked, for an explanation those whom the action was aimed at.
var (
	answerTo  = []graph.EdgeKind{graph.Performed}
	explainTo = []graph.EdgeKind{graph.Targets, graph.AddressedTo}
)

func (c *compiler) unanswered(find graph.FindUnanswered) *rows {
	action := table(graph.KindAction)
	stated := func(edge string) string { return "" }
	common, open := "", " AND NOT w.answered"
	if find.AsOf != "" {
		day := c.day(find.AsOf)
		stated = func(edge string) string { return " AND coalesce(" + edge + ".asOfDay, a.earliest) <= " + day }
		common = " AND a.earliest <= " + day
		open = " AND NOT (w.answered AND coalesce(w.answeredOn <= " + day + ", 0))"
	}
	text := fmt.Sprintf("(SELECT s.src AS o, s.dst AS a, s.pk AS s, s.kind AS kind, s.basis AS basis, s.id AS id "+
		"FROM edge s CROSS JOIN %[1]s a WHERE s.label = '%[2]s' AND a.pk = s.dst%[3]s%[4]s "+
		"UNION ALL SELECT w.actor, w.action, NULL, 'NO_RESPONSE', 'INFERRED', 'UNANSWERED:' || o.id || ':' || a.id "+
		"FROM owed w CROSS JOIN %[1]s a CROSS JOIN node o WHERE a.pk = w.action AND o.pk = w.actor%[3]s%[5]s "+
		"AND NOT EXISTS (SELECT 1 FROM edge x WHERE x.src = w.actor AND x.label = '%[2]s' AND x.dst = w.action%[6]s)) u",
		action, graph.SilentOn, common, stated("s"), open, stated("x"))
	r := &rows{c: c, from: []string{text, action + " a"}, conds: []string{"a.pk = u.a"},
		item: item{kind: graph.KindUnanswered, pk: "u.id", id: "u.id", earliest: "a.earliest", latest: "a.latest"}}
	if len(find.Kinds) > 0 {
		r.where(c.in("u.kind", find.Kinds))
	}
	if len(find.Basis) > 0 {
		r.where(c.in("u.basis", find.Basis))
	}
	if find.Since != "" || find.Until != "" {
		r.where(r.overlaps(graph.Overlaps{Since: find.Since, Until: find.Until}))
	}
	if len(find.Episodes) > 0 {
		r.where("EXISTS (SELECT 1 FROM edge e CROSS JOIN node n WHERE e.src = u.a AND e.label = '" + string(graph.InEpisode) +
			"' AND n.pk = e.dst AND " + c.in("n.id", find.Episodes) + ")")
	}
	if len(find.OwedBy) > 0 {
		r.where(c.actsFor("u.o", find.OwedBy, find.Direct))
	}
	if len(find.OwedTo) > 0 {
		r.where("EXISTS (SELECT 1 FROM edge t WHERE t.dst = u.a AND t." + labelled(answerTo) + " AND u.kind <> 'NO_EXPLANATION' AND " + c.actsFor("t.src", find.OwedTo, find.Direct) +
			" UNION ALL SELECT 1 FROM edge t WHERE t.src = u.a AND t." + labelled(explainTo) + " AND u.kind = 'NO_EXPLANATION' AND " + c.actsFor("t.dst", find.OwedTo, find.Direct) + ")")
	}
	return r
}

// actsFor is true when actor o is one of these, or reaches one by ties that hold at the date of action a.
// The first condition, over ties of any time, is worked out once and leaves few to look at closely.
func (c *compiler) actsFor(o string, ids []string, direct bool) string {
	named := "(SELECT n.pk FROM json_each(" + c.list(ids) + ") j CROSS JOIN node n WHERE n.id = j.value)"
	if direct {
		return o + " IN " + named
	}
	var labels []graph.EdgeKind
	for _, t := range graph.EdgeTypes {
		if t.ActsFor {
			labels = append(labels, t.Label)
		}
	}
	below := "(WITH RECURSIVE below(pk) AS (SELECT pk FROM " + named + " UNION SELECT e.src FROM below CROSS JOIN edge e WHERE e.dst = below.pk AND e." +
		labelled(labels) + ") SELECT pk FROM below)"
	above := "WITH RECURSIVE above(pk) AS (SELECT " + o + " UNION SELECT e.dst FROM above CROSS JOIN edge e WHERE e.src = above.pk AND e." +
		labelled(labels) + " AND coalesce(e.sinceDay <= a.latest, 1) AND coalesce(e.untilDay >= a.earliest, 1)) SELECT 1 FROM above WHERE pk IN " + named
	return o + " IN " + below + " AND EXISTS (" + above + ")"
}
