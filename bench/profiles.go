package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/pprof/profile"
)

// places are where a server's time goes: a sample belongs to the first that a frame of its stack names, from the innermost on.
// What the standard library and the runtime do belongs so to who had them do it.
var places = []struct{ name, holds string }{
	{"SQLite itself", "modernc.org/sqlite/lib."}, {"SQLite itself", "modernc.org/libc"},
	{"driver", "modernc.org/sqlite."}, {"driver", "database/sql."}, {"driver", "neo4j-go-driver"},
	{"question to statement, rows to nodes", "demarche/internal/store"}, {"question to statement, rows to nodes", "demarche/graph.(*Item)"},
	{"nodes to JSON", "demarche/resolvers.(*writer)"}, {"nodes to JSON", "demarche/graph/answer"},
	{"selection to question", "demarche/resolvers"}, {"selection to question", "demarche/graph."},
	{"gqlgen", "99designs/gqlgen"}, {"gqlgen", "vektah/gqlparser"}, {"gqlgen", "demarche/graph/generated"},
	{"HTTP", "demarche/internal/server"}, {"HTTP", "net/http"},
	{"garbage collection", "runtime.gcBgMarkWorker"}, {"garbage collection", "runtime.bgsweep"}, {"garbage collection", "runtime.bgscavenge"},
}

const elsewhere = "scheduling and the rest"

// placeNames are the columns, each once.
func placeNames() []string {
	var names []string
	for _, p := range places {
		if !slices.Contains(names, p.name) {
			names = append(names, p.name)
		}
	}
	return append(names, elsewhere)
}

// shares says which part of a CPU profile is spent where.
func shares(p *profile.Profile) map[string]float64 {
	spent, all := map[string]float64{}, 0.0
	for _, s := range p.Sample {
		v := float64(s.Value[len(s.Value)-1])
		all += v
		spent[placeOf(s)] += v
	}
	for name := range spent {
		spent[name] /= max(all, 1)
	}
	return spent
}

func placeOf(s *profile.Sample) string {
	for _, l := range s.Location {
		for _, line := range l.Line {
			for _, p := range places {
				if line.Function != nil && strings.Contains(line.Function.Name, p.holds) {
					return p.name
				}
			}
		}
	}
	return elsewhere
}

// measureProfiles asks each question of Demarche at 16 connections for a while, on both stores, and says where the CPU time went.
func measureProfiles(ctx context.Context, c config, s *stores, all []*question) error {
	binary, err := build(ctx, c)
	if err != nil {
		return err
	}
	var b strings.Builder
	r := newResults(c, c.actions, nil)
	fmt.Fprintf(
		&b,
		"Demarche %s, %s, %s: %d actions, 16 connections. Milliseconds of CPU an answer, of Neo4j and of the server, and the share "+
			"of the server's by its CPU profile.\n",
		r.Version,
		r.Date,
		r.Machine,
		c.actions,
	)
	for _, server := range []struct {
		name, url string
		pid       int
	}{{demarcheNeo4j, s.bolt, s.neo4jPID}, {demarcheSQLite, s.sqlite, 0}} {
		one, err := demarche(server.name, binary, server.url, server.pid)
		if err != nil {
			return err
		}
		defer one.stop()
		fmt.Fprintf(&b, "\n### %s\n\n", server.name)
		heading(&b, append([]string{"Neo4j", "server"}, placeNames()...))
		for _, q := range all {
			if _, err := measure(one, q, 16, c.warm); err != nil {
				return err
			}
			m, p, err := profiled(ctx, one, q, max(5*time.Second, c.duration))
			if err != nil {
				return err
			}
			per := 1000 / (m.Rate * m.Seconds)
			fmt.Fprintf(&b, "| %s | %s | %s |", q.name, short(m.Neo4jCPU*per), short(m.ServerCPU*per))
			spent := shares(p)
			for _, name := range placeNames() {
				fmt.Fprintf(&b, " %.0f %% |", 100*spent[name])
			}
			b.WriteByte('\n')
			say("profiled %s, %s", server.name, q.name)
		}
	}
	fmt.Print(b.String())
	if c.quick {
		return nil
	}
	return r.keep(c, "-profiles.md", b.String())
}

// profiled measures while the server profiles itself.
func profiled(ctx context.Context, one *contender, q *question, duration time.Duration) (measured, *profile.Profile, error) {
	type taken struct {
		p   *profile.Profile
		err error
	}
	done := make(chan taken, 1)
	go func() {
		p, err := takeProfile(ctx, one.profiles, duration)
		done <- taken{p, err}
	}()
	m, err := measure(one, q, 16, duration+200*time.Millisecond)
	t := <-done
	return m, t.p, cmp.Or(err, t.err)
}

func takeProfile(ctx context.Context, address string, duration time.Duration) (*profile.Profile, error) {
	url := fmt.Sprintf("%sprofile?seconds=%d", address, int(duration.Seconds()))
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, answer.Status)
	}
	return profile.Parse(answer.Body)
}
