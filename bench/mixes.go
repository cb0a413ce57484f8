package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// mix is a kind of requests that could make a server large.
type mix struct {
	name      string
	body      func(n int) []byte // the n-th request; no two are the same, so that none is answered for another
	encodings []string           // Accept-Encoding, in turn
	slow      bool               // clients read the beginning of an answer, and wait
	patience  time.Duration      // clients leave after so long; 0 is never
}

// Values of an action, an actor and a response: as many as a question can ask for.
const (
	ofActor  = "id name kind country description aliases names { text language }"
	ofAction = "id basis title description note type cameoCode quadClass cameoQuadClass intensity status date earliest latest sequence " +
		"credibility topics mentions support { sources origins reliability knownBy } datasets { id name }"
	ofEvidence = "evidence { quote language translation locator field basis relation source { id title url published accessed kind } }"
	ofPeople   = "performers { " + ofActor + " } targets { " + ofActor + " } announcers { " + ofActor + " } sides { id name }"
	ofResponse = "id basis mode escalation wordOrDeed delayDays intensityChange note"
	nested     = "responses(first: 20) { nodes { " + ofResponse + " response { id title } } } " +
		"claims(first: 20) { nodes { id text by { name } } }"
)

// threeLists are what a server is asked before its memory counts.
func threeLists(w *world) []string {
	return []string{
		"{ actions(first: 50) { nodes { id title date performers { name } } } }",
		"{ actors(first: 50) { nodes { id name kind } } }",
		fmt.Sprintf("{ responses(filter: {by: [%q]}, first: 50) { nodes { mode response { title } trigger { title } } } }", w.id(0)),
	}
}

// mixesOf are requests about the actions of w.
func mixesOf(w *world) []mix {
	day := func(n int) string {
		return time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n*7919%3500).Format(time.DateOnly)
	}
	// since is a page of actions, another one each time.
	since := func(n, size int, selection string) string {
		return fmt.Sprintf("actions(first: %d, after: %q) { nodes { %s } pageInfo { endCursor } }", size-n/3500%10, cursorAt(day(n)), selection)
	}
	action := func(n int) string { return w.actionID(n * 7919 % len(w.actions)) }
	dyads := w.dyads()
	asks := func(name string, text func(n int) string) mix {
		return mix{name: name, body: func(n int) []byte { return bodyOf(text(n), nil) }}
	}
	whole := ofAction + " " + ofEvidence + " " + ofPeople
	pages := func(n int) string { return "{ " + since(n, 500, whole) + " }" }
	large := func(times int) func(int) string { // some 0.7 MB each time
		return func(n int) string {
			return several(n, times, func(k int) string { return since(n*times+k, 500, whole) })
		}
	}
	mixes := []mix{
		asks("pages of 100 with two nested pages of 20", func(n int) string { return "{ " + since(n, 100, ofAction+" "+nested) + " }" }),
		asks("8 aliases of pages of 20 with these", func(n int) string {
			return several(n, 8, func(k int) string { return since(n*8+k, 20, ofAction+" "+nested) })
		}),
		asks("11 aliases of pages of 500 with all values, which are quick", func(n int) string {
			return several(n, 11, func(k int) string { return since(n*11+k, 500, ofAction) })
		}),
		asks("pages of 180 with all values, people and evidence, which are quick", func(n int) string {
			return "{ " + since(n, 180, whole) + " }"
		}),
		asks("pages of 500 of these", pages),
		asks("20 of these in one request", large(20)),
		asks("12 searches for 500 hits", func(n int) string {
			return several(n, 12, func(k int) string {
				return fmt.Sprintf("search(text: %q, first: 500) { nodes { score node { id ... on Action { %s } ... on Actor { %s } } } }",
					strings.ToLower(w.name((n*12 + k) * 31 % numActors)[:2+k%3]), ofAction, ofActor)
			})
		}),
		asks("chains of 50 links and subgraphs of 5,000 nodes", func(n int) string {
			if n%2 == 0 {
				return fmt.Sprintf("{ chain(action: %q, direction: BOTH, maxDepth: 50, maxNodes: 5000) { nodes { ... on Action { %s %s } } "+
					"edges { id source target kind mode } } }", action(n), ofAction, ofPeople)
			}
			return fmt.Sprintf("{ subgraph(around: [%q], depth: 3, maxNodes: 5000) { nodes { id ... on Action { %s } ... on Actor { %s } } "+
				"edges { id source target kind mode } } }", action(n), ofAction, ofActor)
		}),
		asks("exchanges and what is unanswered, 500 of each", func(n int) string {
			d := dyads[n%len(dyads)]
			return fmt.Sprintf("{ exchange(between: %q, and: %q) { sides { actionCount responseCount } "+
				"entries(first: 500, orderBy: {field: DATE, direction: %s}) { nodes { id action { %s %s } answers { %s } } } } "+
				"unanswered(first: 500, asOf: %q) { nodes { id kind action { %s } owedBy { name } owedTo { name } } } }",
				w.id(d[0]), w.id(d[1]), []string{"ASC", "DESC"}[n/len(dyads)%2], ofAction, ofPeople, ofResponse, day(n), ofAction)
		}),
		asks("aggregates by day and target, tension by day, matrices of 40", func(n int) string {
			d, actors := dyads[n%len(dyads)], make([]string, 40)
			for i := range actors {
				actors[i] = w.id((n + i*5) % numActors)
			}
			return fmt.Sprintf("{ actions(first: 1, filter: {either: [%q], since: %q}) { totalCount days: aggregate(by: DAY, first: 500) { key "+
				"count meanIntensity } targets: aggregate(by: TARGET, first: 500) { key label count } } "+
				"tension(between: %q, and: %q, interval: DAY, since: %q) { buckets { start count meanIntensity } } "+
				"matrix(actors: [\"%s\"]) { rows { actor { name } cells { count meanIntensity responseCount } } } }",
				w.id(d[0]), day(n), w.id(d[0]), w.id(d[1]), day(n), strings.Join(actors, `", "`))
		}),
		asks("another document of 90 kB each time", func(n int) string {
			var b strings.Builder
			fmt.Fprintf(&b, "query Q%d { ", n)
			for k := range 40 {
				fmt.Fprintf(&b, "x%d_%d%s: __typename ", n, k, strings.Repeat("x", 2200))
			}
			return b.String() + since(n, 20, ofAction) + " }"
		}),
		{name: "1 MB of variables", body: func(n int) []byte {
			list := make([]any, []int{200_000, 49_000, 15_000}[n%3])
			for i := range list { // too many; as many as are read; objects that take more
				switch n % 3 {
				case 1:
					list[i] = fmt.Sprint(n*50_000 + i)
				case 2:
					list[i] = map[string]any{"a": map[string]any{"b": n*20_000 + i}}
				default:
					list[i] = map[string]any{}
				}
			}
			return bodyOf(fmt.Sprintf("query Q%d($of: [ID!]!) { nodes(ids: $of) { id } }", n), map[string]any{"of": list})
		}},
		asks("2,000 unknown fields; what is too dear; broken texts", func(n int) string {
			switch n % 3 {
			case 0:
				var b strings.Builder
				for k := range 2000 {
					fmt.Fprintf(&b, "u%d_%d ", n, k)
				}
				return "{ " + b.String() + "}"
			case 1:
				return several(n, 50, func(k int) string {
					return fmt.Sprintf("actions(first: 9, filter: {title: {contains: \"qx%d-%d\"}}) { totalCount nodes { id } }", n, k)
				})
			}
			return "{ " + strings.Repeat("actions { nodes { ", 400) + fmt.Sprint(n)
		}),
		asks("conditions on the titles of all actions", func(n int) string { return dear(12, fmt.Sprint(n)).demarche }),
	}
	left := asks("clients that leave after 50 ms", large(20))
	left.patience = 50 * time.Millisecond
	small := asks("gzip and zstd", pages)
	small.encodings = []string{"gzip", "zstd", "gzip;q=0.1, zstd"}
	waiting := asks("clients that do not read on", large(6))
	waiting.slow = true
	mixes = append(mixes, left, small, waiting)
	parts := slices.Clone(mixes) // -only takes others out
	return append(mixes, mix{name: "all of these in turn", encodings: []string{"gzip", "identity"},
		body: func(n int) []byte { return parts[n%len(parts)].body(n) }})
}

// several asks the same field so many times, under names of its own.
func several(n, times int, field func(k int) string) string {
	var b strings.Builder
	for k := range times {
		fmt.Fprintf(&b, "x%d_%d: %s ", n, k, field(k))
	}
	return "{ " + b.String() + "}"
}

func bodyOf(text string, variables map[string]any) []byte {
	body, err := json.Marshal(map[string]any{"query": text, "variables": variables})
	if err != nil {
		panic(err) // texts in maps
	}
	return body
}
