package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// What measureMemory does, and what it allows.
const (
	hostileClients = 64
	hostileFor     = 20 * time.Second // each mix
	hostileRise    = 256              // MB (10^6 bytes) above what is resident after three lists
)

var (
	errMemory = errors.New("a mix of requests takes more memory than it should")
	errGone   = errors.New("the server has ended")
)

// measureMemory says how far each mix of hostile requests raises the resident memory of a server that is as it is shipped, over
// what it has after three lists, on both stores. It fails when one raises it further than it should.
func measureMemory(ctx context.Context, c config, s *stores, w *world) error {
	binary, err := build(ctx, c)
	if err != nil {
		return err
	}
	servers := []struct {
		name, url string
		pid       int
	}{{demarcheNeo4j, s.bolt, s.neo4jPID}, {demarcheSQLite, s.sqlite, 0}}
	rows, names, over := map[string][]string{}, []string{"after three lists, MB"}, error(nil)
	mixes := slices.DeleteFunc(mixesOf(w), func(m mix) bool { return !strings.Contains(m.name, c.only) })
	for _, m := range mixes {
		names = append(names, m.name)
	}
	for _, one := range servers {
		server, err := demarcheWith(one.name, binary, one.url, one.pid)
		if err != nil {
			return err
		}
		cells, peak, err := memoryOf(ctx, server, w, mixes, max(c.duration, hostileFor))
		server.stop()
		if err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
		if peak > hostileRise {
			over = errors.Join(over, fmt.Errorf("%w: %.0f MB more on %s", errMemory, peak, one.name))
		}
		for i, cell := range cells {
			rows[names[i]] = append(rows[names[i]], cell)
		}
	}
	var b strings.Builder
	heading(&b, []string{servers[0].name, servers[1].name})
	for _, name := range names {
		fmt.Fprintf(&b, "| %s | %s |\n", name, strings.Join(rows[name], " | "))
	}
	r := newResults(c, c.actions, nil)
	report := fmt.Sprintf("Demarche %s, %s, %s; %d actions. MB (10^6 bytes) by which %d connections raise the most memory that the server's "+
		"process has resident over what it has after three lists; in brackets answers and refusals. One server is asked all mixes, "+
		"each for %s.\n\n%s",
		r.Version, r.Date, r.Machine, c.actions, hostileClients, max(c.duration, hostileFor), b.String())
	fmt.Print(report)
	if c.quick || over != nil {
		return over
	}
	return r.keep(c, "-memory.md", report)
}

// memoryOf asks one server three lists, then each mix. rise is the most of all.
func memoryOf(
	ctx context.Context, server *contender, w *world, mixes []mix, duration time.Duration,
) (cells []string, rise float64, err error) {
	for _, text := range threeLists(w) {
		if err := ask(server, &question{name: "list", demarche: text, variables: []map[string]any{{}}}); err != nil {
			return nil, 0, err
		}
	}
	time.Sleep(5 * time.Second) // the statistics of the store are taken, and the cookbook's questions planned
	before := megabytes(residentOf(server.pid))
	cells = append(cells, fmt.Sprintf("%.0f", before))
	for _, m := range mixes {
		resetPeak(server.pid)
		answered, refused, err := m.run(ctx, server.address, duration)
		if err != nil {
			return nil, 0, fmt.Errorf("%s: %w", m.name, err)
		}
		peak := peakOf(server.pid)
		if peak == 0 {
			return nil, 0, fmt.Errorf("%s: %w", m.name, errGone)
		}
		more := megabytes(peak) - before
		rise = max(rise, more)
		say("%s, %s: %.0f MB more than %.0f; %d answers, %d refusals", server.name, m.name, more, before, answered, refused)
		cells = append(cells, fmt.Sprintf("%.0f (%d, %d)", more, answered, refused))
	}
	return cells, rise, nil
}

func megabytes(mib float64) float64 { return mib * (1 << 20) / 1e6 }

// run lets all clients ask for a while. What has no data counts as refused, as does what a client gives up.
func (m mix) run(ctx context.Context, address string, duration time.Duration) (answered, refused int64, err error) {
	transport := &http.Transport{MaxIdleConnsPerHost: hostileClients, DisableCompression: true}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	run, stop := context.WithTimeout(ctx, duration)
	defer stop()
	var group sync.WaitGroup
	var good, bad atomic.Int64
	var n atomic.Int64
	for range hostileClients {
		group.Go(func() {
			for run.Err() == nil {
				if m.send(run, client, address, int(n.Add(1))) {
					good.Add(1)
				} else if run.Err() == nil {
					bad.Add(1)
				}
			}
		})
	}
	group.Wait()
	return good.Load(), bad.Load(), ctx.Err()
}

// send asks the n-th request, and reports whether it was answered.
func (m mix) send(ctx context.Context, client *http.Client, address string, n int) bool {
	if m.patience > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, m.patience)
		defer cancel()
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(m.body(n)))
	if err != nil {
		panic(err) // the address has answered before
	}
	r.Header.Set("Content-Type", "application/json")
	if len(m.encodings) > 0 {
		r.Header.Set("Accept-Encoding", m.encodings[n%len(m.encodings)])
	}
	response, err := client.Do(r)
	if err != nil {
		return false
	}
	defer func() { _ = response.Body.Close() }()
	begins := make([]byte, 7)
	_, _ = io.ReadFull(response.Body, begins)
	if m.slow { // it leaves the rest where it is
		select {
		case <-time.After(10 * time.Second):
		case <-ctx.Done():
		}
	}
	_, err = io.Copy(io.Discard, response.Body)
	isCompressed := response.Header.Get("Content-Encoding") != ""
	return err == nil && response.StatusCode == http.StatusOK && (isCompressed || string(begins) == `{"data"`)
}
