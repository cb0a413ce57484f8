package cli

import (
	"bufio"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What a command loads into a store reaches those who follow it through a server that has it open.
func TestALoadReachesFollowers(t *testing.T) {
	home(t)
	store := "sqlite:" + filepath.Join(t.TempDir(), "x.db")
	printed, stop := serving(t, "--store", store)
	url := after(t, printed, "GraphQL:")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
		url+"?query=subscription%7Bchanged(filter:%7Bid:%22kremlin%22,kind:ACTOR%7D)%7Bdataset,id,change%7D%7D", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(r) //nolint:bodyclose // it is closed when the test ends
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%v, %v", response, err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(response.Body); s.Scan(); {
			if text := s.Text(); text != ":" && text != "" {
				lines <- text
			}
		}
	}()
	hears := func(want string) {
		t.Helper()
		select {
		case got := <-lines:
			if got != want {
				t.Fatalf("heard %q, want %q", got, want)
			}
		case <-time.After(time.Minute):
			t.Fatalf("%q does not come", want)
		}
	}
	if code, out, errs := run(t, "seed", "--store", store); code != 0 {
		t.Fatalf("%d %s%s", code, out, errs)
	}
	hears("event: next")
	hears(`data: {"data":{"changed":{"dataset":"dataset:founding-case","id":"kremlin","change":"ADDED"}}}`)
	ended := make(chan int, 1)
	go func() { ended <- stop() }()
	hears("event: complete")
	if code := <-ended; code != 0 {
		t.Errorf("exit code %d", code)
	}
	for more := range lines {
		if !strings.HasPrefix(more, "data:") {
			t.Errorf("then came %q", more)
		}
	}
}
