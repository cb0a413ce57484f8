package sqlite

import (
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// number is the expression of a number of the item, by which lists are ordered and narrowed.
func (r *selectBuilder) number(name string) string {
	switch n := plan.NumberOf(r.kind, name); n.Source {
	case plan.NumberDelay:
		return "CAST(julianday(" + r.column("fromEarliest") + ") - julianday(" + r.column("toEarliest") + ") AS INTEGER)"
	case plan.NumberChange:
		return "round(" + r.column("fromIntensity") + " - " + r.column("toIntensity") + ", 6)"
	case plan.NumberEvidence:
		v := r.c.fresh("v")
		if left := r.c.fromLeft(v); left != "" {
			return "(SELECT count(*) FROM json_each(" + r.own() + ".evidence) " + v + " WHERE " + left + ")"
		}
		return "coalesce(json_array_length(" + r.own() + ".evidence), 0)"
	case plan.NumberRelated:
		inner := &selectBuilder{c: r.c}
		r.prepare(n.Relation)
		inner.traverse(n.Relation, r.item)
		return "(" + inner.count() + ")"
	case plan.NumberValue:
	}
	return r.column(name)
}

// sortedBy are the further values that a select gives of an item, so that its list can be put in this order.
func (r *selectBuilder) sortedBy(o query.Order) []string {
	if o.By != query.ByNumber {
		return nil
	}
	return []string{r.number(o.Number)}
}

// sortBy keeps the value of sortedBy, if there is one, as the number that the list is ordered by.
func (h hit) sortBy(prefixValues []any) {
	for _, v := range prefixValues {
		switch v := v.(type) {
		case int64:
			h.Sort = float64(v)
		case float64:
			h.Sort = v
		}
	}
}
