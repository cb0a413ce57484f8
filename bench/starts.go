package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// measureStarts says how long the built binary takes from its start to its first answer, on the embedded store with the built-in
// datasets loaded.
func measureStarts(ctx context.Context, c config) error {
	binary, err := build(ctx, c)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "demarche-starts")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	url := "sqlite:" + filepath.Join(dir, "graph.db")
	seed := exec.CommandContext(ctx, binary, "seed", "--store", url, "founding-case") //nolint:gosec // our own binary
	if out, err := seed.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w", out, err)
	}
	const text = `query ($id: ID!) { responses(first: 20) { totalCount nodes { mode response { title } trigger { title } } } ` +
		`actor(id: $id) { name } }`
	q := &question{name: "start", demarche: text, variables: []map[string]any{{"id": "azerbaijan"}}}
	var times []time.Duration
	for range 20 {
		began := time.Now()
		one, err := demarche(demarcheSQLite, binary, url, 0)
		if err != nil {
			return err
		}
		asked, err := one.connect(q)
		if err == nil {
			err = asked.ask(0)
			times = append(times, time.Since(began))
			asked.close()
		}
		one.stop()
		if err != nil {
			return err
		}
	}
	slices.Sort(times)
	r := newResults(c, 0, nil)
	report := fmt.Sprintf(
		"Demarche %s, %s, %s: from the start of the process to its first answer, on the embedded store with the founding case: "+
			"median %s, least %s, most %s of %d starts.\n",
		r.Version,
		r.Date,
		r.Machine,
		times[len(times)/2].Round(time.Millisecond),
		times[0].Round(time.Millisecond),
		times[len(times)-1].Round(time.Millisecond),
		len(times),
	)
	fmt.Print(report)
	if c.quick {
		return nil
	}
	return r.keep(c, "-starts.md", report)
}
