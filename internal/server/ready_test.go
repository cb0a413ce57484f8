package server

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server/observe"
	"github.com/demarche-graph/demarche/internal/store"
)

// troubled is a store in the trouble that err says.
type troubled struct {
	store.Store
	err error
}

func (s *troubled) Health(context.Context) error { return s.err }

// readyz asks as a supervisor does that accepts JSON.
func readyz(t *testing.T, h http.Handler) (status int, got readiness) {
	t.Helper()
	r := httptest.NewRequest("GET", "/readyz", nil)
	r.Header.Set("Accept", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	return w.Code, got
}

// logOf gathers what the test logs.
func logOf(t *testing.T, level string) *bytes.Buffer {
	t.Helper()
	var out bytes.Buffer
	logger, err := observe.NewLogger(&out, "text", level)
	if err != nil {
		t.Fatal(err)
	}
	before := slog.Default()
	slog.SetDefault(logger)
	t.Cleanup(func() { slog.SetDefault(before) })
	return &out
}

func TestReadiness(t *testing.T) {
	log := logOf(t, "error")
	s, full := &troubled{}, false
	h := http.NewServeMux()
	h.Handle("/readyz", ready(s, func() bool { return full }, ""))
	for _, c := range []struct {
		name   string
		err    error
		full   bool
		status int
		want   readiness
	}{
		{"ready", nil, false, 200, readiness{Status: "ready"}},
		{"damaged", graph.Unavailable(graph.StoreDamaged, "secret of a driver"), true, 503,
			readiness{Status: "unavailable", Reason: graph.StoreDamaged, Message: graph.StoreDamaged.Advice()}},
		{"for no reason", graph.ErrUnavailable, false, 503, readiness{Status: "unavailable", Reason: graph.StoreGone, Message: graph.StoreGone.Advice()}},
		{"saturated", nil, true, 200, readiness{Status: "saturated", Reason: graph.ServerBusy, Message: saturatedText}},
	} {
		s.err, full = c.err, c.full
		if status, got := readyz(t, h); status != c.status || got != c.want {
			t.Errorf("%s: %d %+v", c.name, status, got)
		}
		text := body(t, get(t, h, "GET", "/readyz", nil))
		if !strings.HasPrefix(text, c.want.Status) || !strings.Contains(text, c.want.Message) || strings.Contains(text, "secret") {
			t.Errorf("%s: %q", c.name, text)
		}
	}
	if n := strings.Count(log.String(), "store is not healthy"); n != 1 || !strings.Contains(log.String(), "secret of a driver") {
		t.Errorf("the trouble is not logged once, with its cause: %s", log)
	}
}

// Before the store is open the process lives, is not ready, and refuses questions as a client can read it.
func TestStarting(t *testing.T) {
	logOf(t, "error")
	s := NewStarting(observe.New(observe.Options{}))
	s.Doing("the store is being loaded: 200 records")
	if r := get(t, s, "GET", "/healthz", nil); r.StatusCode != 200 {
		t.Errorf("it is called dead: %d", r.StatusCode)
	}
	status, got := readyz(t, s)
	want := readiness{Status: "starting", Reason: graph.ServerBusy, Message: "the store is being loaded: 200 records"}
	if status != 503 || got != want {
		t.Errorf("%d %+v", status, got)
	}
	for _, media := range []string{"application/json", "application/graphql-response+json"} {
		request := httptest.NewRequest("POST", "/graphql", strings.NewReader(`{"query":"{ x }"}`))
		request.Header.Set("Accept", media)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, request)
		r, text := w.Result(), w.Body.String()
		if c := code(t, text); r.StatusCode != 503 || c != "UNAVAILABLE" || r.Header.Get("Retry-After") != "2" ||
			!strings.Contains(text, `"reason":"SERVER_BUSY"`) || !strings.Contains(text, `"retryable":true`) ||
			!strings.Contains(text, "the server is starting") {
			t.Errorf("%s: %d %v %s", media, r.StatusCode, r.Header, text)
		}
	}
	s.Ready(New(Config{Store: healthy{}, GraphQL: http.NotFoundHandler()}))
	if status, got := readyz(t, s); status != 200 || got.Status != "ready" {
		t.Errorf("%d %+v", status, got)
	}
}

// The log and the client have one id for a request, and what went wrong stands under it.
func TestRequestIDs(t *testing.T) {
	log := logOf(t, "info")
	h := asking(func(http.ResponseWriter, *http.Request) { panic("it broke") })
	r := get(t, h, "POST", "/graphql", strings.NewReader("{}"))
	id := r.Header.Get("X-Request-Id")
	if n := strings.Count(log.String(), "request="+id); id == "" || n != 2 { // the panic, and the request
		t.Errorf("%d lines with the id %q: %s", n, id, log)
	}
	if !strings.Contains(log.String(), "code=INTERNAL") {
		t.Errorf("the request has no code: %s", log)
	}
}
