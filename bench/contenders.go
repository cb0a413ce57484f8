package main

import (
	"bufio"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// The contenders, by the names that results have them under.
const (
	peer           = "@neo4j/graphql"
	demarcheNeo4j  = "Demarche, Neo4j"
	demarcheSQLite = "Demarche, SQLite"
	raw            = "raw Cypher"
)

// contender is something that answers questions.
type contender struct {
	name     string
	pid      int // of its server; 0 when it has none besides Neo4j
	neo4jPID int // of the Neo4j that it asks, or 0
	// connect opens one connection on which q can be asked with its i-th variables; check gives the normal form too.
	connect func(q *question) (connection, error)
	stop    func()
	address string // of its GraphQL, if it speaks that
	// profiles is where its profiler answers, if it has one.
	profiles string
}

type connection struct {
	ask   func(i int) error
	check func(i int) (string, error)
	close func()
}

// over is a contender that speaks GraphQL over HTTP.
func over(name, address string, text func(*question) string) (*contender, error) {
	at, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	return &contender{name: name, address: address, connect: func(q *question) (connection, error) {
		c, err := dial(at)
		if err != nil {
			return connection{}, err
		}
		requests := make([][]byte, len(q.variables))
		for i, v := range q.variables {
			requests[i] = requestOf(at, text(q), v)
		}
		return connection{
			ask: func(i int) error { _, err := c.ask(requests[i]); return err },
			check: func(i int) (string, error) {
				body, err := c.ask(requests[i])
				if err != nil {
					return "", err
				}
				return fromJSON(body, q.one)
			},
			close: func() { _ = c.Close() },
		}, nil
	}}, nil
}

// rawCypher asks through the Go driver, without GraphQL: auto-commit reads, the fastest way it has.
func rawCypher(bolt string, neo4jPID int) (*contender, error) {
	driver, err := neo4j.NewDriverWithContext(bolt, neo4j.NoAuth())
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	return &contender{name: raw, neo4jPID: neo4jPID, stop: func() { _ = driver.Close(ctx) }, connect: func(q *question) (connection, error) {
		run := func(i int) ([]*neo4j.Record, error) {
			session := driver.NewSession(
				ctx,
				neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead, DatabaseName: "neo4j", FetchSize: neo4j.FetchAll},
			)
			defer func() { _ = session.Close(ctx) }()
			result, err := session.Run(ctx, q.cypher, q.variables[i])
			if err != nil {
				return nil, err
			}
			return result.Collect(ctx)
		}
		return connection{
			ask:   func(i int) error { _, err := run(i); return err },
			check: func(i int) (string, error) { records, err := run(i); return fromRecords(records, q.one), err },
			close: func() {},
		}, nil
	}}, nil
}

// startAll starts the contenders' servers.
func startAll(ctx context.Context, c config, s *stores) (list []*contender, err error) {
	defer func() {
		if err != nil {
			stopAll(list)
		}
	}()
	binary, err := build(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := fetchPeer(ctx); err != nil {
		return nil, err
	}
	for _, begin := range []func() (*contender, error){
		func() (*contender, error) { return startPeer(s) },
		func() (*contender, error) { return demarche(demarcheNeo4j, binary, s.bolt, s.neo4jPID) },
		func() (*contender, error) { return demarche(demarcheSQLite, binary, s.sqlite, 0) },
		func() (*contender, error) { return rawCypher(s.bolt, s.neo4jPID) }, //nolint:contextcheck // it is closed after ctx has ended
	} {
		next, err := begin()
		if err != nil {
			return list, err
		}
		list = append(list, next)
	}
	return list, nil
}

const peerHome = "bench/peer"

// fetchPeer installs the peer's packages, unless they are there already, by the list as it is now.
func fetchPeer(ctx context.Context) error {
	wanted, err := os.Stat(peerHome + "/package-lock.json")
	if err != nil {
		return err
	}
	if installed, err := os.Stat(peerHome + "/node_modules/.package-lock.json"); err == nil && installed.ModTime().After(wanted.ModTime()) {
		return nil
	}
	say("fetching the peer's packages")
	install := exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	install.Dir, install.Stderr = peerHome, os.Stderr
	if err := install.Run(); err != nil {
		return fmt.Errorf("npm ci in %s (Node 20 or newer is needed): %w", peerHome, err)
	}
	return nil
}

// startPeer serves the peer, with further variables in its environment.
func startPeer(s *stores, env ...string) (*contender, error) {
	env = append(env, "NODE_ENV=production", "NEO4J_URI="+s.bolt)
	return serve(peer, s.neo4jPID, func(q *question) string { return q.peer }, env, "node", peerHome+"/server.mjs")
}

// build builds Demarche as it is in this folder.
func build(ctx context.Context, c config) (binary string, err error) {
	binary = filepath.Join(c.cache, "bench-demarche")
	command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", binary, ".") //nolint:gosec // our own source
	command.Env, command.Stderr = append(os.Environ(), "CGO_ENABLED=0"), os.Stderr
	if err := command.Run(); err != nil {
		return "", fmt.Errorf("go build: %w", err)
	}
	return binary, nil
}

// demarche serves a store and asks it each time, so that what is measured is the store's answer. A build that keeps answers is
// told not to.
func demarche(name, binary, store string, neo4jPID int) (*contender, error) {
	return demarcheWith(name, binary, store, neo4jPID, "--answer-cache", "0")
}

// demarcheWith serves a store with further flags. It logs no requests, as the peer logs none.
func demarcheWith(name, binary, store string, neo4jPID int, flags ...string) (*contender, error) {
	command := []string{binary, "serve", "--addr", "127.0.0.1:0", "--pprof", "127.0.0.1:0", "--store", store}
	help, err := exec.Command(binary, "serve", "--help").Output()
	if err != nil {
		return nil, fmt.Errorf("%s serve --help: %w", binary, err)
	}
	if strings.Contains(string(help), "--wait") { // an earlier version has fewer flags
		command = append(command, fmt.Sprint("--wait=", startWithin))
	}
	flags = append(flags, "--log-level", "error", "--slow", "0")
	for i := 0; i < len(flags); i += 2 {
		if strings.Contains(string(help), flags[i]+" ") {
			command = append(command, flags[i], flags[i+1])
		}
	}
	return serve(name, neo4jPID, func(q *question) string { return q.demarche }, nil, command...)
}

// serve starts a contender's server.
func serve(name string, neo4jPID int, text func(*question) string, env []string, command ...string) (*contender, error) {
	printed, process, err := start(env, command)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	stop := func() {
		_ = process.Process.Signal(syscall.SIGTERM)
		_ = process.Wait()
	}
	c, err := over(name, printed["GraphQL"], text)
	if err != nil {
		stop()
		return nil, err
	}
	c.pid, c.neo4jPID, c.stop, c.profiles = process.Process.Pid, neo4jPID, stop, printed["Profiles"]
	return c, nil
}

func stopAll(list []*contender) {
	for _, c := range list {
		c.stop()
	}
}

// startWithin is for a server to print its address, on a machine with much else to do.
const startWithin = 5 * time.Minute

// start runs a server and returns the lines "Name: value" that it prints, up to the line of its address, GraphQL.
func start(env, command []string) (printed map[string]string, process *exec.Cmd, err error) {
	process = exec.Command(command[0], command[1:]...) //nolint:gosec // servers of ours
	process.Env, process.Stderr = append(os.Environ(), env...), os.Stderr
	out, err := process.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := process.Start(); err != nil {
		return nil, nil, err
	}
	found := make(chan map[string]string, 1)
	go func() {
		printed := map[string]string{}
		for lines := bufio.NewScanner(out); lines.Scan(); {
			name, value, _ := strings.Cut(lines.Text(), ":")
			if printed[name] = strings.TrimSpace(value); name == "GraphQL" {
				found <- printed
			}
		}
		close(found)
	}()
	select {
	case printed = <-found:
	case <-time.After(startWithin):
	}
	if printed == nil {
		_ = process.Process.Kill()
		_ = process.Wait()
		return nil, nil, fmt.Errorf("%s printed no address", strings.Join(command, " "))
	}
	return printed, process, nil
}
