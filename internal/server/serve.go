package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// stopWithin is how much time requests have to end when the server stops.
const stopWithin = 10 * time.Second

// Serve listens at addr until ctx is done, then lets the requests end that it is answering. Port 0 takes a free port. Once it
// listens, it calls ready with the address of the root page, and runs each function of beside in a goroutine. Their context
// is done when the server stops. Serve returns after they do, so that nothing uses the store when the caller closes it.
func Serve(ctx context.Context, addr string, handler http.Handler, ready func(url string), beside ...func(ctx context.Context)) error {
	return ServeTLS(ctx, addr, nil, handler, ready, beside...)
}

// ServeTLS does what Serve does, with TLS and HTTP/2 when secure is not nil.
func ServeTLS(ctx context.Context, addr string, secure *tls.Config, handler http.Handler, ready func(url string),
	beside ...func(ctx context.Context)) error {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", addr)
	switch {
	case ctx.Err() != nil:
		return nil
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is in use by another program; choose another address, such as 127.0.0.1:0 for any free port", addr)
	case err != nil:
		return graph.Invalid("cannot listen at %q; write HOST:PORT, such as 127.0.0.1:8080: %v", addr, err)
	}
	s := &http.Server{
		Handler:           handler,
		TLSConfig:         secure,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	scheme, serve := "http", func() error { return s.Serve(l) }
	if secure != nil {
		scheme, serve = "https", func() error { return s.ServeTLS(l, "", "") }
	}
	go func() { ended <- serve() }()
	ready(address(scheme, l.Addr()))
	besideCtx, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	for _, run := range beside {
		running.Go(func() { run(besideCtx) })
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	if err := s.Shutdown(grace); err != nil {
		slog.Warn("requests under way were cut off", "after", stopWithin)
		_ = s.Close()
	}
	return nil
}

// address returns the URL at which a browser on this machine finds the server.
func address(scheme string, a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return scheme + "://" + a.String() + "/"
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return scheme + "://" + net.JoinHostPort(host, port) + "/"
}
