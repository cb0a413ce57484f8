package cli

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/internal/server/access"
)

// A token is printed alone, so that a script can take it, and once: no other command and no file has it.
func TestTokens(t *testing.T) {
	home(t)
	file := filepath.Join(os.Getenv("XDG_DATA_HOME"), "demarche", "tokens.txt")
	code, secret, said := run(t, "token", "create", "--name", "dashboard", "--scope", "read", "--expires", "90d")
	secret = strings.TrimSuffix(secret, "\n")
	if code != 0 || !strings.HasPrefix(secret, "dem_") || strings.ContainsAny(secret, " \n") || !strings.Contains(said, file) ||
		strings.Contains(said, secret) || !strings.Contains(said, "SIGHUP") {
		t.Fatalf("%d %q %q", code, secret, said)
	}
	code, _, said = run(t, "token", "create", "--name", "dashboard", "--scope", "admin")
	if code != 2 || !strings.Contains(said, "revoke it first") {
		t.Errorf("%d %s", code, said)
	}
	if code, _, said := run(t, "token", "create", "--name", "ci", "--scope", "write", "--expires", "never"); code != 0 {
		t.Errorf("%d %s", code, said)
	}
	code, list, said := run(t, "token", "list")
	if code != 0 || strings.Count(list, "\n") != 3 || !strings.Contains(list, "dashboard  read ") || !strings.Contains(list, "never") ||
		strings.Contains(list, "sha256") {
		t.Errorf("%d %s%s", code, list, said)
	}
	text, err := os.ReadFile(file)
	if err != nil || strings.Contains(string(text), secret) {
		t.Errorf("%v: the file has the token itself", err)
	}
	if code, _, said := run(t, "token", "revoke", "dashboard", "nobody"); code != 2 || !strings.Contains(said, "nobody") {
		t.Errorf("%d %s", code, said)
	}
	if code, _, said := run(t, "token", "revoke", "dashboard"); code != 0 {
		t.Errorf("%d %s", code, said)
	}
	if _, list, _ := run(t, "token", "list"); strings.Contains(list, "dashboard") {
		t.Error(list)
	}
}

func TestTokenUsage(t *testing.T) {
	home(t)
	elsewhere := filepath.Join(t.TempDir(), "none", "tokens.txt")
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"create", "--scope", "read"}, 2, "--name"},
		{[]string{"create", "--name", "a"}, 2, "read, write or admin"},
		{[]string{"create", "--name", "a", "--scope", "root"}, 2, "read, write or admin"},
		{[]string{"create", "--name", "a b", "--scope", "read"}, 2, "one word"},
		{[]string{"create", "--name", "a", "--scope", "read", "--expires", "90"}, 2, "90d"},
		{[]string{"create", "--name", "a", "--scope", "read", "--expires", "2020-01-01"}, 2, "is over"},
		{[]string{"create", "--name", "a", "--scope", "read", "--tokens", elsewhere}, 1, elsewhere},
		{[]string{"list", "--tokens", elsewhere}, 2, elsewhere},
		{[]string{"revoke", "a"}, 2, "tokens.txt"},
		{[]string{"revoke"}, 2, "See 'demarche token revoke --help'."},
	} {
		if code, out, said := run(t, append([]string{"token"}, c.args...)...); code != c.code || out != "" || !strings.Contains(said, c.says) {
			t.Errorf("%v: %d %q %s", c.args, code, out, said)
		}
	}
	if code, out, said := run(t, "token", "list"); code != 0 || !strings.HasPrefix(out, "NAME") {
		t.Errorf("no tokens yet: %d %s%s", code, out, said)
	}
}

func TestExpiry(t *testing.T) {
	now := time.Date(2026, 11, 27, 12, 30, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"12h": "2026-11-28T00:30:00Z", "90d": "2027-02-25T12:30:00Z", "2026-11-27": "2026-11-28T00:00:00Z", "2027-06-30": "2027-07-01T00:00:00Z",
		"never": "0001-01-01T00:00:00Z", "0d": "", "-1d": "", "d": "", "": "", "1.5d": "", "90": "", "1y": "", "99999999999d": "",
		"2026-11-26": "", "2026-02-30": "",
	} {
		got, err := parseExpiry(text, now)
		if (err != nil) != (want == "") || err == nil && got.Format(time.RFC3339) != want {
			t.Errorf("%q: %s, %v; want %s", text, got, err, want)
		}
	}
}

// Every flag that says who may what is read, and a wrong one ends serve before it opens a store.
func TestServeRefusesAccess(t *testing.T) {
	file := home(t)
	t.Setenv("DEMARCHE_TOKENS", "")
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"--tokens", "nowhere.txt"}, "demarche token create --tokens nowhere.txt"},
		{[]string{"--public-read=false"}, "demarche token create --tokens"},
		{[]string{"--hosts", "https://a"}, "--hosts"},
		{[]string{"--cors", "https://a.example,b"}, `--cors: "b"`},
		{[]string{"--trusted-proxies", "10.0.0.0/8", "--trusted-proxies", "proxy"}, `--trusted-proxies: "proxy"`},
		{[]string{"--jwks", "keys.json"}, "--jwt-issuer"},
		{[]string{"--jwt-audience", "a", "--jwt-issuer", "i"}, "--jwks"},
		{[]string{"--jwks", "http://a.example", "--jwt-audience", "a", "--jwt-issuer", "i"}, "https"},
		{[]string{"--tls-cert", "c.pem"}, "--tls-key"},
	} {
		code, out, said := run(t, append([]string{"serve", "--addr", "127.0.0.1:0"}, c.args...)...)
		if code != 2 || !strings.Contains(said, c.says) {
			t.Errorf("%v: %d %s%s", c.args, code, out, said)
		}
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a store was made")
	}
}

// asking asks a server for nothing, with headers as "Name: value", and returns the status.
func asking(t *testing.T, url string, headers ...string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(`{"query":"{ __typename }"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

// A server as users start it: the file of tokens is the one that 'token create' wrote to.
func TestServeWithTokens(t *testing.T) {
	home(t)
	_, secret, _ := run(t, "token", "create", "--name", "anna", "--scope", "read")
	printed, stop := serving(t, "--public-read=false", "--store", "sqlite::memory:", "--hosts", "demarche.example")
	url := after(t, printed, "GraphQL:")
	for headers, want := range map[string]int{
		"Accept: */*": 401, "Authorization: Bearer " + strings.TrimSpace(secret): 200, "Authorization: Bearer x": 401, "Host: evil.example": 421,
		"Host: demarche.example": 401,
	} {
		if got := asking(t, url, headers); got != want {
			t.Errorf("%.20s: %d, want %d", headers, got, want)
		}
	}
	said := after(t, printed, "Access:")
	if !strings.HasPrefix(said, "who has a token may read; ") || !strings.Contains(said, "tokens.txt (1)") {
		t.Error(said)
	}
	if code := stop(); code != 0 {
		t.Errorf("it ends with %d", code)
	}
}

// What --addr names is a host, unless it means every address.
func TestAddrIsAHost(t *testing.T) {
	home(t)
	for addr, served := range map[string]bool{"demarche.example:80": true, "0.0.0.0:80": false, "[::]:80": false, ":80": false} {
		cmd := serveCommand()
		cmd.SetContext(t.Context())
		gate, err := openGate(cmd, addr)
		if err != nil {
			t.Fatal(err)
		}
		if got := passes(gate, "demarche.example"); got != served {
			t.Errorf("--addr %s: %v", addr, got)
		}
	}
}

func passes(g *access.Gate, host string) bool {
	passed := false
	h := g.Wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { passed = true }))
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "http://"+host+"/graphql", nil))
	return passed
}
