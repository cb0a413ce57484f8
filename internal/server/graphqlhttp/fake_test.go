package graphqlhttp

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/resolvers"
)

// storeFunc answers questions.
type storeFunc func(q *query.Query) (*query.Answer, error)

type fakeStore struct {
	query.Reader
	fetch storeFunc
}

func (s fakeStore) Fetch(_ context.Context, q *query.Query) (*query.Answer, error) { return s.fetch(q) }

// nobody is a store in which no id exists.
func nobody(*query.Query) (*query.Answer, error) {
	return &query.Answer{Items: []*query.Item{nil}, Stats: &query.Stats{}}, nil
}

func failing(err error) storeFunc {
	return func(*query.Query) (*query.Answer, error) { return nil, err }
}

func api(fetch storeFunc) *resolvers.API { return resolvers.New(fakeStore{fetch: fetch}) }

// open answers anything about a store in which no id exists.
func open() http.Handler { return New(Config{API: api(nobody), Introspection: true}) }

// reply is what a client gets.
type reply struct {
	*http.Response
	text string
}

// code is the code of the first error, "" when there is none.
func (r reply) code(t *testing.T) string {
	t.Helper()
	var body struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal([]byte(r.text), &body); err != nil {
		t.Fatalf("%q: %v", r.text, err)
	}
	if len(body.Errors) == 0 {
		return ""
	}
	return body.Errors[0].Extensions.Code
}

// ask asks a handler. headers are names and values in turn.
func ask(t *testing.T, h http.Handler, method, path, body string, headers ...string) reply {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	response := w.Result()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{response, string(text)}
}

// post asks by POST, and takes a media type.
func post(t *testing.T, h http.Handler, media, body string) reply {
	t.Helper()
	return ask(t, h, http.MethodPost, "/graphql", body, "Content-Type", "application/json", "Accept", media)
}

// asked is the body of a request for a document.
func asked(document string) string {
	body, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		panic(err)
	}
	return string(body)
}

// got is the path of a GET request. parameters are keys and values in turn.
func got(parameters ...string) string {
	values := url.Values{}
	for i := 0; i < len(parameters); i += 2 {
		values.Add(parameters[i], parameters[i+1])
	}
	return "/graphql?" + values.Encode()
}
