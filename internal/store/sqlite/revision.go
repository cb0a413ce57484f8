package sqlite

import "context"

// ofGeneration is how far the revisions of one generation are from those of the next: no file has been written so often.
const ofGeneration = 1 << 40

// Revision implements query.Reader. Another file that was taken up has higher revisions than the one before it, whatever it
// counts itself.
func (s *Store) Revision(ctx context.Context) (int64, error) {
	g, done, err := s.hold(ctx)
	if err != nil {
		return 0, err
	}
	defer done()
	var n int64
	err = s.noticed(g, g.read(ctx, func(r *reader) (err error) {
		n, err = revisionOf(ctx, r)
		return err
	}))
	return n, err
}

// raiseRevision raises the revision if the transaction has changed anything. It comes last in a transaction.
func (t *transaction) raiseRevision(ctx context.Context) error {
	if !t.changed {
		return nil
	}
	return t.run(ctx, "UPDATE revision SET n = n + 1")
}
