package neo4j

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
)

// healthy returns once a store is.
func healthy(t *testing.T, s *Store) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(10 * time.Millisecond) {
		err := s.Health(t.Context())
		if err == nil {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("not healthy: %v: %s", err, cause(err))
		}
	}
}

// absent takes the server away from a store that asked two questions more than once, and returns once questions are refused.
// fetch asks one of them.
func absent(t *testing.T) (s *Store, p *proxy, fetch func(ctx context.Context) error) {
	t.Helper()
	neo4jtest.NotShort(t)
	s, p = proxied(t, false)
	tell(t, s)
	ask := func(ctx context.Context, kind graph.Kind) error {
		_, err := s.Fetch(ctx, &query.Query{Find: query.FindNodes{Kinds: []graph.Kind{kind}, IDs: []string{"raid"}}})
		return err
	}
	for _, kind := range []graph.Kind{graph.KindAction, graph.KindActor, graph.KindAction, graph.KindActor, graph.KindPlace} {
		if err := ask(t.Context(), kind); err != nil {
			t.Fatal(err, cause(err))
		}
	}
	fetch = func(ctx context.Context) error { return ask(ctx, graph.KindActor) }
	p.leave()
	for end := time.Now().Add(time.Minute); s.refused() == nil; {
		if err := fetch(t.Context()); graph.ReasonOf(err) != graph.StoreGone || time.Now().After(end) {
			t.Fatalf("while it is away: %v: %s", err, cause(err))
		}
	}
	return s, p, fetch
}

// plans are the texts that the server has to plan, without those of a store that is looked after.
func plans(heard func(text string)) func(string) {
	return func(text string) {
		if _, after, found := strings.Cut(text, "EXPLAIN "); found {
			heard(after)
		}
	}
}

// A server that comes back plans what came more than once before anybody is let in, the latest first. Meanwhile questions are
// refused as while it was away, and the store is not ready.
func TestNobodyIsLetInBeforeThereArePlans(t *testing.T) {
	s, p, fetch := absent(t)
	var mu sync.Mutex
	var heard []string
	waits, goOn := make(chan struct{}), make(chan struct{})
	first := sync.OnceFunc(func() { close(waits); <-goOn })
	p.hear(plans(func(text string) {
		mu.Lock()
		heard = append(heard, text)
		mu.Unlock()
		first()
	}))
	p.come(t)
	<-waits
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if err := fetch(t.Context()); graph.ReasonOf(err) != graph.StoreGone {
				t.Errorf("while it plans: %v: %s", err, cause(err))
			}
		})
	}
	all.Wait()
	if err := s.Health(t.Context()); graph.ReasonOf(err) != graph.StoreGone {
		t.Errorf("its health while it plans: %v: %s", err, cause(err))
	}
	close(goOn)
	healthy(t, s)
	if err := fetch(t.Context()); err != nil {
		t.Errorf("once it is healthy: %v: %s", err, cause(err))
	}
	mu.Lock()
	defer mu.Unlock()
	if len(heard) != 2 || !strings.Contains(heard[0], ":Actor ") || !strings.Contains(heard[1], ":Action ") {
		t.Errorf("%d texts are planned: %.200q", len(heard), heard)
	}
}

// A server that goes away again while it plans is waited for again, and has nothing planned when it is back.
func TestAwayAgainWhileItPlans(t *testing.T) {
	s, p, fetch := absent(t)
	var mu sync.Mutex
	planned := 0
	left := make(chan struct{})
	first := sync.OnceFunc(func() { p.leave(); close(left) })
	p.hear(plans(func(string) {
		mu.Lock()
		planned++
		mu.Unlock()
		first()
	}))
	p.come(t)
	<-left
	for end := time.Now().Add(time.Minute); !errors.Is(s.refused(), errUnreachable); {
		if err := fetch(t.Context()); graph.ReasonOf(err) != graph.StoreGone || time.Now().After(end) {
			t.Fatalf("when it is away again: %v: %s", err, cause(err))
		}
	}
	p.come(t)
	healthy(t, s)
	if err := fetch(t.Context()); err != nil {
		t.Errorf("once it is healthy: %v: %s", err, cause(err))
	}
	mu.Lock()
	defer mu.Unlock()
	if planned != 3 { // one in vain, and both
		t.Errorf("%d texts are planned", planned)
	}
}

// A text at which the server ends the connection each time is planned no more, so that it keeps nobody out.
func TestATextThatCannotBePlanned(t *testing.T) {
	s, p, _ := absent(t)
	p.hear(plans(func(text string) {
		if strings.Contains(text, ":Actor ") {
			p.leave()
			p.come(t)
		}
	}))
	p.come(t)
	healthy(t, s)
	if n := s.asked.texts.Len(); n != 2 {
		t.Errorf("%d texts are remembered", n)
	}
}

// A server that comes back with another database does not know what was read before, and is let in all the same.
func TestAnotherDatabaseComesBack(t *testing.T) {
	s, p, fetch := absent(t)
	m := neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{InitialBookmarks: []string{"FB:foreign"}})
	s.bookmarks.Store(&m)
	p.come(t)
	healthy(t, s)
	if err := fetch(t.Context()); err != nil {
		t.Errorf("%v: %s", err, cause(err))
	}
}

// A question at which the server ends the connection keeps nobody else out: the server is there.
func TestOneLostQuestionKeepsNobodyOut(t *testing.T) {
	s := open(t)
	s.lost()
	for end := time.Now().Add(time.Minute); len(s.losses) > 0 && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	for range 20 {
		if _, err := s.Revision(t.Context()); err != nil {
			t.Fatalf("%v: %s", err, cause(err))
		}
	}
}
