package graphqlhttp

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/resolvers"
)

// JSON of more values than a request may have is not decoded, however short it is.
func TestManyValues(t *testing.T) {
	for _, c := range []struct{ name, value string }{
		{"in a list", "1"}, {"empty objects", "{}"}, {"empty lists", "[]"}, {"objects", `{"":1}`},
	} {
		list := "[" + strings.Repeat(c.value+",", maxValues) + c.value + "]"
		r := post(t, open(), graphqlResponse, `{"query": "{ __typename }", "variables": {"a": `+list+`}}`)
		if r.StatusCode != http.StatusRequestEntityTooLarge || r.code(t) != "TOO_LARGE" {
			t.Errorf("%s: %s %s", c.name, r.Status, r.text)
		}
	}
	text := strings.Repeat(`[{\",:`, maxValues) // is one value, whatever stands in it
	if r := post(t, open(), graphqlResponse, `{"query": "{ __typename }", "variables": {"a": "`+text+`"}}`); r.StatusCode != http.StatusOK {
		t.Errorf("a long text: %s %s", r.Status, r.text)
	}
}

// What is counted is no less than what encoding/json makes of it.
func FuzzCount(f *testing.F) {
	for _, text := range []string{`[]`, `{"a":[1,{"b":null}],"c":"[,:"}`, `[[[],{}],"\"",1]`, `7`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var v any
		if json.Unmarshal([]byte(text), &v) != nil {
			return
		}
		if _, values, _ := count([]byte(text)); values < valuesIn(v) {
			t.Errorf("%q: %d counted, %d there", text, values, valuesIn(v))
		}
	})
}

// valuesIn counts the values in a value, itself too.
func valuesIn(v any) int {
	n := 1
	switch v := v.(type) {
	case map[string]any:
		for _, in := range v {
			n += valuesIn(in)
		}
	case []any:
		for _, in := range v {
			n += valuesIn(in)
		}
	}
	return n
}

// A request that there is no room for is refused as the server says, and one whose client has gone is neither read nor prepared.
func TestRequestsThatAreNotRead(t *testing.T) {
	busy := &Result{Response: resolvers.Refused(t.Context(), graph.Unavailable(graph.ServerBusy, "no room")), RetryAfter: 3 * time.Second}
	counted := 0
	h := New(Config{API: api(func(*query.Query) (*query.Answer, error) { t.Error("the store is asked"); return nobody(nil) }),
		Decode: func(_ context.Context, values int) *Result {
			counted = values
			return busy
		}})
	r := post(t, h, graphqlResponse, `{"query": "query ($a: [ID!]!) { nodes(ids: $a) { id } }", "variables": {"a": ["x", "y", "z"]}}`)
	if r.StatusCode != 503 || r.code(t) != "UNAVAILABLE" || r.Header.Get("Retry-After") != "3" || counted < 4 {
		t.Errorf("%s, again after %q, %d values: %s", r.Status, r.Header.Get("Retry-After"), counted, r.text)
	}
	left := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, leave := context.WithCancel(r.Context())
			leave()
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
	counted = 0
	if r := post(t, left(h), graphqlResponse, asked("{ __typename }")); r.code(t) != "TIMEOUT" || counted != 0 {
		t.Errorf("%d values of one who left before: %s", counted, r.text)
	}
	ctx, leave := context.WithCancel(t.Context())
	leaving := New(Config{API: api(nobody), Admit: func(context.Context, string) (func(), *Result) {
		leave()
		return func() {}, nil
	}})
	if op, _, refused := leaving.admitted(ctx, resolvers.Request{Query: "{ __typename }"}); op != nil || refused == nil {
		t.Error("a request is prepared for one who left while it waited")
	}
}
