package live

import (
	"context"
	"sync"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

const (
	pollEvery  = 300 * time.Millisecond // how late the writes of other processes are seen
	pollWithin = 5 * time.Second        // for a store to tell its newest revision
	backFor    = 20                     // polls in a row that find an earlier revision, until the store counts as another one
)

// watcher knows the newest revision of a log. It asks for it while somebody waits, and only then.
type watcher struct {
	read  func(context.Context) (int64, error)
	every time.Duration

	mu      sync.Mutex
	head    int64
	changed chan struct{} // closed when head has changed
	waiting int           // for a change of head
	rest    func()        // ends the polling; nil while nobody polls
	polls   sync.WaitGroup
	lower   int // polls in a row that found an earlier revision: those of a replica that lags are few
}

func newWatcher(read func(context.Context) (int64, error)) *watcher {
	return &watcher{read: read, every: pollEvery, changed: make(chan struct{})}
}

// now asks for the newest revision, and tells those who wait of it.
func (w *watcher) now(ctx context.Context) (int64, error) {
	head, err := w.read(ctx)
	if err != nil {
		return 0, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if head > w.head {
		w.set(head)
	}
	return head, nil
}

// set changes the head. The caller holds the lock.
func (w *watcher) set(head int64) {
	w.head, w.lower = head, 0
	close(w.changed)
	w.changed = make(chan struct{})
}

// wait returns the newest revision once it is later than one that now or wait has returned. The error is that of ctx, or
// graph.ErrUnavailable when the store has been replaced by an earlier one.
func (w *watcher) wait(ctx context.Context, after int64) (int64, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waiting++
	defer func() {
		if w.waiting--; w.waiting == 0 && w.rest != nil {
			w.rest()
			w.rest = nil
		}
	}()
	for {
		switch {
		case w.head > after:
			return w.head, nil
		case w.head < after:
			return 0, graph.Unavailable(graph.StoreReplaced, "the log ends at revision %d, and was read up to %d", w.head, after)
		}
		if w.rest == nil {
			polling, rest := context.WithCancel(context.WithoutCancel(ctx)) // it serves all who wait
			w.rest = rest
			w.polls.Go(func() { w.poll(polling) })
		}
		changed := w.changed
		w.mu.Unlock()
		select {
		case <-changed:
			w.mu.Lock()
		case <-ctx.Done():
			w.mu.Lock()
			return 0, ctx.Err()
		}
	}
}

// poll asks for the newest revision until nobody waits. While the store is in trouble, those who wait go on waiting.
func (w *watcher) poll(ctx context.Context) {
	ticks := time.NewTicker(w.every)
	defer ticks.Stop()
	for {
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return
		}
		within, cancel := context.WithTimeout(ctx, pollWithin)
		head, err := w.read(within)
		cancel()
		if err == nil {
			w.found(head)
		}
	}
}

// found takes what a poll found.
func (w *watcher) found(head int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case head > w.head:
		w.set(head)
	case head == w.head:
		w.lower = 0
	default:
		if w.lower++; w.lower >= backFor {
			w.set(head)
		}
	}
}
