package sqlite

import (
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// findCounts counts the rows of the attribution, dyad by dyad.
func (f *fetcher) findCounts(find query.FindCounts, spec query.LoadSpec, a *query.Answer) {
	x := &counting{find: find, Counts: plan.CountsOf(find), rows: map[query.Count]*query.Count{}}
	a.Counts = []query.Count{}
	if len(x.Dyads) == 0 {
		return
	}
	f.findNodes(query.FindNodes{IDs: find.Actors(), Kinds: []graph.Kind{graph.KindActor}}, spec, a)
	f.ask(x.arms, func() error {
		for _, c := range x.rows {
			a.Counts = append(a.Counts, *c)
		}
		x.Sort(a.Counts)
		return nil
	})
}

// counting is the state of one count.
type counting struct {
	plan.Counts
	find query.FindCounts
	rows map[query.Count]*query.Count // by dyad, first day and quad class
}

// row is the count of a dyad (by its number), day and quad class.
func (x *counting) row(dyad any, day, quad string) *query.Count {
	key := query.Count{Dyad: x.Dyads[dyad.(int64)], Day: graph.Day(day), Quad: graph.QuadClass(quad)}
	if x.rows[key] == nil {
		row := key
		x.rows[key] = &row
	}
	return x.rows[key]
}

// arms adds the selects that count.
func (x *counting) arms(s *statement) {
	ranged := x.find.Since != "" || x.find.Until != ""
	within := func(l string) string {
		return overlapping(s.sqlBuilder, l+".earliest", l+".latest", query.Overlaps{Since: x.find.Since, Until: x.find.Until})
	}
	counts, whole := "", ""
	from := "FROM json_each(" + s.list(x.Keys) + ") j CROSS JOIN "
	switch {
	case ranged && x.Undated:
		counts = " AND (l.earliest = '' OR " + within("l") + ")"
		whole = " AND (m.earliest = '' OR " + within("m") + ")"
	case ranged:
		counts, whole = " AND "+within("l"), " AND "+within("m")
	}
	s.add([]string{"j.key", firstDay(x.find.Every, "l.earliest"), "l.quadClass", "count(*)", "count(l.points)", "sum(l.points)"},
		from+"ledger l WHERE l.key = j.value"+counts+" AND NOT (l.part AND "+partOfCounted(whole)+") GROUP BY 2, 3, 4",
		func(v []any) error {
			row := x.row(v[0], v[1].(string), v[2].(string))
			row.Actions, row.Rated, row.Intensity = intOf(v[3]), intOf(v[4]), float64(intOf(v[5]))/query.PointScale
			return nil
		})
	if !x.find.Replies {
		return
	}
	replies := ""
	if ranged {
		replies = " AND " + within("l")
	}
	s.add([]string{"j.key", "count(*)"}, from+"replies l WHERE l.key = j.value"+replies+" GROUP BY j.key", func(v []any) error {
		x.row(v[0], "", "").Replies = intOf(v[1])
		return nil
	})
}

// firstDay is the first day of the interval that holds a day; both are empty when unknown.
func firstDay(every query.Interval, day string) string {
	switch every {
	case query.Daily:
		return day
	case query.Weekly:
		return "coalesce(date(" + day + ", 'weekday 0', '-6 days'), '')"
	case query.Monthly:
		return "iif(" + day + " = '', '', substr(" + day + ", 1, 7) || '-01')"
	case query.Yearly:
		return "iif(" + day + " = '', '', substr(" + day + ", 1, 4) || '-01-01')"
	case query.Always:
	}
	return "''"
}

// partOfCounted is true of an action that is part, at any remove, of another that counts: one that the attribution has under
// the same key, and in the range. Of actions that are parts of each other, the first by id counts.
func partOfCounted(within string) string {
	part := "label = '" + string(graph.PartOfAction) + "'"
	wholes := func(name, of string) string {
		return fmt.Sprintf("WITH RECURSIVE %[1]s(pk) AS (SELECT dst FROM edge WHERE src = %[2]s AND %[3]s "+
			"UNION SELECT e.dst FROM %[1]s CROSS JOIN edge e WHERE e.src = %[1]s.pk AND e.%[3]s) ", name, of, part)
	}
	isPart := "EXISTS (" + wholes("round", "w.pk") + "SELECT 1 FROM round WHERE pk = l.action)"
	return "EXISTS (" + wholes("up", "l.action") + "SELECT 1 FROM up CROSS JOIN ledger m CROSS JOIN node w " +
		"WHERE up.pk <> l.action AND m.action = up.pk AND m.key = l.key" + within +
		" AND w.pk = up.pk AND (w.id < l.id OR NOT " + isPart + "))"
}
