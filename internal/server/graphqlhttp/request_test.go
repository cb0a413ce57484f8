package graphqlhttp

import (
	"encoding/json"
	"errors"
	"io"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
)

// TestRefused: what is not a well-formed request is refused in words that tell what would be one, and with little of what was sent.
func TestRefused(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	for _, c := range []struct {
		name, body string
		says       string
	}{
		{"nothing", "", "ends too early"},
		{"no JSON", long, "invalid character"},
		{"half an object", `{"query": "{ __typename }"`, "ends too early"},
		{"no UTF-8", "{\"query\": \"{ __typename }\xff\"}", "UTF-8"},
		{"something after it", asked("{ __typename }") + "{}", "after the JSON"},
		{"garbage after it", asked("{ __typename }") + " garbage", "after the JSON"},
		{"a list", "[" + asked("{ __typename }") + "]", "batches are not answered"},
		{"a text", `"{ __typename }"`, "not a JSON object"},
		{"null", `null`, "not a JSON object"},
		{"another case", `{"QUERY": "{ __typename }"}`, "query is missing"},
		{"a key twice", `{"query": "{ __typename }", "query": "{ a }"}`, "a key stands twice"},
		{"a variable twice", `{"query": "{ __typename }", "variables": {"a": 1, "a": 2}}`, "a key stands twice"},
		{"a long key twice", `{"` + long + `": 1, "` + long + `": 2}`, "stands twice"},
		{"no text", `{"query": 1}`, "query is not a text"},
		{"null for the document", `{"query": null}`, "query is missing"},
		{"a list of variables", `{"query": "{ __typename }", "variables": []}`, "variables is not an object"},
		{"a text of variables", `{"query": "{ __typename }", "variables": "{}"}`, "variables is not an object"},
		{"a name that is a number", `{"query": "{ __typename }", "operationName": 1}`, "operationName is not a text"},
		{"extensions that are a number", `{"query": "{ __typename }", "extensions": 1}`, "extensions is not an object"},
		{"a variable twice, written otherwise", `{"query": "{ __typename }", "variables": {"a": 1, "\u0061": 2}}`, "a key stands twice"},
		{"deep lists", `{"variables": ` + strings.Repeat("[", maxNesting+1), "deep in one another"},
		{"a comma too many", `{"query": "{ __typename }",}`, "invalid character"},
		{"no version", `{"extensions": {"persistedQuery": {"sha256Hash": "a"}}}`, "version is not 1"},
		{"version 2", `{"extensions": {"persistedQuery": {"version": 2, "sha256Hash": "a"}}}`, "version is not 1"},
		{"no hash", `{"extensions": {"persistedQuery": {"version": 1}}}`, "sha256Hash is not a text"},
		{"a persisted query that is a text", `{"extensions": {"persistedQuery": "a"}}`, "is not an object"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, media := range []string{legacy, graphqlResponse} {
				r := post(t, open(), media, c.body)
				if r.StatusCode != 400 || r.code(t) != "INVALID" || !strings.Contains(r.text, c.says) {
					t.Errorf("%s: %d %.500s", media, r.StatusCode, r.text)
				}
				if len(r.text) > 500 || strings.Contains(r.text, `"data"`) {
					t.Errorf("%d bytes: %.200s", len(r.text), r.text)
				}
			}
		})
	}
}

// What a client may leave out or add is no fault.
func TestAnswered(t *testing.T) {
	for name, body := range map[string]string{
		"nulls":          `{"query": "{ __typename }", "variables": null, "operationName": null, "extensions": null, "documentId": null}`,
		"other keys":     `{"query": "{ __typename }", "id": 7, "Query": []}`,
		"white space":    " \r\n\t" + asked("{ __typename }") + "\n",
		"a name of \"\"": `{"query": "{ __typename }", "operationName": ""}`,
		"extensions":     `{"query": "{ __typename }", "extensions": {"some": "value"}}`,
	} {
		if r := post(t, open(), graphqlResponse, body); r.StatusCode != 200 || r.text != `{"data":{"__typename":"Query"}}` {
			t.Errorf("%s: %d %s", name, r.StatusCode, r.text)
		}
	}
}

// A page of another origin can send forms and plain text without asking this server first. These are not read.
func TestForeignForms(t *testing.T) {
	for _, media := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
		"application/graphql", "text/plain; application/json", "application/json; charset=utf-16", "application/jsonp",
		"application/json, text/plain"} {
		r := ask(t, open(), "POST", "/graphql", asked("{ __typename }"), "Content-Type", media)
		if r.StatusCode != 415 || r.code(t) != "INVALID" {
			t.Errorf("%q: %d %s", media, r.StatusCode, r.text)
		}
	}
	for _, media := range []string{"application/json; charset=UTF-8", "Application/JSON", "application/graphql+json"} {
		if r := ask(t, open(), "POST", "/graphql", asked("{ __typename }"), "Content-Type", media); r.StatusCode != 200 {
			t.Errorf("%q: %d %s", media, r.StatusCode, r.text)
		}
	}
	r := ask(t, open(), "POST", "/graphql", asked("{ __typename }"), "Content-Type", "application/json", "Content-Encoding", "gzip")
	if r.StatusCode != 415 {
		t.Errorf("compressed: %d", r.StatusCode)
	}
}

func TestMethods(t *testing.T) {
	for _, c := range []struct {
		method, path string
		status       int
		says         string
	}{
		{"GET", got("query", "{ __typename }"), 200, `{"data":{"__typename":"Query"}}`},
		{"GET", got("query", "query($id: ID!) { actor(id: $id) { id } }", "variables", `{"id": "x"}`), 200, `{"data":{"actor":null}}`},
		{"GET", got("query", "query A { __typename } query B { b: __typename }", "operationName", "B", "variables", "", "other", "1"),
			200, `{"data":{"b":"Query"}}`},
		{"HEAD", got("query", "{ __typename }"), 200, ""},
		{"GET", "/graphql", 400, "query is missing"},
		{"GET", got("query", ""), 400, "query is missing"},
		{"GET", got("query", "{ __typename }", "query", "{ a }"), 400, "stands 2 times"},
		{"GET", got("query", "{ __typename }", "variables", "{"), 400, "not JSON"},
		{"GET", got("query", "{ __typename }", "variables", "[]"), 400, "not an object"},
		{"GET", "/graphql?query=%zz", 400, "cannot be read"},
		{"GET", "/graphql?query=%ff", 400, "not UTF-8"},
		{"GET", got("query", "mutation { apply }"), 405, "by POST"},
		{"GET", got("query", "query A { __typename } mutation B { apply }", "operationName", "B"), 405, "by POST"},
		{"HEAD", got("query", "mutation { apply }"), 405, ""},
		{"PUT", "/graphql", 405, "by GET or POST"},
		{"DELETE", got("query", "{ __typename }"), 405, "by GET or POST"},
		{"OPTIONS", "/graphql", 204, ""},
	} {
		r := ask(t, open(), c.method, c.path, "")
		if r.StatusCode != c.status || !strings.Contains(r.text, c.says) {
			t.Errorf("%s %s: %d %s", c.method, c.path, r.StatusCode, r.text)
		}
		if allow := r.Header.Get("Allow"); (c.status == 405 || c.status == 204) != (allow == methods) {
			t.Errorf("%s %s: allowed is %q", c.method, c.path, allow)
		}
	}
}

// A body that breaks off says nothing of the connection.
func TestBrokenBody(t *testing.T) {
	r := httptest.NewRequest("POST", "/graphql", io.MultiReader(strings.NewReader("{"), brokenReader{}))
	r.Header.Set("Content-Type", legacy)
	w := httptest.NewRecorder()
	open().ServeHTTP(w, r)
	if w.Code != 400 || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("secret") }

// FuzzRequest: whatever a body holds, it is read as encoding/json reads it, or refused.
func FuzzRequest(f *testing.F) {
	for _, body := range []string{
		asked("{ __typename }"),
		`{"query":"{a}","variables":{"a":[1,-2.5e3,true,null,"\ud83d\ude00"]},"extensions":{}}`,
		`[{}]`, `{"a":1,"a":2}`, `{"query":"{a}"} x`,
		`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}`,
		`{"a":{"b":[[[]]]}}`, `{,}`, `{"a:\\\"{":":","b\\":{"c:":"\\\\"}}`} {
		f.Add(body)
	}
	h := open()
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > 10_000 {
			t.Skip("long bodies are slow, and hold nothing new")
		}
		value, err := readJSON([]byte(body), func(int) bool { return true })
		d := json.NewDecoder(strings.NewReader(body))
		d.UseNumber()
		var want any
		if wrong := d.Decode(&want); err == nil && (wrong != nil || !reflect.DeepEqual(value, want)) {
			t.Fatalf("%q is read as %v; encoding/json: %v %v", body, value, want, wrong)
		}
		if err != nil && json.Valid([]byte(body)) && !strings.Contains(err.Error(), "twice") && !strings.Contains(err.Error(), "deep") {
			t.Fatalf("%q is refused: %v", body, err)
		}
		r := post(t, h, graphqlResponse, body)
		if r.StatusCode != 200 && r.code(t) == "" || r.StatusCode >= 500 {
			t.Fatalf("%q: %d %s", body, r.StatusCode, r.text)
		}
	})
}
