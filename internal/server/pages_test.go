package server

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestPages(t *testing.T) {
	h := asking(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "answer") })
	for _, c := range []struct {
		method, path string
		status       int
		kind, holds  string
	}{
		{"GET", "/", 200, "text/html", `<div id="app">`},
		{"GET", "/playground/", 200, "text/html", `<div id="app">`},
		{"HEAD", "/", 200, "text/html", ""},
		{"GET", "/act/police-raids", 200, "text/html", `src="../explorer/explorer.js"`},
		{"GET", "/explorer/explorer.js", 200, "text/javascript", ""},
		{"GET", "/explorer/explorer.css", 200, "text/css", ""},
		{"GET", "/explorer/first.json", 404, "", ""},
		{"GET", "/playground/playground.js", 200, "text/javascript", ""},
		{"GET", "/playground/playground.css", 200, "text/css", ""},
		{"GET", "/playground/icon.svg", 200, "image/svg+xml", "<svg"},
		{"GET", "/playground/examples.json", 200, "application/json", `"title":"Who responded to whom, and how"`},
		{"POST", "/graphql", 200, "", "answer"},
		{"GET", "/graphql?query={x}", 200, "", "answer"},
		{"GET", "/healthz", 200, "text/plain", "alive"},
		{"GET", "/readyz", 200, "text/plain", "ready"},
		{"GET", "/nothing", 404, "", ""},
		{"GET", "/playground/../server.go", 307, "", ""},
		{"POST", "/", 405, "", ""},
	} {
		r := get(t, h, c.method, c.path, nil)
		text := body(t, r)
		if r.StatusCode != c.status || !strings.HasPrefix(r.Header.Get("Content-Type"), c.kind) || !strings.Contains(text, c.holds) {
			t.Errorf("%s %s: %d %s %.80q", c.method, c.path, r.StatusCode, r.Header.Get("Content-Type"), text)
		}
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"} {
			if r.Header.Get(name) == "" {
				t.Errorf("%s %s: %s is missing", c.method, c.path, name)
			}
		}
	}
}

// The page of a store as it is now tells no earlier state, and what it tells of one is text.
func TestPageTellsWhatIsRecorded(t *testing.T) {
	for recorded, want := range map[string]string{"": `content=""`, `as of "<2>"`: `content="as of &#34;&lt;2&gt;&#34;"`} {
		h := New(Config{Store: healthy{}, GraphQL: http.NotFoundHandler(), Recorded: recorded})
		if text := body(t, get(t, h, "GET", "/", nil)); !strings.Contains(text, `<meta name="recorded" `+want+`>`) {
			t.Errorf("%q: %s", recorded, text)
		}
	}
}

// Behind a proxy that takes a prefix off, an absolute redirect would lead out of it.
func TestPlaygroundRedirectsRelatively(t *testing.T) {
	r := get(t, asking(nil), "GET", "/playground?query=x", nil)
	if r.StatusCode != 308 || r.Header.Get("Location") != "playground/?query=x" {
		t.Errorf("%d to %q", r.StatusCode, r.Header.Get("Location"))
	}
}

func TestFilesAreNotSentTwice(t *testing.T) {
	h := asking(nil)
	tag := get(t, h, "GET", "/explorer/explorer.js", nil).Header.Get("ETag")
	w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/explorer/explorer.js", nil)
	r.Header.Set("If-None-Match", tag)
	h.ServeHTTP(w, r)
	if w.Code != 304 || w.Body.Len() > 0 {
		t.Errorf("%d with %d bytes for %s", w.Code, w.Body.Len(), tag)
	}
}

// The first page brings its answer along, as text that no name in the store can break out of, for those who may read it.
func TestFirstPageHoldsItsAnswer(t *testing.T) {
	asked := 0
	h := asking(func(w http.ResponseWriter, r *http.Request) {
		asked++
		w.Header().Set("Content-Type", "application/graphql-response+json")
		_, _ = io.WriteString(w, `{"data":{"name":"</script><b>"}}`)
	})
	text := body(t, get(t, h, "GET", "/", nil))
	_, rest, _ := strings.Cut(text, `id="first-answer">`)
	held, _, _ := strings.Cut(rest, "</script>")
	var told struct {
		Operation string
		Variables map[string]any
		Data      map[string]string
	}
	if err := json.Unmarshal([]byte(held), &told); err != nil || told.Operation != "Ladder" || told.Data["name"] != "</script><b>" ||
		told.Variables["first"] == nil {
		t.Errorf("%v: %+v of %s", err, told, held)
	}
	if text := body(t, get(t, h, "GET", "/?episode=x", nil)); !strings.Contains(text, firstMark) || asked != 1 {
		t.Errorf("asked %d times; with settings, which ask another question, the page is %s", asked, text)
	}
	failing := asking(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"data":null,"errors":[{}]}`) })
	if text := body(t, get(t, failing, "GET", "/", nil)); !strings.Contains(text, firstMark) {
		t.Errorf("an error is no answer: %s", text)
	}
}
