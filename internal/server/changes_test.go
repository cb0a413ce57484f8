package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/resolvers"
)

// What was recorded is told in order, a page after the other, to admins with who wrote it; and answers that are kept do not outlive it.
func TestChanges(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { changes(t, "sqlite::memory:") })
	t.Run("Neo4j", func(t *testing.T) { changes(t, neo4jtest.Fresh(t)) })
}

func changes(t *testing.T, url string) {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	write := func(who string, b ingest.Batch) {
		t.Helper()
		b.Who, b.Dataset = who, graph.Record{Kind: graph.KindDataset, ID: "dataset:a", Props: graph.Props{"name": "A", "version": "1"}}
		if _, err := s.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	action := func(id, title, kind string) graph.Record {
		return graph.Record{Kind: graph.KindAction, ID: id, Props: graph.Props{"title": title, "type": kind}, Basis: graph.Explicit}
	}
	answer := graph.Record{Edge: graph.RespondsTo, From: "protest", To: "raid", Props: graph.Props{"mode": "CONDEMN"}, Basis: graph.Explicit}
	write("leyla", ingest.Batch{Puts: []graph.Record{action("raid", "A raid", "ASSAULT"), action("protest", "A protest", "PROTEST"), answer}})
	write("amir", ingest.Batch{Puts: []graph.Record{action("raid", "The raid", "ASSAULT")}})
	write("amir", ingest.Batch{Retracts: []graph.Ref{answer.Ref(), {ID: "protest"}}, Reason: "a hoax"})

	file := filepath.Join(t.TempDir(), "tokens.txt")
	secret := map[access.Scope]string{}
	for _, scope := range []access.Scope{access.Read, access.Admin} {
		if secret[scope], err = access.CreateToken(t.Context(), file, access.Token{Name: fmt.Sprintf("of-%v", scope), Scope: scope}); err != nil {
			t.Fatal(err)
		}
	}
	gate, err := access.New(t.Context(), access.Config{Tokens: file})
	if err != nil {
		t.Fatal(err)
	}
	h := New(Config{Store: s, Access: gate, Load: Load{AnswerCache: 1 << 20}})
	as := func(scope access.Scope, document string, variables ...any) string {
		t.Helper()
		sent := map[string]any{}
		for i := 0; i < len(variables); i += 2 {
			sent[variables[i].(string)] = variables[i+1]
		}
		text, err := json.Marshal(map[string]any{"query": document, "variables": sent})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "http://localhost/graphql", strings.NewReader(string(text)))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+secret[scope])
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Body.String()
	}
	expect := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("got\n%s, want\n%s", got, want)
		}
	}
	expect(as(access.Read, `{ revision stats { revision } }`), `{"data":{"revision":3,"stats":{"revision":3}}}`)

	const told = `{"data":{"changes":{"nodes":[{"id":"raid","change":"CHANGED","who":%s,"reason":null,"label":"The raid",` +
		`"fields":[{"name":"title","old":"A raid","new":"The raid"}]},` +
		`{"id":"RESPONDS_TO:protest:raid","change":"RETRACTED","who":%[1]s,"reason":"a hoax","label":"protest → The raid","fields":` +
		`[{"name":"mode","old":"CONDEMN","new":null},{"name":"basis","old":"EXPLICIT","new":null}]}]}}}`
	const since = `{ changes(since: 1, filter: {id: ["raid"]}) { nodes { id change who reason label fields { name old new } } } }`
	for range 2 { // the second is kept, for each scope by itself
		expect(as(access.Read, since), fmt.Sprintf(told, "null"))
		expect(as(access.Admin, since), fmt.Sprintf(told, `"amir"`))
	}

	// All pages together are all changes, in order, whatever the size of a page.
	const page = `query ($n: Int, $after: String) { of: %s { edges { cursor node { cursor revision id kind } }
		pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`
	walk := func(of string, n int) (ids []string) {
		var after any
		for {
			var got struct {
				Data struct {
					Of struct {
						Edges []struct {
							Cursor string
							Node   struct {
								Cursor, ID, Kind string
								Revision         int64
							}
						}
						PageInfo struct {
							HasNextPage, HasPreviousPage bool
							StartCursor, EndCursor       *string
						}
					}
				}
			}
			text := as(access.Read, fmt.Sprintf(page, of), "n", n, "after", after)
			if err := json.Unmarshal([]byte(text), &got); err != nil || strings.Contains(text, `"errors"`) {
				t.Fatal(text, err)
			}
			edges, info := got.Data.Of.Edges, got.Data.Of.PageInfo
			for _, e := range edges {
				ids = append(ids, fmt.Sprint(e.Node.Revision, " ", e.Node.Kind, " ", e.Node.ID))
				if e.Cursor != e.Node.Cursor {
					t.Errorf("%+v", e)
				}
			}
			if info.HasPreviousPage != (after != nil) || len(edges) == 0 || *info.StartCursor != edges[0].Cursor ||
				*info.EndCursor != edges[len(edges)-1].Cursor || info.HasNextPage && len(edges) != n {
				t.Fatalf("%s after %v", text, after)
			}
			if !info.HasNextPage {
				return ids
			}
			after = *info.EndCursor
		}
	}
	const ofActions = `changes(first: $n, after: $after, filter: {kind: [ACTION], edge: ["RESPONDS_TO"]})`
	all := walk(ofActions, 100)
	expect(strings.Join(all, "\n"), "1 Action protest\n1 Action raid\n1 RESPONDS_TO RESPONDS_TO:protest:raid\n2 Action raid\n"+
		"3 RESPONDS_TO RESPONDS_TO:protest:raid\n3 Action protest")
	for n := 1; n <= 3; n++ {
		expect(strings.Join(walk(ofActions, n), "\n"),
			strings.Join(all, "\n"))
		expect(strings.Join(walk(`history(id: "raid", first: $n, after: $after)`, n), "\n"), "1 Action raid\n2 Action raid")
		expect(strings.Join(walk(`history(id: "raid", edges: true, first: $n, after: $after)`, n), "\n"),
			"1 Action raid\n1 RESPONDS_TO RESPONDS_TO:protest:raid\n2 Action raid\n3 RESPONDS_TO RESPONDS_TO:protest:raid")
	}
	for document, want := range map[string]string{
		`history(id: "protest") { nodes { change } }`:                                   `{"nodes":[{"change":"ADDED"},{"change":"RETRACTED"}]}`,
		`history(id: "RESPONDS_TO:protest:raid", first: 1) { nodes { label } }`:         `{"nodes":[{"label":"protest → The raid"}]}`,
		`changes(since: 3) { nodes { id } }`:                                            `{"nodes":[]}`,
		`changes(until: 0) { nodes { id } pageInfo { hasNextPage } }`:                   `{"nodes":[],"pageInfo":{"hasNextPage":false}}`,
		`changes(since: 2, until: 1) { nodes { id } }`:                                  `{"nodes":[]}`,
		`changes(first: 0) { nodes { id } pageInfo { hasNextPage } }`:                   `{"nodes":[],"pageInfo":{"hasNextPage":true}}`,
		`changes(until: 1, filter: {id: ["raid"], kind: [ACTION]}) { nodes { label } }`: `{"nodes":[{"label":"A raid"}]}`,
	} {
		expect(as(access.Read, "{ of: "+document+" }"), `{"data":{"of":`+want+"}}")
	}
	for document, want := range map[string]string{
		`{ history(id: "nobody") { nodes { id } } }`:                            "NOT_FOUND",
		`{ history(id: "RESPONDS_TO:raid:protest") { nodes { id } } }`:          "NOT_FOUND",
		`{ changes(since: 4) { nodes { id } } }`:                                "INVALID",
		`{ changes(since: -1) { nodes { id } } }`:                               "INVALID",
		`{ changes(first: 501) { nodes { id } } }`:                              "TOO_LARGE",
		`{ changes(after: "x") { nodes { id } } }`:                              "INVALID",
		`{ changes(filter: {edge: ["NO_EDGE"]}) { nodes { id } } }`:             "INVALID",
		`{ changes(filter: {who: ["amir"]}) { nodes { id } } }`:                 "FORBIDDEN",
		`{ history(id: "` + strings.Repeat("x", 1101) + `") { nodes { id } } }`: "INVALID",
	} {
		if got := code(t, as(access.Read, document)); got != want {
			t.Errorf("%.80s: %s, want %s", document, got, want)
		}
	}
	expect(as(access.Admin, `{ changes(filter: {who: ["leyla"], id: ["protest"]}) { nodes { kind } } }`),
		`{"data":{"changes":{"nodes":[{"kind":"Action"},{"kind":"RESPONDS_TO"}]}}}`)

	// A page takes as many statements as another, however large it is, and one to find that the log ends.
	statements := func(document string) int64 {
		t.Helper()
		op, errs := resolvers.New(s).Prepare(t.Context(), resolvers.Request{Query: document})
		if errs != nil {
			t.Fatal(errs)
		}
		ctx, work := query.WithWork(t.Context())
		if r := op.Run(ctx); len(r.Errors) > 0 || work.Rows() == 0 {
			t.Fatal(r.Errors, work.Rows())
		}
		return work.Statements()
	}
	for _, of := range []string{`changes(first: %d)`, `history(id: "raid", edges: true, first: %d)`} {
		one, more := statements(fmt.Sprintf("{ "+of+" { nodes { label fields { name } } } }", 3)),
			statements(fmt.Sprintf("{ "+of+" { nodes { label fields { name } } } }", 100))
		if one == 0 || more > one+1 || more > 10 {
			t.Errorf("%s takes %d statements for three, %d for all", of, one, more)
		}
	}

	// What is forgotten is told no longer, by what was kept neither; a record that stands has an empty history then.
	if err := s.Prune(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	if got := code(t, as(access.Admin, since)); got != "INVALID" {
		t.Errorf("changes from before the log begins: %s", got)
	}
	expect(as(access.Read, `{ changes(since: 3) { nodes { id } } }`), `{"data":{"changes":{"nodes":[]}}}`)
	expect(as(access.Read, `{ history(id: "raid") { nodes { id } } }`), `{"data":{"history":{"nodes":[]}}}`)
	if got := code(t, as(access.Read, `{ history(id: "protest") { nodes { id } } }`)); got != "NOT_FOUND" {
		t.Errorf("the history of what is gone and forgotten: %s", got)
	}
}
