package answers

import (
	"context"
	"sync"
	"time"
)

// revisionWait bounds one reading of the revision, for which any number of requests may wait.
const revisionWait = 5 * time.Second

// revisions knows the store's revision. One reading at a time is under way, and serves all who came before it began.
type revisions struct {
	read     func(context.Context) (int64, error)
	wentBack func() // called when the store was restored from a copy, before anybody learns the revision

	mu      sync.Mutex
	begun   int64    // readings so far
	last    reading  // the latest that succeeded
	running *reading // nil when none is
}

// reading is the revision as the store told it at some time after began.
type reading struct {
	number int64 // 1 for the first
	began  time.Time
	done   chan struct{}
	is     int64
	err    error
}

// current returns the revision by a reading that began after this call, or no longer ago than staleness.
func (r *revisions) current(ctx context.Context, staleness time.Duration) (int64, error) {
	oldest := time.Now().Add(-staleness)
	r.mu.Lock()
	before := r.begun // the clock may be too coarse to tell what began after this call
	for {
		if r.last.number > before || (r.last.number > 0 && r.last.began.After(oldest)) {
			defer r.mu.Unlock()
			return r.last.is, nil
		}
		now := r.running
		if now == nil {
			r.begun++
			now = &reading{number: r.begun, began: time.Now(), done: make(chan struct{})}
			r.running = now
			go r.ask(now) //nolint:contextcheck // it serves many requests, and counts for none of them
		}
		r.mu.Unlock()
		select {
		case <-now.done:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
		if now.number > before && now.err != nil {
			return 0, now.err
		}
		r.mu.Lock()
	}
}

func (r *revisions) ask(now *reading) {
	ctx, cancel := context.WithTimeout(context.Background(), revisionWait)
	defer cancel()
	now.is, now.err = r.read(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running = nil; now.err == nil {
		if now.is < r.last.is {
			r.wentBack()
		}
		r.last = *now
	}
	close(now.done)
}
