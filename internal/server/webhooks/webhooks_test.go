package webhooks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/server/live"
	"github.com/demarche-graph/demarche/internal/store"
)

// testSecret is the secret of the examples of the specification.
const testSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// got is a message that a receiver took in, or refused.
type got struct {
	ID, Type string
	Status   int
	Data     map[string]any
	Body     string
}

// receiver checks what is posted to it, as docs/webhooks.md tells receivers to.
type receiver struct {
	*httptest.Server
	secrets []Secret

	mu     sync.Mutex
	list   []got
	answer func(n int) int // the status of the nth post, from 1; nil is 204
	news   chan struct{}
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	secrets, err := ParseSecrets(testSecret)
	if err != nil {
		t.Fatal(err)
	}
	r := &receiver{secrets: secrets, news: make(chan struct{}, 10_000)}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		g := got{ID: q.Header.Get("webhook-id"), Body: string(body), Status: http.StatusNoContent}
		seconds, _ := strconv.ParseInt(q.Header.Get("webhook-timestamp"), 10, 64)
		if age := time.Since(time.Unix(seconds, 0)); age > 5*time.Minute || age < -5*time.Minute ||
			q.Header.Get("webhook-signature") != signatures(r.secrets, g.ID, seconds, body) {
			t.Errorf("%s is not signed", body)
		}
		var p struct {
			Type string
			Data map[string]any
		}
		if err := json.Unmarshal(body, &p); err != nil {
			t.Errorf("%v: %s", err, body)
		}
		g.Type, g.Data = p.Type, p.Data
		r.mu.Lock()
		if r.answer != nil {
			g.Status = r.answer(len(r.list) + 1)
		}
		r.list = append(r.list, g)
		r.mu.Unlock()
		if g.Status == http.StatusFound {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(g.Status)
		r.news <- struct{}{}
	}))
	t.Cleanup(r.Close)
	return r
}

// takes waits for so many posts in all, and returns them.
func (r *receiver) takes(t *testing.T, n int) []got {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		r.mu.Lock()
		list := slices.Clone(r.list)
		r.mu.Unlock()
		if len(list) >= n {
			return list
		}
		select {
		case <-r.news:
		case <-deadline:
			t.Fatalf("%d posts of %d came: %v", len(list), n, list)
		}
	}
}

// world is a store with hooks.
type world struct {
	store.Store
	feed  *live.Feed
	hooks []Hook
	now   time.Time
	pace  Pace
	keeps func(ingest.Delivered) error // nil keeps
}

func newWorld(t *testing.T, s store.Store) *world {
	t.Helper()
	return &world{
		Store: s, feed: live.NewFeed(s, live.Limits{}), now: time.Date(2025, 7, 10, 12, 0, 0, 0, time.UTC),
		pace: Pace{First: time.Millisecond, Most: 5 * time.Millisecond, Calendar: 20 * time.Millisecond},
	}
}

func (w *world) KeepDelivered(ctx context.Context, name string, d ingest.Delivered) error {
	if w.keeps != nil {
		if err := w.keeps(d); err != nil {
			return err
		}
	}
	return w.Store.KeepDelivered(ctx, name, d)
}

func (w *world) hook(name, url string, events ...Type) {
	secrets, _ := ParseSecrets(testSecret)
	w.hooks = append(w.hooks, Hook{name, url, events, secrets})
}

// run runs the hooks until stop is called, and returns once they have begun.
func (w *world) run(t *testing.T) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		hooks := New(Config{ //nolint:contextcheck // see serve
			Hooks: w.hooks, Feed: w.feed, Store: w, Pace: w.pace, Now: func() time.Time { return w.now },
		})
		hooks.Run(ctx)
	}()
	stop = sync.OnceFunc(func() { cancel(); <-ended })
	t.Cleanup(stop)
	for _, h := range w.hooks {
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
			if _, known, err := w.Delivered(t.Context(), h.Name); err != nil || time.Now().After(deadline) {
				t.Fatal(h.Name, err)
			} else if known {
				break
			}
		}
	}
	return stop
}

// calm waits until the store keeps that all hooks were told everything.
func (w *world) calm(t *testing.T) {
	t.Helper()
	head, err := w.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := ingest.Delivered{Position: ingest.EndOf(head), Day: graph.Day(w.now.Format(time.DateOnly))}
	for _, h := range w.hooks {
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
			d, _, err := w.Delivered(t.Context(), h.Name)
			if err != nil || time.Now().After(deadline) {
				t.Fatal(d, err)
			}
			if d == want {
				break
			}
		}
	}
}

func (w *world) states(t *testing.T, dataset string, records ...graph.Record) {
	t.Helper()
	if _, err := w.Apply(t.Context(), ingest.Batch{
		Dataset: graph.Record{Kind: graph.KindDataset, ID: "dataset:" + dataset, Props: graph.Props{"name": dataset, "version": "1"}},
		Puts:    records,
	}); err != nil {
		t.Fatal(err)
	}
}

func (w *world) retracts(t *testing.T, dataset string, refs ...graph.Ref) {
	t.Helper()
	if _, err := w.Apply(t.Context(), ingest.Batch{
		Dataset:  graph.Record{Kind: graph.KindDataset, ID: "dataset:" + dataset, Props: graph.Props{"name": dataset, "version": "1"}},
		Retracts: refs,
	}); err != nil {
		t.Fatal(err)
	}
}

func node(k graph.Kind, id string, props ...any) graph.Record {
	p := graph.Props{}
	for i := 0; i < len(props); i += 2 {
		p[props[i].(string)] = props[i+1]
	}
	return graph.Record{Kind: k, ID: id, Props: p}
}

func act(id, kind, date string, props ...any) graph.Record {
	return node(graph.KindAction, id, append([]any{"type", kind, "title", "Title of " + id, "date", date}, props...)...)
}

// edge is written "a KIND b".
func edge(text string, props ...any) graph.Record {
	f := strings.Fields(text)
	r := node("", "", props...)
	r.Edge, r.From, r.To = graph.EdgeKind(f[1]), f[0], f[2]
	return r
}

// before is what is stated before anybody is told.
func before() []graph.Record {
	return []graph.Record{
		node(graph.KindActor, "malta", "kind", "STATE", "name", "Malta"), node(graph.KindActor, "crete", "kind", "STATE", "name", "Crete"),
		act("raid", "ASSAULT", "2025-07-01"), edge("crete PERFORMED raid"), edge("raid TARGETS malta"),
		edge("crete SILENT_ON raid", "kind", "NO_EXPLANATION", "asOf", "2025-07-02"),
		act("demand", "REQUEST", "2025-07-02"), edge("malta PERFORMED demand"), edge("demand ADDRESSED_TO crete"),
		node(graph.KindClaim, "lawful", "text", "It was lawful.", "stance", "ASSERT"), edge("crete ASSERTED lawful"),
		node(graph.KindClaim, "cruel", "text", "It was cruel.", "stance", "ALLEGE"), edge("malta ASSERTED cruel"),
		act("visit", "CONSULT", "2025-07-10", "status", "ANNOUNCED"), edge("malta PERFORMED visit"),
		act("old-visit", "CONSULT", "2025-06-10", "status", "ANNOUNCED"), edge("malta PERFORMED old-visit"),
	}
}

func answers() []graph.Record {
	return []graph.Record{
		act("explanation", "STATEMENT", "2025-07-05"), edge("crete PERFORMED explanation"),
		edge("explanation RESPONDS_TO raid", "mode", "EXPLAIN"),
		act("refusal", "REJECT", "2025-07-06"), edge("crete PERFORMED refusal"), edge("refusal RESPONDS_TO demand", "mode", "REFUSE"),
		edge("lawful CONTRADICTS cruel"),
	}
}

func openFile(t *testing.T) store.Store {
	t.Helper()
	return open(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
}

func open(t *testing.T, url string) store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// of are the types of messages with what each is about.
func of(list []got) (out []string) {
	for _, g := range list {
		id := fmt.Sprint(g.Data["revision"])
		for _, name := range []string{"answer", "contradiction", "silence", "action"} {
			if fact, is := g.Data[name].(map[string]any); is {
				id = fact["id"].(string)
			}
		}
		if g.Type == "changed" {
			id = fmt.Sprint(g.Data["revision"], " +", g.Data["added"], " -", g.Data["retracted"]) // a dataset's time of loading may change
		}
		out = append(out, g.Type+" "+id)
	}
	return out
}

func equal(t *testing.T, list []got, want ...string) {
	t.Helper()
	if told := of(list); !slices.Equal(told, want) {
		t.Errorf("told\n%s\nwant\n%s", strings.Join(told, "\n"), strings.Join(want, "\n"))
	}
}

func TestSQLiteTells(t *testing.T) { testEvents(t, openFile(t)) }

func TestNeo4jTells(t *testing.T) {
	testEvents(t, open(t, neo4jtest.Fresh(t)))
}

// testEvents: each type of event is told of what is new, once, in order, and of nothing else.
func testEvents(t *testing.T, s store.Store) {
	t.Helper()
	w, r, quiet := newWorld(t, s), newReceiver(t), newReceiver(t)
	w.states(t, "a", before()...)
	w.hook("all", r.URL)
	w.hook("contradictions", quiet.URL, TypeContradictionNew)
	w.run(t)
	w.states(t, "b", answers()...)
	told := []string{
		"answer.new RESPONDS_TO:explanation:raid", "silence.ended SILENT_ON:crete:raid",
		"answer.new RESPONDS_TO:refusal:demand", "silence.ended UNANSWERED:crete:demand",
		"contradiction.new CONTRADICTS:lawful:cruel", "changed 2 +8 -0",
	}
	list := r.takes(t, len(told))
	slices.SortFunc(list[:2], func(a, b got) int { return strings.Compare(a.Type, b.Type) })
	sorted := func(list []got) []string {
		out := of(list)
		slices.Sort(out)
		return out
	}
	if want := slices.Sorted(slices.Values(told)); !slices.Equal(sorted(list), want) || list[len(list)-1].Type != "changed" {
		t.Errorf("told %q, want %q, the last one last", of(list), told)
	}
	equal(t, quiet.takes(t, 1), told[4])

	// What another dataset states too, what is stated the other way round, and what comes back, are not new or new as they are.
	w.states(t, "c", edge("refusal RESPONDS_TO demand", "mode", "REFUSE"), edge("cruel CONTRADICTS lawful"))
	equal(t, r.takes(t, len(told)+1)[len(told):], "changed 3 +3 -0")
	link := graph.Ref{Edge: graph.RespondsTo, From: "refusal", To: "demand"}
	w.retracts(t, "b", link)
	w.retracts(t, "c", link)
	w.states(t, "b", edge("refusal RESPONDS_TO demand", "mode", "REFUSE"))
	last := r.takes(t, len(told)+5)[len(told)+1:]
	equal(t, last[:2], "changed 4 +0 -1", "changed 5 +0 -1")
	if got := of(last[2:]); got[0] != told[2] || last[2].ID == list[slices.Index(of(list), told[2])].ID {
		t.Errorf("an answer that comes back is told as %v", last[2])
	}
}

// What an announced act tells is told once its latest day is over, and once: over restarts, and when it was recorded late.
func TestAnnouncedPassed(t *testing.T) {
	w, r := newWorld(t, openFile(t)), newReceiver(t)
	w.states(t, "a", before()...)
	w.hook("desk", r.URL, TypeAnnouncedPassed)
	stop := w.run(t)
	w.states(t, "a", act("late", "CONSULT", "2025-07-03", "status", "ANNOUNCED"))
	equal(t, r.takes(t, 1), "announced.passed late") // neither old-visit, which had passed before, nor visit, which is today
	w.states(t, "a", act("late", "CONSULT", "2025-07-03", "status", "ANNOUNCED", "note", "Nobody came."))
	w.calm(t)
	stop()
	w.now = w.now.AddDate(0, 0, 1)
	stop = w.run(t)
	equal(t, r.takes(t, 2), "announced.passed late", "announced.passed visit")
	w.calm(t)
	stop()
	w.now = w.now.AddDate(0, 0, 1)
	w.states(t, "a", act("next", "CONSULT", "2025-07-11", "status", "ANNOUNCED"), act("held", "CONSULT", "2025-07-11"))
	w.run(t)
	equal(t, r.takes(t, 3), "announced.passed late", "announced.passed visit", "announced.passed next")
	if p := r.list[1]; !strings.Contains(p.Body, `"timestamp":"2025-07-11T00:00:00Z"`) || !strings.Contains(p.Body, `"latest":"2025-07-10"`) {
		t.Error(p.Body)
	}
}

// A message that is not taken is posted again, the same, until it is; those after it wait.
func TestTriedAgainInOrder(t *testing.T) {
	for name, refusal := range map[string]int{"trouble": 500, "a redirect": http.StatusFound, "too many": 429} {
		t.Run(name, func(t *testing.T) {
			w, r := newWorld(t, openFile(t)), newReceiver(t)
			w.states(t, "a", before()...)
			r.answer = func(n int) int {
				if n <= 2 {
					return refusal
				}
				return 200
			}
			w.hook("desk", r.URL, TypeAnswerNew, TypeContradictionNew)
			w.run(t)
			w.states(t, "b", answers()...)
			list := r.takes(t, 5)
			if list[0].ID != list[1].ID || list[1].ID != list[2].ID || list[0].Body != list[2].Body || list[2].ID == list[3].ID {
				t.Errorf("%v", list)
			}
			if len(slices.Compact(of(list))) != 3 {
				t.Errorf("told %v", of(list))
			}
		})
	}
}

// Between delivery and the keeping of the position, the process dies: what was delivered is delivered again, with the same id.
func TestDeliveredAgainWithItsID(t *testing.T) {
	w, r := newWorld(t, openFile(t)), newReceiver(t)
	w.states(t, "a", before()...)
	w.hook("desk", r.URL)
	stop := w.run(t)
	w.keeps = func(ingest.Delivered) error { return errors.New("the process dies") }
	w.states(t, "b", answers()...)
	first := r.takes(t, 6)
	stop()
	w.keeps = nil
	w.feed = live.NewFeed(w.Store, live.Limits{})
	w.run(t)
	again := r.takes(t, 12)[6:]
	for i := range first {
		if first[i].ID != again[i].ID || first[i].Body != again[i].Body {
			t.Errorf("first %v, then %v", first[i], again[i])
		}
	}
}

// Within a revision, what was told is not told again, and yet all of it is counted.
func TestGoesOnWithinARevision(t *testing.T) {
	w, r := newWorld(t, openFile(t)), newReceiver(t)
	w.states(t, "a", before()...)
	w.hook("desk", r.URL)
	r.answer = func(n int) int {
		if n == 4 { // it stays away until the server is started again
			return 503
		}
		return 200
	}
	w.pace.First, w.pace.Most = time.Hour, time.Hour
	stop := w.run(t)
	w.states(t, "b", answers()...)
	list := r.takes(t, 4)
	stop()
	w.run(t)
	w.calm(t)
	all := r.takes(t, 7)
	if all[4].ID != list[3].ID && all[4].ID != list[2].ID { // the two messages of one change are told together
		t.Errorf("it goes on with %v after %v", all[4], list[3])
	}
	if told := of(all); told[len(all)-1] != "changed 2 +8 -0" || slices.Contains(told[4:], told[0]) {
		t.Error(told)
	}
}

// A hook goes on where it was when the store is opened anew, with what was recorded meanwhile.
func TestGoesOnAfterARestart(t *testing.T) {
	url := "sqlite:" + filepath.Join(t.TempDir(), "x.db")
	r := newReceiver(t)
	for round := range 3 {
		s := open(t, url)
		w := newWorld(t, s)
		if round == 0 {
			w.states(t, "a", before()...)
		}
		w.hook("desk", r.URL, TypeChanged)
		stop := w.run(t)
		r.takes(t, 2*round)
		w.states(t, "a", act(fmt.Sprint("act-", round), "STATEMENT", "2025-07-01"))
		r.takes(t, 2*round+1)
		w.calm(t)
		stop()
		w.states(t, "a", act(fmt.Sprint("more-", round), "STATEMENT", "2025-07-01"))
		_ = s.Close()
	}
	equal(t, r.list, "changed 2 +1 -0", "changed 3 +1 -0", "changed 4 +1 -0", "changed 5 +1 -0", "changed 6 +1 -0")
}

// A dead receiver holds up nobody else, and one that is gone is told nothing more.
func TestHooksAreIndependent(t *testing.T) {
	w, dead, gone, well := newWorld(t, openFile(t)), newReceiver(t), newReceiver(t), newReceiver(t)
	w.states(t, "a", before()...)
	dead.answer = func(int) int { return 500 }
	gone.answer = func(int) int { return 410 }
	w.hook("dead", dead.URL, TypeChanged)
	w.hook("gone", gone.URL, TypeChanged)
	w.hook("well", well.URL, TypeChanged)
	w.run(t)
	for i := range 3 {
		w.states(t, "a", act(fmt.Sprint("act-", i), "STATEMENT", "2025-07-01"))
	}
	equal(t, well.takes(t, 3), "changed 2 +1 -0", "changed 3 +1 -0", "changed 4 +1 -0")
	for _, g := range dead.takes(t, 3) {
		if g.ID != dead.list[0].ID {
			t.Errorf("the dead one is told %v", g)
		}
	}
	equal(t, gone.takes(t, 1), "changed 2 +1 -0")
}

// What another process records is told too, and what the log has forgotten is passed over.
func TestOtherProcessesAndPruning(t *testing.T) {
	url := "sqlite:" + filepath.Join(t.TempDir(), "x.db")
	w, r, other := newWorld(t, open(t, url)), newReceiver(t), newWorld(t, open(t, url))
	w.states(t, "a", before()...)
	w.hook("desk", r.URL, TypeAnswerNew, TypeChanged)
	stop := w.run(t)
	other.states(t, "b", answers()...)
	r.takes(t, 3)
	stop()
	other.states(t, "b", act("x", "STATEMENT", "2025-07-01"))
	other.states(t, "b", act("y", "STATEMENT", "2025-07-01"))
	if err := other.Prune(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	w.run(t)
	equal(t, r.takes(t, 4)[3:], "changed 4 +1 -0")
}
