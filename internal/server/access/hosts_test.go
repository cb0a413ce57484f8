package access

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHosts(t *testing.T) {
	for _, c := range []struct {
		listed, host string
		arrived      string // the address of this machine to which the client connected
		allowed      bool
	}{
		{"", "localhost", "127.0.0.1", true},
		{"", "localhost:8080", "127.0.0.1", true},
		{"", "LOCALHOST.:1", "127.0.0.1", true},
		{"", "127.0.0.1:8080", "127.0.0.1", true},
		{"", "127.8.9.10", "127.0.0.1", true},
		{"", "[::1]:8080", "::1", true},
		{"", "[::ffff:127.0.0.1]", "127.0.0.1", true},
		{"", "evil.example:8080", "127.0.0.1", false}, // a name that was rebound to 127.0.0.1
		{"", "localhost.evil.example", "127.0.0.1", false},
		{"", "127.0.0.1.evil.example", "127.0.0.1", false},
		{"", "evil.localhost", "127.0.0.1", false},
		{"", "0.0.0.0:8080", "127.0.0.1", false},
		{"", "[::]", "::1", false},
		{"", "2130706433", "127.0.0.1", false},
		{"", "", "127.0.0.1", false},
		{"", "10.0.0.7:8080", "10.0.0.7", true}, // nobody's name, but the address itself
		{"", "10.0.0.7:8080", "::ffff:10.0.0.7", true},
		{"", "10.0.0.8:8080", "10.0.0.7", false},
		{"", "10.0.0.8", "", false},
		{"demarche.example", "demarche.example:443", "10.0.0.7", true},
		{"Demarche.Example.", "DEMARCHE.example", "10.0.0.7", true},
		{"demarche.example", "localhost", "10.0.0.7", true},
		{"demarche.example", "www.demarche.example", "10.0.0.7", false},
		{"[2001:db8::1]", "[2001:DB8::1]:80", "10.0.0.7", true},
		{"2001:db8::1", "[2001:db8::1]", "10.0.0.7", true},
		{"10.0.0.8", "10.0.0.8:8080", "10.0.0.7", true},
		{"*", "anything.example", "10.0.0.7", true},
		{"*", "", "10.0.0.7", true},
	} {
		var list []string
		if c.listed != "" {
			list = []string{c.listed}
		}
		h := newGate(t, Config{Hosts: list}).Wrap(needing(Read))
		at := &net.TCPAddr{IP: net.ParseIP(c.arrived), Port: 8080}
		r := httptest.NewRequestWithContext(context.WithValue(t.Context(), http.LocalAddrContextKey, net.Addr(at)), "POST", "/graphql", nil)
		r.Host = c.host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if allowed := w.Code == 200; allowed != c.allowed || !allowed && w.Code != 421 {
			t.Errorf("--hosts %s: %q at %s: %d", c.listed, c.host, c.arrived, w.Code)
		}
	}
}

// Who is refused learns the flag that would allow it, in a form that is safe to paste.
func TestMisdirected(t *testing.T) {
	h := newGate(t, Config{Origins: []string{"*"}}).Wrap(needing(Read))
	for host, says := range map[string]string{
		"Demarche.example:8080": `as "demarche.example"; its operator can allow it: demarche serve --hosts demarche.example`,
		"a.example;reboot":      "--hosts NAME",
		"":                      `as ""; its operator can allow it: demarche serve --hosts NAME`,
		"--tokens":              "--hosts NAME",
	} {
		w := send(h, "POST", "/graphql", "Host: "+host)
		code, message := refusal(t, w)
		if w.Code != 421 || code != "FORBIDDEN" || !strings.HasSuffix(message, says) {
			t.Errorf("%s: %d %s %s", host, w.Code, code, message)
		}
	}
	if _, message := refusal(t, send(h, "POST", "/graphql", "Host: "+strings.Repeat("x", 60000))); len(message) > 800 {
		t.Errorf("it echoes %d bytes", len(message))
	}
	// The check comes before CORS: a rebound page is no other origin, and asks for none.
	w := send(h, "OPTIONS", "/graphql", "Host: evil.example", "Origin: http://evil.example", "Access-Control-Request-Method: POST")
	if w.Code != 421 || w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}
