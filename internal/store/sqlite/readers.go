package sqlite

import (
	"context"
	"sync"
	"time"
)

// slowAfter is how long a question holds others back; nearly all are answered by then.
const slowAfter = 20 * time.Millisecond

// readers lends a store's readers, to one question each. Only so many work at once, for all connections of a process share one
// lock of SQLite's page cache, and more of them than there are cores wait for each other. A question that takes longer than
// patience no longer counts, so that quick ones pass it. The reader that worked last is lent first: it has the pages that are
// asked for in its cache.
type readers struct {
	quick chan struct{} // a token for each that works and does not take long
	idle  chan struct{} // a token for each that does not work
	mu    sync.Mutex
	stack []*reader // those that do not work
}

func newReaders(n, atOnce int) *readers {
	p := &readers{quick: make(chan struct{}, atOnce), idle: make(chan struct{}, n)}
	for range n {
		r := newReader()
		r.slowTimer = time.AfterFunc(time.Hour, func() { <-p.quick }) // lend sets it
		r.slowTimer.Stop()
		p.put(r)
	}
	return p
}

// acquire waits for a reader until ctx ends. Who gets one gives it back.
func (p *readers) acquire(ctx context.Context) (*reader, error) {
	select {
	case p.quick <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	r, err := p.get(ctx)
	if err != nil {
		<-p.quick
		return nil, err
	}
	r.slowTimer.Reset(slowAfter)
	return r, nil
}

func (p *readers) release(r *reader) {
	if r.slowTimer.Stop() {
		<-p.quick
	}
	p.put(r)
}

func (p *readers) get(ctx context.Context) (*reader, error) {
	select {
	case <-p.idle:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.stack) - 1
	r := p.stack[last]
	p.stack = p.stack[:last]
	return r, nil
}

func (p *readers) put(r *reader) {
	p.mu.Lock()
	p.stack = append(p.stack, r)
	p.mu.Unlock()
	p.idle <- struct{}{}
}

// close waits for readers that work, and closes the connections of all.
func (p *readers) close() error {
	var failed error
	for range cap(p.idle) {
		r, _ := p.get(context.Background()) // which does not end
		defer p.put(r)
		if err := r.close(); failed == nil {
			failed = err
		}
	}
	return failed
}
