// Package ingest is how facts come in: what a dataset states at once (Batch), the contract of a store that takes it
// (Writer), and the work that is the same for every store. It knows the model; it does not know how a store keeps things,
// nor what users ask of them.
//
// A batch is checked first: each record by itself, then that everything it names exists. Then each record is merged with
// what other datasets state under its key (Merge: one owner for each scalar value, lists joined), derived values are
// set (Derive: days, type and intensity by the CAMEO code, texts for search), and what changed is written. Last, the
// attribution is rebuilt where the batch made it stale: for whom each action was done and at whom it is directed, which
// depends on ties and their dates (TieSnapshot). So is the support of facts, which depends on their sources and on who published
// these (SupportSnapshot).
//
// A store calls ApplyBatch within a transaction of its own and implements Tx for it:
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
