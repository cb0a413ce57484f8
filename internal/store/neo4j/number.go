package neo4j

import (
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// number is the expression of a number of an item, as query.IsNumber knows it.
func (c *cypherBuilder) number(k graph.Kind, v, name string) string {
	if !query.IsNumber(k, name) {
		c.fail(graph.ErrInvalid, "%s has no number %q", k, name)
		return "null"
	}
	switch name {
	case query.DelayDays:
		return fmt.Sprintf("duration.inDays(%s, %s).days", column(k, v, "toEarliest"), column(k, v, "fromEarliest"))
	case query.IntensityChange:
		return fmt.Sprintf("round(%s - %s, 6)", column(k, v, "fromIntensity"), column(k, v, "toIntensity"))
	}
	rel := graph.RelationOf(k, name)
	switch {
	case rel == nil:
		return column(k, v, name)
	case rel.Path[0].Evidence:
		return "size(coalesce(" + v + ".evidenceSource, []))"
	}
	return c.count(c.traverse(rel, v))
}
