package sqlite

import (
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// findUnanswered lists stated silences and what the roll-up says is owed.
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
			w := s.unanswered(find)
			s.total("SELECT ("+w[0].count()+") + ("+w[1].count()+")", &a.Total)
		}
	}, func() error { return f.page(hits, graph.KindUnanswered, l, a, wants) })
	return nil
}

func (s *statement) unansweredPage(find graph.FindUnanswered, l graph.List, wants []*graph.Want, hits *[]hit) {
	evidence := "NULL"
	if wantsEvidence(graph.KindUnanswered, wants) {
		evidence = "CASE WHEN p.s IS NULL THEN a.evidence ELSE (SELECT evidence FROM edge WHERE pk = p.s) END"
	}
	waits := func(cond string) string {
		return "(SELECT json_group_array(id) FROM (SELECT DISTINCT x.id FROM edge r CROSS JOIN node x WHERE " + cond + " ORDER BY x.id))"
	}
	columns := map[string]string{"id": "p.id", "basis": "p.basis", "kind": "p.kind", "action": "a.id", "owedBy": "o.id", "since": "a.date",
		"earliest": "a.earliest", "latest": "a.latest",
		"owedTo": "CASE p.kind WHEN 'NO_EXPLANATION' THEN " + waits("r.src = a.pk AND r."+labelled(explainTo)+" AND x.pk = r.dst") +
			" ELSE " + waits("r.dst = a.pk AND r."+labelled(answerTo)+" AND x.pk = r.src") + " END"}
	values := []string{evidence}
	for _, name := range graph.Columns(graph.KindUnanswered) {
		values = append(values, columns[name])
	}
	var pages []string // of each the first; what is beyond the page of both goes when they are put in order
	for _, w := range s.unanswered(find) {
		pages = append(pages, "SELECT * FROM ("+w.page(l, w.gives())+")")
	}
	page := strings.Join(pages, " UNION ALL ")
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

// unanswered are two selects of the same columns: stated silences, and what the roll-up says is owed. The second comes by
// date off an index. gives names their columns: who owes (o), on which action (a), and the SILENT_ON edge (s), NULL for a
// computed one.
func (c *compiler) unanswered(find graph.FindUnanswered) []waiting {
	action := table(graph.KindAction)
	said := func(string) string { return "" }
	common, open := "", "NOT w.answered"
	if find.AsOf != "" {
		day := c.day(find.AsOf)
		said = func(edge string) string { return " AND coalesce(" + edge + ".asOfDay, a.earliest) <= " + day }
		common = "a.earliest <= " + day
		open = "NOT (w.answered AND coalesce(w.answeredOn <= " + day + ", 0))"
	}
	stated := waiting{o: "s.src", a: "s.dst", s: "s.pk", kind: "s.kind", basis: "s.basis", rows: &rows{c: c,
		from:  []string{"edge s", action + " a"},
		conds: []string{"s.label = '" + string(graph.SilentOn) + "'", "a.pk = s.dst" + said("s")},
		item:  item{kind: graph.KindUnanswered, pk: "s.id", id: "s.id", earliest: "a.earliest", latest: "a.latest"}}}
	id := "'UNANSWERED:' || o.id || ':' || a.id"
	computed := waiting{o: "w.actor", a: "w.action", s: "NULL", kind: "'NO_RESPONSE'", basis: "'INFERRED'", rows: &rows{c: c,
		from: []string{"owed w", action + " a", "node o"},
		conds: []string{open, "a.pk = w.action", "o.pk = w.actor", "NOT EXISTS (SELECT 1 FROM edge x WHERE x.src = w.actor AND x.label = '" +
			string(graph.SilentOn) + "' AND x.dst = w.action" + said("x") + ")"},
		item:  item{kind: graph.KindUnanswered, pk: id, id: id, earliest: "w.earliest", latest: "w.latest"},
		dated: "w.earliest > ''", undated: "w.earliest = '' AND w.latest = ''"}}
	for _, w := range []waiting{stated, computed} {
		w.where(common)
		w.narrow(find)
	}
	return []waiting{stated, computed}
}

// waiting is one of these selects, with the expressions of its columns.
type waiting struct {
	*rows
	o, a, s, kind, basis string
}

func (w waiting) gives() string {
	return w.o + " AS o, " + w.a + " AS a, " + w.s + " AS s, " + w.kind + " AS kind, " + w.basis + " AS basis, " + w.id + " AS id"
}

func (w waiting) narrow(find graph.FindUnanswered) {
	c := w.c
	if len(find.Kinds) > 0 {
		w.where(c.in(w.kind, find.Kinds))
	}
	if len(find.Basis) > 0 {
		w.where(c.in(w.basis, find.Basis))
	}
	if find.Since != "" || find.Until != "" {
		w.where(w.overlaps(graph.Overlaps{Since: find.Since, Until: find.Until}))
	}
	if len(find.Episodes) > 0 {
		w.where("EXISTS (SELECT 1 FROM edge e CROSS JOIN node n WHERE e.src = " + w.a + " AND e.label = '" + string(graph.InEpisode) +
			"' AND n.pk = e.dst AND " + c.in("n.id", find.Episodes) + ")")
	}
	if len(find.OwedBy) > 0 {
		w.where(c.actsFor(w.o, find.OwedBy, find.Direct))
	}
	if len(find.OwedTo) > 0 {
		w.where("EXISTS (SELECT 1 FROM edge t WHERE t.dst = " + w.a + " AND t." + labelled(answerTo) + " AND " + w.kind + " <> 'NO_EXPLANATION' AND " + c.actsFor("t.src", find.OwedTo, find.Direct) +
			" UNION ALL SELECT 1 FROM edge t WHERE t.src = " + w.a + " AND t." + labelled(explainTo) + " AND " + w.kind + " = 'NO_EXPLANATION' AND " + c.actsFor("t.dst", find.OwedTo, find.Direct) + ")")
	}
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
