package cli

import (
	"cmp"
	"context"
	"fmt"
	"net/http"

	"github.com/demarche-graph/demarche/internal/server"
)

// serveBeside serves the metrics and the profiler, each at its address, if it has one. The returned context is done when one of
// them fails. stop ends them, waits, and returns the error of one that failed; it is never nil.
func (a *application) serveBeside(ctx context.Context) (_ context.Context, stop func() error, err error) {
	stop = func() error { return nil }
	for _, s := range []struct {
		flag, addr, label, path string
		handler                 func() http.Handler
	}{
		{"--pprof", a.pprof, "Profiles:   ", "debug/pprof/", server.Profiles},
		{"--metrics", a.metrics, "Metrics:    ", "metrics", func() http.Handler { return a.counted.Handler() }},
	} {
		if s.addr == "" {
			continue
		}
		var ended func() error
		before := stop
		if ctx, ended, err = serveAt(ctx, server.Listening{Addr: s.addr, Setting: s.flag}, s.handler(), func(url string) {
			_, _ = fmt.Fprintf(a.out, "%s%s%s\n", s.label, url, s.path)
		}); err != nil {
			return ctx, before, err
		}
		stop = func() error { return cmp.Or(ended(), before()) }
	}
	return ctx, stop, nil
}

// serveAt starts a server, and returns once it listens. It runs until the returned context is done, and cancels that context if
// it fails. The function ended stops it, waits, and returns its error.
func serveAt(ctx context.Context, at server.Listening, h http.Handler, listens func(url string)) (
	_ context.Context, ended func() error, err error,
) {
	of, cancel := context.WithCancel(ctx)
	begun, failed := make(chan string, 1), make(chan error, 1)
	go func() {
		defer cancel()
		failed <- server.Serve(of, at, h, func(url string) { begun <- url })
	}()
	select {
	case url := <-begun:
		listens(url)
		return of, func() error { cancel(); return <-failed }, nil
	case err := <-failed:
		cancel()
		return ctx, nil, err
	}
}
