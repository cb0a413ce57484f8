package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/internal/store"
)

// stores are the two that all contenders read: loaded once for a size and kept in the cache directory.
type stores struct {
	sqlite   string // store URL
	bolt     string
	port     int    // of Neo4j
	home     string // of Neo4j
	neo4jPID int
	stop     func()
}

const perBatch = 5000 // actions a transaction: more is no faster, and needs more of Neo4j's heap

// openStores loads what is not loaded yet, and starts Neo4j from its jars on port.
func openStores(ctx context.Context, c config, w *world) (*stores, error) {
	dir := filepath.Join(c.cache, fmt.Sprintf("bench-v%d-%d", dataVersion, len(w.actions)))
	if c.soak > 0 {
		dir += "-written" // what is written to is not what is measured
	}
	if c.fresh {
		if err := os.RemoveAll(dir); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	s := &stores{
		sqlite: "sqlite:" + filepath.Join(dir, "graph.db"),
		bolt:   fmt.Sprintf("bolt://127.0.0.1:%d", c.port), port: c.port, home: filepath.Join(dir, "neo4j"),
	}
	if err := s.startNeo4j(ctx); err != nil {
		return nil, err
	}
	for name, url := range map[string]string{"sqlite": s.sqlite, "neo4j": s.bolt} {
		done := filepath.Join(dir, name+".loaded")
		if _, err := os.Stat(done); err == nil {
			continue
		}
		if err := load(ctx, url, w); err != nil {
			s.stop()
			return nil, fmt.Errorf("loading %s: %w; -fresh begins anew", url, err)
		}
		if err := os.WriteFile(done, nil, 0o600); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func load(ctx context.Context, url string, w *world) error {
	s, err := store.Open(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	began, records := time.Now(), 0
	for b := range w.batches(perBatch) {
		var applied ingest.Applied
		if applied, err = s.Apply(ctx, b); err != nil {
			return err
		}
		records += applied.Added + applied.Changed + applied.Unchanged
		say("loading %s: %d records, %.0f a second", url, records, float64(records)/time.Since(began).Seconds())
	}
	return nil
}

var runsAs = regexp.MustCompile(`as process (\d+)`)

const script = "tools/neo4j/neo4j.sh"

// restart stops Neo4j, and starts it when it has been away for a while.
func (s *stores) restart(ctx context.Context) error {
	s.stop()
	time.Sleep(2 * time.Second)
	return s.startNeo4j(ctx)
}

func (s *stores) startNeo4j(ctx context.Context) error {
	number := strconv.Itoa(s.port)
	if out, err := exec.CommandContext(ctx, script, "status", number).CombinedOutput(); err == nil { //nolint:gosec // a script of ours
		return fmt.Errorf(
			"port %d is taken: %s; give another by -port, or stop it with %s stop %d",
			s.port,
			strings.TrimSpace(string(out)),
			script,
			s.port,
		)
	}
	start := exec.CommandContext(ctx, script, "start", number, s.home) //nolint:gosec // a script of ours
	start.Stderr = os.Stderr
	if err := start.Run(); err != nil {
		return fmt.Errorf("%s start: %w", script, err)
	}
	s.stop = func() { _ = exec.Command(script, "stop", number).Run() }              //nolint:gosec // a script of ours
	out, err := exec.CommandContext(ctx, script, "status", number).CombinedOutput() //nolint:gosec // a script of ours
	if m := runsAs.FindSubmatch(out); m != nil {
		s.neo4jPID, _ = strconv.Atoi(string(m[1]))
		return nil
	}
	s.stop()
	return fmt.Errorf("%s status: %s: %w", script, out, err)
}
