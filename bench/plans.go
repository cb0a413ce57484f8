package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"

	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/resolvers"
)

// explained is a store that records how it answers each question.
type explained struct {
	store.Store
	plans []query.Explained
}

func (e *explained) Fetch(ctx context.Context, q *query.Query) (*query.Answer, error) {
	plans, err := e.Store.(query.Explaining).Explain(ctx, q)
	if err != nil {
		return nil, err
	}
	e.plans = append(e.plans, plans...)
	return e.Store.Fetch(ctx, q)
}

// These are what a plan should not have: in Neo4j a scan of a label or of everything, or every pair of two sets; in SQLite a scan of
// a table. A scan of an index in its own order is no such scan, because it ends with the page.
var (
	expensiveNeo4j  = regexp.MustCompile(`AllNodesScan|NodeByLabelScan|CartesianProduct|DirectedAllRelationshipsScan|RelationshipTypeScan`)
	expensiveSQLite = regexp.MustCompile(`(?m)SCAN (node|action|actor|claim|edge|ledger|replies|n\d+|s\d+|e\d+|a|l)$`)
)

// writePlans asks each root field something, and writes down the statements and plans of both stores.
func writePlans(ctx context.Context, s *stores, w *world, file string) error {
	var page, table, body strings.Builder
	fmt.Fprintf(
		&page,
		"# Statements and plans\n\nEach root field over the bench's data (%d actions), as `make plans` wrote it. "+
			"See [performance.md](../performance.md) for what each costs.\n\n",
		len(w.actions),
	)
	table.WriteString("| root field | Neo4j | SQLite |\n|---|---|---|\n")
	for _, q := range rootFields(w) {
		fmt.Fprintf(&body, "\n## %s\n\n```graphql\n%s\n```\n", q[0], q[1])
		row := "| " + q[0]
		for _, c := range []struct {
			name, url string
			expensive *regexp.Regexp
		}{{"Neo4j", s.bolt, expensiveNeo4j}, {"SQLite", s.sqlite, expensiveSQLite}} {
			plans, err := plansOf(ctx, c.url, q[1])
			if err != nil {
				return fmt.Errorf("%s on %s: %w", q[0], c.name, err)
			}
			said := fmt.Sprintf("%d statements, indexes only", len(plans))
			if len(plans) == 1 {
				said = "1 statement, indexes only"
			}
			for _, p := range plans {
				if found := c.expensive.FindString(p.Plan); found != "" {
					said = strings.Replace(said, "indexes only", "`"+found+"`", 1)
				}
				fmt.Fprintf(
					&body,
					"\n<details><summary>%s</summary>\n\n```\n%s\n```\n\n```\n%s\n```\n\n</details>\n",
					c.name,
					p.Statement,
					strings.TrimSpace(p.Plan),
				)
			}
			row += " | " + said
		}
		table.WriteString(row + " |\n")
		say("%s", row)
	}
	page.WriteString(table.String() + body.String())
	return os.WriteFile(file, []byte(page.String()), 0o600)
}

func plansOf(ctx context.Context, url, document string) ([]query.Explained, error) {
	inner, err := store.Open(ctx, url)
	if err != nil {
		return nil, err
	}
	defer func() { _ = inner.Close() }()
	e := &explained{Store: inner}
	body, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	said := &answer{header: http.Header{}}
	//nolint:contextcheck // the store is measured for all questions
	graphqlhttp.New(graphqlhttp.Config{API: resolvers.New(e)}).ServeHTTP(said, r)
	if strings.Contains(said.String(), `"errors"`) {
		return nil, fmt.Errorf("it answers %.300s", said)
	}
	return e.plans, nil
}

// answer keeps what a handler writes.
type answer struct {
	bytes.Buffer
	header http.Header
}

func (a *answer) Header() http.Header { return a.header }
func (*answer) WriteHeader(int)       {}

// rootFields has a question for each root field.
func rootFields(w *world) [][2]string {
	state, other := w.id(0), w.id(1)
	action := w.actionID(len(w.actions) / 2)
	text := func(s string) string {
		return strings.NewReplacer("$action", `"`+action+`"`, "$a", `"`+state+`"`, "$b", `"`+other+`"`).Replace(s)
	}
	const page = "nodes { id title date performers { name } }"
	return [][2]string{
		{"node", text("{ node(id: $a) { id } }")},
		{"nodes", text("{ nodes(ids: [$a, $action]) { id } }")},
		{"actor", text("{ actor(id: $a) { name actions(first: 20, orderBy: {field: DATE, direction: DESC}) { " + page + " } } }")},
		{"actors", "{ actors(first: 20) { nodes { id name } } }"},
		{"actors by name", `{ actors(filter: {name: {startsWith: "state"}}, first: 20) { nodes { id name } } }`},
		{"action", text("{ action(id: $action) { title responses { nodes { mode response { title } } } } }")},
		{"actions", "{ actions(first: 50, orderBy: {field: DATE, direction: DESC}) { " + page + " } }"},
		{
			"actions of an actor",
			text("{ actions(filter: {performer: [$a]}, first: 50, orderBy: {field: DATE, direction: DESC}) { " + page + " totalCount } }"),
		},
		{
			"actions of a dyad",
			text("{ actions(filter: {performer: [$a], target: [$b]}, first: 50, orderBy: {field: DATE, direction: DESC}) { " + page + " } }"),
		},
		{
			"actions by month",
			text("{ actions(filter: {performer: [$a], target: [$b]}, first: 1) { aggregate(by: MONTH) { key count meanIntensity } } }"),
		},
		{"actions by text", `{ actions(filter: {text: "talks"}, first: 20) { ` + page + " } }"},
		{
			"responses",
			text(
				"{ responses(filter: {by: [$a], to: [$b]}, first: 20, orderBy: {field: DATE, direction: DESC}) " +
					"{ nodes { mode response { title } trigger { title } } } }",
			),
		},
		{
			"exchange",
			text(
				"{ exchange(between: $a, and: $b) { entries(first: 50, orderBy: {field: DATE, direction: DESC}) " +
					"{ nodes { action { title } answers { mode } } } } }",
			),
		},
		{"chain", text("{ chain(action: $action, direction: RESPONSES, maxDepth: 6) { nodes { id } edges { source target mode } } }")},
		{"unanswered", "{ unanswered(first: 20) { nodes { kind action { title } owedBy { name } } } }"},
		{"unanswered of one", text("{ unanswered(filter: {owedBy: [$a]}, first: 20) { nodes { kind action { title } owedBy { name } } } }")},
		{"narratives", text("{ narratives(action: $action) { camps { holders { name } claims { text } } } }")},
		{"antecedents", text("{ antecedents(action: $action) { delayDays action { title } } }")},
		{"tension", text("{ tension(between: $a, and: $b, interval: MONTH) { buckets { start count meanIntensity } undatedCount } }")},
		{"responseTimes", text("{ responseTimes(filter: {by: [$a], to: [$b]}, asOf: \"2026-01-01\") { n medianDays curve { days waiting } } }")},
		{"matrix", text("{ matrix(actors: [$a, $b]) { rows { actor { name } cells { count responseCount } } } }")},
		{"subgraph", text("{ subgraph(around: [$action], depth: 2, maxNodes: 100) { nodes { id } edges { source target kind } } }")},
		{"paths", text("{ paths(from: $action, to: $a, maxLength: 4, first: 3) { length nodes { id } } }")},
		{"claims", "{ claims(first: 20) { nodes { text by { name } } } }"},
		{"sources", "{ sources(first: 20) { nodes { id title } } }"},
		{"episodes", "{ episodes(first: 20) { nodes { id title } } }"},
		{"places", "{ places(first: 20) { nodes { id name } } }"},
		{"datasets", "{ datasets { nodes { id name } } }"},
		{"search", `{ search(text: "state", first: 20) { nodes { score node { id } } } }`},
		{"stats", "{ stats { nodes { name count } types { name count } } }"},
	}
}
