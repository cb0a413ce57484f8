package sqlite

import "context"

// enter takes tokens of the gate of a database in memory: such a database has no write-ahead log, so readers and the writer
// exclude each other.
func (g *generation) enter(ctx context.Context, tokens int) error {
	if g.memoryGate == nil {
		return nil
	}
	for i := range tokens {
		select {
		case g.memoryGate <- struct{}{}:
		case <-ctx.Done():
			g.leave(i)
			return ctx.Err()
		}
	}
	return nil
}

// leave gives tokens back.
func (g *generation) leave(tokens int) {
	if g.memoryGate == nil {
		return
	}
	for range tokens {
		<-g.memoryGate
	}
}
