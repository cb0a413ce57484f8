package sqlite

import (
	"context"
	"database/sql"

	"github.com/demarche-graph/demarche/graph"
)

var _ graph.Stating = (*Store)(nil)

// Stated implements graph.Stating.
func (s *Store) Stated(ctx context.Context, dataset string, yield func(graph.Ref) error) error {
	const byIt = " WHERE EXISTS (SELECT 1 FROM json_each(t.stated) j WHERE j.value ->> 'dataset' = ?)"
	return s.read(ctx, func(tx *sql.Tx) error {
		for _, k := range graph.NodeKinds {
			if k == graph.KindDataset {
				continue
			}
			if err := each(ctx, tx, func(rows *sql.Rows) error {
				var ref graph.Ref
				if err := rows.Scan(&ref.ID); err != nil {
					return err
				}
				return yield(ref)
			}, "SELECT t.id FROM "+table(k)+" t"+byIt, dataset); err != nil {
				return err
			}
		}
		return each(ctx, tx, func(rows *sql.Rows) error {
			var ref graph.Ref
			if err := rows.Scan(&ref.Edge, &ref.From, &ref.To); err != nil {
				return err
			}
			return yield(ref)
		}, "SELECT t.label, s.id, d.id FROM edge t CROSS JOIN node s CROSS JOIN node d"+byIt+" AND s.pk = t.src AND d.pk = t.dst", dataset)
	})
}
