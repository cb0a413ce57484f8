package neo4j

import (
	"context"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
)

// TestWithin: a transaction is bounded by its request, by a bound of its own, and never by nothing.
func TestWithin(t *testing.T) {
	timeout := func(ctx context.Context, most time.Duration) time.Duration {
		var c neo4j.TransactionConfig
		within(ctx, most)(&c)
		return c.Timeout
	}
	in := func(d time.Duration) context.Context {
		ctx, cancel := context.WithTimeout(t.Context(), d)
		t.Cleanup(cancel)
		return ctx
	}
	if d := timeout(t.Context(), maxRead); d != maxRead {
		t.Errorf("without a deadline %s", d)
	}
	if d := timeout(in(time.Hour), time.Minute); d != time.Minute {
		t.Errorf("with a later deadline %s", d)
	}
	if d := timeout(in(30*time.Second), maxRead); d <= 0 || d > 30*time.Second+serverGrace {
		t.Errorf("with a deadline in 30 s %s", d)
	}
	if d := timeout(in(-time.Hour), maxRead); d <= 0 {
		t.Errorf("with a deadline that is over %s", d)
	}
}

// endless is a statement that takes minutes.
const endless = "UNWIND range(1, 10000000000) AS x WITH x WHERE x % 7 = 8 RETURN count(x)"

// TestServerEnds: a transaction that takes longer than its bound on the server is a TIMEOUT.
func TestServerEnds(t *testing.T) {
	s := open(t)
	session := s.session(t.Context(), neo4j.AccessModeRead, neo4j.FetchAll)
	defer func() { _ = session.Close(t.Context()) }()
	result, err := session.Run(t.Context(), endless, nil, within(t.Context(), 100*time.Millisecond))
	if err == nil {
		_, err = result.Collect(t.Context())
	}
	if err = mapError(t.Context(), err); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v: %s", err, cause(err))
	}
}

// TestServerEndsWithRequest: a statement ends with its request, though something on the way keeps the connection, so that the
// server does not hear that nobody waits for the answer.
func TestServerEndsWithRequest(t *testing.T) {
	neo4jtest.NotShort(t)
	s, _ := proxied(t, true)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := s.read(ctx, endless, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("%v", err)
	}
	const running = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH 'UNWIND range(1, 10000000000)' RETURN currentQuery"
	for end := time.Now().Add(time.Minute); len(runRaw(t, s, running)) > 0; time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it still runs")
		}
	}
}

// TestServerGoesAndComes: while the server is away, questions are UNAVAILABLE and nothing else, and when it is back they are
// answered.
func TestServerGoesAndComes(t *testing.T) {
	neo4jtest.NotShort(t)
	s, p := proxied(t, false)
	tell(t, s)
	ask := func() error {
		_, err := s.Fetch(t.Context(), &query.Query{Find: query.FindNodes{IDs: []string{"raid"}}})
		return err
	}
	var wg sync.WaitGroup
	askAll := func(rounds int, take func(error)) {
		for range 8 {
			wg.Go(func() {
				for range rounds {
					take(ask())
				}
			})
		}
	}
	askAll(40, func(err error) {
		if err != nil && graph.ReasonOf(err) != graph.StoreGone {
			t.Errorf("as it goes: %v: %s", err, cause(err))
		}
	})
	time.Sleep(20 * time.Millisecond) // some are under way
	p.leave()
	wg.Wait()
	askAll(2, func(err error) {
		if graph.ReasonOf(err) != graph.StoreGone {
			t.Errorf("while it is away: %v: %s", err, cause(err))
		}
	})
	wg.Wait()
	if err := s.Health(t.Context()); graph.ReasonOf(err) != graph.StoreGone {
		t.Errorf("its health: %v: %s", err, cause(err))
	}
	p.come(t)
	healthy(t, s)
	askAll(3, func(err error) {
		if err != nil {
			t.Errorf("when it is back: %v: %s", err, cause(err))
		}
	})
	wg.Wait()
	if err := s.Health(t.Context()); err != nil {
		t.Errorf("its health: %v: %s", err, cause(err))
	}
}

// TestForeignBookmark: a bookmark that the server does not know, as of a database in whose place there is another, is forgotten.
func TestForeignBookmark(t *testing.T) {
	s := open(t)
	m := neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{InitialBookmarks: []string{"FB:foreign"}})
	s.bookmarks.Store(&m)
	if _, err := s.Revision(t.Context()); err != nil {
		t.Errorf("%v: %s", err, cause(err))
	}
}

// TestRestored: a database that was restored from a copy has not reached what was read before. Health finds that out, and then
// questions do not wait for it.
func TestRestored(t *testing.T) {
	s := open(t)
	tell(t, s)
	s.address = "bolt://of-one-server"
	m := *s.bookmarks.Load()
	now, err := m.GetBookmarks(t.Context())
	if err != nil || len(now) == 0 {
		t.Fatalf("%q, %v", now, err)
	}
	// A bookmark is a list of the database's id, of 16 bytes, then the number of a transaction, which here is one to come.
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(now[0], "FB:"))
	if err != nil || len(raw) < 20 {
		t.Fatalf("%q: %v", now, err)
	}
	ahead := "FB:" + base64.StdEncoding.EncodeToString(append(raw[:19:19], 0xca, 0x7f, 0xff, 0xff, 0xff, 0x90))
	if err := m.UpdateBookmarks(t.Context(), now, []string{ahead}); err != nil {
		t.Fatal(err)
	}
	said := logged(t)
	if err := s.Health(t.Context()); err != nil || !strings.Contains(said.String(), "restored") {
		t.Errorf("%v: %s\n%s", err, cause(err), said)
	}
	if n, err := s.Revision(t.Context()); err != nil || n == 0 {
		t.Errorf("revision %d, %v: %s", n, err, cause(err))
	}
}

// TestUnusualQuestions: what no store ever gave in a cursor, and texts of any length, are answered or refused: they are never a
// failure of the store.
func TestUnusualQuestions(t *testing.T) {
	s := open(t)
	tell(t, s)
	ask := func(what string, find query.Find) {
		t.Helper()
		_, err := s.Fetch(t.Context(), &query.Query{Find: find})
		if err != nil && !errors.Is(err, graph.ErrInvalid) && !errors.Is(err, graph.ErrTooLarge) && !errors.Is(err, graph.ErrTooComplex) {
			t.Errorf("%s: %v: %.300s", what, err, cause(err))
		}
	}
	list := func(o query.Order, keys ...string) query.List {
		return query.List{Order: o, Page: query.Page{Limit: 3, Cursor: &query.Cursor{Order: o.By, Number: o.Number, Keys: keys, ID: "raid"}}}
	}
	for _, key := range []string{"Inf", "-Inf", "NaN", "1e400", "1e308", "-9223372036854775808", "9223372036854775807", "x", ""} {
		ask("rank "+key, query.FindSearch{Text: "raid", List: list(query.Order{By: query.ByRank}, key, "1")})
		ask("length "+key, query.FindSearch{Text: "raid", List: list(query.Order{By: query.ByRank}, "1", key)})
		ask("place "+key, query.FindList{Kind: graph.KindAction, List: list(query.Order{By: query.ByDate}, "2025-01-01", "2025-01-01", key)})
		for _, n := range []struct {
			kind graph.Kind
			name string
		}{{graph.KindAction, "intensity"}, {graph.KindResponse, query.DelayDays}, {graph.KindResponse, query.IntensityChange},
			{graph.KindActor, "actions"}, {graph.KindClaim, "credibility"}} {
			ask(n.name+" "+key, query.FindList{Kind: n.kind, List: list(query.Order{By: query.ByNumber, Number: n.name}, key)})
		}
	}
	for _, words := range []int{1_000, 20_000} {
		page := query.List{Page: query.Page{Limit: 3}, Order: query.Order{By: query.ByRank}}
		text := strings.Repeat("word ", words)
		for i := range words {
			text += strconv.Itoa(i) + " "
		}
		ask(strconv.Itoa(words)+" words", query.FindSearch{Text: text, List: page})
	}
}
