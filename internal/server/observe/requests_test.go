package observe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// logged makes JSON of what the test logs, from a level on.
func logged(t *testing.T, level string) *bytes.Buffer {
	t.Helper()
	var out bytes.Buffer
	logger, err := NewLogger(&out, "json", level)
	if err != nil {
		t.Fatal(err)
	}
	before := slog.Default()
	slog.SetDefault(logger)
	t.Cleanup(func() { slog.SetDefault(before) })
	return &out
}

// lines reads what was logged.
func lines(t *testing.T, out *bytes.Buffer) (all []map[string]any) {
	t.Helper()
	for text := range strings.Lines(out.String()) {
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		all = append(all, line)
	}
	return all
}

// ask sends a request through an observer to a handler.
func ask(t *testing.T, o *Observer, path string, h http.HandlerFunc, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader("{}"))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	o.Requests(h).ServeHTTP(w, r)
	return w
}

func TestLineOfARequest(t *testing.T) {
	out := logged(t, "info")
	w := ask(t, New(Options{}), "/graphql?token=secret", func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		rec := From(ctx)
		rec.SetClient("token:press")
		rec.SetOperation("Timeline", "abc")
		rec.SetDocument("query Timeline { x }", map[string]any{"country": "secret-value"})
		rec.SetCost(7)
		rec.SetLane("quick")
		rec.SetCache("miss")
		rec.AddErrors(gqlerror.List{{Extensions: map[string]any{"code": "NOT_FOUND"}}, {Extensions: map[string]any{"code": "NOT_FOUND"}}, {}})
		rec.AddLimit("rate")
		query.WorkOf(ctx).Sent()
		query.WorkOf(ctx).Handed(12)
		slog.InfoContext(ctx, "within")
		_, _ = io.WriteString(w, "answer")
	}, "X-Request-Id", "from-proxy.1")
	if got := w.Header().Get("X-Request-Id"); got != "from-proxy.1" {
		t.Errorf("X-Request-Id %q", got)
	}
	all := lines(t, out)
	if len(all) != 2 || all[0]["request"] != "from-proxy.1" || all[0]["msg"] != "within" {
		t.Fatalf("%v", all)
	}
	for key, want := range map[string]any{
		"level": "INFO", "msg": "request", "request": "from-proxy.1", "method": "POST", "path": "/graphql", "status": 200.0, "bytes": 6.0,
		"client": "token:press", "operation": "Timeline", "code": "NOT_FOUND", "cost": 7.0, "rows": 12.0, "statements": 1.0,
		"lane": "quick", "cache": "miss", "limit": "rate",
	} {
		if all[1][key] != want {
			t.Errorf("%s is %v, not %v", key, all[1][key], want)
		}
	}
	if strings.Contains(out.String(), "secret") {
		t.Errorf("a secret is logged: %s", out)
	}
}

func TestIDs(t *testing.T) {
	for given, taken := range map[string]bool{
		"a": true, "A-b_c.9": true, strings.Repeat("x", 64): true, strings.Repeat("x", 65): false, "": false, "a b": false,
		"a\nlevel=ERROR": false, "é": false, `"`: false,
	} {
		if got := idOf(given); (got == given) != taken || got == "" || !saneID.MatchString(got) {
			t.Errorf("%q becomes %q", given, got)
		}
	}
	if one, other := idOf(""), idOf(""); one == other {
		t.Error("two ids are the same")
	}
}

// Levels: what an operator should look at stands out, and a supervisor's checks do not fill the log.
func TestLevels(t *testing.T) {
	code := func(codes ...string) http.HandlerFunc {
		return func(_ http.ResponseWriter, r *http.Request) {
			for _, c := range codes {
				From(r.Context()).AddCode(c)
			}
		}
	}
	for _, c := range []struct {
		path string
		h    http.HandlerFunc
		want string
	}{
		{"/graphql", code(), "INFO"},
		{"/graphql", code("NOT_FOUND"), "INFO"},
		{"/graphql", code("TIMEOUT"), "WARN"},
		{"/graphql", code("INVALID", "UNAVAILABLE"), "WARN"},
		{"/graphql", code("INTERNAL"), "WARN"},
		{"/", code(), "INFO"},
		{"/healthz", code(), "DEBUG"},
		{"/readyz", code(), "DEBUG"},
	} {
		out := logged(t, "debug")
		ask(t, New(Options{}), c.path, c.h)
		if all := lines(t, out); len(all) != 1 || all[0]["level"] != c.want {
			t.Errorf("%s: %v, not %s", c.path, all, c.want)
		}
		out = logged(t, "info")
		ask(t, New(Options{}), c.path, c.h)
		if n := len(lines(t, out)); n != 1 && c.want != "DEBUG" || n != 0 && c.want == "DEBUG" {
			t.Errorf("%s: %d lines from info on", c.path, n)
		}
	}
}

// A slow request is logged with its document, cut to a bound, and the names of its variables.
func TestSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := logged(t, "warn")
		answer := func(takes time.Duration) http.HandlerFunc {
			return func(_ http.ResponseWriter, r *http.Request) {
				From(r.Context()).SetDocument("{ x }"+strings.Repeat(" ", 5000), map[string]any{"b": "secret-value", "a": 1})
				time.Sleep(takes)
			}
		}
		o := New(Options{Slow: time.Second})
		ask(t, o, "/graphql", answer(time.Second-1))
		if out.Len() > 0 {
			t.Errorf("not slow: %s", out)
		}
		ask(t, o, "/graphql", answer(time.Second))
		all := lines(t, out)
		if len(all) != 1 {
			t.Fatal(all)
		}
		document, _ := all[0]["document"].(string)
		if all[0]["msg"] != "slow request" || !strings.HasPrefix(document, "{ x }") || len(document) > maxLoggedDocument+3 ||
			all[0]["variables"] != "a,b" || all[0]["ms"] != 1000.0 {
			t.Errorf("%v", all)
		}
		if strings.Contains(out.String(), "secret") {
			t.Error("the value of a variable is logged")
		}
	})
}

// A client that goes away is no trouble of the server's.
func TestClientLeft(t *testing.T) {
	out := logged(t, "info")
	ctx, cancel := context.WithCancel(t.Context())
	r := httptest.NewRequestWithContext(ctx, "POST", "/graphql", nil)
	New(Options{}).Requests(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		From(r.Context()).AddCode("TIMEOUT")
	})).ServeHTTP(httptest.NewRecorder(), r)
	if all := lines(t, out); len(all) != 1 || all[0]["level"] != "INFO" || all[0]["left"] != true {
		t.Errorf("%v", all)
	}
}

// An answer that a panic cuts off is logged, and the panic goes on.
func TestCutOff(t *testing.T) {
	out := logged(t, "info")
	func() {
		defer func() {
			if err, _ := recover().(error); !errors.Is(err, http.ErrAbortHandler) {
				t.Errorf("the panic became %v", err)
			}
		}()
		ask(t, New(Options{Metrics: NewMetrics(Build{})}), "/graphql", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	}()
	if all := lines(t, out); len(all) != 1 || all[0]["msg"] != "answer cut off" || all[0]["level"] != "WARN" {
		t.Errorf("%v", all)
	}
}

// What a handler can do with a response it can do through the observer.
func TestResponse(t *testing.T) {
	out := logged(t, "info")
	w := ask(t, New(Options{}), "/", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, "abc")
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
	})
	if all := lines(t, out); w.Code != http.StatusTeapot || !w.Flushed || all[0]["status"] != 418.0 || all[0]["bytes"] != 3.0 {
		t.Errorf("%d %v %v", w.Code, w.Flushed, all)
	}
}

// A request of the server's own is neither logged nor counted; a record that nobody reads takes what it is told.
func TestUnseen(t *testing.T) {
	out := logged(t, "debug")
	m := NewMetrics(Build{})
	r := httptest.NewRequestWithContext(Unseen(t.Context()), "POST", "/graphql", nil)
	New(Options{Metrics: m}).Requests(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(httptest.NewRecorder(), r)
	if out.Len() > 0 || strings.Contains(scrape(t, m), "demarche_requests_total{") {
		t.Errorf("it is seen: %s", out)
	}
	From(t.Context()).SetCost(1)
	slog.InfoContext(t.Context(), "outside")
	if all := lines(t, out); len(all) != 1 || all[0]["request"] != nil {
		t.Errorf("%v", all)
	}
}

// Several goroutines may tell a record at once; the race detector looks on.
func TestConcurrent(t *testing.T) {
	logged(t, "info")
	ask(t, New(Options{Metrics: NewMetrics(Build{})}), "/graphql", func(_ http.ResponseWriter, r *http.Request) {
		var all sync.WaitGroup
		for range 8 {
			rec := From(r.Context())
			all.Go(func() {
				rec.AddCode("INVALID")
				rec.SetOperation("A", "b")
				rec.SetLane("dear")
			})
		}
		all.Wait()
	})
}

func TestNewLoggerRefuses(t *testing.T) {
	for _, c := range [][2]string{{"xml", "info"}, {"json", "loud"}, {"", "info"}, {"text", ""}} {
		if _, err := NewLogger(io.Discard, c[0], c[1]); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%v: %v", c, err)
		}
	}
}

func TestCut(t *testing.T) {
	for text, want := range map[string]string{"abc": "abc", "abcd": "abcd", "abcde": "abcd…", "abcé": "abc…"} {
		if got := cut(text, 4); got != want {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}
