package neo4j

import (
	"context"
	"errors"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

const (
	maxTries = 3 // of a read
	// Bounds of a transaction whose context has no deadline, or a later one.
	maxRead  = 10 * time.Minute
	maxWrite = time.Hour // a batch, a step of a migration, and reading all that a dataset states
	// serverGrace is how much longer than its request a transaction may take. The request ends first, and says why.
	serverGrace = 500 * time.Millisecond
)

// within bounds a transaction on the server by the deadline of ctx, and by most. A request that ends takes its connection along,
// by which the server notices; this is for a server that does not, because the network is gone or a proxy keeps the
// connection. The server looks every two seconds (db.transaction.monitor.check.interval). It does not look while it plans a
// statement: that ends with the plan.
func within(ctx context.Context, most time.Duration) func(*neo4j.TransactionConfig) {
	if deadline, set := ctx.Deadline(); set {
		most = min(most, time.Until(deadline)+serverGrace)
	}
	return neo4j.WithTxTimeout(max(most, time.Millisecond)) // 0 would be no bound
}

// read runs a statement in an auto-commit transaction, which costs one round trip, and repeats it once or twice after an error
// that may pass. It sends nothing to a server that is away.
func (s *Store) read(ctx context.Context, text string, params map[string]any) ([]*neo4j.Record, error) {
	if err := s.refused(); err != nil {
		return nil, err
	}
	pause := 50 * time.Millisecond
	for try := 1; ; try++ {
		records, err := s.once(ctx, text, params)
		if err == nil {
			return records, nil
		}
		if try == maxTries || ctx.Err() != nil || !mayPass(err) {
			if ctx.Err() == nil && errors.Is(meaning(err), errUnreachable) {
				s.lost()
			}
			return nil, mapError(ctx, err)
		}
		s.doubtBookmarks(meaning(err))
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
			pause *= 4
		}
	}
}

// once runs a statement in an auto-commit transaction and collects its records.
func (s *Store) once(ctx context.Context, text string, params map[string]any) (_ []*neo4j.Record, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	session := s.session(ctx, neo4j.AccessModeRead, neo4j.FetchAll)
	defer func() {
		if e := session.Close(context.WithoutCancel(ctx)); err == nil {
			err = e
		}
	}()
	result, err := session.Run(ctx, text, params, within(ctx, maxRead))
	if err != nil {
		return nil, err
	}
	return result.Collect(ctx)
}
