package sqlite

import (
	"cmp"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// findAntecedents takes the dyads under whose keys the attribution has the action, reverses each ("a>b" becomes "b>a"), and
// reads the rows of the reversed key over the days before the action. A key of one side has no reverse, nor has that of an
// actor on itself.
func (f *fetcher) findAntecedents(find query.FindAntecedents, spec query.LoadSpec, a *query.Answer) {
	var hits []hit
	f.ask(func(s *statement) {
		action := "FROM " + table(graph.KindAction) + " a WHERE a.id = " + s.param(find.Action)
		s.add([]string{"a.earliest"}, action, func(v []any) error {
			day, _ := v[0].(string)
			a.Day = graph.Day(day)
			return nil
		})
		keys := "SELECT a.pk AS action, a.earliest AS day, a.latest AS last, a.placeInDay AS place, " +
			"date(a.earliest, '-' || " + s.param(find.MaxDays) + " || ' days') AS first, " +
			"substr(k.key, 1, instr(k.key, '>') - 1) AS by, substr(k.key, instr(k.key, '>') + 1) AS at " +
			"FROM " + table(graph.KindAction) + " a CROSS JOIN ledger k " +
			"WHERE a.id = " + s.param(find.Action) + " AND k.action = a.pk"
		near := "SELECT DISTINCT b.pk AS pk " +
			"FROM (" + keys + ") o CROSS JOIN ledger l CROSS JOIN " + table(graph.KindAction) + " b " +
			"WHERE o.by <> '' AND o.at <> '' AND o.by <> o.at " +
			"AND l.key = o.at || '>' || o.by AND l.earliest BETWEEN o.first AND o.day AND l.action <> o.action " +
			"AND b.pk = l.action AND b.type <> '" + string(graph.TypeConsult) + "' " +
			"AND NOT (b.earliest = o.day AND b.latest = o.last AND b.placeInDay < " + lastInDay + " AND b.placeInDay > o.place) " +
			"ORDER BY b.earliest DESC, b.placeInDay DESC, b.id LIMIT " + s.param(find.Limit)
		r := &selectBuilder{c: s.sqlBuilder, from: []string{"(" + near + ") p"}, item: item{kind: graph.KindAction, pk: "p.pk"}}
		s.items(r, nil, spec, nil, "", into(&hits))
	}, func() error {
		slices.SortFunc(hits, func(x, y hit) int {
			return cmp.Or(cmp.Compare(y.Text("earliest"), x.Text("earliest")), cmp.Compare(placeOf(y), placeOf(x)),
				cmp.Compare(x.Text("id"), y.Text("id")))
		})
		a.Items = itemsOf(hits)
		return f.include(hits, spec.Includes)
	})
}

// placeOf is the place of an action in its day.
func placeOf(h hit) int64 {
	place, _ := h.Value("placeInDay").(int64)
	return place
}
