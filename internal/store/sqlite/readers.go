package sqlite

import (
	"context"
	"sync"
	"time"
)

// slowAfter is how long a question counts as quick. Nearly all questions are answered by then.
const slowAfter = 20 * time.Millisecond

// readers is the pool of a store's readers; each question acquires one and releases it. The pool limits how many questions
// run at once to the number of cores, because all connections of a process share the lock of SQLite's page cache and more
// would wait for each other. A question that takes longer than slowAfter no longer counts towards the limit, so that quick
// ones need not wait for it. The reader released last is acquired first, because its cache has the pages in demand.
type readers struct {
	quick chan struct{} // a token for each question that counts towards the limit
	idle  chan struct{} // a token for each reader in stack
	mu    sync.Mutex
	stack []*reader // the idle readers
}

// newReaders makes a pool of n readers, of which so many may work at once.
func newReaders(n, atOnce int) *readers {
	p := &readers{quick: make(chan struct{}, atOnce), idle: make(chan struct{}, n)}
	for range n {
		r := newReader()
		r.slowTimer = time.AfterFunc(time.Hour, func() { <-p.quick }) // acquire sets it
		r.slowTimer.Stop()
		p.put(r)
	}
	return p
}

// acquire waits for a reader until ctx ends. The caller has to release it.
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

// release gives a reader back.
func (p *readers) release(r *reader) {
	if r.slowTimer.Stop() {
		<-p.quick
	}
	p.put(r)
}

// get takes an idle reader, or waits for one.
func (p *readers) get(ctx context.Context) (*reader, error) {
	select {
	case <-p.idle:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return p.pop(), nil
}

// pop takes the reader released last. The caller has a token of idle.
func (p *readers) pop() *reader {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.stack) - 1
	r := p.stack[last]
	p.stack = p.stack[:last]
	return r
}

// put makes a reader idle.
func (p *readers) put(r *reader) {
	p.mu.Lock()
	p.stack = append(p.stack, r)
	p.mu.Unlock()
	p.idle <- struct{}{}
}

// close waits until all readers are idle, and closes their connections.
func (p *readers) close() error {
	var failed error
	for range cap(p.idle) {
		<-p.idle
		r := p.pop()
		defer p.put(r)
		if err := r.close(); failed == nil {
			failed = err
		}
	}
	return failed
}
