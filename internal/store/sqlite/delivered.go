package sqlite

import (
	"context"
	"database/sql"

	"github.com/demarche-graph/demarche/graph/ingest"
)

// Delivered implements ingest.Deliveries.
func (s *Store) Delivered(ctx context.Context, name string) (d ingest.Delivered, known bool, err error) {
	err = s.read(ctx, func(r *reader) error {
		return each(ctx, r, func(rows *sql.Rows) error {
			known = true
			return rows.Scan(&d.Revision, &d.Place, &d.Day)
		}, "SELECT revision, place, day FROM delivered WHERE name = ?", name)
	})
	return d, known, err
}

// KeepDelivered implements ingest.Deliveries.
func (s *Store) KeepDelivered(ctx context.Context, name string, d ingest.Delivered) error {
	return s.write(ctx, func(t *transaction) error {
		return t.run(ctx, "INSERT OR REPLACE INTO delivered (name, revision, place, day) VALUES (?, ?, ?, ?)",
			name, d.Revision, d.Place, string(d.Day))
	})
}
