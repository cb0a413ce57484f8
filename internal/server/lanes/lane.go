package lanes

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

var errFull = errors.New("the queue is full")

// lane has a number of seats, and a queue for each client that waits for one. A seat that becomes free goes to the clients in
// turn, and to the one who waited longest among the requests of a client. When the queues are full together, the latest request of
// the longest one makes room (longest queue drop, as in stochastic fairness queueing: McKenney 1990), so that a client who
// asks a lot fills no queue but its own.
type lane struct {
	queueLength int           // requests that may wait
	wait        time.Duration // how long each may

	mu      sync.Mutex
	free    int // seats
	seats   int
	waiting int
	turns   []*queue      // of the clients that wait, the next one first
	served  time.Duration // for how long a seat is held: a moving average
}

// queue is what a client waits with, the oldest request first.
type queue struct {
	client  string
	waiters []*waiter
}

type waiter struct{ decided chan error } // nil brings a seat

func newLane(seats, queueLength int, wait time.Duration) *lane {
	return &lane{queueLength: queueLength, wait: wait, free: seats, seats: seats}
}

// enter waits for a seat, which the caller has to leave. The error is errFull, or that of ctx: who has gone gets no seat.
func (l *lane) enter(ctx context.Context, client string) (leave func(), err error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	l.mu.Lock()
	if l.free > 0 { // then nobody waits
		l.free--
		l.mu.Unlock()
		return l.seat(), nil
	}
	w := &waiter{make(chan error, 1)}
	if !l.push(client, w) {
		l.mu.Unlock()
		return nil, errFull
	}
	l.mu.Unlock()

	timer := time.NewTimer(l.wait)
	defer timer.Stop()
	select {
	case err = <-w.decided:
	case <-timer.C:
		err = l.giveUp(client, w, errFull)
	case <-ctx.Done():
		err = l.giveUp(client, w, ctx.Err())
	}
	if err != nil {
		return nil, err
	}
	return l.seat(), nil
}

// seat is held from now until the returned function is called.
func (l *lane) seat() (leave func()) {
	began := time.Now()
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.served += (time.Since(began) - l.served) / 8
		l.pass()
	}
}

// pass gives a seat to who is next. The caller holds the lock.
func (l *lane) pass() {
	if len(l.turns) == 0 {
		l.free++
		return
	}
	q := l.turns[0]
	w := q.waiters[0]
	q.waiters = q.waiters[1:]
	l.waiting--
	if l.turns = l.turns[1:]; len(q.waiters) > 0 {
		l.turns = append(l.turns, q)
	}
	w.decided <- nil
}

// push appends to a client's queue, or reports that there is no room. The caller holds the lock.
func (l *lane) push(client string, w *waiter) bool {
	q := l.queueOf(client)
	if l.waiting >= l.queueLength {
		longest := q
		for _, other := range l.turns {
			if len(other.waiters) > len(longest.waiters) {
				longest = other
			}
		}
		if len(longest.waiters) <= len(q.waiters)+1 { // whoever made room would be as badly off as the client is
			return false
		}
		last := len(longest.waiters) - 1
		longest.waiters[last].decided <- errFull
		longest.waiters = longest.waiters[:last]
		l.waiting--
	}
	if len(q.waiters) == 0 {
		l.turns = append(l.turns, q)
	}
	q.waiters = append(q.waiters, w)
	l.waiting++
	return true
}

// queueOf finds the queue of a client, or makes one. There are no more queues than requests that wait.
func (l *lane) queueOf(client string) *queue {
	for _, q := range l.turns {
		if q.client == client {
			return q
		}
	}
	return &queue{client: client}
}

// giveUp takes a request out of its queue. If its fate was decided meanwhile, it hands on the seat that it got.
func (l *lane) giveUp(client string, w *waiter, why error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	q := l.queueOf(client)
	i := slices.Index(q.waiters, w)
	if i < 0 {
		if err := <-w.decided; err == nil {
			l.pass()
		}
		return why
	}
	q.waiters = slices.Delete(q.waiters, i, i+1)
	l.waiting--
	if len(q.waiters) == 0 {
		l.turns = slices.DeleteFunc(l.turns, func(other *queue) bool { return other == q })
	}
	return why
}

// retryAfter estimates when the requests that wait now will have been answered: a second at least, a minute at most.
func (l *lane) retryAfter() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return min(max(l.served*time.Duration(l.waiting)/time.Duration(l.seats), time.Second), time.Minute)
}

// load says how many requests run and wait.
func (l *lane) load() (running, waiting int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.seats - l.free, l.waiting
}
