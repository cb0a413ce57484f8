// Package ingest is how facts come in: what a dataset states in one go (Batch), the contract of a store that takes it
// (Writer), and the work that every store does alike on the way. It knows the model; it does not know how a store keeps
// things, nor what is asked of them.
//
// A batch is checked first: each record by itself, then that what it names is there. Then each record is merged with
// what other datasets state under its key (Merge: one owner for each scalar value, lists joined), derived values are
// filled in (Derive: days, type and intensity from the CAMEO code, texts for search), and what changed is written.
// Last the attribution is rebuilt where the batch made it stale: for each action, for whom it was done and at whom it is
// directed, which depends on ties and their dates (TieSnapshot).
//
// A store calls Apply within a transaction of its own and implements Tx for it:
//
//	func (s *Store) Apply(ctx context.Context, b ingest.Batch) (ingest.Applied, error) {
//		var applied ingest.Applied
//		err := s.write(ctx, func(tx ingest.Tx) (err error) {
//			applied, err = ingest.ApplyBatch(ctx, tx, b, time.Now())
//			return err
//		})
//		return applied, err
//	}
//
// Loading the same batch twice changes nothing. A dataset takes back only what it stated itself; a fact stays while
// another dataset states it.
package ingest
