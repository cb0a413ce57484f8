package answers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/resolvers"
)

// fakeStore answers every question with what it holds.
type fakeStore struct {
	holds     atomic.Int64 // the revision
	asked     atomic.Int64
	revisions atomic.Int64 // readings
	broken    atomic.Bool
	before    func(ctx context.Context) // called before a question reads
	after     func()                    // called after it has read
	pads      int
	fails     bool
}

func (s *fakeStore) revision(context.Context) (int64, error) {
	s.revisions.Add(1)
	if s.broken.Load() {
		return 0, errors.New("broken")
	}
	return s.holds.Load(), nil
}

func (s *fakeStore) run(ctx context.Context, op *resolvers.Operation) graphqlhttp.Result {
	s.asked.Add(1)
	if s.before != nil {
		s.before(ctx)
	}
	data := fmt.Sprintf(`{"%s":%d%s}`, op.Name, s.holds.Load(), strings.Repeat(" ", s.pads))
	if s.after != nil {
		s.after()
	}
	if err := ctx.Err(); err != nil {
		return graphqlhttp.Result{Response: resolvers.Refused(ctx, err)}
	}
	r := &graphql.Response{Data: []byte(data)}
	if s.fails {
		r.Errors = gqlerror.List{{Message: "no"}}
	}
	return graphqlhttp.Result{Response: r}
}

func (s *fakeStore) keeping(change ...func(*Config)) *Answers {
	c := Config{Run: s.run, Revision: s.revision, Bytes: 1 << 20, Timeout: time.Minute}
	for _, f := range change {
		f(&c)
	}
	return New(c)
}

func stale(d time.Duration) func(*Config) { return func(c *Config) { c.Staleness = d } }

func request(name string) resolvers.Request { return resolvers.Request{Query: name} }

func question(name string) *resolvers.Operation {
	return &resolvers.Operation{Name: name, Type: ast.Query, Key: request(name).Key(), Cost: 7}
}

// expect asks, as a server does: what is kept first.
func expect(t *testing.T, a *Answers, s *fakeStore, op *resolvers.Operation, want string, asked int64) (tag string) {
	t.Helper()
	r, kept := a.Kept(t.Context(), request(op.Name))
	if !kept {
		r = a.Run(t.Context(), op)
	}
	if got := string(r.Response.Data); got != want {
		t.Errorf("%s: %s %v, want %s", op.Name, got, r.Response.Errors, want)
	}
	if n := s.asked.Swap(0); n != asked {
		t.Errorf("%s: the store was asked %d times, want %d", op.Name, n, asked)
	}
	return r.Tag
}

func TestAnswersAreKeptWhileTheStoreIsTheSame(t *testing.T) {
	s := &fakeStore{}
	a := s.keeping()
	first := expect(t, a, s, question("a"), `{"a":0}`, 1)
	again := expect(t, a, s, question("a"), `{"a":0}`, 0)
	other := expect(t, a, s, question("b"), `{"b":0}`, 1)
	s.holds.Store(1)
	changed := expect(t, a, s, question("a"), `{"a":1}`, 1)
	expect(t, a, s, question("a"), `{"a":1}`, 0)
	expect(t, a, s, question("b"), `{"b":1}`, 1)
	if first == "" || again != first || other == first || changed == first {
		t.Errorf("tags %s, %s, %s, %s", first, again, other, changed)
	}
	if s.keeping().Run(t.Context(), question("a")).Tag != changed {
		t.Error("another server gives another tag for the same bytes")
	}
}

// A store that goes back, as one restored from a copy does, may have the same revision again with other facts in it.
func TestNothingIsKeptOfARestoredStore(t *testing.T) {
	s := &fakeStore{}
	a := s.keeping()
	s.holds.Store(5)
	expect(t, a, s, question("a"), `{"a":5}`, 1)
	s.holds.Store(3)
	expect(t, a, s, question("b"), `{"b":3}`, 1)
	s.holds.Store(5)
	expect(t, a, s, question("a"), `{"a":5}`, 1)
}

// A write between the reading of the revision and the answer: the answer is given, and not kept under either revision.
func TestWritesWhileAQuestionRuns(t *testing.T) {
	for _, when := range []string{"before", "after"} {
		s := &fakeStore{}
		a := s.keeping()
		write := sync.OnceFunc(func() { s.holds.Add(1) })
		want := `{"a":0}`
		if when == "before" {
			s.before, want = func(context.Context) { write() }, `{"a":1}`
		} else {
			s.after = write
		}
		expect(t, a, s, question("a"), want, 1)
		expect(t, a, s, question("a"), `{"a":1}`, 1)
		expect(t, a, s, question("a"), `{"a":1}`, 0)
	}
}

func TestStaleness(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &fakeStore{}
		a := s.keeping(stale(time.Second))
		expect(t, a, s, question("a"), `{"a":0}`, 1)
		s.holds.Store(1) // by another process
		s.revisions.Store(0)
		time.Sleep(900 * time.Millisecond)
		for range 50 {
			expect(t, a, s, question("a"), `{"a":0}`, 0)
		}
		if n := s.revisions.Load(); n != 0 {
			t.Errorf("within the time, the revision was read %d times", n)
		}
		time.Sleep(101 * time.Millisecond)
		expect(t, a, s, question("a"), `{"a":1}`, 1)
	})
}

// Whoever has seen what another process wrote does not see the state before it in another answer, though that is not stale.
func TestNobodySeesOlderDataAfterNewer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &fakeStore{}
		a := s.keeping(stale(time.Hour))
		expect(t, a, s, question("a"), `{"a":0}`, 1)
		s.holds.Store(1)
		expect(t, a, s, question("a"), `{"a":0}`, 0)
		expect(t, a, s, question("b"), `{"b":1}`, 1)
		expect(t, a, s, question("a"), `{"a":1}`, 1)
	})
}

// What is written here is seen at once.
func TestMutationsAreSeenAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &fakeStore{}
		a := s.keeping(stale(time.Hour))
		expect(t, a, s, question("a"), `{"a":0}`, 1)
		mutation := question("m")
		mutation.Type = ast.Mutation
		s.before = func(context.Context) { s.holds.Add(1) }
		expect(t, a, s, mutation, `{"m":1}`, 1)
		expect(t, a, s, mutation, `{"m":2}`, 1)
		s.before = nil
		expect(t, a, s, question("a"), `{"a":2}`, 1)
	})
}

func TestAnswersOfToday(t *testing.T) {
	s, now := &fakeStore{}, time.Date(2026, 11, 27, 23, 59, 0, 0, time.UTC)
	a := s.keeping(func(c *Config) { c.Now = func() time.Time { return now } })
	op := question("a")
	op.DependsOnToday = true
	expect(t, a, s, op, `{"a":0}`, 1)
	expect(t, a, s, op, `{"a":0}`, 0)
	expect(t, a, s, question("b"), `{"b":0}`, 1)
	now = now.Add(time.Minute)
	expect(t, a, s, question("b"), `{"b":0}`, 0)
	expect(t, a, s, op, `{"a":0}`, 1)
	s.before = func(context.Context) { now = now.Add(24 * time.Hour) } // it runs past midnight
	s.holds.Store(1)
	expect(t, a, s, op, `{"a":1}`, 1)
	s.before = nil
	expect(t, a, s, op, `{"a":1}`, 1)
}

func TestWhatIsNotKept(t *testing.T) {
	for name, s := range map[string]*fakeStore{"errors": {fails: true}, "too large": {pads: 1 << 15}} {
		a := s.keeping()
		for range 2 {
			if a.Run(t.Context(), question("a")); s.asked.Swap(0) != 1 || a.Bytes() != 0 {
				t.Errorf("%s: it is kept", name)
			}
		}
	}
	s := &fakeStore{}
	a := s.keeping(func(c *Config) { c.Bytes = 0 })
	expect(t, a, s, question("a"), `{"a":0}`, 1)
	expect(t, a, s, question("a"), `{"a":0}`, 1)
	if s.revisions.Load() != 0 {
		t.Error("the revision is read for nothing")
	}
}

func TestMemoryIsBounded(t *testing.T) {
	s := &fakeStore{pads: 10_000}
	a := s.keeping()
	for i := range 1000 {
		a.Run(t.Context(), question(fmt.Sprint(i)))
	}
	a.kept.CleanUp()
	if n := a.Bytes(); n > 1<<20 || n < 1<<19 {
		t.Errorf("%d bytes are kept of a MiB", n)
	}
}

// A store in trouble is asked all the same: it says best what is the matter.
func TestWithoutARevisionTheStoreIsAsked(t *testing.T) {
	s := &fakeStore{}
	a := s.keeping()
	expect(t, a, s, question("a"), `{"a":0}`, 1)
	s.broken.Store(true)
	expect(t, a, s, question("a"), `{"a":0}`, 1)
	s.broken.Store(false)
	expect(t, a, s, question("a"), `{"a":0}`, 0)
}

func TestIdenticalQuestionsAreAskedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &fakeStore{}
		s.before = func(ctx context.Context) {
			select {
			case <-time.After(time.Second):
			case <-ctx.Done():
			}
		}
		a := s.keeping()
		var mu sync.Mutex
		said := map[string]int{}
		ask := func(ctx context.Context, name string) {
			go func() {
				r := a.Run(ctx, question(name))
				mu.Lock()
				defer mu.Unlock()
				if len(r.Response.Errors) > 0 {
					said["error"]++
				}
				said[string(r.Response.Data)]++
			}()
			synctest.Wait()
		}
		leaves, gone := context.WithCancel(t.Context())
		ask(leaves, "a") // who asked first goes away, and the others get their answer
		for range 5 {
			ask(t.Context(), "a")
		}
		ask(t.Context(), "b")
		gone()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if said[`{"a":0}`] != 5 || said[`{"b":0}`] != 1 || said["error"] != 1 || s.asked.Swap(0) != 2 {
			t.Errorf("%v", said)
		}

		// When all have gone, the question ends. Who comes then asks anew.
		leaves, gone = context.WithCancel(t.Context())
		s.holds.Store(1)
		ask(leaves, "a")
		ask(leaves, "a")
		gone()
		synctest.Wait()
		if len(a.flights.under) != 0 || said["error"] != 3 {
			t.Errorf("%d under way, %v", len(a.flights.under), said)
		}
		ask(t.Context(), "a")

		// After a change, nobody waits for what was asked before it.
		s.holds.Store(2)
		ask(t.Context(), "a")
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if n := s.asked.Swap(0); n != 3 || said[`{"a":2}`] != 2 {
			t.Errorf("the store was asked %d times: %v", n, said)
		}
	})
}

func TestPanicsReachWhoAsked(t *testing.T) {
	s := &fakeStore{before: func(context.Context) { panic("secret") }}
	r := s.keeping().Run(t.Context(), question("a"))
	if len(r.Response.Errors) != 1 || r.Response.Errors[0].Extensions["code"] != "INTERNAL" ||
		strings.Contains(r.Response.Errors[0].Message, "secret") {
		t.Errorf("%v", r.Response.Errors)
	}
}

func TestRequestsAreSeen(t *testing.T) {
	s := &fakeStore{}
	var seen []string
	a := s.keeping(func(c *Config) {
		c.Seen = func(_ context.Context, about About, cache string) {
			seen = append(seen, fmt.Sprint(about.Name, about.Hash, about.Cost, cache))
		}
	})
	op := question("a")
	op.Hash = "#"
	expect(t, a, s, op, `{"a":0}`, 1)
	expect(t, a, s, op, `{"a":0}`, 0)
	if want := []string{"a#7miss", "a#7hit"}; !slices.Equal(seen, want) {
		t.Errorf("%q, want %q", seen, want)
	}
}

// Readers and a writer at once: what a reader sees never goes back.
func TestReadersUnderWrites(t *testing.T) {
	for _, d := range []time.Duration{0, time.Millisecond} {
		s := &fakeStore{}
		a := s.keeping(stale(d))
		ends := time.Now().Add(200 * time.Millisecond)
		var all sync.WaitGroup
		all.Go(func() {
			for time.Now().Before(ends) {
				s.holds.Add(1)
				time.Sleep(50 * time.Microsecond)
			}
		})
		for range 8 {
			all.Go(func() {
				seen := int64(-1)
				for i := 0; time.Now().Before(ends); i++ {
					op := question([]string{"a", "b"}[i%2])
					known := s.holds.Load()
					r, kept := a.Kept(t.Context(), request(op.Name))
					if !kept {
						r = a.Run(t.Context(), op)
					}
					var n int64
					if _, err := fmt.Sscanf(string(r.Response.Data[4:]), ":%d", &n); err != nil {
						t.Errorf("%s: %v", r.Response.Data, err)
						return
					}
					if n < seen || (d == 0 && n < known) {
						t.Errorf("revision %d after %d, when %d was known", n, seen, known)
						return
					}
					seen = n
				}
			})
		}
		all.Wait()
	}
}
