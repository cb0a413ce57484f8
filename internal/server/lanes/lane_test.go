package lanes

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// queued enters a lane in a goroutine, and says in order who got a seat, or was refused.
type queued struct {
	lane  *lane
	mu    sync.Mutex
	order []string
}

func (q *queued) enter(ctx context.Context, client, name string, hold time.Duration) {
	go func() {
		leave, err := q.lane.enter(ctx, client)
		q.mu.Lock()
		switch {
		case errors.Is(err, errFull):
			name += " full"
		case err != nil:
			name += " gone"
		}
		q.order = append(q.order, name)
		q.mu.Unlock()
		if err == nil {
			time.Sleep(hold)
			leave()
		}
	}()
	synctest.Wait() // so that requests come one after another
}

func (q *queued) expect(t *testing.T, want ...string) {
	t.Helper()
	q.mu.Lock()
	defer q.mu.Unlock()
	if !slices.Equal(q.order, want) {
		t.Errorf("%q, want %q", q.order, want)
	}
}

func TestClientsTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &queued{lane: newLane(1, 10, time.Hour)}
		for i := range 5 {
			q.enter(t.Context(), "greedy", fmt.Sprint("g", i), time.Second)
		}
		q.enter(t.Context(), "modest", "m0", time.Second)
		q.enter(t.Context(), "other", "o0", time.Second)
		q.enter(t.Context(), "modest", "m1", time.Second)
		time.Sleep(time.Minute)
		q.expect(t, "g0", "g1", "m0", "o0", "g2", "m1", "g3", "g4")
		if running, waiting := q.lane.load(); running != 0 || waiting != 0 || len(q.lane.turns) != 0 {
			t.Errorf("%d run and %d wait when all have gone", running, waiting)
		}
	})
}

// A client that asks a lot fills no queue but its own: whoever comes later takes the place of its latest request.
func TestAFullQueueHasRoomForOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &queued{lane: newLane(1, 4, time.Hour)}
		for i := range 6 {
			q.enter(t.Context(), "greedy", fmt.Sprint("g", i), time.Second)
		}
		q.expect(t, "g0", "g5 full")
		q.enter(t.Context(), "modest", "m0", time.Second)
		q.enter(t.Context(), "other", "o0", time.Second)
		q.expect(t, "g0", "g5 full", "g4 full", "g3 full")
		q.enter(t.Context(), "late", "l0", time.Second) // the longest queue has two, and so is cut to one
		q.enter(t.Context(), "later", "r0", time.Second)
		q.expect(t, "g0", "g5 full", "g4 full", "g3 full", "g2 full", "r0 full")
		time.Sleep(time.Minute)
		q.expect(t, "g0", "g5 full", "g4 full", "g3 full", "g2 full", "r0 full", "g1", "m0", "o0", "l0")
	})
}

func TestWaitingEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &queued{lane: newLane(1, 4, 10*time.Second)}
		q.enter(t.Context(), "a", "first", 20*time.Second)
		leaves, gone := context.WithCancel(t.Context())
		q.enter(leaves, "a", "leaver", time.Second)
		q.enter(t.Context(), "b", "patient", time.Second)
		gone()
		synctest.Wait()
		q.expect(t, "first", "leaver gone")
		if _, waiting := q.lane.load(); waiting != 1 {
			t.Errorf("%d wait", waiting)
		}
		time.Sleep(15 * time.Second)
		q.expect(t, "first", "leaver gone", "patient full")
		time.Sleep(time.Minute)
		q.enter(t.Context(), "c", "last", 0)
		q.expect(t, "first", "leaver gone", "patient full", "last")
	})
}

// Whoever gives up at the moment at which the seat comes hands it on.
func TestNoSeatIsLost(t *testing.T) {
	l := newLane(2, 1000, time.Hour)
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i%7)*time.Microsecond*50)
			defer cancel()
			if leave, err := l.enter(ctx, fmt.Sprint(i%5)); err == nil {
				time.Sleep(50 * time.Microsecond)
				leave()
			}
		})
	}
	all.Wait()
	if running, waiting := l.load(); running != 0 || waiting != 0 || l.free != 2 {
		t.Errorf("%d run, %d wait", running, waiting)
	}
}

func TestRetryAfterFollowsTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &queued{lane: newLane(1, 10, time.Hour)}
		if got := q.lane.retryAfter(); got != time.Second {
			t.Errorf("an idle lane says %s", got)
		}
		for range 40 { // until the average is close to what each takes
			q.enter(t.Context(), "a", "", 3*time.Second)
			time.Sleep(4 * time.Second)
		}
		for range 6 {
			q.enter(t.Context(), "a", "", 3*time.Second)
		}
		if got := q.lane.retryAfter().Round(time.Second); got != 15*time.Second {
			t.Errorf("five wait for 3 s each, and it says %s", got)
		}
		time.Sleep(time.Minute)
	})
}
