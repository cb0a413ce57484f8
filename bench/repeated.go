package main

import (
	"context"
)

// repeatedSuffix marks the rows of questions whose answers are kept.
const repeatedSuffix = ", repeated"

// measureRepeated asks the same questions of servers that keep their answers: Demarche as it is shipped, and the peer with Apollo's
// plugin. All answers are kept before anything is measured, for each contender has given all of them.
func measureRepeated(ctx context.Context, c config, s *stores, all []*question) ([]measured, error) {
	binary, err := build(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := fetchPeer(ctx); err != nil {
		return nil, err
	}
	var list []*contender
	defer func() { stopAll(list) }()
	for _, begin := range []func() (*contender, error){
		func() (*contender, error) { return startPeer(s, "KEEP_ANSWERS=1") },
		func() (*contender, error) { return demarcheWith(demarcheNeo4j, binary, s.bolt, s.neo4jPID) },
		func() (*contender, error) { return demarcheWith(demarcheSQLite, binary, s.sqlite, 0) },
	} {
		next, err := begin()
		if err != nil {
			return nil, err
		}
		list = append(list, next)
	}
	repeated := make([]*question, len(all))
	for i, q := range all {
		again := *q
		again.name += repeatedSuffix
		repeated[i] = &again
	}
	if err := checkAnswers(list, repeated); err != nil {
		return nil, err
	}
	for _, q := range repeated {
		for _, one := range list {
			if err := askAll(one, q); err != nil {
				return nil, err
			}
		}
	}
	return measureAll(ctx, c, list, repeated)
}

// askAll asks a question with all of its variables, once.
func askAll(c *contender, q *question) error {
	one, err := c.connect(q)
	if err != nil {
		return err
	}
	defer one.close()
	for i := range q.variables {
		if err := one.ask(i); err != nil {
			return err
		}
	}
	return nil
}
