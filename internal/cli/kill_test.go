//go:build unix

package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/longtest"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/store"
)

// childArguments are the arguments with which this very program, run again by a test, is the command: to be killed while it serves.
const childArguments = "DEMARCHE_TEST_ARGUMENTS"

func TestMain(m *testing.M) {
	if text := os.Getenv(childArguments); text != "" {
		os.Exit(Run(context.Background(), strings.Split(text, "\n"), os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// A write that was answered is there after the server was killed at any moment; one that was not answered is there whole or not
// at all; and when it is sent again, nothing is doubled.
func TestKilledWrites(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { killedWrites(t, "sqlite:"+filepath.Join(t.TempDir(), "graph.db")) })
	t.Run("Neo4j", func(t *testing.T) { killedWrites(t, neo4jtest.Fresh(t)) })
}

const (
	writers  = 3
	perWrite = 5 // records: a source, an actor, an action, who performed it, and what it answers
)

// writeNumber is the mutation that writer w sends as its i-th. It answers what the one before it did.
func writeNumber(w, i int) []byte {
	id := func(kind string, i int) string { return fmt.Sprintf("%s-%d-%d", kind, w, i) }
	action := map[string]any{
		"id": id("act", i), "title": "An act", "type": "ACCUSE", "status": "OCCURRED", "date": "2025-06-27",
		"performers": []any{map[string]any{"actor": id("actor", i)}}, "evidence": []any{map[string]any{"source": id("page", i)}},
	}
	if i > 0 {
		action["respondsTo"] = []any{map[string]any{"action": id("act", i-1), "mode": "OTHER"}}
	} else {
		action["targets"] = []any{map[string]any{"actor": id("actor", i)}}
	}
	body, _ := json.Marshal(map[string]any{
		"query": "mutation($input: ApplyInput!) { apply(input: $input) { revision changed { added unchanged } } }",
		"variables": map[string]any{"input": map[string]any{
			"dataset": map[string]any{"id": fmt.Sprintf("dataset:writer-%d", w), "name": "Writer", "licence": "none"},
			"sources": []any{map[string]any{"id": id("page", i), "title": "Page", "published": "2025-06-28"}},
			"actors":  []any{map[string]any{"id": id("actor", i), "name": id("actor", i), "kind": "GROUP"}},
			"actions": []any{action},
		}},
	})
	return body
}

// childServer is a server in a process of its own.
type childServer struct {
	*exec.Cmd
	at   string // of its GraphQL
	said bytes.Buffer
}

// startChild starts a server of a store.
func startChild(t *testing.T, url, tokens string) *childServer {
	t.Helper()
	s := &childServer{Cmd: exec.Command(os.Args[0])} //nolint:gosec // this program
	s.Env = append(os.Environ(), childArguments+"="+strings.Join(
		[]string{"serve", "--addr", "127.0.0.1:0", "--store", url, "--tokens", tokens, "--timeout", "2m", "--log-level", "error"}, "\n"))
	s.Stderr = &s.said
	out, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	s.at = after(t, untilReady(t, out), "GraphQL:")
	return s
}

// kill ends it at once.
func (s *childServer) kill() {
	_ = s.Process.Kill()
	_ = s.Wait()
}

// send sends a mutation, and returns how many records it added, and the revision of the store. ok says that it was answered.
func send(t *testing.T, url, secret string, body []byte) (added int, revision int64, ok bool) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0, 0, false
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+secret)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, 0, false
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	switch {
	case err != nil:
		return 0, 0, false
	case answer.StatusCode == http.StatusServiceUnavailable: // others wait too
		return send(t, url, secret, body)
	}
	var got struct {
		Data struct {
			Apply *struct {
				Revision int64
				Changed  struct{ Added, Unchanged int }
			}
		}
	}
	if err := json.Unmarshal(text, &got); err != nil || got.Data.Apply == nil {
		t.Errorf("%d %s", answer.StatusCode, text)
		return 0, 0, false
	}
	if c := got.Data.Apply.Changed; c.Added+c.Unchanged != perWrite || c.Added*c.Unchanged != 0 {
		t.Errorf("a write that is there in part: %s", text)
	}
	return got.Data.Apply.Changed.Added, got.Data.Apply.Revision, true
}

// mayWrite makes a home, and a file with a token that may write.
func mayWrite(t *testing.T) (tokens, secret string) {
	t.Helper()
	home(t)
	tokens = filepath.Join(t.TempDir(), "tokens.txt")
	secret, err := access.CreateToken(t.Context(), tokens, access.Token{Name: "ada", Scope: access.Write})
	if err != nil {
		t.Fatal(err)
	}
	return tokens, secret
}

func killedWrites(t *testing.T, url string) {
	t.Helper()
	tokens, secret := mayWrite(t)
	random := rand.New(rand.NewPCG(1, 2))
	var next [writers]int // the next write of each, which nobody has answered yet
	lost := 0             // writes that were done though their answer was lost
	took := time.Second   // until the first answer, of the round before
	for round := range longtest.Or(10, 50) {
		child := startChild(t, url, tokens)
		answered, heard := make(chan bool, writers), make(chan bool, 1)
		began := time.Now()
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for first := true; ; first = false {
					n, _, ok := send(t, child.at, secret, writeNumber(w, next[w]))
					if !ok {
						return
					}
					if first && n == 0 {
						answered <- true // the write before the kill was done, though nobody heard of it
					}
					next[w]++
					select {
					case heard <- true:
					default:
					}
				}
			})
		}
		if round%2 == 0 { // after some answers; else at any time before the first, or soon after it
			<-heard
			took = time.Since(began)
		}
		time.Sleep(time.Duration(random.Int64N(int64(min(took, 5*time.Second)))))
		child.kill()
		all.Wait()
		lost += len(answered)
		checkWrites(t, url, next)
		if t.Failed() {
			t.Fatal(child.said.String())
		}
	}
	total := 0
	for _, n := range next {
		total += n
	}
	if total < writers {
		t.Errorf("only %d writes were answered", total)
	}
	t.Logf("%d writes answered, and %d done whose answer was lost", total, lost)
}

// checkWrites: what was answered is there; the one after it is there whole or not at all; and the log has each statement once.
func checkWrites(t *testing.T, url string, answered [writers]int) {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for w, n := range answered {
		id := fmt.Sprintf("dataset:writer-%d", w)
		records, count := 0, int64(0)
		if err := s.Stated(t.Context(), id, func(graph.Record, []string) error { records++; return nil }); err != nil {
			t.Fatal(err)
		}
		a, err := s.Fetch(t.Context(), &query.Query{Find: query.FindNodes{IDs: []string{id}}})
		if err != nil {
			t.Fatal(err)
		}
		if it := a.Items[0]; it != nil {
			nodes, _ := it.Value("nodeCount").(int64)
			edges, _ := it.Value("edgeCount").(int64)
			count = nodes + edges
		}
		if records != perWrite*n && records != perWrite*(n+1) || int(count) != records {
			t.Errorf("writer %d: %d records and %d by its dataset, after %d writes that were answered", w, records, count, n)
		}
		stated := map[string]int{}
		q := ingest.LogQuery{Filter: ingest.ChangeFilter{Datasets: []string{id}}, First: 1000}
		for more := true; more; {
			var changes []ingest.Change
			if changes, more, err = s.Changes(t.Context(), q); err != nil {
				t.Fatal(err)
			}
			for _, c := range changes {
				k := c.Record().Key()
				if stated[k]++; c.Record().Kind != graph.KindDataset && (stated[k] > 1 || c.Old != nil || c.Who != "ada") {
					t.Errorf("%+v", c)
				}
				q.After = c.Position
			}
		}
		if len(stated) > 0 && len(stated) != records+1 {
			t.Errorf("writer %d: %d records in the log, %d are stated", w, len(stated), records)
		}
	}
}
