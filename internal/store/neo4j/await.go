package neo4j

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

const (
	answerWait = 5 * time.Second // for an answer, each time
	longPause  = 2 * time.Second // between tries, once some have failed
	sayAgain   = 15 * time.Second
)

// Forever is a wait that only its context ends.
const Forever = time.Duration(1<<63 - 1)

// await returns once the server answers and its schema is up to date. Until then it logs what is wrong: at first, when that
// changes, and every sayAgain. It gives up after wait, and at once where waiting is in vain, as with a wrong password.
func (s *Store) await(ctx context.Context, wait time.Duration) error {
	began, pause := time.Now(), 100*time.Millisecond
	var said string
	var saidAt time.Time
	for {
		err := s.greet(ctx)
		if err == nil {
			err = s.prepare(ctx)
		}
		switch {
		case err == nil:
			if said != "" {
				slog.InfoContext(ctx, "Neo4j answers", "address", s.address, "waited", time.Since(began).Round(time.Second))
			}
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case meaning(err) == nil:
			return err
		}
		what, lasting := trouble(err)
		if lasting || time.Since(began) > wait-pause {
			return &failure{s.notOpened(meaning(err), what), err}
		}
		if what != said || time.Since(saidAt) >= sayAgain {
			said, saidAt = what, time.Now()
			slog.WarnContext(ctx, "Neo4j does not answer; trying again", "address", s.address, "trouble", what, "until", until(began, wait))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
			pause = min(2*pause, longPause)
		}
	}
}

// notOpened says why a server is not opened.
func (s *Store) notOpened(means error, what string) error {
	return graph.Unavailable(cmp.Or(graph.ReasonOf(means), graph.StoreGone), "Neo4j at %s: %s", s.address, what)
}

// greet asks the server for a sign of life.
func (s *Store) greet(ctx context.Context) error {
	short, cancel := context.WithTimeout(ctx, answerWait)
	defer cancel()
	_, err := s.once(short, "RETURN 1", nil)
	if err != nil && short.Err() != nil {
		return short.Err()
	}
	return err
}

// until says when a wait ends.
func until(began time.Time, wait time.Duration) string {
	if wait == Forever {
		return "it is there"
	}
	return began.Add(wait).Format(time.TimeOnly)
}
