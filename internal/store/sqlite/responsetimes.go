package sqlite

import (
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// findResponseTimes reads the acts at risk from the attribution, once for both arms: the acts, and what answers them.
func (f *fetcher) findResponseTimes(find query.FindResponseTimes, a *query.Answer) {
	a.Waits = []query.Wait{}
	at := map[int64]int{} // the place of an act in the answer
	f.ask(func(s *statement) {
		acts := s.table(actsAtRisk(s.sqlBuilder, find))
		s.add([]string{"w.pk", "w.id", "w.earliest", "w.latest"}, "FROM "+acts+" w", func(v []any) error {
			at[v[0].(int64)] = len(a.Waits)
			a.Waits = append(a.Waits, query.Wait{Action: textOf(v[1]), Earliest: graph.Day(textOf(v[2])), Latest: graph.Day(textOf(v[3]))})
			return nil
		})
		s.add([]string{"w.pk", "min(b.earliest)", "min(b.latest)", "count(*) - count(b.earliest)"},
			firstAnswers(s.sqlBuilder, find, acts), func(v []any) error {
				w := &a.Waits[at[v[0].(int64)]]
				w.AnswerEarliest, w.AnswerLatest, w.UndatedAnswers = graph.Day(textOf(v[1])), graph.Day(textOf(v[2])), intOf(v[3])
				return nil
			})
	}, func() error {
		query.SortWaits(a.Waits)
		return find.CheckFound(len(a.Waits))
	})
}

// actsAtRisk is a select of the acts that may be answered, each once, and one more than may be waited for.
func actsAtRisk(c *sqlBuilder, find query.FindResponseTimes) string {
	asked := query.Overlaps{Since: find.Since, Until: find.Until}
	conds := []string{
		"l.key = j.value", "l.action = a.pk",
		"(l.earliest = '' OR l.earliest <= " + c.day(find.AsOf) + " AND " + overlapping(c, "l.earliest", "l.latest", asked) + ")",
	}
	if find.Direct {
		conds = append(conds, "l.direct")
	}
	if len(find.Types) > 0 {
		conds = append(conds, c.in("a.type", find.Types))
	}
	return "SELECT DISTINCT a.pk AS pk, a.id AS id, a.earliest AS earliest, a.latest AS latest " +
		"FROM json_each(" + c.list(find.ActKeys()) + ") j CROSS JOIN ledger l CROSS JOIN " + table(graph.KindAction) + " a " +
		"WHERE " + strings.Join(conds, " AND ") + " LIMIT " + c.param(find.MaxActs+1)
}

// firstAnswers is what comes after the values of the arm of answers b, by a link e, of each act w.
func firstAnswers(c *sqlBuilder, find query.FindResponseTimes, acts string) string {
	conds := []string{
		"e.dst = w.pk", "e." + responds, "b.pk = e.src", "(b.earliest IS NULL OR b.earliest <= " + c.day(find.AsOf) + ")",
	}
	if len(find.Modes) > 0 {
		conds = append(conds, c.in("e.mode", find.Modes))
	}
	if keys := find.AnswerKeys(); keys != nil {
		by := "o.action = b.pk AND " + c.in("o.key", keys)
		if find.Direct {
			by += " AND o.direct"
		}
		conds = append(conds, "EXISTS (SELECT 1 FROM ledger o WHERE "+by+")")
	}
	return "FROM " + acts + " w CROSS JOIN edge e CROSS JOIN " + table(graph.KindAction) + " b " +
		"WHERE " + strings.Join(conds, " AND ") + " GROUP BY w.pk"
}
