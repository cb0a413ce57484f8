package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// Export implements the contract: kinds and labels, ids and ends, all by code point. It gives one snapshot,
// however long yield takes. In memory no other call of yield's may write, for it would wait for this one.
func (s *Store) Export(ctx context.Context, yield func(graph.Record) error) error {
	return s.read(ctx, func(r *reader) error {
		for _, k := range slices.Sorted(slices.Values(graph.NodeKinds)) {
			text := "SELECT id, basis, evidence, " + strings.Join(quoted(graph.NodeProps[k]), ", ") + " FROM " + table(k) + " ORDER BY id"
			if err := export(ctx, r, text, nil, 1, graph.NodeProps[k], func(key []string) graph.Record {
				return graph.Record{Kind: k, ID: key[0]}
			}, yield); err != nil {
				return err
			}
		}
		columns := quoted(graph.EdgeProps)
		for i := range columns {
			columns[i] = "e." + columns[i]
		}
		text := "SELECT s.id, d.id, e.basis, e.evidence, " + strings.Join(columns, ", ") +
			" FROM edge e CROSS JOIN node s CROSS JOIN node d WHERE e.label = ? AND s.pk = e.src AND d.pk = e.dst ORDER BY s.id, d.id"
		labels := make([]string, len(graph.EdgeTypes))
		for i, t := range graph.EdgeTypes {
			labels[i] = string(t.Label)
		}
		slices.Sort(labels)
		for _, label := range labels {
			if err := export(ctx, r, text, []any{label}, 2, graph.EdgeProps, func(key []string) graph.Record {
				return graph.Record{Edge: graph.EdgeKind(label), From: key[0], To: key[1]}
			}, yield); err != nil {
				return err
			}
		}
		return nil
	})
}

// export yields the rows of a query: the texts of a key, basis, evidence and properties, of which derived
// ones are left out.
func export(ctx context.Context, on querier, text string, args []any, keys int, props []graph.Property,
	record func(key []string) graph.Record, yield func(graph.Record) error) error {
	values := make([]any, keys+2+len(props))
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	return each(ctx, on, func(rows *sql.Rows) error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		texts := make([]string, keys+2)
		for i := range texts {
			texts[i], _ = values[i].(string)
		}
		r := record(texts[:keys])
		r.Basis = graph.Basis(texts[keys])
		var err error
		if r.Evidence, err = evidenceOf(texts[keys+1]); err != nil {
			return err
		}
		for i, p := range props {
			v, err := valueOf(values[keys+2+i], p.Type)
			if err != nil {
				return err
			}
			if v == nil || p.Derived {
				continue
			}
			if r.Props == nil {
				r.Props = graph.Props{}
			}
			r.Props[p.Name] = v
		}
		return yield(r)
	}, text, args...)
}
