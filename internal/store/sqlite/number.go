package sqlite

import (
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// number is the expression of a number of the item, as query.IsNumber knows it.
func (r *selectBuilder) number(name string) string {
	if !query.IsNumber(r.kind, name) {
		r.c.fail(graph.ErrInvalid, "%s has no number %q", r.kind, name)
		return "NULL"
	}
	switch name {
	case query.DelayDays:
		return "CAST(julianday(" + r.column("fromEarliest") + ") - julianday(" + r.column("toEarliest") + ") AS INTEGER)"
	case query.IntensityChange:
		return "round(" + r.column("fromIntensity") + " - " + r.column("toIntensity") + ", 6)"
	}
	rel := graph.RelationOf(r.kind, name)
	switch {
	case rel == nil:
		return r.column(name)
	case rel.Path[0].Evidence:
		return "coalesce(json_array_length(" + r.own() + ".evidence), 0)"
	}
	inner := &selectBuilder{c: r.c}
	r.prepare(rel)
	inner.traverse(rel, r.item)
	return "(" + inner.count() + ")"
}

// sortedBy is what an item has to bring along for a list of this order.
func (r *selectBuilder) sortedBy(o query.Order) []string {
	if o.By != query.ByNumber {
		return nil
	}
	return []string{r.number(o.Number)}
}

func (h hit) sortBy(lead []any) {
	for _, v := range lead {
		switch v := v.(type) {
		case int64:
			h.Sort = float64(v)
		case float64:
			h.Sort = v
		}
	}
}
