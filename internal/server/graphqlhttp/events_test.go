package graphqlhttp

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
)

// A query is answered to who takes events alone by one of them; what is wrong before that has its status, as JSON.
func TestQueriesAsEvents(t *testing.T) {
	r := post(t, open(), eventStream, asked(`{ actor(id: "nobody") { id } }`))
	want := "event: next\ndata: {\"data\":{\"actor\":null}}\n\nevent: complete\ndata: \n\n"
	if r.StatusCode != 200 || r.text != want || r.Header.Get("Content-Type") != eventStream+"; charset=utf-8" {
		t.Errorf("%d %s\n%s", r.StatusCode, r.Header, r.text)
	}
	r = post(t, open(), eventStream, asked(`{ nobody }`))
	if r.StatusCode != 400 || r.code(t) != "INVALID" || !strings.HasPrefix(r.Header.Get("Content-Type"), graphqlResponse) {
		t.Errorf("%d %s\n%s", r.StatusCode, r.Header, r.text)
	}
}

const following = `subscription { changed(since: 3) { id } }`

// A subscription is no request that is answered at once, by whatever method.
func TestSubscriptionsAreNotAnswered(t *testing.T) {
	for _, r := range []reply{
		post(t, open(), graphqlResponse, asked(following)),
		ask(t, open(), "GET", got("query", following), "", "Accept", graphqlResponse),
		post(t, open(), eventStream, asked(following)),
	} {
		if r.StatusCode != 400 || r.code(t) != "INVALID" || !strings.Contains(r.text, "graphql-transport-ws") {
			t.Errorf("%d %s", r.StatusCode, r.text)
		}
	}
}

func TestFollow(t *testing.T) {
	h := New(Config{API: api(nobody)})
	for _, c := range []struct {
		method, path, body string
		is                 bool
	}{
		{"POST", "/graphql", asked(following), true},
		{"GET", got("query", following), "", true},
		{"POST", "/graphql", asked(`{ stats { nodes { name } } }`), false},
		{"POST", "/graphql", asked(`subscription { changed { nobody } }`), false},
		{"POST", "/graphql", "no JSON", false},
	} {
		r, w := httptest.NewRequest(c.method, c.path, strings.NewReader(c.body)), httptest.NewRecorder()
		r.Header.Set("Content-Type", "application/json")
		if op := h.Follow(w, r); (op != nil) != c.is || (w.Body.Len() > 0) == c.is {
			t.Errorf("%s %s %s: %v %s", c.method, c.path, c.body, op, w.Body)
		}
	}
}

func TestMessages(t *testing.T) {
	h := New(Config{API: api(nobody), Admin: func(context.Context) bool { return true }})
	result, op := h.Message(t.Context(), []byte(asked(`{ actor(id: "nobody") { id } }`)))
	if op != nil || string(JSON(result.Response)) != `{"data":{"actor":null}}` {
		t.Errorf("%v, %s", op, JSON(result.Response))
	}
	if _, op = h.Message(t.Context(), []byte(asked(`subscription { changed(filter: {who: ["leyla"]}) { id } }`))); op == nil {
		t.Error("an admin may not ask by who wrote")
	}
	for _, text := range []string{
		"{", `[]`, "{}", asked(`{ nobody }`), asked(`{ __schema { types { name } } }`), `{"query":"{a}","query":"{b}"}`,
	} {
		result, op := h.Message(t.Context(), []byte(text))
		if op != nil || len(result.Response.Errors) != 1 || result.Response.Errors[0].Extensions["code"] != "INVALID" {
			t.Errorf("%s: %v, %+v", text, op, result.Response)
		}
	}
}
