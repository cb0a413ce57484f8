package sqlite

import (
	"context"
	"database/sql"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// Stated implements ingest.Writer.
func (s *Store) Stated(ctx context.Context, dataset string, yield func(graph.Record, []string) error) error {
	const byIt = " t WHERE EXISTS (SELECT 1 FROM json_each(t.stated) j WHERE j.value ->> 'dataset' = ?)"
	var tables []string
	for _, k := range graph.NodeKinds {
		if k != graph.KindDataset {
			tables = append(tables, table(k))
		}
	}
	return s.read(ctx, func(r *reader) error {
		for _, name := range append(tables, "edge") {
			if err := each(ctx, r, func(rows *sql.Rows) error {
				var text string
				if err := rows.Scan(&text); err != nil {
					return err
				}
				statements, err := statementsOf(text)
				if err != nil {
					return err
				}
				r, after, _ := ingest.StatedBy(dataset, statements)
				return yield(r, after)
			}, "SELECT t.stated FROM "+name+byIt, dataset); err != nil {
				return err
			}
		}
		return nil
	})
}
