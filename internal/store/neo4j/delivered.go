package neo4j

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// deliveredLabel is that of the nodes that keep how far somebody was told. There are few, so that they need no index; and all who
// write hold the lock, so that none is made twice.
const deliveredLabel = "Delivered"

// Delivered implements ingest.Deliveries.
func (s *Store) Delivered(ctx context.Context, name string) (d ingest.Delivered, known bool, err error) {
	records, err := s.read(ctx, "MATCH (n:"+deliveredLabel+" {name: $name}) RETURN n.revision, n.place, n.day", map[string]any{"name": name})
	if err != nil || len(records) == 0 {
		return d, false, err
	}
	v := records[0].Values
	return ingest.Delivered{Position: position(v[0], v[1]), Day: graph.Day(textOf(v[2]))}, true, nil
}

// KeepDelivered implements ingest.Deliveries.
func (s *Store) KeepDelivered(ctx context.Context, name string, d ingest.Delivered) error {
	return s.write(ctx, func(t *transaction) error {
		_, err := t.run(ctx, "MERGE (n:"+deliveredLabel+" {name: $name}) SET n.revision = $revision, n.place = $place, n.day = $day",
			map[string]any{"name": name, "revision": d.Revision, "place": d.Place, "day": string(d.Day)})
		return err
	})
}
