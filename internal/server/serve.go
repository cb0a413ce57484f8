package server

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/demarche-graph/demarche/graph"
)

const (
	readWithin  = time.Minute     // for a request to come in whole
	writeWithin = time.Minute     // for an answer to go out, once it is there
	stopMore    = 5 * time.Second // beyond Listening.Timeout, for the requests under way when the server stops
)

// Listening says where and how Serve listens.
type Listening struct {
	Addr    string        // HOST:PORT; port 0 takes a free port
	Setting string        // what sets Addr, such as --metrics, for errors; "" means --addr
	Timeout time.Duration // the time for one request; 0 means 30 seconds
	TLS     *tls.Config   // nil serves without TLS; with it HTTP/2 is served too
}

// Serve listens until ctx is done, then lets the requests end that it is answering, as long as a request may last. Once it
// listens, it calls ready with the address of the root page, and runs each function of beside in a goroutine. Their context
// is done when the server stops, and the server stops when one of them fails. Serve returns after they do, so that nothing uses
// the store when the caller closes it.
func Serve(ctx context.Context, at Listening, handler http.Handler, ready func(url string), beside ...func(context.Context) error) error {
	timeout := cmp.Or(at.Timeout, maxTime)
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", at.Addr)
	switch {
	case ctx.Err() != nil:
		return nil //nolint:nilerr // it was told to stop
	case err != nil:
		return at.refused(err)
	}
	s := &http.Server{
		Handler:           handler,
		TLSConfig:         at.TLS,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       readWithin,
		WriteTimeout:      readWithin + timeout + writeWithin, // it begins with the request
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	scheme, serve := "http", func() error { return s.Serve(l) }
	if at.TLS != nil {
		scheme, serve = "https", func() error { return s.ServeTLS(l, "", "") }
	}
	go func() { ended <- serve() }()
	ready(address(scheme, l.Addr()))
	running, besideCtx := errgroup.WithContext(ctx)
	running.Go(func() error {
		select {
		case err := <-ended:
			return err
		case <-besideCtx.Done():
			return shutDown(context.WithoutCancel(ctx), s, timeout+stopMore)
		}
	})
	for _, run := range beside {
		running.Go(func() error { return run(besideCtx) })
	}
	if err := running.Wait(); ctx.Err() == nil {
		return err
	}
	return nil // what was told to stop may say so
}

// refused says why nobody can listen there, and what to do.
func (at Listening) refused(err error) error {
	setting := fmt.Sprintf("%s %q", cmp.Or(at.Setting, "--addr"), at.Addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is in use already; choose another address, such as 127.0.0.1:0 for any free port", setting)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("%s: this user may not listen there; choose a port above 1023", setting)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fmt.Errorf("%s: this machine has no such address; choose one of its own, such as 127.0.0.1, or 0.0.0.0 for all of them", setting)
	}
	return graph.Invalid("%s: nobody can listen there; write HOST:PORT, such as 127.0.0.1:8080: %v", setting, err)
}

// shutDown lets requests under way end, and cuts off those that take too long.
func shutDown(ctx context.Context, s *http.Server, within time.Duration) error {
	grace, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	if s.Shutdown(grace) == nil {
		return nil
	}
	slog.Warn("requests under way were cut off", "after", within)
	return s.Close()
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
