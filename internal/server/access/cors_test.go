package access

import (
	"net/http"
	"strings"
	"testing"
)

const app = "https://app.example"

func TestPreflight(t *testing.T) {
	file, _ := tokensFile(t)
	for _, c := range []struct {
		origins, origin, method, headers string
		allows                           string // Access-Control-Allow-Origin
	}{
		{app, app, "POST", "authorization,content-type", app},
		{app, app, "GET", "apollo-require-preflight,x-apollo-operation-name", app},
		{app + ",http://localhost:3000", "http://localhost:3000", "POST", "content-type", "http://localhost:3000"},
		{"*", "https://any.example", "POST", "authorization,content-type", "*"},
		{app, "https://evil.example", "POST", "content-type", ""},
		{app, "https://app.example.evil.example", "POST", "content-type", ""},
		{app, "http://app.example", "POST", "content-type", ""},
		{app, "null", "POST", "content-type", ""},
		{app, app, "DELETE", "content-type", ""},
		{app, app, "POST", "x-strange", ""},
	} {
		g := newGate(t, Config{Origins: strings.Split(c.origins, ","), Tokens: file, PrivateReading: true})
		w := send(g.Wrap(Reading(needing(Read))), "OPTIONS", "http://localhost/graphql", "Origin: "+c.origin,
			"Access-Control-Request-Method: "+c.method, "Access-Control-Request-Headers: "+c.headers)
		h := w.Header()
		if w.Code != http.StatusNoContent || h.Get("Access-Control-Allow-Origin") != c.allows {
			t.Errorf("%+v: %d %v", c, w.Code, h)
		}
		if c.allows == "" {
			continue
		}
		if h.Get("Access-Control-Max-Age") != "7200" || h.Get("Access-Control-Allow-Methods") != c.method ||
			h.Get("Access-Control-Allow-Headers") != c.headers || h.Get("Access-Control-Allow-Credentials") != "" ||
			!strings.Contains(h.Get("Vary"), "Origin") {
			t.Errorf("%+v: %v", c, h)
		}
	}
}

// A page of an allowed origin can read answers and refusals; others cannot, and caches keep the two apart.
func TestCORS(t *testing.T) {
	h := newGate(t, Config{Origins: []string{app}}).Wrap(needing(Read))
	for _, c := range []struct {
		headers []string
		status  int
		allows  string
	}{
		{[]string{"Origin: " + app}, 200, app},
		{[]string{"Origin: " + app, "Authorization: Bearer wrong"}, 401, app},
		{[]string{"Origin: https://evil.example"}, 200, ""},
		{nil, 200, ""},
	} {
		w := send(h, "POST", "http://localhost/graphql", c.headers...)
		got := w.Header()
		if w.Code != c.status || got.Get("Access-Control-Allow-Origin") != c.allows || got.Get("Vary") != "Origin" {
			t.Errorf("%v: %d %v", c.headers, w.Code, got)
		}
		if exposed := strings.ToLower(got.Get("Access-Control-Expose-Headers")); c.allows != "" &&
			(!strings.Contains(exposed, "etag") || !strings.Contains(exposed, "retry-after") || !strings.Contains(exposed, "www-authenticate")) {
			t.Errorf("a page can read %s only", exposed)
		}
	}
	w := send(newGate(t, Config{}).Wrap(needing(Read)), "POST", "http://localhost/graphql", "Origin: "+app)
	if w.Header().Get("Access-Control-Allow-Origin") != "" || w.Header().Get("Vary") != "" {
		t.Errorf("without origins: %v", w.Header())
	}
}
