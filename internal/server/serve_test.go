package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

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
	go func() { ended <- Serve(ctx, Listening{Addr: "127.0.0.1:0"}, h, func(u string) { url <- u }) }()
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
	beside := func(ctx context.Context) error {
		close(begun)
		<-ctx.Done()
		time.Sleep(50 * time.Millisecond) // Ending takes it a while.
		stopped = true
		return nil
	}
	go func() {
		ended <- Serve(ctx, Listening{Addr: "127.0.0.1:0"}, http.NotFoundHandler(), func(string) {}, beside)
	}()
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
	go func() {
		_ = Serve(ctx, Listening{Addr: "127.0.0.1:0"}, http.NotFoundHandler(), func(u string) { url <- u })
	}()
	idle := func(context.Context) error {
		t.Error("it runs beside a server that does not listen")
		return nil
	}
	taken := strings.Trim(strings.TrimPrefix(<-url, "http:"), "/")
	never := func(string) { t.Error("it is called ready") }
	for _, c := range []struct {
		at   Listening
		want []string
	}{
		{Listening{Addr: taken}, []string{"--addr", taken, "in use", "another address"}},
		{Listening{Addr: taken, Setting: "--metrics"}, []string{"--metrics", taken, "in use", "another address"}},
		{Listening{Addr: "192.0.2.1:0", Setting: "--pprof"}, []string{"--pprof", "192.0.2.1:0", "no such address", "127.0.0.1"}},
		{Listening{Addr: "nonsense", Setting: "--metrics"}, []string{"--metrics", "nonsense", "HOST:PORT"}},
	} {
		err := Serve(ctx, c.at, nil, never, idle)
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%+v: %v lacks %q", c.at, err, want)
			}
		}
	}
	if err := Serve(ctx, Listening{Addr: "nonsense"}, nil, never); !errors.Is(err, graph.ErrInvalid) {
		t.Error(err)
	}
}

func TestAddress(t *testing.T) {
	for addr, want := range map[string]string{"0.0.0.0:80": "http://127.0.0.1:80/", "[::]:80": "http://127.0.0.1:80/",
		"[::1]:80": "http://[::1]:80/", "10.0.0.1:80": "http://10.0.0.1:80/"} {
		if got := address("http", text(addr)); got != want {
			t.Errorf("%s: %s, want %s", addr, got, want)
		}
	}
}

type text string

func (text) Network() string  { return "tcp" }
func (s text) String() string { return string(s) }
