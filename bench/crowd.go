package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// crowd is how many connections ask dear questions.
const crowd = 64

// measureCrowd says how long a question by id takes while many ask the dearest questions that the server accepts, beside how
// long it takes on an idle server, on both stores.
func measureCrowd(ctx context.Context, c config, s *stores, w *world) error {
	binary, err := build(ctx, c)
	if err != nil {
		return err
	}
	duration := max(c.duration, 10*time.Second)
	var b strings.Builder
	heading(&b, []string{"idle, p50/p99 ms", "beside the crowd, p50/p99 ms", "dear answers, refused", "waited for a dear one, p50 s"})
	for _, one := range []struct {
		name, url string
		pid       int
	}{{demarcheSQLite, s.sqlite, 0}, {demarcheNeo4j, s.bolt, s.neo4jPID}} {
		server, err := demarche(one.name, binary, one.url, one.pid)
		if err != nil {
			return err
		}
		line, err := crowded(ctx, server, w, duration)
		server.stop()
		if err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
		fmt.Fprintf(&b, "| %s | %s |\n", one.name, line)
	}
	r := newResults(c, c.actions, nil)
	report := fmt.Sprintf("Demarche %s, %s, %s; %d actions. A question by id on one connection, first alone, then while %d connections ask "+
		"the dearest questions that are accepted, each another one.\n\n%s", r.Version, r.Date, r.Machine, c.actions, crowd, b.String())
	fmt.Print(report)
	if c.quick {
		return nil
	}
	return r.keep(c, "-crowd.md", report)
}

// crowded measures one server.
func crowded(ctx context.Context, server *contender, w *world, duration time.Duration) (string, error) {
	byID := &question{name: "by id", demarche: "query ($id: ID!) { action(id: $id) { id title date performers { id name } } }"}
	for i := range 500 {
		byID.variables = append(byID.variables, map[string]any{"id": w.actionID(i * len(w.actions) / 500)})
	}
	terms, err := dearest(server)
	if err != nil {
		return "", err
	}
	if _, err := measure(server, byID, 1, time.Second); err != nil {
		return "", err
	}
	idle, err := measure(server, byID, 1, duration/2)
	if err != nil {
		return "", err
	}
	group, begun := sync.WaitGroup{}, make(chan struct{}, crowd)
	asking, stop := context.WithCancel(ctx)
	var answered, refused atomic.Int64
	var mu sync.Mutex
	var waited []time.Duration
	for i := range crowd {
		group.Go(func() {
			for n := 0; asking.Err() == nil; n++ {
				began := time.Now()
				if n == 0 {
					begun <- struct{}{}
				}
				switch err := ask(server, dear(terms, fmt.Sprintf("%d-%d", i, n))); {
				case err == nil:
					answered.Add(1)
					mu.Lock()
					waited = append(waited, time.Since(began))
					mu.Unlock()
				case asking.Err() == nil:
					refused.Add(1)
				}
			}
		})
	}
	for range crowd {
		<-begun
	}
	time.Sleep(time.Second)
	beside, err := measure(server, byID, 1, duration)
	stop()
	group.Wait()
	slices.Sort(waited)
	return fmt.Sprintf("%s/%s | %s/%s | %d, %d | %s", short(idle.P50), short(idle.P99), short(beside.P50), short(beside.P99),
		answered.Load(), refused.Load(), short(percentile(waited, 50).Seconds())), err
}

// dear is a question that looks at the titles of all actions, for so many words that none has. salt makes it another one
// each time, so that no two are asked as one.
func dear(words int, salt string) *question {
	list := make([]string, words)
	for i := range list {
		list[i] = fmt.Sprintf(`{title: {contains: "qx%s-%d"}}`, salt, i)
	}
	text := "query Dear { actions(first: 1, filter: {or: [" + strings.Join(list, ", ") + "]}) { totalCount nodes { id } } }"
	return &question{name: "dear", demarche: text, variables: []map[string]any{{}}}
}

// dearest finds how many words the dearest question has that is accepted. A server that has just started does not know yet how
// much its store holds, and may accept more; so it is asked until it says the same twice.
func dearest(server *contender) (int, error) {
	for before := 0; ; time.Sleep(15 * time.Second) {
		words, err := accepted(server)
		if err != nil || words == before {
			return words, err
		}
		before = words
	}
}

func accepted(server *contender) (int, error) {
	for words := 200; words > 0; words /= 2 {
		err := ask(server, dear(words, "look"))
		if err == nil {
			say("%s: the dearest question has %d words", server.name, words)
			return words, nil
		}
		if !errors.Is(err, errNoAnswer) {
			return 0, err
		}
	}
	return 0, errors.New("no dear question is accepted")
}

// ask sends a question once, on a connection of its own.
func ask(server *contender, q *question) error {
	one, err := server.connect(q)
	if err != nil {
		return err
	}
	defer one.close()
	return one.ask(0)
}
