// Command bench measures Demarche against what a user would pick instead, @neo4j/graphql, and against what the database
// itself allows, raw Cypher: the same data, the same questions, equal answers. README.md says how to read what it writes.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

type config struct {
	actions, port, rounds int
	growth                int
	lenses                bool
	connections           []int
	duration, warm, soak  time.Duration
	only                  string
	fresh, quick, serve   bool
	loads, profiles       bool
	starts, crowd         bool
	repeated, memory      bool
	cache, results, plans string
	beside                string
}

func flags() (config, error) {
	var c config
	connections := flag.String("connections", "1,16,64", "at how many connections to measure")
	flag.IntVar(&c.actions, "actions", 100_000, "how many actions the data has")
	flag.IntVar(&c.growth, "growth", 0, "only measure how much longer answers take over so many actions than over -actions: 1000000")
	flag.IntVar(&c.port, "port", 7799, "where to start Neo4j on this machine")
	flag.IntVar(&c.rounds, "rounds", 3, "how often everything is measured")
	flag.DurationVar(&c.duration, "duration", 1200*time.Millisecond, "how long each measurement takes")
	flag.DurationVar(&c.warm, "warm", 2*time.Second, "how long each contender answers each question before anything is measured")
	flag.StringVar(&c.only, "only", "", "only questions whose name holds this")
	flag.BoolVar(&c.fresh, "fresh", false, "load the stores anew")
	flag.BoolVar(&c.quick, "quick", false, "one round at 16 connections, a second each: a look, no record")
	flag.BoolVar(&c.serve, "serve", false, "only load and start all servers, print where they are, and wait")
	flag.BoolVar(&c.loads, "loads", false, "only measure how fast data is loaded, beside statements made by hand; 20000 actions are plenty")
	flag.BoolVar(&c.starts, "starts", false, "only measure how long the server takes from its start to its first answer")
	flag.BoolVar(&c.crowd, "crowd", false, "only measure a question by id while 64 connections ask the dearest questions that are accepted")
	flag.BoolVar(&c.memory, "memory", false, "only measure how much memory hostile requests over 64 connections take")
	flag.BoolVar(&c.repeated, "repeated", false, "only measure questions whose answers are kept")
	flag.BoolVar(&c.profiles, "profiles", false, "only take CPU profiles of Demarche under each question and say where the time goes")
	flag.BoolVar(&c.lenses, "lenses", false, "only measure how much longer pages take through a lens, on both stores")
	flag.DurationVar(&c.soak, "soak", 0, "only let 64 clients ask and write so long, Neo4j restarted meanwhile: 10m, or 1m over -actions 3000")
	flag.StringVar(&c.beside, "beside", "", "only compare with this other binary of Demarche, on both stores; nothing is written")
	flag.StringVar(&c.plans, "plans", "", "only write each root field's statements and plans to this file")
	flag.StringVar(&c.results, "results", "bench/results", "where to write the results")
	flag.Parse()
	for _, s := range strings.Split(*connections, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return c, fmt.Errorf("-connections %q: write numbers of 1 or more, such as 1,16,64", *connections)
		}
		c.connections = append(c.connections, n)
	}
	if c.quick {
		c.rounds, c.connections, c.duration, c.warm = 1, []int{16}, time.Second, time.Second
	}
	dir, err := os.UserCacheDir()
	c.cache = filepath.Join(dir, "demarche")
	return c, err
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		say("bench: %v", err)
		os.Exit(1)
	}
}

func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

func run(ctx context.Context) error {
	c, err := flags()
	if err != nil {
		return err
	}
	if c.starts {
		return measureStarts(ctx, c)
	}
	if c.lenses {
		return measureLenses(ctx, c)
	}
	if c.growth > 0 {
		return measureGrowth(ctx, c)
	}
	w := newWorld(c.actions)
	if c.loads {
		return measureLoads(ctx, c, w)
	}
	all, err := questions(w)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(q *question) bool { return !strings.Contains(q.name, c.only) })
	s, err := openStores(ctx, c, w)
	if err != nil {
		return err
	}
	defer s.stop()
	if c.plans != "" {
		return writePlans(ctx, s, w, c.plans)
	}
	if c.profiles {
		return measureProfiles(ctx, c, s, all)
	}
	if c.soak > 0 {
		return measureSoak(ctx, c, s, all)
	}
	if c.beside != "" {
		return measureBeside(ctx, c, s, all)
	}
	if c.crowd {
		return measureCrowd(ctx, c, s, w)
	}
	if c.memory {
		return measureMemory(ctx, c, s, w)
	}
	if c.repeated {
		cells, err := measureRepeated(ctx, c, s, all)
		if err != nil {
			return err
		}
		return report(c, cells)
	}
	list, err := startAll(ctx, c, s)
	if err != nil {
		return err
	}
	defer stopAll(list)
	if c.serve {
		say("%s\n%s", s.bolt, s.sqlite)
		<-ctx.Done()
		return nil
	}
	if err := checkAnswers(list, all); err != nil {
		return err
	}
	say("all contenders give equal answers")
	cells, err := measureAll(ctx, c, list, all)
	if err != nil {
		return err
	}
	again, err := measureRepeated(ctx, c, s, all)
	if err != nil {
		return err
	}
	return report(c, append(cells, again...))
}

// measureAll goes round all questions and contenders. The order of contenders is drawn each time, so that what disturbs
// the machine for a while, such as what a contender leaves behind, does not always meet the same one.
func measureAll(ctx context.Context, c config, list []*contender, all []*question) (cells []measured, err error) {
	for _, q := range all {
		for _, one := range list {
			if _, err := measure(one, q, 16, c.warm); err != nil {
				return nil, err
			}
		}
	}
	draw := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // no secret
	for round := range c.rounds {
		for _, q := range all {
			for _, n := range c.connections {
				for _, i := range draw.Perm(len(list)) {
					m, err := measure(list[i], q, n, c.duration)
					if err != nil {
						return nil, err
					}
					if ctx.Err() != nil {
						return nil, ctx.Err()
					}
					m.Round = round
					cells = append(cells, m)
				}
			}
		}
		say("round %d of %d", round+1, c.rounds)
	}
	return cells, nil
}
