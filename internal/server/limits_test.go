package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

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
