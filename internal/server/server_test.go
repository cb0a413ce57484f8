package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

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
	list, err := cookbook.Questions()
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

// A body in chunks may have a length beside it, by which a proxy takes it to end elsewhere. So nothing follows it.
func TestChunksEndTheConnection(t *testing.T) {
	server := httptest.NewServer(New(Config{Store: healthy{}, GraphQL: http.NotFoundHandler()}))
	defer server.Close()
	for _, c := range []struct {
		name, headers, body string
		kept                bool
	}{
		{"a length", "Content-Length: 2\r\n", "{}", true},
		{"chunks", "Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\n\r\n", false},
		{"both", "Content-Length: 7\r\nTransfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\n\r\n", false},
	} {
		for _, path := range []string{"/graphql", "/healthz"} {
			connection, err := net.Dial("tcp", server.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			_, _ = fmt.Fprintf(connection, "POST %s HTTP/1.1\r\nHost: x\r\n%s\r\n%s", path, c.headers, c.body)
			r, err := http.ReadResponse(bufio.NewReader(connection), nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, r.Body); err != nil || r.Close == c.kept {
				t.Errorf("%s to %s: the connection ends: %v, %v", c.name, path, r.Close, err)
			}
			_ = r.Body.Close()
			_ = connection.Close()
		}
	}
}
