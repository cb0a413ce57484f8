package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/docs/cookbook"
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/seed"
)

// unhealthy is a store that cannot be reached.
type unhealthy struct{ store.Store }

func (unhealthy) Health(context.Context) error {
	return fmt.Errorf("%w: driver says bolt://u:secret@h", graph.ErrUnavailable)
}

type healthy struct{ store.Store }

func (healthy) Health(context.Context) error { return nil }

// asking serves h at /graphql.
func asking(h http.HandlerFunc) http.Handler { return New(Config{Store: healthy{}, GraphQL: h}) }

func get(t *testing.T, h http.Handler, method, path string, body io.Reader) *http.Response {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, path, body))
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// code is the one error that a GraphQL answer holds.
func code(t *testing.T, text string) string {
	t.Helper()
	var answer struct {
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil || len(answer.Errors) != 1 || answer.Errors[0].Message == "" {
		t.Fatalf("no GraphQL error: %q, %v", text, err)
	}
	return answer.Errors[0].Extensions.Code
}

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
		{"GET", "/playground.js", 200, "text/javascript", ""},
		{"GET", "/playground/playground.css", 200, "text/css", ""},
		{"GET", "/playground/icon.svg", 200, "image/svg+xml", "<svg"},
		{"GET", "/examples.json", 200, "application/json", `"title":"Who responded to whom, and how"`},
		{"GET", "/playground/examples.json", 200, "application/json", `"note":`},
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

// Behind a proxy that takes a prefix off, an absolute redirect would lead out of it.
func TestPlaygroundRedirectsRelatively(t *testing.T) {
	r := get(t, asking(nil), "GET", "/playground?query=x", nil)
	if r.StatusCode != 308 || r.Header.Get("Location") != "playground/?query=x" {
		t.Errorf("%d to %q", r.StatusCode, r.Header.Get("Location"))
	}
}

func TestFilesAreNotSentTwice(t *testing.T) {
	h := asking(nil)
	tag := get(t, h, "GET", "/playground.js", nil).Header.Get("ETag")
	w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/playground.js", nil)
	r.Header.Set("If-None-Match", tag)
	h.ServeHTTP(w, r)
	if w.Code != 304 || w.Body.Len() > 0 {
		t.Errorf("%d with %d bytes for %s", w.Code, w.Body.Len(), tag)
	}
}

func TestNotReady(t *testing.T) {
	h := New(Config{Store: unhealthy{}, GraphQL: http.NotFoundHandler()})
	r := get(t, h, "GET", "/readyz", nil)
	if text := body(t, r); r.StatusCode != 503 || strings.Contains(text, "secret") {
		t.Errorf("%d %q", r.StatusCode, text)
	}
	if r := get(t, h, "GET", "/healthz", nil); r.StatusCode != 200 {
		t.Errorf("a process whose store is away is called dead: %d", r.StatusCode)
	}
}

func TestLargeBodies(t *testing.T) {
	h := asking(func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		_, _ = fmt.Fprint(w, n, err)
	})
	for _, c := range []struct {
		size, status int
		sized        bool
	}{{maxBody, 200, true}, {maxBody, 200, false}, {maxBody + 1, 413, true}, {maxBody + 1, 413, false}, {0, 200, true}} {
		var text io.Reader = bytes.NewReader(make([]byte, c.size))
		if !c.sized {
			text = io.MultiReader(text) // of unknown length, as chunks are
		}
		r := get(t, h, "POST", "/graphql", text)
		got := body(t, r)
		if r.StatusCode != c.status {
			t.Errorf("%d bytes: %d", c.size, r.StatusCode)
		}
		if c.status == 413 && code(t, got) != "TOO_LARGE" {
			t.Error(got)
		}
		if c.status == 200 && got != fmt.Sprint(c.size, " ", nil) {
			t.Errorf("%d bytes arrive as %q", c.size, got)
		}
	}
}

func TestRequestsEnd(t *testing.T) {
	h := New(Config{Store: healthy{}, Timeout: 20 * time.Millisecond, GraphQL: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		_, _ = fmt.Fprint(w, r.Context().Err())
	})})
	if got := body(t, get(t, h, "POST", "/graphql", nil)); got != context.DeadlineExceeded.Error() {
		t.Error(got)
	}
}

func TestPanics(t *testing.T) {
	r := get(t, asking(func(http.ResponseWriter, *http.Request) { panic("secret") }), "POST", "/graphql", nil)
	text := body(t, r)
	if r.StatusCode != 500 || code(t, text) != "INTERNAL" || strings.Contains(text, "secret") {
		t.Errorf("%d %s", r.StatusCode, text)
	}
	// What has begun is broken off, so that half an answer does not pass for a whole one.
	s := httptest.NewServer(asking(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"data":`)
		_ = http.NewResponseController(w).Flush()
		panic("late")
	}))
	defer s.Close()
	answer, err := http.Get(s.URL + "/graphql")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if text, err := io.ReadAll(answer.Body); err == nil {
		t.Errorf("%q ends as if it were whole", text)
	}
}

func TestServeStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	inside := make(chan struct{})
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(inside)
		<-ctx.Done()
		time.Sleep(50 * time.Millisecond)
		_, _ = io.WriteString(w, "whole")
	})
	url, ended, got := make(chan string, 1), make(chan error, 1), make(chan string, 1)
	go func() { ended <- Serve(ctx, "127.0.0.1:0", h, func(u string) { url <- u }) }()
	at := <-url
	if strings.HasSuffix(at, ":0/") {
		t.Errorf("%s is not the real port", at)
	}
	go func() {
		r, err := http.Get(at)
		if err != nil {
			got <- err.Error()
			return
		}
		text, _ := io.ReadAll(r.Body)
		_ = r.Body.Close()
		got <- string(text)
	}()
	<-inside
	cancel()
	if text := <-got; text != "whole" {
		t.Errorf("a request under way gets %q", text)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// What runs beside the server is told to stop when the server does, and Serve waits for it: no goroutine is left.
func TestServeWaitsForWhatRunsBesideIt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	begun, ended, stopped := make(chan struct{}), make(chan error, 1), false
	beside := func(ctx context.Context) {
		close(begun)
		<-ctx.Done()
		time.Sleep(50 * time.Millisecond) // Ending takes it a while.
		stopped = true
	}
	go func() { ended <- Serve(ctx, "127.0.0.1:0", http.NotFoundHandler(), func(string) {}, beside) }()
	<-begun
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if !stopped {
		t.Error("Serve returned while it was still running")
	}
}

func TestServeRefusesAddresses(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	url := make(chan string, 1)
	go func() { _ = Serve(ctx, "127.0.0.1:0", http.NotFoundHandler(), func(u string) { url <- u }) }()
	idle := func(context.Context) { t.Error("it runs beside a server that does not listen") }
	taken := strings.Trim(strings.TrimPrefix(<-url, "http:"), "/")
	never := func(string) { t.Error("it is called ready") }
	if err := Serve(ctx, taken, nil, never, idle); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Error(err)
	}
	if err := Serve(ctx, "nonsense", nil, never); !errors.Is(err, graph.ErrInvalid) {
		t.Error(err)
	}
}

func TestAddress(t *testing.T) {
	for addr, want := range map[string]string{"0.0.0.0:80": "http://127.0.0.1:80/", "[::]:80": "http://127.0.0.1:80/",
		"[::1]:80": "http://[::1]:80/", "10.0.0.1:80": "http://10.0.0.1:80/"} {
		if got := address(text(addr)); got != want {
			t.Errorf("%s: %s, want %s", addr, got, want)
		}
	}
}

type text string

func (text) Network() string  { return "tcp" }
func (s text) String() string { return string(s) }

// Every example of the cookbook passes the server's limits; what it answers, docs/cookbook tests.
func TestCookbook(t *testing.T) {
	s, err := store.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	files, _ := seed.Builtin("founding-case")
	b, err := seed.Read(files, ".")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), *b); err != nil {
		t.Fatal(err)
	}
	h := New(Config{Store: s})
	list, err := cookbook.Examples()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		t.Run(e.Name, func(t *testing.T) {
			question, err := e.Body()
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequest("POST", "/graphql", bytes.NewReader(question))
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if got := w.Body.String(); w.Code != 200 || strings.Contains(got, `"errors"`) {
				t.Fatalf("%d %s", w.Code, got)
			}
		})
	}
}
