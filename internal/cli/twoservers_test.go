//go:build unix

package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/store"
)

// Two servers of one store, each a process of its own, tell of what the other writes, and write as one.
func TestTwoServers(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { twoServers(t, "sqlite:"+filepath.Join(t.TempDir(), "graph.db")) })
	t.Run("Neo4j", func(t *testing.T) { twoServers(t, neo4jtest.Fresh(t)) })
}

// within bounds how long a write may take to be seen by another process, on a machine with much else to do.
const within = time.Minute

func twoServers(t *testing.T, store string) {
	t.Helper()
	tokens, secret := mayWrite(t)
	a, b := startChild(t, store, tokens), startChild(t, store, tokens)
	if _, _, ok := send(t, a.at, secret, writeNumber(0, 0)); !ok {
		t.Fatal(a.said.String())
	}
	t.Run("who follows one hears of the other", func(t *testing.T) { heardOfTheOther(t, a, b, secret) })
	t.Run("what one keeps is not given when the other has written", func(t *testing.T) { keptByTheOther(t, a, b, secret) })
	t.Run("a revision of one is outdated by the other", func(t *testing.T) { outdatedByTheOther(t, a, b, secret) })
	t.Run("both write at once, and one is killed", func(t *testing.T) { bothWrite(t, store, tokens, secret, a, b) })
}

// retitle changes the title of the first act; condition is a further argument of apply, or "".
func retitle(t *testing.T, s *childServer, secret, title, condition string) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": fmt.Sprintf(`mutation { apply(input: {dataset: {id: "dataset:writer-0"}, actions: [{
  id: "act-0-0", title: %q, type: ACCUSE, status: OCCURRED, date: "2025-06-27", evidence: [{source: "page-0-0"}]
}]} %s) { revision } }`, title, condition)})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.at, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+secret)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if condition == "" && strings.Contains(string(text), `"errors"`) {
		t.Fatalf("%s", text)
	}
	return string(text)
}

func heardOfTheOther(t *testing.T, a, b *childServer, secret string) {
	t.Helper()
	for i, pair := range [][2]*childServer{{a, b}, {b, a}} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
			pair[1].at+"?query="+url.QueryEscape(`subscription { changed(filter: {id: ["act-0-0"], kind: [ACTION]}) { label } }`), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", "text/event-stream")
		events, err := http.DefaultClient.Do(r) //nolint:bodyclose // it is closed when the test ends
		if err != nil || events.StatusCode != http.StatusOK {
			t.Fatalf("%v, %v", events, err)
		}
		t.Cleanup(func() { _ = events.Body.Close() })
		lines := bufio.NewScanner(events.Body)
		if !lines.Scan() { // a sign of life: it follows
			t.Fatal(lines.Err())
		}
		title := fmt.Sprintf("An act, heard of %d", i)
		retitle(t, pair[0], secret, title, "")
		heard := make(chan string, 1)
		go func() {
			for lines.Scan() {
				if strings.HasPrefix(lines.Text(), "data:") {
					heard <- lines.Text()
					return
				}
			}
		}()
		select {
		case got := <-heard:
			if !strings.Contains(got, title) {
				t.Errorf("heard %s", got)
			}
		case <-time.After(within):
			t.Errorf("nothing was heard of what server %d wrote", i)
		}
	}
}

// keptAnswer asks by GET for the title of the first act, unless it is the one of an ETag.
func keptAnswer(t *testing.T, s *childServer, tag string) (status int, newTag, text string) {
	t.Helper()
	const question = `{ action(id: "act-0-0") { title } }`
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.at+"?query="+url.QueryEscape(question), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "application/graphql-response+json")
	r.Header.Set("If-None-Match", tag)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header.Get("ETag"), string(body)
}

func keptByTheOther(t *testing.T, a, b *childServer, secret string) {
	t.Helper()
	for i, pair := range [][2]*childServer{{a, b}, {b, a}} {
		var tag string
		patiently(t, "an answer is kept", func() bool { // what was written before this case may not be seen yet
			_, tag, _ = keptAnswer(t, pair[1], "")
			status, _, _ := keptAnswer(t, pair[1], tag)
			return status == http.StatusNotModified
		})
		title := fmt.Sprintf("An act, kept %d", i)
		retitle(t, pair[0], secret, title, "")
		patiently(t, "what was kept is not given any more", func() bool {
			status, _, text := keptAnswer(t, pair[1], tag)
			return status == http.StatusOK && strings.Contains(text, title)
		})
	}
}

// patiently waits until something is so.
func patiently(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(within); !so(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not within %s", what, within)
		}
	}
}

func outdatedByTheOther(t *testing.T, a, b *childServer, secret string) {
	t.Helper()
	var before struct {
		Data struct{ Apply struct{ Revision int64 } }
	}
	if err := json.Unmarshal([]byte(retitle(t, a, secret, "An act, of one", "")), &before); err != nil {
		t.Fatal(err)
	}
	n := before.Data.Apply.Revision
	retitle(t, b, secret, "An act, of the other", "")
	if got := retitle(t, a, secret, "An act, too late", fmt.Sprint("ifRevision: ", n)); !strings.Contains(got, `"code":"CONFLICT"`) ||
		!strings.Contains(got, fmt.Sprint(n+1)) {
		t.Errorf("for revision %d, after the other had written: %s", n, got)
	}
	got := retitle(t, a, secret, "An act, in time", fmt.Sprint("ifRevision: ", n+1))
	if !strings.Contains(got, fmt.Sprint(`"revision":`, n+2)) {
		t.Errorf("for revision %d: %s", n+1, got)
	}
}

// bothWrite lets writers write through both servers. One is killed meanwhile, and started anew.
func bothWrite(t *testing.T, store, tokens, secret string, a, b *childServer) {
	t.Helper()
	const each = 12
	var next [writers]int
	next[0] = 1 // it wrote before
	var mu sync.Mutex
	revisions := map[int64]int{} // the writer by the revision of what it added
	at := b.at
	now := func() string { mu.Lock(); defer mu.Unlock(); return at }
	half := make(chan bool, writers)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			last := int64(0)
			for i := 0; i < each && !t.Failed(); {
				through := a.at
				if (w+i)%2 == 1 {
					through = now()
				}
				n, revision, ok := send(t, through, secret, writeNumber(w, next[w]))
				if !ok {
					time.Sleep(50 * time.Millisecond) // the other server is being started
					continue
				}
				mu.Lock()
				if other, taken := revisions[revision]; n > 0 && (taken || revision <= last) {
					t.Errorf("writer %d wrote revision %d after %d; writer %d has it", w, revision, last, other)
				}
				if n > 0 {
					revisions[revision] = w
				}
				mu.Unlock()
				last = max(last, revision)
				next[w]++
				if i++; i == each/2 {
					half <- true
				}
			}
		})
	}
	<-half
	b.kill()
	again := startChild(t, store, tokens)
	mu.Lock()
	at = again.at
	mu.Unlock()
	all.Wait()
	if t.Failed() {
		t.Fatal(a.said.String(), b.said.String(), again.said.String())
	}
	checkRevisions(t, store)
}

// checkRevisions: the log has every revision up to the newest, and each changes a statement once.
func checkRevisions(t *testing.T, url string) {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	head, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var found []int64
	type statement struct {
		revision     int64
		dataset, key string
	}
	seen := map[statement]bool{}
	q := ingest.LogQuery{First: 500}
	for more := true; more; {
		var changes []ingest.Change
		if changes, more, err = s.Changes(t.Context(), q); err != nil {
			t.Fatal(err)
		}
		for _, c := range changes {
			x := statement{c.Revision, c.Dataset, c.Record().Key()}
			if seen[x] {
				t.Errorf("%v is there twice", x)
			}
			seen[x] = true
			found = append(found, c.Revision)
			q.After = c.Position
		}
	}
	if !slices.IsSorted(found) {
		t.Error("the revisions are not in order")
	}
	if found = slices.Compact(found); int64(len(found)) != head || found[len(found)-1] != head {
		t.Errorf("%d revisions are in the log, the newest is %d", len(found), head)
	}
}
