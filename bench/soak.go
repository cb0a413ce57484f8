package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// What measureSoak allows.
const (
	soakClients    = 64
	soakVariables  = 8               // of each question
	readyWithin    = 5 * time.Minute // from the restart of Neo4j, on a machine with much else to do
	soakTimeout    = "3m"            // of a request: writes wait for one another, and the machine may have much else to do
	learnTries     = 10              // of a question, of a store that has just started
	moreGoroutines = 20              // after the load than before it
	moreMiB        = 64              // resident after the load than after its first quarter
)

// soaked is a server of Demarche under the load, with what it has to answer.
type soaked struct {
	*contender
	at       *url.URL
	requests []soakRequest
	inGap    *atomic.Bool // UNAVAILABLE is right while it is set; nil where it never is

	answers, unavailable, busy atomic.Int64
	writes, again              atomic.Int64 // that were answered, and that had to be sent again
	early, late                held
}

type soakRequest struct{ text, answer []byte }

// held is what a process holds.
type held struct {
	MiB        float64
	goroutines int
}

// measureSoak lets 64 clients ask mixed questions of both stores and write to them, and restarts Neo4j in the middle. It fails on a wrong
// answer, on any error but UNAVAILABLE while Neo4j is away, on a write that was answered and is not there once, and when
// memory or goroutines have grown at the end.
func measureSoak(ctx context.Context, c config, s *stores, all []*question) error {
	binary, err := build(ctx, c)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "soak")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	tokens, secret, err := newToken(ctx, dir)
	if err != nil {
		return err
	}
	name := strconv.FormatInt(time.Now().Unix(), 36) // the store is kept, and no run meets the ids of another
	gap := &atomic.Bool{}
	list := []*soaked{{inGap: gap}, {}}
	for i, start := range []struct {
		name, url string
		pid       int
	}{{demarcheNeo4j, s.bolt, s.neo4jPID}, {demarcheSQLite, s.sqlite, 0}} {
		one, err := demarcheWith(start.name, binary, start.url, start.pid, "--answer-cache", "0", "--tokens", tokens,
			"--timeout", soakTimeout)
		if err != nil {
			return err
		}
		defer one.stop()
		list[i].contender = one
		if err := list[i].learn(all); err != nil {
			return err
		}
		if err := list[i].newWriter(name, soakClients+i, secret).learn(ctx); err != nil {
			return err
		}
	}
	before := make([]int, len(list))
	for i, one := range list {
		u, err := one.held(ctx)
		if err != nil {
			return err
		}
		before[i] = u.goroutines
	}

	run, stop := context.WithCancel(ctx)
	defer stop()
	var clients sync.WaitGroup
	wrong := make(chan error, soakClients+1)
	for i := range soakClients {
		client := func() error { return list[i%len(list)].client(run, i) }
		if i < soakWriters*len(list) {
			client = func() error { return list[i%len(list)].newWriter(name, i, secret).client(run) }
		}
		clients.Go(func() {
			if err := client(); err != nil {
				wrong <- err
				stop()
			}
		})
	}
	clients.Go(func() {
		defer stop()
		if err := disturb(run, c, s, gap, list); err != nil {
			wrong <- err
		}
	})
	clients.Wait()
	select {
	case err := <-wrong:
		return err
	default:
	}
	return soakReport(ctx, c, list, before)
}

// learn asks every question once, alone, and keeps the answers. A question that is refused has a right answer too.
func (s *soaked) learn(all []*question) error {
	var err error
	if s.at, err = url.Parse(s.address); err != nil {
		return err
	}
	conn, err := dial(s.at)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	for _, q := range append(all, refused...) {
		for _, v := range spread(q.variables, soakVariables) {
			request := requestOf(s.at, q.demarche, v)
			said, err := conn.ask(request)
			for tries := 1; tries < learnTries && tooEarly(said); tries++ {
				time.Sleep(time.Second)
				said, err = conn.ask(request)
			}
			if isRefused := len(q.peer) == 0 && errors.Is(err, errNoAnswer); err != nil && !isRefused {
				return fmt.Errorf("%s, %s: %w", s.name, q.name, err)
			}
			s.requests = append(s.requests, soakRequest{request, bytes.Clone(said)})
		}
	}
	return nil
}

// tooEarly says that a store that has just started needs more time, on a machine with much else to do.
func tooEarly(said []byte) bool {
	return bytes.Contains(said, []byte(`"code":"TIMEOUT"`)) || bytes.Contains(said, []byte(`"reason":"SERVER_BUSY"`))
}

// refused are questions that are not answered, by any contender.
var refused = []*question{
	{name: "unknown", demarche: `query ($id: ID!) { chain(action: $id) { nodes { id } } }`, variables: []map[string]any{{"id": "nothing"}}},
	{name: "invalid", demarche: `query ($n: Int!) { actions(first: $n) { nodes { id } } }`, variables: []map[string]any{{"n": -1}}},
	{name: "not a field", demarche: `{ actions { nodes { nothing } } }`, variables: []map[string]any{{}}},
}

// client asks one question after the other until ctx ends.
func (s *soaked) client(ctx context.Context, seat int) error {
	conn, err := dial(s.at)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	for n := seat * 7919; ctx.Err() == nil; n++ {
		r := s.requests[n%len(s.requests)]
		away := s.away()
		said, err := conn.ask(r.text)
		if err != nil && !errors.Is(err, errNoAnswer) {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if bytes.Equal(said, r.answer) {
			s.answers.Add(1)
			continue
		}
		if err := s.excused(said, away || s.away()); err != nil {
			return fmt.Errorf("%s was asked\n%s\nand answered\n%.2000s\nnot\n%.2000s\n%w", s.name, r.text, said, r.answer, err)
		}
		time.Sleep(50 * time.Millisecond) // a client that is told to try again waits
	}
	return nil
}

var errWrong = errors.New("this is a wrong answer")

// away says whether the store may be away now.
func (s *soaked) away() bool { return s.inGap != nil && s.inGap.Load() }

// excused tells whether an answer other than the right one may be given; away says that the store was away meanwhile.
func (s *soaked) excused(said []byte, away bool) error {
	var answer struct {
		Errors []struct {
			Extensions struct{ Code, Reason string }
		}
	}
	if json.Unmarshal(said, &answer) != nil || len(answer.Errors) == 0 {
		return errWrong
	}
	for _, e := range answer.Errors {
		switch {
		case e.Extensions.Code != "UNAVAILABLE":
			return errWrong
		case e.Extensions.Reason == "SERVER_BUSY":
			s.busy.Add(1)
		case !away:
			return fmt.Errorf("%w: the store is there", errWrong)
		default:
			s.unavailable.Add(1)
		}
	}
	return nil
}

// disturb stops and starts Neo4j in the middle of the soak, and notes what the servers hold after its first quarter. The
// soak ends when it returns: how long Neo4j is away comes on top of the time.
func disturb(ctx context.Context, c config, s *stores, gap *atomic.Bool, list []*soaked) error {
	if !sleep(ctx, c.soak/4) {
		return nil
	}
	for _, one := range list {
		var err error
		if one.early, err = one.held(ctx); err != nil {
			return err
		}
	}
	if !sleep(ctx, c.soak/4) {
		return nil
	}
	say("Neo4j is restarted after %d answers", list[0].answers.Load())
	gap.Store(true)
	if err := s.restart(ctx); err != nil {
		return err
	}
	began := time.Now()
	say("Neo4j is back")
	if err := list[0].ready(ctx); err != nil {
		return err
	}
	gap.Store(false)
	say("%s is ready %.1f s later", list[0].name, time.Since(began).Seconds())
	sleep(ctx, c.soak/2)
	return nil
}

// ready waits until the server says that it is.
func (s *soaked) ready(ctx context.Context) error {
	for end := time.Now().Add(readyWithin); time.Now().Before(end); {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.at.JoinPath("../readyz").String(), nil)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(r)
		if err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		if !sleep(ctx, 50*time.Millisecond) {
			return nil // another has ended the soak
		}
	}
	return fmt.Errorf("%s was not ready within %s of Neo4j's return", s.name, readyWithin)
}

func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// soakReport says what happened, and fails when a server holds more than it should.
func soakReport(ctx context.Context, c config, list []*soaked, before []int) error {
	var grown error
	for i, one := range list {
		var err error
		for range 30 { // connections that were closed end, and what waits for a timeout
			if one.late, err = one.held(ctx); err != nil {
				return err
			}
			if one.late.goroutines <= before[i]+moreGoroutines {
				break
			}
			time.Sleep(time.Second)
		}
		fmt.Printf("%s: %d right answers in %s and %d writes, %d times UNAVAILABLE while Neo4j was away, %d times SERVER_BUSY, "+
			"%d writes sent again; resident %.0f MiB after a quarter, %.0f at the end; goroutines %d before, %d at the end\n",
			one.name, one.answers.Load(), c.soak, one.writes.Load(), one.unavailable.Load(), one.busy.Load(), one.again.Load(),
			one.early.MiB, one.late.MiB, before[i], one.late.goroutines)
		switch {
		case one.answers.Load() == 0 || one.writes.Load() == 0:
			grown = errors.Join(grown, fmt.Errorf("%s answered nothing, or wrote nothing", one.name))
		case one.late.goroutines > before[i]+moreGoroutines:
			grown = errors.Join(grown, fmt.Errorf("%s has more goroutines than before", one.name))
		case one.late.MiB > one.early.MiB+moreMiB:
			grown = errors.Join(grown, fmt.Errorf("%s has more memory than after a quarter", one.name))
		}
	}
	return grown
}

// held asks the server's profiler, after a collection of garbage, and the kernel.
func (s *soaked) held(ctx context.Context) (u held, err error) {
	for _, path := range []string{"heap?gc=1", "goroutine?debug=1"} {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.profiles+path, nil)
		if err != nil {
			return u, err
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			return u, err
		}
		in := bufio.NewReader(response.Body)
		first, _ := in.ReadString('\n')
		_, _ = io.Copy(io.Discard, in)
		_ = response.Body.Close()
		if _, total, found := strings.Cut(strings.TrimSpace(first), "goroutine profile: total "); found {
			if u.goroutines, err = strconv.Atoi(total); err != nil {
				return u, err
			}
		}
	}
	u.MiB = residentOf(s.pid)
	return u, nil
}

// residentOf is the memory that a process has resident, in MiB.
func residentOf(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	pages, _ := strconv.ParseFloat(strings.Fields(string(text))[1], 64)
	return pages * float64(os.Getpagesize()) / (1 << 20)
}
