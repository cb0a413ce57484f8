package resolvers

import (
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// supported takes a SupportFilter: conditions on what the evidence of a fact comes to.
func supported(kind graph.Kind) func(any) (query.Pred, error) {
	return func(v any) (query.Pred, error) {
		m, _ := v.(map[string]any)
		var all query.And
		for _, name := range []string{"sources", "origins"} {
			p, err := number(name)(m[name])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			all = append(all, p.(query.And)...)
		}
		for _, name := range []string{"reliability", "soleCountry"} {
			values, given := stringList(m[name])
			switch {
			case !given:
			case len(values) == 0:
				all = append(all, query.Or{}) // an empty list matches nothing
			default:
				all = append(all, query.In{Prop: name, Values: values})
			}
		}
		knownBy, err := day(m, "knownBy")
		if err != nil {
			return nil, err
		}
		if knownBy != "" {
			all = append(all, query.Overlaps{Until: knownBy}) // the date of a Support is its knownBy
		}
		if len(all) == 0 {
			return all, nil
		}
		return query.Related{Relation: graph.RelationOf(kind, "support"), Where: all}, nil
	}
}
