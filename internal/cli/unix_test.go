//go:build unix

package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// A failure of the moment is no fault of the input.
func TestUnreachable(t *testing.T) {
	home(t)
	t.Setenv("XDG_DATA_HOME", "/dev/null")
	if code, _, errs := run(t, "seed"); code != 1 || !strings.Contains(errs, "--store") {
		t.Errorf("%d %s", code, errs)
	}
}

// The binary as users have it: it serves, SIGHUP does not end it, and SIGTERM does, cleanly.
func TestSIGTERM(t *testing.T) {
	home(t)
	binary := filepath.Join(t.TempDir(), "demarche")
	if out, err := exec.Command("go", "build", "-o", binary, "../..").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, sig := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		cmd := exec.Command(binary, "serve", "--addr", "127.0.0.1:0", "--log-level", "warn")
		var errs bytes.Buffer
		cmd.Stderr = &errs
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = cmd.Process.Kill() })
		printed := untilReady(t, out)
		if err := cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		if n := responses(t, after(t, printed, "GraphQL:")); n != 90 { // of both datasets, four of them the same
			t.Errorf("%d responses, want 90", n)
		}
		if err := cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		select {
		case err := <-ended:
			if err != nil || errs.Len() > 0 {
				t.Errorf("%v: %v, %s", sig, err, errs.String())
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("%v does not end it", sig)
		}
	}
}

// SIGHUP does not end a server. It reads the tokens again, and answers on the same connection.
func TestSIGHUP(t *testing.T) {
	home(t)
	_, first, _ := run(t, "token", "create", "--name", "first", "--scope", "read")
	printed, stop := serving(t, "--store", "sqlite::memory:", "--public-read=false")
	url := after(t, printed, "GraphQL:")
	_, second, _ := run(t, "token", "create", "--name", "second", "--scope", "read")
	run(t, "token", "revoke", "first")
	bearer := func(secret string) string { return "Authorization: Bearer " + strings.TrimSpace(secret) }
	if got := asking(t, url, bearer(first)); got != 200 {
		t.Errorf("before SIGHUP: %d", got)
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(30 * time.Second); asking(t, url, bearer(second)) != 200; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the new token is not taken")
		}
	}
	if got := asking(t, url, bearer(first)); got != 401 {
		t.Errorf("a revoked token: %d", got)
	}
	if code := stop(); code != 0 {
		t.Errorf("it ends with %d", code)
	}
}

// SIGHUP calls every function, the others too when one fails, again and again.
func TestHangup(t *testing.T) {
	signal.Ignore(syscall.SIGHUP) // so that the test's process survives its end
	defer signal.Reset(syscall.SIGHUP)
	ctx, cancel := context.WithCancel(t.Context())
	var first atomic.Int64
	called, ended := make(chan struct{}), make(chan struct{})
	run := onHangup(ctx,
		func(context.Context) error { first.Add(1); return errors.New("cannot be read") },
		func(context.Context) error { called <- struct{}{}; return nil })
	go func() { run(ctx); close(ended) }()
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	for n := range int64(2) {
		if err := self.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		select {
		case <-called:
		case <-time.After(time.Minute):
			t.Fatal("nothing is called")
		}
		if first.Load() != n+1 {
			t.Errorf("called %d times", first.Load())
		}
	}
	cancel()
	<-ended
}

// SIGHUP lets a server read its trusted documents again, and ends no server.
func TestSIGHUPReadsDocuments(t *testing.T) {
	home(t)
	dir := t.TempDir()
	write := func(document string) {
		if err := os.WriteFile(filepath.Join(dir, "page.graphql"), []byte(document), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("{ stats { undatedCount } }")
	url := after(t, served(t, "--trusted-documents", dir), "GraphQL:")
	write("{__typename}")
	for end := time.Now().Add(time.Minute); ; {
		if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		_, text := fetch(t, url+"?query={__typename}")
		if strings.Contains(text, `"Query"`) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("the documents are not read again: %s", text)
		}
	}
}
