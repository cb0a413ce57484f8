package graphqlhttp

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/resolvers"
)

const (
	one     = `{ actor(id: "x") { id } }`
	certain = `{ actors { totalCount } }` // of a type that is not null
	both    = `{ actor(id: "x") { id } actors { totalCount } }`
)

// TestStatuses goes through all codes that a request alone, or the store, can cause.
func TestStatuses(t *testing.T) {
	unavailable := func(r graph.Reason) storeFunc { return failing(graph.Unavailable(r, "secret")) }
	for _, c := range []struct {
		name             string
		fetch            storeFunc
		body             string
		legacy, response int
		code             string
		data             string // in application/graphql-response+json: "" when there is none
	}{
		{"an answer", nobody, asked(one), 200, 200, "", `{"actor":null}`},
		{"a document that cannot be read", nobody, asked("{"), 200, 400, "INVALID", ""},
		{"no operation", nobody, asked(""), 200, 400, "INVALID", ""},
		{"a field that is not", nobody, asked("{ nobody }"), 200, 400, "INVALID", ""},
		{"an operation that is not", nobody, `{"query": "{ stats { undatedCount } }", "operationName": "A"}`, 200, 400, "INVALID", ""},
		{"a variable without a value", nobody, asked("query($id: ID!) { actor(id: $id) { id } }"), 200, 400, "INVALID", ""},
		{"a mutation", nobody, asked("mutation { apply }"), 200, 400, "INVALID", ""},
		{"what is only proposed", nobody, asked(`{ ... @defer { actor(id: "x") { id } } }`), 200, 400, "INVALID", ""},
		{"fragments too deep", nobody, asked("{" + strings.Repeat("...{", 9) + "__typename" + strings.Repeat("}", 10)),
			200, 400, "TOO_COMPLEX", ""},
		{"text that is no JSON", nobody, "NONSENSE", 400, 400, "INVALID", ""},
		{"no query", nobody, `{"qeury": "{ __typename }"}`, 400, 400, "INVALID", ""},
		{"an error of one field", nobody, asked(`{ search(text: "…") { totalCount } }`), 200, 200, "INVALID", "null"},
		{"nothing there", failing(graph.ErrNotFound), asked(one), 200, 200, "NOT_FOUND", `{"actor":null}`},
		{"a conflict", failing(graph.ErrConflict), asked(one), 200, 200, "CONFLICT", `{"actor":null}`},
		{"too large", failing(graph.ErrTooLarge), asked(certain), 200, 200, "TOO_LARGE", "null"},
		{"a bug", failing(errors.New("secret")), asked(certain), 200, 200, "INTERNAL", "null"},
		{"out of time", failing(context.DeadlineExceeded), asked(one), 200, 504, "TIMEOUT", ""},
		{"store busy", unavailable(graph.StoreBusy), asked(one), 200, 503, "UNAVAILABLE", ""},
		{"store damaged", unavailable(graph.StoreDamaged), asked(certain), 200, 503, "UNAVAILABLE", ""},
		{"store gone, for all fields", unavailable(graph.StoreGone), asked(both), 200, 503, "UNAVAILABLE", ""},
		{"store gone, for some fields", unavailable(graph.StoreGone), asked(`{ __typename actor(id: "x") { id } }`), 200, 200, "UNAVAILABLE",
			`{"__typename":"Query","actor":null}`},
		{"trouble beside another error", func(q *query.Query) (*query.Answer, error) {
			if _, is := q.Find.(query.FindNodes); is {
				return nil, graph.ErrNotFound
			}
			return nil, graph.ErrUnavailable
		}, asked(both), 200, 200, "", "null"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := New(Config{API: api(c.fetch)})
			if r := post(t, h, legacy, c.body); r.StatusCode != c.legacy {
				t.Errorf("%s: %d, not %d: %s", legacy, r.StatusCode, c.legacy, r.text)
			}
			r := post(t, h, graphqlResponse, c.body)
			if r.StatusCode != c.response || c.code != "" && r.code(t) != c.code || strings.Contains(r.text, "secret") {
				t.Errorf("%s: %d, not %d: %s", graphqlResponse, r.StatusCode, c.response, r.text)
			}
			if has := strings.Contains(r.text, `"data":`); has != (c.data != "") || has && !strings.Contains(r.text, `"data":`+c.data) {
				t.Errorf("%s: the data are not %q", r.text, c.data)
			}
			if want := graphqlResponse + "; charset=utf-8"; r.Header.Get("Content-Type") != want {
				t.Errorf("%s, not %s", r.Header.Get("Content-Type"), want)
			}
		})
	}
}

// Who was turned away before anything ran sees it by the status, and when to come again, in either media type.
func TestTurnedAway(t *testing.T) {
	for _, c := range []struct {
		code             string
		reason           any
		legacy, response int
	}{
		{"RATE_LIMITED", nil, 429, 429}, {"UNAVAILABLE", graph.ServerBusy, 503, 503}, {"UNAUTHENTICATED", nil, 401, 401},
		{"FORBIDDEN", nil, 403, 403}, {"UNAVAILABLE", graph.StoreGone, 200, 503}, {"INTERNAL", nil, 200, 500}, {"TOO_COMPLEX", nil, 200, 400},
	} {
		run := func(context.Context, *resolvers.Operation) Result {
			e := failure(c.code, "not now")
			e.Extensions["reason"] = c.reason
			return Result{Response: &graphql.Response{Errors: gqlerror.List{e}}, RetryAfter: 1100 * time.Millisecond}
		}
		h := New(Config{API: api(nobody), Run: run})
		for media, status := range map[string]int{legacy: c.legacy, graphqlResponse: c.response} {
			r := post(t, h, media, asked(one))
			retry := map[bool]string{true: "2"}[status != 200]
			if r.StatusCode != status || r.code(t) != c.code || r.Header.Get("Retry-After") != retry {
				t.Errorf("%s in %s: %d, again in %q: %s", c.code, media, r.StatusCode, r.Header.Get("Retry-After"), r.text)
			}
		}
	}
}

func TestRefuse(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { Refuse(w, r, 401, "UNAUTHENTICATED", "who are you?") })
	for accept, want := range map[string]string{"": legacy, "image/png": legacy, graphqlResponse: graphqlResponse} {
		r := ask(t, h, "GET", "/graphql", "", "Accept", accept)
		if r.StatusCode != 401 || r.code(t) != "UNAUTHENTICATED" || r.Header.Get("Content-Type") != want+"; charset=utf-8" ||
			strings.Contains(r.text, "data") {
			t.Errorf("%q: %d %s %s", accept, r.StatusCode, r.Header.Get("Content-Type"), r.text)
		}
	}
}

// TestCodesAreDocumented: who writes a client finds each code, and the status that comes with it.
func TestCodesAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../../docs/clients.md")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"INVALID": "400", "NOT_FOUND": "", "CONFLICT": "", "TOO_COMPLEX": "400", "TOO_LARGE": "413",
		"PERSISTED_QUERY_NOT_FOUND": "400", "PERSISTED_QUERY_NOT_SUPPORTED": "400"}
	for code, status := range statuses {
		want[code] = strconv.Itoa(status)
	}
	for code, status := range want {
		found := false
		for line := range strings.Lines(string(page)) {
			cells := strings.Split(line, "|")
			found = found || len(cells) == 5 && strings.Contains(cells[1], "`"+code+"`") && strings.Contains(cells[3], status)
		}
		if !found {
			t.Errorf("docs/clients.md has no row for %s with status %s", code, status)
		}
	}
}
