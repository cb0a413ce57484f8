package neo4j

import "context"

// Revision implements query.Reader. A server shows a commit under way piece by piece, perhaps the revision first. But a read brings a
// bookmark of all that was committed when it ended, and the next waits until the server shows the whole of that. So a
// question that follows is answered with all that the revision counts.
func (s *Store) Revision(ctx context.Context) (int64, error) {
	records, err := s.read(ctx, "MATCH (d:Demarche {id: 'lock'}) RETURN coalesce(d.revision, 0)", nil)
	if err != nil || len(records) == 0 {
		return 0, err
	}
	n, _ := records[0].Values[0].(int64)
	return n, nil
}

// raiseRevision raises the revision if the transaction has changed anything. It comes last in a transaction, which holds the lock
// of the node since it began, so that writers neither lose a revision nor wait for each other in a circle.
func (t *transaction) raiseRevision(ctx context.Context) error {
	if !t.changed {
		return nil
	}
	_, err := t.run(ctx, "MATCH (d:Demarche {id: 'lock'}) SET d.revision = coalesce(d.revision, 0) + 1", nil)
	return err
}
