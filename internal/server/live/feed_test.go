package live

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// followed collects what a follower gets, until the test ends.
type followed struct {
	mu  sync.Mutex
	got []string
	err error
}

// ended is why it ended, nil while it goes on.
func (f *followed) ended() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

// all are the changes that it got.
func (f *followed) all() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.got)
}

func follow(t *testing.T, f *Feed, after *ingest.Position, filter ingest.ChangeFilter) *followed {
	t.Helper()
	out := &followed{}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		err := f.Follow(ctx, after, filter, func(page []ingest.Change) error {
			if len(page) == 0 || len(page) > pageSize {
				t.Errorf("a page of %d", len(page))
			}
			out.mu.Lock()
			defer out.mu.Unlock()
			out.got = append(out.got, ids(page)...)
			return nil
		})
		out.mu.Lock()
		defer out.mu.Unlock()
		out.err = err
	}()
	t.Cleanup(func() { cancel(); <-done })
	return out
}

// settle lets a second pass, in which a write of another process has to be seen.
func settle() { time.Sleep(time.Second); synctest.Wait() }

func TestFollowsFromNowOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &MemoryLog{}
		log.Record("before")
		one := follow(t, NewFeed(log, Limits{}), nil, ingest.ChangeFilter{})
		settle()
		log.Record("a", "b")
		log.Record("c")
		settle()
		if want := []string{"2.1 a", "2.2 b", "3.1 c"}; !slices.Equal(one.all(), want) {
			t.Errorf("got %v", one.all())
		}
	})
}

// Whoever takes up a subscription at any change gets the rest, each once, in order.
func TestFollowsWithoutGapsOrDoubles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &MemoryLog{}
		var all []string
		for revision := 1; revision <= 7; revision++ {
			var keys []string
			for i := range 20 * (revision % 3) { // some revisions change nothing that is followed
				keys = append(keys, fmt.Sprintf("r%d-%d", revision, i))
				all = append(all, fmt.Sprintf("%d.%d r%d-%d", revision, i+1, revision, i))
			}
			log.Record(keys...)
		}
		f := NewFeed(log, Limits{})
		for n := 0; n <= len(all); n++ {
			at := ingest.Position{}
			if n > 0 {
				_, _ = fmt.Sscanf(all[n-1], "%d.%d", &at.Revision, &at.Place)
			}
			one := follow(t, f, &at, ingest.ChangeFilter{})
			settle()
			if !slices.Equal(one.all(), all[n:]) {
				t.Fatalf("after %+v: got %v", at, one.all())
			}
		}
		since := ingest.EndOf(4)
		one := follow(t, f, &since, ingest.ChangeFilter{})
		only := follow(t, f, &ingest.Position{}, ingest.ChangeFilter{IDs: []string{"r2-3", "new"}})
		settle()
		log.Record("new")
		settle()
		if len(one.all()) != 40+0+20+1 || one.all()[0] != "5.1 r5-0" {
			t.Errorf("since 4: %v", one.all())
		}
		if want := []string{"2.4 r2-3", "8.1 new"}; !slices.Equal(only.all(), want) {
			t.Errorf("filtered: %v", only.all())
		}
	})
}

// The store is asked for its head alone while nothing is written, and not at all while nobody follows.
func TestPollsWhileSomebodyFollows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &MemoryLog{}
		log.Record("a")
		f := NewFeed(log, Limits{})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		for range 3 {
			go func() { ended <- f.Follow(ctx, nil, ingest.ChangeFilter{}, func([]ingest.Change) error { return nil }) }()
		}
		time.Sleep(30 * time.Second)
		heads, pages := log.Asked()
		if heads < 30 || heads > 150 || pages != 0 {
			t.Errorf("in 30 s three followers asked for the head %d times and for changes %d times", heads, pages)
		}
		cancel()
		for range 3 {
			if err := <-ended; !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		}
		time.Sleep(time.Second)
		heads, _ = log.Asked()
		time.Sleep(time.Minute)
		if again, _ := log.Asked(); again != heads {
			t.Errorf("it polls though nobody follows: %d times", again-heads)
		}
	})
}

// applying is a writer that writes into a log.
type applying struct {
	ingest.Writer
	log *MemoryLog
}

func (a applying) Apply(context.Context, ingest.Batch) (ingest.Applied, error) {
	return ingest.Applied{Revision: a.log.Record("own")}, nil
}

// What this process writes is told at once, however seldom it polls.
func TestOwnWritesAreToldAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &MemoryLog{}
		f := NewFeed(log, Limits{})
		f.watcher.every = time.Hour
		one := follow(t, f, nil, ingest.ChangeFilter{})
		synctest.Wait()
		if _, err := f.Writer(applying{log: log}).Apply(t.Context(), ingest.Batch{}); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if want := []string{"1.1 own"}; !slices.Equal(one.all(), want) {
			t.Errorf("got %v", one.all())
		}
	})
}

func TestFollowRefuses(t *testing.T) {
	log := &MemoryLog{forgotten: 2}
	for range 4 {
		log.Record("a")
	}
	f := NewFeed(log, Limits{})
	for _, at := range []ingest.Position{{Revision: 5}, {Revision: 1}, {}} {
		err := f.Follow(t.Context(), &at, ingest.ChangeFilter{}, func([]ingest.Change) error { return nil })
		if !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("after %+v: %v", at, err)
		}
	}
	failed := errors.New("gone")
	at := ingest.EndOf(2)
	if err := f.Follow(t.Context(), &at, ingest.ChangeFilter{}, func([]ingest.Change) error { return failed }); !errors.Is(err, failed) {
		t.Error(err)
	}
}

// Trouble that passes is waited for; a store that went back for good ends what is followed.
func TestFollowThroughTrouble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &MemoryLog{}
		log.Record("a")
		f := NewFeed(log, Limits{})
		one := follow(t, f, nil, ingest.ChangeFilter{})
		settle()
		log.Fail(graph.Unavailable(graph.StoreBusy, "locked"))
		settle()
		log.Record("b")
		log.Fail(nil)
		settle()
		if want := []string{"2.1 b"}; !slices.Equal(one.all(), want) || one.ended() != nil {
			t.Errorf("after trouble: %v, %v", one.all(), one.ended())
		}
		log.mu.Lock()
		log.head = 1
		log.mu.Unlock()
		time.Sleep(2 * time.Second)
		if synctest.Wait(); one.ended() != nil {
			t.Errorf("a replica that lags ends it: %v", one.ended())
		}
		time.Sleep(time.Minute)
		if synctest.Wait(); graph.ReasonOf(one.ended()) != graph.StoreReplaced {
			t.Errorf("a store that went back: %v", one.ended())
		}
	})
}

// A page is tried again while the store is busy, and not for ever.
func TestPagesAreTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &MemoryLog{}
		log.Record("a")
		log.Fail(graph.Unavailable(graph.StoreBusy, "locked"))
		f := NewFeed(log, Limits{})
		ended := make(chan error)
		var page []ingest.Change
		read := func() {
			var err error
			page, _, err = f.page(t.Context(), ingest.LogQuery{First: 1})
			ended <- err
		}
		go read()
		time.Sleep(2 * time.Second)
		log.Fail(nil)
		if err := <-ended; err != nil || len(page) != 1 {
			t.Errorf("%v, %v", page, err)
		}
		log.Fail(graph.Unavailable(graph.StoreBusy, "locked"))
		go read()
		if err := <-ended; graph.ReasonOf(err) != graph.StoreBusy {
			t.Error(err)
		}
	})
}
