//go:build unix

package seed_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/longtest"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/seed"
)

// childStore names the store that this very program, run again by a test, loads into: to be killed while it does.
const childStore = "DEMARCHE_TEST_LOAD_INTO"

func TestMain(m *testing.M) {
	if url := os.Getenv(childStore); url != "" {
		if err := loadInChild(url); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// killed is a small dataset that is written whole, and a larger one that goes in parts.
func killed() string {
	var b strings.Builder
	b.WriteString(`{"node":"Dataset","id":"dataset:small","name":"Small","version":"1","licence":"none"}` + "\n")
	for i := range 40 {
		fmt.Fprintf(&b, `{"node":"Actor","id":"a%d","name":"A %d","kind":"STATE"}`+"\n", i, i)
	}
	b.WriteString(`{"node":"Source","id":"s","title":"S"}` + "\n" +
		`{"node":"Dataset","id":"dataset:large","name":"Large","version":"1","licence":"none"}` + "\n")
	for i := range 150 {
		fmt.Fprintf(&b, `{"node":"Action","id":"x%d","title":"X","type":"ACCUSE","status":"OCCURRED","date":"2025-06-%02d",`+
			`"performers":["a%d"],"targets":["a%d"],"evidence":[{"source":"s"}]}`+"\n",
			i, 1+i%28, i%40, (i+1)%40)
		if i%28 > 0 {
			fmt.Fprintf(&b, `{"edge":"RESPONDS_TO","from":"x%d","to":"x%d","mode":"OTHER","evidence":[{"source":"s"}]}`+"\n", i, i-i%28)
		}
	}
	return b.String()
}

const atOnce = 60 // so that the small dataset is whole, and the large one has ten parts

func loadInChild(url string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, url)
	if err != nil {
		return err
	}
	datasets, err := seed.Open([]string{"-"}, strings.NewReader(killed()))
	if err != nil {
		return err
	}
	for _, d := range datasets {
		if _, err := seed.Load(ctx, tells{s}, d, seed.Options{AtOnce: atOnce}); err != nil {
			return err
		}
	}
	return s.Close()
}

// tells tells of each batch the revision that the store acknowledged.
type tells struct{ store.Store }

func (s tells) Apply(ctx context.Context, b ingest.Batch) (ingest.Applied, error) {
	a, err := s.Store.Apply(ctx, b)
	if err == nil {
		fmt.Printf("revision %d\n", a.Revision)
	}
	return a, err
}

// A load that is killed at any moment leaves a dataset whole, or with a position from which a rerun comes to the same graph.
func TestKilledLoads(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		url := "sqlite:" + filepath.Join(t.TempDir(), "graph.db")
		kills(t, url, longtest.Or(24, 500), func(child *exec.Cmd) { _ = child.Process.Kill() })
	})
	t.Run("Neo4j", func(t *testing.T) {
		kills(t, neo4jtest.Fresh(t), longtest.Or(24, 150), func(child *exec.Cmd) { _ = child.Process.Kill() })
	})
	t.Run("Neo4j itself", func(t *testing.T) {
		server := newServer(t)
		kills(t, server.url, longtest.Or(3, 12), func(child *exec.Cmd) {
			server.kill(t)
			_ = child.Wait() // it finds out
			server.start(t)
		})
	})
}

// kills runs a load and kills it after a while, again and again, then lets it end.
func kills(t *testing.T, url string, times int, kill func(*exec.Cmd)) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, uint64(times)))
	took := 300 * time.Millisecond // that a whole load takes, until one has told
	cut, unchanged := 0, 0
	for i := range times + 1 {
		child := exec.Command(os.Args[0], "-test.run=^$") //nolint:gosec // this program
		child.Env = append(os.Environ(), childStore+"="+url)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		var said strings.Builder
		child.Stderr = &said
		began := time.Now()
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		if i == times {
			_ = lastRevision(out)
			if err := child.Wait(); err != nil {
				t.Fatalf("the last load: %v: %s", err, said.String())
			}
			break
		}
		ended := make(chan int64, 1)
		wait := time.Duration(random.Int64N(int64(took)))
		go func() { ended <- lastRevision(out) }()
		select {
		case <-ended:
			if err := child.Wait(); err != nil {
				t.Fatalf("load %d fails by itself: %v: %s", i, err, said.String())
			}
			took = time.Since(began)
			unchanged++
			wipe(t, url)
		case <-time.After(wait):
			kill(child)
			acknowledged := <-ended
			_ = child.Wait()
			cut++
			checkCut(t, url)
			checkLog(t, url, acknowledged)
			if cut%4 == 0 { // so that the beginning is killed too
				wipe(t, url)
			}
		}
	}
	if cut < times/3 {
		t.Errorf("only %d of %d loads were killed before their end", cut, times)
	}
	s := openURL(t, url)
	got := stated(t, s)
	memory := openURL(t, "sqlite::memory:")
	load(t, memory, seed.Options{}, killed())
	same(t, url, got, stated(t, memory))
	checkAttribution(t, s, memory)
	t.Logf("%d loads killed, %d ended", cut, unchanged)
}

// lastRevision reads to the end, or to the kill, and returns the last revision that was told.
func lastRevision(r io.Reader) (last int64) {
	for lines := bufio.NewScanner(r); lines.Scan(); {
		_, _ = fmt.Sscanf(lines.Text(), "revision %d", &last)
	}
	return last
}

// checkLog: the log tells of each revision that was acknowledged, of each change once, and comes to what the datasets state.
func checkLog(t *testing.T, url string, acknowledged int64) {
	t.Helper()
	s := openURL(t, url)
	defer func() { _ = s.Close() }()
	head, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if head < acknowledged {
		t.Errorf("the store is at revision %d, and had acknowledged %d", head, acknowledged)
	}
	state := map[string]map[string]bool{"dataset:small": {}, "dataset:large": {}}
	last := ingest.Position{}
	for q := (ingest.LogQuery{First: 5000}); ; q.After = last {
		changes, more, err := s.Changes(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range changes {
			next := ingest.Position{Revision: last.Revision, Place: last.Place + 1}
			if c.Position != next && c.Position != (ingest.Position{Revision: last.Revision + 1, Place: 1}) {
				t.Errorf("%v follows %v", c.Position, last)
			}
			last = c.Position
			key := c.Record().Key()
			if was := state[c.Dataset][key]; was != (c.Old != nil) {
				t.Errorf("%v: %s of %s was stated before: %v", c.Position, key, c.Dataset, was)
			}
			state[c.Dataset][key] = c.New != nil
		}
		if !more {
			break
		}
	}
	if last.Revision != head {
		t.Errorf("the log ends at revision %d of %d", last.Revision, head)
	}
	for dataset, keys := range state {
		if err := s.Stated(t.Context(), dataset, func(r graph.Record, _ []string) error {
			if !keys[r.Key()] {
				t.Errorf("%s states %s, of which the log does not tell", dataset, r.Key())
			}
			delete(keys, r.Key())
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		for key, is := range keys {
			if is && key != dataset {
				t.Errorf("the log tells that %s states %s, and it does not", dataset, key)
			}
		}
	}
}

// checkCut: what is written at once is there whole or not at all, and the rest as far as its position says.
func checkCut(t *testing.T, url string) {
	t.Helper()
	s := openURL(t, url)
	count := map[string]int{}
	for _, d := range []string{"dataset:small", "dataset:large"} {
		if err := s.Stated(t.Context(), d, func(graph.Record, []string) error { count[d]++; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	a, err := s.Fetch(t.Context(), &query.Query{Find: query.FindNodes{IDs: []string{"dataset:small", "dataset:large"}}})
	if err != nil {
		t.Fatal(err)
	}
	small, large := a.Items[0], a.Items[1]
	loaded := small != nil && small.Value("checksum") != nil // wipe leaves a dataset without one
	if want := map[bool]int{true: 41}[loaded]; count["dataset:small"] != want || loaded && small.Value("position") != nil {
		t.Errorf("%d records of the small dataset, which is %v", count["dataset:small"], small)
	}
	switch {
	case large == nil:
		if count["dataset:large"] > 0 {
			t.Errorf("%d records of a dataset that is not there", count["dataset:large"])
		}
	case large.Value("position") != nil:
		if p := large.Value("position").(int64); int(p) != count["dataset:large"] || p%atOnce != 0 {
			t.Errorf("%d records of the large dataset at position %d", count["dataset:large"], p)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// checkAttribution compares the answers that come from the attribution.
func checkAttribution(t *testing.T, a, b store.Store) {
	t.Helper()
	ask := func(s store.Store) string {
		q := &query.Query{Find: query.FindList{Kind: graph.KindAction, List: query.List{Order: query.Order{By: query.ByDate}, Total: true,
			Where: query.Attributed{Keys: []string{graph.AttributionKey("a1", "a2"), graph.AttributionKey("a3", "")}},
			Page:  query.Page{Limit: 100}}}}
		answer, err := s.Fetch(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		text := strconv.Itoa(answer.Total)
		for _, it := range answer.Items {
			text += " " + it.Text("id")
		}
		return text
	}
	if x, y := ask(a), ask(b); x != y || len(x) < 20 {
		t.Errorf("the attribution gives %s, want %s", x, y)
	}
}

func openURL(t *testing.T, url string) store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// wipe takes everything back, so that the next load begins anew.
func wipe(t *testing.T, url string) {
	t.Helper()
	s := openURL(t, url)
	defer func() { _ = s.Close() }()
	for _, id := range []string{"dataset:large", "dataset:small"} {
		b := ingest.Batch{Dataset: graph.Record{Kind: graph.KindDataset, ID: id, Props: graph.Props{"name": id}}, Reason: "a test"}
		if err := s.Stated(t.Context(), id, func(r graph.Record, _ []string) error {
			b.Retracts = append(b.Retracts, r.Ref())
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
}

// server is a Neo4j of the test's own, from its jars, that it may kill.
type server struct{ port, home, url string }

func newServer(t *testing.T) *server {
	t.Helper()
	neo4jtest.NotShort(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	_ = l.Close()
	s := &server{port, filepath.Join(t.TempDir(), "neo4j"), "bolt://127.0.0.1:" + port}
	t.Setenv("NEO4J_USERNAME", "")
	t.Setenv("NEO4J_PASSWORD", "")
	s.start(t)
	t.Cleanup(func() { _, _ = s.script("stop", s.port) })
	return s
}

func (s *server) script(args ...string) (string, error) {
	out, err := exec.Command("../tools/neo4j/neo4j.sh", args...).CombinedOutput() //nolint:gosec // a script of ours
	return string(out), err
}

func (s *server) start(t *testing.T) {
	t.Helper()
	if out, err := s.script("start", s.port, s.home); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

func (s *server) kill(t *testing.T) {
	t.Helper()
	out, err := s.script("status", s.port)
	_, rest, found := strings.Cut(out, "as process ")
	pid := 0
	if _, e := fmt.Sscan(rest, &pid); err != nil || !found || e != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for syscall.Kill(pid, 0) == nil {
		time.Sleep(20 * time.Millisecond)
	}
}
