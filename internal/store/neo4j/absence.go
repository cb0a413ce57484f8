package neo4j

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

const (
	returnPause = 100 * time.Millisecond // between looks for a server that is away
	warmWithin  = 2 * time.Minute        // for a server that is back to plan what is asked of it
)

// errWarming is what questions get once the server is back, until it has its plans.
var errWarming = graph.Unavailable(graph.StoreGone, "Neo4j is back, and plans the questions that were asked of it lately")

// lost tells watch that a question found no server, however often it was tried.
func (s *Store) lost() {
	select {
	case s.losses <- struct{}{}:
	default: // it was told already
	}
}

// watch keeps questions from a server that is away, until ctx is done. A question alone does not decide that: it may be one at
// which the server ends the connection. A server that comes back has planned nothing, and its virtual machine has compiled
// nothing. If all clients were let in at once, each plan would take so long that their questions would time out, and on a
// machine with much else to do none would be answered for a minute.
func (s *Store) watch(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.losses:
		}
		if err := s.sign(ctx); errors.Is(err, errUnreachable) {
			s.awaitReturn(ctx, err)
		}
	}
}

// awaitReturn refuses questions until the server is back and has planned what is asked of it. If it goes away meanwhile, all
// begins anew.
func (s *Store) awaitReturn(ctx context.Context, err error) {
	began := time.Now()
	slog.WarnContext(ctx, "Neo4j is away; questions are refused until it is back", "address", s.address, "error", err)
	for errors.Is(err, errUnreachable) {
		for err != nil {
			s.refusal.Store(&err)
			select {
			case <-ctx.Done():
				return
			case <-time.After(returnPause):
			}
			if err = s.sign(ctx); err != nil {
				s.doubtBookmarks(err)
			}
		}
		s.refusal.Store(&errWarming)
		lost := s.warm(ctx)
		if err = s.sign(ctx); err == nil && lost != nil { // it was away for a moment, or does not bear this text
			s.asked.drop(lost)
			err = errUnreachable
		}
	}
	if ctx.Err() != nil {
		return
	}
	s.refusal.Store(nil)
	slog.InfoContext(ctx, "Neo4j is back", "address", s.address, "away", time.Since(began).Round(time.Millisecond))
}

// warm has the server plan, one after another, the questions that came more than once lately. EXPLAIN makes the plan that the
// question takes, and reads nothing. It ends early when the server goes away, and returns the text at which it went, and after
// warmWithin: what has no plan then gets it when it is asked.
func (s *Store) warm(ctx context.Context) (lost *askedText) {
	ctx, cancel := context.WithTimeout(ctx, warmWithin)
	defer cancel()
	began, planned := time.Now(), 0
	for _, t := range s.asked.forget() {
		_, err := s.once(ctx, "EXPLAIN "+t.text, t.params)
		switch {
		case ctx.Err() != nil:
			slog.WarnContext(ctx, "Neo4j has not planned all questions anew in time", "questions", planned)
			return nil
		case errors.Is(meaning(err), errUnreachable):
			return t
		}
		t.planned.Store(err == nil)
		planned++
	}
	slog.InfoContext(ctx, "Neo4j has planned questions anew", "questions", planned, "took", time.Since(began).Round(time.Millisecond))
	return nil
}

// refused is the trouble for which no question is sent, nil while the server is there.
func (s *Store) refused() error {
	if err := s.refusal.Load(); err != nil {
		return *err
	}
	return nil
}
