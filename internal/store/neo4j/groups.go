package neo4j

import (
	"fmt"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// points sums Goldstein intensities, as whole numbers; what is unknown adds nothing.
func points(v string) string { return "sum(" + inPoints(v) + ")" }

// inPoints is an intensity times query.PointScale, rounded half away from zero: sums of whole numbers do not depend on the
// order of adding.
func inPoints(v string) string {
	return fmt.Sprintf("toInteger(%[1]s * %[2]d + 0.5 * sign(%[1]s))", v, query.PointScale)
}

// groups compiles a list of rows [key, label, actions, rated, points, delayed, days, median of days] for each way in which a
// list is to be grouped. An item counts once under each of its keys.
func (c *cypherBuilder) groups(s accessPath, l plan.List) string {
	if len(l.Groups) == 0 {
		return "null"
	}
	lists := make([]string, len(l.Groups))
	for i, g := range l.Groups {
		by := plan.GroupOf(s.kind, g)
		intensity := "null"
		if by.Intensity != "" {
			intensity = column(s.kind, s.item, by.Intensity)
		}
		key, label := c.groupKey(s, by)
		delay, delays := "", "0 AS delayed, 0 AS days, null AS median"
		if by.Delays {
			delay = ", " + c.number(s.kind, s.item, query.DelayDays) + " AS delay"
			delays = "count(delay) AS delayed, sum(delay) AS days, toFloat(percentileCont(delay, 0.5)) AS median"
		}
		lists[i] = fmt.Sprintf("COLLECT { %s WITH DISTINCT %s %s, %s AS points%s "+
			"WITH key, count(*) AS n, count(points) AS rated, %s AS sum, %s "+
			"RETURN [key, %s, n, rated, sum, delayed, days, median] }",
			s.clauses(), s.item, key, intensity, delay, points("points"), delays, label)
	}
	return "[" + strings.Join(lists, ", ") + "]"
}

// groupKey gives the clauses that bind key, ending in a WITH that a caller continues, and the expression of the key's label.
func (c *cypherBuilder) groupKey(s accessPath, by plan.Group) (clauses, label string) {
	several := func(list string) string {
		return fmt.Sprintf("WITH %s, %s AS list "+
			"UNWIND CASE WHEN coalesce(size(list), 0) = 0 THEN [null] ELSE list END AS key WITH key", s.item, list)
	}
	switch by.Source {
	case plan.GroupAll:
		return "WITH null AS key", "null"
	case plan.GroupPeriod:
		return fmt.Sprintf("WITH substring(toString(%s), 0, %d) AS key", s.own().earliest, by.Chars), "null"
	case plan.GroupMember:
		return several(c.value(s.kind, s.item, by.Column)), "null"
	case plan.GroupRelated:
		far := c.traverse(by.Relation, s.item)
		return several(fmt.Sprintf("COLLECT { %s%s RETURN DISTINCT %s.id }", far.match, where(far.conds...), far.item)),
			fmt.Sprintf("head(COLLECT { MATCH (x:%s {id: key}) RETURN x.%s })", by.Relation.To, by.Label)
	case plan.GroupValue:
	}
	return "WITH " + column(s.kind, s.item, by.Column) + " AS key", "null"
}

// readGroups reads the rows that groups compiles, and arranges them.
func readGroups(lists any, k graph.Kind, groups []query.Group) ([][]query.Grouped, error) {
	out := make([][]query.Grouped, len(groups))
	for i, g := range groups {
		rows, _ := lists.([]any)[i].([]any)
		for _, row := range rows {
			v, _ := row.([]any)
			out[i] = append(out[i], query.Grouped{
				Key: textOf(v[0]), Label: textOf(v[1]), Count: intOf(v[2]), Rated: intOf(v[3]),
				Intensity: float64(intOf(v[4])) / query.PointScale,
				Delayed:   intOf(v[5]), DelaySum: intOf(v[6]), DelayMedian: floatOf(v[7]),
			})
		}
		var err error
		if out[i], err = g.Arrange(k, out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
