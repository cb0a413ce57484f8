package neo4j

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph/ingest"
)

// pruneSteps forget a part each, in transactions of their own: what is forgotten may be large. The one that says up to which revision
// the log is forgotten comes first, so that nobody reads a part of it.
var pruneSteps = []string{
	"MATCH (n:" + supersededLabel + ") WHERE n.until <= $until CALL (n) { DELETE n } IN TRANSACTIONS OF 5000 ROWS",
	"MATCH (n:" + touchedLabel + ") WHERE n.revision <= $until CALL (n) { DELETE n } IN TRANSACTIONS OF 100 ROWS",
	"MATCH (n:" + revisionLabel + ") WHERE n.n <= $until CALL (n) { SET n.who = '', n.reason = '' } IN TRANSACTIONS OF 5000 ROWS",
	"MATCH (n:Tombstone) CALL (n) { DELETE n } IN TRANSACTIONS OF 5000 ROWS",
}

// Prune implements ingest.Log. When it was cut short, the next completes it. The server's transaction logs, and backups, have what was
// deleted until they are rotated.
func (s *Store) Prune(ctx context.Context, until int64) error {
	if err := s.write(ctx, func(t *transaction) error {
		if err := ingest.CheckPrune(until, t.head); err != nil {
			return err
		}
		t.changed = true // answers that tell of what is forgotten must not be kept
		_, err := t.run(ctx, "MATCH (d:Demarche {id: 'lock'}) WHERE coalesce(d.forgotten, 0) < $until SET d.forgotten = $until",
			map[string]any{"until": until})
		return err
	}); err != nil {
		return err
	}
	session := s.session(ctx, neo4j.AccessModeWrite, neo4j.FetchAll)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	for _, text := range pruneSteps {
		result, err := session.Run(ctx, text, map[string]any{"until": until}, within(ctx, maxWrite)) // it makes its own transactions
		if err == nil {
			_, err = result.Consume(ctx)
		}
		if err != nil {
			return mapError(ctx, err)
		}
	}
	return nil
}
