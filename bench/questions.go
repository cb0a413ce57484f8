package main

import (
	"cmp"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

//go:embed questions
var questionFiles embed.FS

// question is one of the files in questions/, in the words of each contender, with the variables to ask it with.
type question struct {
	name                   string
	demarche, peer, cypher string
	one                    bool // the answer is one thing, not a list
	variables              []map[string]any
}

var asksForOne = map[string]bool{"01-actor": true, "02-latest": true, "03-answers": true, "07-chain": true, "09-tension": true}

func questions(w *world) ([]*question, error) {
	names, err := fs.Glob(questionFiles, "questions/*.cypher")
	if err != nil {
		return nil, err
	}
	choices := w.choices()
	var list []*question
	for _, file := range names {
		base := strings.TrimSuffix(file, ".cypher")
		q := &question{name: strings.TrimPrefix(base, "questions/")}
		q.one, q.variables = asksForOne[q.name], choices[q.name]
		for ending, into := range map[string]*string{".graphql": &q.demarche, ".peer.graphql": &q.peer, ".cypher": &q.cypher} {
			text, err := questionFiles.ReadFile(base + ending)
			if err != nil {
				return nil, err
			}
			*into = string(text)
		}
		if len(q.variables) == 0 {
			return nil, fmt.Errorf("%s: nothing to ask about among %d actions; take more by -actions", q.name, len(w.actions))
		}
		list = append(list, q)
	}
	return list, nil
}

// spread takes at most n of a list, evenly from its first to its last.
func spread[T any](list []T, n int) []T {
	if len(list) <= n {
		return list
	}
	out := make([]T, n)
	for i := range out {
		out[i] = list[i*(len(list)-1)/(n-1)]
	}
	return out
}

// choices are the variables of each question. What is busy and what is not are both among them.
func (w *world) choices() map[string][]map[string]any {
	c := map[string][]map[string]any{}
	about := func(name string, v map[string]any) { c[name] = append(c[name], v) }
	for i := range 500 {
		about("01-actor", map[string]any{"id": w.id(i * (numActors / 500))})
	}
	for _, actor := range spread(w.busyAlone(), 200) {
		about("02-latest", map[string]any{"id": w.id(actor), "key": graph.AttributionKey(w.id(actor), "")})
	}
	answers := w.answers()
	for _, i := range spread(w.discussed(answers), 300) {
		about("03-answers", map[string]any{"id": w.actionID(i)})
	}
	dyads := w.dyads()
	for _, d := range spread(dyads, 40) {
		about("04-between", map[string]any{"a": w.id(d[0]), "b": w.id(d[1])})
		about("11-between-plain", map[string]any{"a": w.id(d[0]), "b": w.id(d[1])})
		about("12-exchange", map[string]any{"a": w.id(d[0]), "b": w.id(d[1])})
	}
	for i := range 200 {
		day := time.Date(2015, 1, 1+i*17, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		about("05-page", map[string]any{"day": day, "cursor": cursorAt(day)})
	}
	for _, d := range w.repliers(100) {
		about("06-responses", map[string]any{"a": w.id(d[0]), "b": w.id(d[1])})
	}
	for _, i := range spread(w.deep(answers), 200) {
		about("07-chain", map[string]any{"id": w.actionID(i)})
	}
	for state := range numStates {
		about("08-unanswered", map[string]any{"id": w.id(state)})
	}
	for _, d := range dyads[:min(20, len(dyads))] {
		if d[0] == d[1] { // both directions are one
			continue
		}
		about("09-tension", map[string]any{"a": w.id(d[0]), "b": w.id(d[1])})
	}
	for i := range 200 {
		about("10-search", map[string]any{"text": strings.ToLower(w.name(i * 31)[:4])})
	}
	return c
}

// cursorAt is a position in the actions by date, before those of a day in descending order.
func cursorAt(day string) string {
	cursor, _ := json.Marshal(query.Cursor{Order: query.ByDate, Keys: []string{day, "9999-12-31", query.PlaceKey(nil)}, ID: "-"})
	return base64.RawURLEncoding.EncodeToString(cursor)
}

// busyAlone are the actors with twenty actions or more that nobody acts for, the busiest first: the peer knows no attribution.
func (w *world) busyAlone() []int {
	counts := make([]int, numActors)
	for _, a := range w.actions {
		for _, p := range a.performers {
			counts[p]++
		}
	}
	var list []int
	for i, n := range counts {
		if n >= 20 && w.alone(i) {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(x, y int) int { return counts[y] - counts[x] })
	return list
}

// answers lists for each action those that respond to it.
func (w *world) answers() [][]int {
	list := make([][]int, len(w.actions))
	for i, a := range w.actions {
		if a.answers >= 0 {
			list[a.answers] = append(list[a.answers], i)
		}
	}
	return list
}

// discussed are the actions with answers that are answered in turn.
func (w *world) discussed(answers [][]int) (list []int) {
	for i := range answers {
		if slices.ContainsFunc(answers[i], func(j int) bool { return len(answers[j]) > 0 }) {
			list = append(list, i)
		}
	}
	return list
}

// deep are the actions with a chain of answers six deep, and no more than 300 actions in it.
func (w *world) deep(answers [][]int) (list []int) {
	for i := range answers {
		level, size := []int{i}, 1
		for range 6 {
			var next []int
			for _, j := range level {
				next = append(next, answers[j]...)
			}
			level = next
			size += len(next)
		}
		if len(level) > 0 && size <= 300 {
			list = append(list, i)
		}
	}
	return list
}

// dyads are pairs with fifty actions or more between them, the busiest first.
func (w *world) dyads() [][2]int {
	counts := map[[2]int]int{}
	for _, a := range w.actions {
		for _, p := range a.performers {
			for _, t := range a.targets {
				counts[[2]int{min(p, t), max(p, t)}]++
			}
		}
	}
	return busiest(counts, 50)
}

// repliers are pairs of states of which the first, or one acting for it, answered the second, the busiest first.
func (w *world) repliers(n int) [][2]int {
	state := func(actor int) int {
		for w.whole[actor] >= 0 {
			actor = w.whole[actor]
		}
		return actor
	}
	counts := map[[2]int]int{}
	for _, a := range w.actions {
		if a.answers < 0 {
			continue
		}
		by, to := state(a.performers[0]), state(w.actions[a.answers].performers[0])
		if by != to && max(by, to) < numStates {
			counts[[2]int{by, to}]++
		}
	}
	list := busiest(counts, 1)
	return list[:min(n, len(list))]
}

func busiest(counts map[[2]int]int, least int) (list [][2]int) {
	for d, n := range counts {
		if n >= least {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(x, y [2]int) int {
		return cmp.Or(counts[y]-counts[x], x[0]-y[0], x[1]-y[1])
	})
	return list
}
