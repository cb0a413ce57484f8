package sqlite

import (
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// points sums Goldstein intensities, as whole numbers; what is unknown adds nothing.
func points(expr string) string { return "sum(" + inPoints(expr) + ")" }

// inPoints is an intensity times query.PointScale, rounded: sums of whole numbers do not depend on the order of adding.
func inPoints(expr string) string {
	return fmt.Sprintf("CAST(round(%s * %d) AS INTEGER)", expr, query.PointScale)
}

// groups adds an arm that counts the items of a select by a key. parent is the number of the list that an item belongs to.
func (s *statement) groups(src *selectBuilder, parent string, g query.Group, take func(list int64, row query.Grouped)) {
	by := plan.GroupOf(src.kind, g)
	if src.keys != "" {
		src.from = append([]string{"json_each(" + src.keys + ") " + src.key}, src.from...)
	}
	distinct := "(SELECT DISTINCT " + parent + " AS j, " + src.pk + " AS r " + src.rest() + ") p"
	r := &selectBuilder{c: s.sqlBuilder, from: []string{distinct}, item: item{kind: src.kind, pk: "p.r"}}
	intensity := "NULL"
	if by.Intensity != "" {
		intensity = r.column(by.Intensity)
	}
	key, label := r.groupKey(by)
	values := []string{"p.j", key, label, "count(*)", "count(" + intensity + ")", points(intensity), "0", "0", "NULL"}
	if by.Delays {
		days := r.number(query.DelayDays)
		copy(values[6:], []string{"count(" + days + ")", "sum(" + days + ")", median(days)})
	}
	s.add(values, r.rest()+" GROUP BY p.j, "+key, func(v []any) error {
		take(v[0].(int64), query.Grouped{
			Key: textOf(v[1]), Label: textOf(v[2]), Count: intOf(v[3]), Rated: intOf(v[4]),
			Intensity: float64(intOf(v[5])) / query.PointScale,
			Delayed:   intOf(v[6]), DelaySum: intOf(v[7]), DelayMedian: floatOf(v[8]),
		})
		return nil
	})
}

// median is the median of the known values of an expression: the mean of the two in the middle, which of an odd number are one.
func median(expr string) string {
	sorted := fmt.Sprintf("jsonb_group_array(%[1]s ORDER BY %[1]s) FILTER (WHERE %[1]s IS NOT NULL)", expr)
	return fmt.Sprintf("(%[1]s ->> ((count(%[2]s) - 1) / 2) + %[1]s ->> (count(%[2]s) / 2)) / 2.0", "("+sorted+")", expr)
}

// groupKey gives the expressions of a group's key and label. It joins what they are read from, one row for each key of an item.
func (r *selectBuilder) groupKey(by plan.Group) (key, label string) {
	each := func(list string) string { return r.join("json_each("+list+")", "g", "") + ".value" }
	switch by.Source {
	case plan.GroupAll:
		return "NULL", "NULL"
	case plan.GroupPeriod:
		earliest, _ := r.days()
		return fmt.Sprintf("substr(%s, 1, %d)", earliest, by.Chars), "NULL"
	case plan.GroupMember:
		return each("coalesce(nullif(" + r.column(by.Column) + ", '[]'), '[null]')"), "NULL"
	case plan.GroupRelated:
		inner := &selectBuilder{c: r.c}
		r.prepare(by.Relation)
		inner.traverse(by.Relation, r.item)
		id := inner.idOf()
		key = each("(SELECT iif(count(*) = 0, '[null]', json_group_array(DISTINCT " + id + ")) " + inner.rest() + ")")
		return key, "(SELECT " + by.Label + " FROM " + table(by.Relation.To) + " WHERE id = " + key + ")"
	case plan.GroupValue:
	}
	return r.column(by.Column), "NULL"
}

// arrange puts each set of groups of a list in order.
func arrange(k graph.Kind, groups []query.Group, rows [][]query.Grouped) (err error) {
	for i, g := range groups {
		if rows[i], err = g.Arrange(k, rows[i]); err != nil {
			return err
		}
	}
	return nil
}
