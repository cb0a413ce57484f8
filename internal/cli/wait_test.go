package cli

import (
	"bytes"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/internal/store"
)

// TestWaitFlag: alone it has no end, else it is a duration.
func TestWaitFlag(t *testing.T) {
	for _, c := range []struct {
		args, env string
		want      time.Duration
	}{
		{"", "", defaultWait}, {"--wait", "", store.Forever}, {"--wait=5m", "", 5 * time.Minute}, {"--wait=0s", "", 0},
		{"", "forever", store.Forever}, {"", "1m30s", 90 * time.Second}, {"--wait=1s", "forever", time.Second},
	} {
		t.Setenv("DEMARCHE_WAIT", c.env)
		cmd := serveCommand()
		if err := cmd.ParseFlags(strings.Fields(c.args + " --store=sqlite::memory:")); err != nil {
			t.Fatal(err)
		}
		if err := fromEnvironment(cmd.Flags()); err != nil {
			t.Fatal(err)
		}
		if got, err := chooseStore(cmd); err != nil || time.Duration(got.wait) != c.want {
			t.Errorf("%q and %q: %s, %v, not %s", c.args, c.env, time.Duration(got.wait), err, c.want)
		}
	}
	for _, text := range []string{"soon", "-1s", "5", ""} {
		if err := serveCommand().ParseFlags([]string{"--wait=" + text}); err == nil {
			t.Errorf("--wait=%s is taken", text)
		}
	}
}

// TestServeNobody: a server that is not there is said, with its address and without the password.
func TestServeNobody(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	var out, said bytes.Buffer
	code := Run(t.Context(), []string{"serve", "--store", "neo4j://user:secret@" + l.Addr().String(), "--wait=0s"}, &out, &said)
	if text := said.String(); code != exitFailure || strings.Contains(out.String()+text, "secret") ||
		!strings.Contains(text, l.Addr().String()) || !strings.Contains(text, "nothing listens there") {
		t.Errorf("exit code %d\n%s", code, text)
	}
}
