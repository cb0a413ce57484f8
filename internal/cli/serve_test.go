package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"
)

// The metrics have an address of their own, and tell what was asked.
func TestMetricsHaveAnAddressOfTheirOwn(t *testing.T) {
	home(t)
	printed, stop := serving(t, "--metrics", "127.0.0.1:0")
	responses(t, after(t, printed, "GraphQL:"))
	text := fetched(t, after(t, printed, "Metrics:"), http.StatusOK)
	for _, line := range []string{`demarche_requests_total{code="OK",operation="unnamed"} 1`, "demarche_store_up 1",
		"demarche_store_statements_total 1", "demarche_seeded_records_total ", `demarche_store_connections_limit{pool="readers"} `} {
		if !strings.Contains(text, "\n"+line) {
			t.Errorf("%s is not among\n%s", line, text)
		}
	}
	fetched(t, after(t, printed, "Explorer:")+"metrics", http.StatusNotFound)
	if code := stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// fetched is what stands at an address.
func fetched(t *testing.T, url string, status int) string {
	t.Helper()
	r, err := http.Get(url) //nolint:gosec // a server of this test
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	text, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != status {
		t.Errorf("%s: %d %v", url, r.StatusCode, err)
	}
	return string(text)
}

func TestServeRefusesSettings(t *testing.T) {
	home(t)
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"--timeout", "0s"}, "--timeout"}, {[]string{"--timeout", "-1s"}, "--timeout"}, {[]string{"--slow", "-1s"}, "--slow"},
		{[]string{"--log-format", "xml"}, "text and json"}, {[]string{"--log-level", "loud"}, "debug, info"},
		{[]string{"--metrics", "nonsense"}, `--metrics "nonsense": nobody can listen there; write HOST:PORT`},
		{[]string{"--pprof", "nonsense"}, `--pprof "nonsense": nobody can listen there; write HOST:PORT`},
	} {
		code, out, errs := run(t, append([]string{"serve", "--store", "sqlite::memory:", "--addr", "127.0.0.1:0"}, c.args...)...)
		if code != 2 || out != "" || !strings.Contains(errs, c.says) {
			t.Errorf("%v: %d %s%s", c.args, code, out, errs)
		}
	}
}

// The garbage collector keeps within the limit of the container.
func TestSoftLimit(t *testing.T) {
	none := errors.New("no limit")
	for _, c := range []struct {
		hard uint64
		err  error
		want int64
	}{
		{0, none, memoryLimit}, {0, nil, memoryLimit}, {math.MaxUint64, nil, memoryLimit}, {math.MaxInt64, nil, memoryLimit},
		{100 << 20, nil, 94371840}, {10 << 30, nil, memoryLimit}, {100 << 20, none, memoryLimit},
	} {
		if got, _ := softLimit(func() (uint64, error) { return c.hard, c.err }); got != c.want {
			t.Errorf("%d, %v: %d, not %d", c.hard, c.err, got, c.want)
		}
	}
	if _, why := softLimit(func() (uint64, error) { return 100 << 20, nil }); !strings.Contains(why, "100 MiB") {
		t.Errorf("the line does not say why: %q", why)
	}
}

// With --log-format json all that the server says is JSON, so that a collector of both streams can read it.
func TestJSONAlone(t *testing.T) {
	home(t)
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	code := make(chan int, 1)
	go func() {
		c := Run(ctx, []string{"serve", "--addr", "127.0.0.1:0", "--metrics", "127.0.0.1:0", "--log-format", "json"}, w, w)
		_ = w.Close()
		code <- c
	}()
	said := map[string]bool{}
	for lines := json.NewDecoder(r); ; {
		var line struct{ Msg string }
		if err := lines.Decode(&line); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("it says something else than JSON: %v", err)
		}
		label, _, _ := strings.Cut(line.Msg, ":")
		said[label] = true
		if strings.HasPrefix(line.Msg, "Ctrl-C") {
			cancel()
		}
	}
	if c := <-code; c != 0 || !said["Metrics"] || !said["GraphQL"] || !said["dataset"] {
		t.Errorf("%d %v", c, said)
	}
	cancel()
}
