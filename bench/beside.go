package main

import (
	"context"
	"fmt"
	"strings"
)

// measureBeside compares this build of Demarche with another, such as the commit before, over the same stores. Both must
// give equal answers.
func measureBeside(ctx context.Context, c config, s *stores, all []*question) error {
	binary, err := build(ctx, c)
	if err != nil {
		return err
	}
	var list []*contender
	defer func() { stopAll(list) }()
	const other = "the other build, "
	for _, one := range []struct {
		name, binary, url string
		pid               int
	}{
		{demarcheNeo4j, binary, s.bolt, s.neo4jPID},
		{other + demarcheNeo4j, c.beside, s.bolt, s.neo4jPID},
		{demarcheSQLite, binary, s.sqlite, 0},
		{other + demarcheSQLite, c.beside, s.sqlite, 0},
	} {
		next, err := demarche(one.name, one.binary, one.url, one.pid)
		if err != nil {
			return err
		}
		list = append(list, next)
	}
	if err := checkAnswers(list, all); err != nil {
		return err
	}
	cells, err := measureAll(ctx, c, list, all)
	if err != nil {
		return err
	}
	r := newResults(c, c.actions, cells)
	var b strings.Builder
	fmt.Fprintf(&b, "Demarche %s beside %s, %s, %s; %d actions, %d rounds.\n",
		r.Version, c.beside, r.Date, r.Machine, r.Actions, r.Rounds)
	for _, n := range c.connections {
		fmt.Fprintf(&b, "\n### %d connections\n\nRatios of the rates, and of the CPU seconds that all answers take, to the other "+
			"build: median (least to most over the rounds):\n\n", n)
		heading(&b, []string{"rate, Neo4j", "CPU an answer, Neo4j", "rate, SQLite", "CPU an answer, SQLite"})
		for _, q := range r.questions() {
			fmt.Fprintf(&b, "| %s |", q)
			for _, name := range []string{demarcheNeo4j, demarcheSQLite} {
				fmt.Fprintf(&b, " %s | %s |", span(r.ratios(q, n, rate, name, other+name)), span(r.ratios(q, n, cpu, name, other+name)))
			}
			b.WriteByte('\n')
		}
	}
	fmt.Print(b.String())
	return nil
}

// cpu is the CPU time of an answer in seconds, of the server and of Neo4j.
func cpu(m measured) float64 { return (m.ServerCPU + m.Neo4jCPU) / (m.Rate * m.Seconds) }
