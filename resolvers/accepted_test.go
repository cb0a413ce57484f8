package resolvers

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/docs/cookbook"
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// ofMany are statistics of 155,000 actions, 60,000 of them of one actor.
func ofMany(shared bool) *query.Statistics {
	s := query.Unmeasured()
	s.Nodes[graph.KindAction], s.Nodes[graph.KindActor], s.Shared = 155_000, 7_000, shared
	s.Ledger = query.CountKeys(map[string]int{
		"russia>": 60_000, ">russia": 60_000, "azerbaijan>": 30_000, ">azerbaijan": 30_000,
		"russia>azerbaijan": 5_000, "azerbaijan>russia": 5_000,
	})
	s.Replies = query.CountKeys(map[string]int{"russia>": 15_000, "azerbaijan>russia": 2_000, "russia>azerbaijan": 2_000})
	s.Edges[graph.RespondsTo] = query.EdgeCount{Out: query.Even(50_000, 20), In: query.Even(50_000, 20)}
	return s
}

// What people ask is accepted on large stores, of both kinds: the cookbook, the questions of the bench, and the large ones that the
// frontend draws.
func TestOrdinaryQuestionsAreAccepted(t *testing.T) {
	asked := map[string]Request{
		"a page of 100 with two nested pages of 20": {Query: `{ actions(first: 100) { nodes { id title responses(first: 20) { nodes { mode
			response { id title responses(first: 20) { nodes { mode } } } } } } } }`},
		"a page of 100 with two pages of 20 beside each other": {Query: `{ actions(first: 100, filter: {performer: ["russia"]}) { nodes { id
			responses(first: 20) { nodes { mode } } claims(first: 20) { nodes { text } } } } }`},
		"a matrix of 40": {Query: `{ matrix(actors: [` + strings.Repeat(`"russia" "azerbaijan" `, 20) + `]) { rows { cells { count } } } }`},
		"a year's tension": {Query: `{ tension(between: "russia", and: "azerbaijan", interval: DAY, since: "2025-01-01", until: "2025-12-31",
			fill: true) { buckets { start count } } }`},
		"five conditions over all": {Query: `{ actions(filter: {title: {contains: "x"}, mentions: {gt: 3}, intensity: {lt: 0}, dated: true,
			status: [REPORTED]}) { nodes { id } } }`},
	}
	examples, err := cookbook.Questions()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range examples {
		body, err := e.Body()
		if err != nil {
			t.Fatal(err)
		}
		var r struct {
			Query     string
			Variables map[string]any
		}
		if err := json.Unmarshal(body, &r); err != nil {
			t.Fatal(err)
		}
		asked[e.Name] = Request{Query: r.Query, Variables: r.Variables}
	}
	files, err := filepath.Glob("../bench/questions/*[a-z0-9].graphql")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(file, ".peer.graphql") {
			asked[filepath.Base(file)] = Request{Query: string(text), Variables: map[string]any{
				"id": "russia", "a": "russia", "b": "azerbaijan", "text": "raid", "cursor": cursorAt("a"),
			}}
		}
	}
	if len(asked) < 45 {
		t.Errorf("only %d questions were found", len(asked))
	}
	for _, shared := range []bool{true, false} {
		api := New(nothingFound())
		api.measured.current.Store(ofMany(shared))
		for name, r := range asked {
			if _, errs := api.Prepare(t.Context(), r); errs != nil {
				t.Errorf("%s, with shared lists %v: %v", name, shared, errs)
			}
		}
	}
}
