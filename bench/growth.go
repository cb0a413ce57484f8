package main

import (
	"context"
	"fmt"
	"strings"
)

// measureGrowth asks Demarche the same of a graph and of a larger one, on both stores, in turns.
func measureGrowth(ctx context.Context, c config) error {
	sizes := []int{c.actions, c.growth}
	binary, err := build(ctx, c)
	if err != nil {
		return err
	}
	asked := make([][]*question, len(sizes))
	servers := map[string][]*contender{} // by store, one a size
	for i, size := range sizes {
		w := newWorld(size)
		if asked[i], err = questions(w); err != nil {
			return err
		}
		at := c
		at.port += i
		s, err := openStores(ctx, at, w)
		if err != nil {
			return err
		}
		defer s.stop()
		for name, pid := range map[string]int{demarcheNeo4j: s.neo4jPID, demarcheSQLite: 0} {
			url := s.bolt
			if pid == 0 {
				url = s.sqlite
			}
			one, err := demarche(name, binary, url, pid)
			if err != nil {
				return err
			}
			defer one.stop()
			servers[name] = append(servers[name], one)
		}
	}
	cells := make([][]measured, len(sizes))
	for round := range c.rounds + 1 { // the first is to warm up
		for n := range asked[0] {
			if !strings.Contains(asked[0][n].name, c.only) {
				continue
			}
			for _, store := range []string{demarcheNeo4j, demarcheSQLite} {
				for turn := range sizes {
					i := (turn + round) % len(sizes)
					for _, connections := range c.connections {
						m, err := measure(servers[store][i], asked[i][n], connections, c.duration)
						if err != nil {
							return err
						}
						if ctx.Err() != nil {
							return ctx.Err()
						}
						if m.Round = round; round > 0 {
							cells[i] = append(cells[i], m)
						}
					}
				}
			}
		}
		say("round %d of %d", round, c.rounds)
	}
	all := make([]results, len(sizes))
	for i, size := range sizes {
		all[i] = newResults(c, size, cells[i])
	}
	table := growthTable(all)
	fmt.Print(table)
	if c.quick {
		return nil
	}
	return all[0].write(c, "-growth", all, map[string]string{".md": table})
}

// growthTable shows medians over the smaller and the larger graph, and how many times as much time or CPU an answer takes.
func growthTable(all []results) string {
	var b strings.Builder
	small, large := all[0], all[1]
	fmt.Fprintf(
		&b,
		"Demarche %s, %s, %s: %d actions and %d, %d rounds.\n",
		small.Version,
		small.Date,
		small.Machine,
		small.Actions,
		large.Actions,
		small.Rounds,
	)
	stores := []string{demarcheNeo4j, demarcheSQLite}
	p50 := func(m measured) float64 { return m.P50 }
	cpu := func(m measured) float64 { return 1000 * (m.ServerCPU + m.Neo4jCPU) / (m.Rate * m.Seconds) }
	peak := func(m measured) float64 { return m.PeakMiB }
	for _, n := range distinctOf(small.Cells, func(m measured) int { return m.Connections }) {
		fmt.Fprintf(
			&b,
			"\n### %d connections\n\nMilliseconds till half of the answers were there, over the smaller graph and over the larger; times as long "+
				"(least to most over the rounds); times as much CPU an answer; the server's peak memory in MiB over each:\n\n",
			n,
		)
		heading(&b, stores)
		for _, q := range small.questions() {
			fmt.Fprintf(&b, "| %s |", q)
			for _, s := range stores {
				before, after := small.of(q, s, n, p50), large.of(q, s, n, p50)
				times := make([]float64, len(before))
				for i := range times {
					times[i] = after[i] / before[i]
				}
				fmt.Fprintf(&b, " %s, %s; %s times; CPU %s; %.0f, %.0f |", short(median(before)), short(median(after)), span(times),
					short(median(large.of(q, s, n, cpu))/median(small.of(q, s, n, cpu))),
					median(small.of(q, s, n, peak)), median(large.of(q, s, n, peak)))
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}
