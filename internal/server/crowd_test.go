package server

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/internal/server/lanes"
	"github.com/demarche-graph/demarche/internal/store"
)

// begin opens a connection to a server and sends the beginning of a request of this length, the rest of which does not come.
func begin(t *testing.T, s *httptest.Server, length int) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	const head = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n{"
	_, err = fmt.Fprintf(c, head, length)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// askOver asks for an action by id over a connection of its own.
func askOver(t *testing.T, s *httptest.Server) *http.Response {
	t.Helper()
	r, err := http.Post(s.URL+"/graphql", "application/json", strings.NewReader(`{"query": "{ node(id: \"x\") { id } }"}`))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Body.Close() })
	return r
}

// Bodies that are large and slow hold up nobody else, and when there are too many requests, supervisors are answered still.
func TestClientsThatSendSlowly(t *testing.T) {
	memory, err := store.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = memory.Close() })
	atOnce := lanes.Config{Queue: 16, Wait: time.Hour} // 128 requests
	s := httptest.NewServer(New(Config{Store: memory, Timeout: time.Hour, Load: Load{Lanes: atOnce}}))
	t.Cleanup(s.Close)
	var slow []net.Conn
	for range 64 {
		slow = append(slow, begin(t, s, maxBody))
	}
	// 16 are received, 16 wait, and the others are refused though their bodies have not come.
	refused := 0
	answers := make(chan string)
	for _, c := range slow {
		go func() {
			text, _ := io.ReadAll(c)
			answers <- string(text)
		}()
	}
	for refused < len(slow)-32 {
		text := <-answers
		if !strings.HasPrefix(text, "HTTP/1.1 503") || !strings.Contains(text, "SERVER_BUSY") || !strings.Contains(text, "Retry-After") {
			t.Fatalf("%q", text)
		}
		refused++
	}
	if r := askOver(t, s); r.StatusCode != http.StatusOK {
		t.Errorf("a question by id beside them: %s", r.Status)
	}
	for askOver(t, s).StatusCode != http.StatusServiceUnavailable {
		if slow = append(slow, begin(t, s, 10)); len(slow) > 64+128 {
			t.Fatal("128 requests are under way, and one more is answered")
		}
	}
	until := time.Now().Add(time.Minute)
	for _, path := range []string{"/healthz", "/readyz"} {
		r, err := http.Get(s.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", path, r.Status)
		}
	}
	for _, c := range slow {
		go func() { _ = c.Close() }()
	}
	go func() {
		for range answers { // until the test ends; those of connections that are closed are empty
		}
	}()
	for askOver(t, s).StatusCode != http.StatusOK {
		if time.Now().After(until) {
			t.Fatal("all have gone, and nobody is answered")
		}
	}
}
