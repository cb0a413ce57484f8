package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

const (
	lookEvery  = 200 * time.Millisecond // at the files, while questions come
	takeUpWait = time.Second            // of a question, for a file that is being taken up
	firstPause = time.Second            // before a file that could not be taken up is tried again; then it doubles
	longPause  = 5 * time.Minute
)

// lookAgain makes the next question look at the files.
func (s *Store) lookAgain() {
	s.mu.Lock()
	s.looked = time.Time{}
	s.mu.Unlock()
}

// look compares the files with those that are open, if it has not done so just now. When others stand in their place, it
// begins to take them up. The caller holds s.mu.
func (s *Store) look() {
	if s.place.memory != "" || s.takingUp != nil || time.Since(s.looked) < lookEvery {
		return
	}
	s.looked = time.Now()
	now, err := identify(s.place.path)
	switch {
	case err != nil:
		s.gone(err)
	case s.trouble == nil && now.same(s.current.files):
		return
	case graph.ReasonOf(s.trouble) == graph.StoreGone && now.same(s.current.files) && !s.current.retired:
		s.set(nil)
		slog.Info("the SQLite file is back", "file", s.place.path)
	case s.trouble == nil, now.changed(s.refused), s.looked.After(s.retry):
		if s.trouble == nil || graph.ReasonOf(s.trouble) == graph.StoreGone {
			slog.Warn("another SQLite file stands in the place of the one that was open; it is being opened", "file", s.place.path)
			s.set(graph.Unavailable(graph.StoreReplaced, "another SQLite file stands in its place, and is being opened"))
		}
		s.takeUp(now)
	}
}

// set says why the store does not answer, nil that it does. The caller holds s.mu.
func (s *Store) set(trouble error) { s.trouble, s.retry, s.pause = trouble, time.Time{}, 0 }

// gone says that the file cannot be found. The caller holds s.mu.
func (s *Store) gone(err error) {
	if graph.ReasonOf(s.trouble) != graph.StoreGone {
		slog.Error("the SQLite file is gone; put it back, or restore a backup to its place: it is then opened without a restart",
			"file", s.place.path, "cause", err)
	}
	s.set(graph.Unavailable(graph.StoreGone, "the SQLite file is gone: %w", err))
}

// takeUp opens the files that are at the place now, in the background. The caller holds s.mu, and has set s.trouble.
func (s *Store) takeUp(now identity) {
	if s.closed {
		return
	}
	done := make(chan struct{})
	s.takingUp = done
	old, damaged := s.current, graph.ReasonOf(s.trouble) == graph.StoreDamaged
	s.background.Go(func() {
		g, err := s.successor(old, now, damaged)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.takingUp, s.looked = nil, time.Time{}
		close(done)
		switch {
		case err != nil:
			s.refuse(now, err)
		case s.closed:
			s.retireNew(g)
		default:
			s.retire(old)
			g.number = old.number + 1
			s.current = g
			s.set(nil)
			slog.Info("the SQLite file has been opened anew", "file", s.place.path)
			if !damaged {
				s.background.Go(func() { _ = s.Check(s.life) })
			}
		}
	})
}

// retireNew closes a generation that came when the store was closed already. The caller holds s.mu.
func (s *Store) retireNew(g *generation) {
	s.current = g
	s.retire(g)
}

// successor opens the generation that follows another. SQLite has one state for all connections of a process to a file, so
// when the database file is still the same one, the old generation has to be closed first.
func (s *Store) successor(old *generation, now identity, damaged bool) (*generation, error) {
	if now.sameDatabase(old.files) {
		s.mu.Lock()
		s.retire(old)
		s.mu.Unlock()
		select {
		case <-old.closed:
		case <-s.life.Done():
			return nil, s.life.Err()
		}
	} else if err := dropStale(old.files, now); err != nil {
		return nil, err
	}
	g, err := openGeneration(s.life, s.place, false)
	if err != nil || !damaged {
		return g, err
	}
	if err := g.check(s.life); err != nil {
		_ = g.close()
		return nil, err
	}
	return g, nil
}

// dropStale removes the log of a database file that another has replaced, and the index of the log. SQLite does not know to
// which file a log belongs: it would read the new file with the pages of the old one (sqlite.org/howtocorrupt.html, 1.4).
// What the old log holds is not lost to questions under way, which have it open.
func dropStale(old, now identity) error {
	for _, x := range []struct {
		old, now os.FileInfo
		path     string
	}{{old.log, now.log, now.real + logSuffix}, {old.shm, now.shm, now.real + shmSuffix}} {
		if x.old == nil || x.now == nil || !os.SameFile(x.old, x.now) {
			continue // none is there, or it came with the new file
		}
		if err := os.Remove(x.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return graph.Unavailable(graph.StoreReplaced,
				"beside the SQLite file stands the log of the file before it, which cannot be removed; remove %s and %s: %w",
				now.real+logSuffix, now.real+shmSuffix, err)
		}
	}
	return nil
}

// refuse says why a file was not taken up, and when to try again. The caller holds s.mu.
func (s *Store) refuse(now identity, err error) {
	if s.closed || errors.Is(err, context.Canceled) {
		return
	}
	if !errors.Is(err, graph.ErrUnavailable) { // it is no graph of this version
		err = graph.Unavailable(graph.StoreDamaged, "%w", err)
	}
	again, _ := identify(s.place.path)
	if s.trouble == nil || s.trouble.Error() != err.Error() || !again.sameDatabase(s.refused) {
		slog.Error("the SQLite file cannot be used; restore a backup: move it to this place, and it is opened without a restart",
			"file", s.place.path, "error", err, "cause", cause(err))
	}
	pause := min(max(firstPause, 2*s.pause), longPause)
	if again.changed(s.refused) || again.changed(now) {
		pause = firstPause
	}
	s.trouble, s.refused, s.pause, s.retry = err, again, pause, time.Now().Add(pause)
}
