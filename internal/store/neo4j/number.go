package neo4j

import (
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/plan"
)

// number is the expression of a number of an item, by which lists are ordered and narrowed.
func (c *cypherBuilder) number(k graph.Kind, v, name string) string {
	switch n := plan.NumberOf(k, name); n.Source {
	case plan.NumberDelay:
		return fmt.Sprintf("duration.inDays(%s, %s).days", column(k, v, "toEarliest"), column(k, v, "fromEarliest"))
	case plan.NumberChange:
		return fmt.Sprintf("round(%s - %s, 6)", column(k, v, "fromIntensity"), column(k, v, "toIntensity"))
	case plan.NumberEvidence:
		sources := "coalesce(" + v + ".evidenceSource, [])"
		if left := c.fromLeft("x"); left != "" {
			sources = "[x IN " + sources + " WHERE " + left + "]"
		}
		return "size(" + sources + ")"
	case plan.NumberRelated:
		return c.count(c.traverse(n.Relation, v))
	case plan.NumberValue:
	}
	return column(k, v, name)
}
