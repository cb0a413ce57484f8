package access

import (
	"net"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzClient: whatever a client writes into either header, behind a proxy that adds the client's address to one of them she is
// counted as herself or as the proxy, never as somebody else.
func FuzzClient(f *testing.F) {
	for _, forged := range []string{
		"", "198.51.100.1", `for="198.51.100.1";x="`, `for=198.51.100.1;x="\"`, "10.0.0.2, ", `"`, "for=;for=1", `for="a,b`, ",;=",
	} {
		f.Add(forged, "")
		f.Add("", forged)
		f.Add(forged, forged)
	}
	p, err := newProxies([]string{"10.0.0.0/8"})
	if err != nil {
		f.Fatal(err)
	}
	const client, proxy = "203.0.113.7", "10.0.0.1"
	added := [][2]string{{"X-Forwarded-For", client}, {"Forwarded", "for=" + client}, {"Forwarded", `for="` + client + `"`}}
	f.Fuzz(func(t *testing.T, list, standard string) {
		for _, hop := range added {
			r := httptest.NewRequest("POST", "http://localhost/graphql", nil)
			r.RemoteAddr = proxy + ":5"
			if list != "" {
				r.Header.Add("X-Forwarded-For", list)
			}
			if standard != "" {
				r.Header.Add("Forwarded", standard)
			}
			r.Header.Add(hop[0], hop[1])
			if got := p.client(r).String(); got != client && got != proxy {
				t.Errorf("%v: the client is taken for %s", hop, got)
			}
		}
	})
}

// FuzzTokens: a file of tokens is read or refused, and what was read is written as it was.
func FuzzTokens(f *testing.F) {
	line := Token{Name: "anna", Scope: Write}.line()
	for _, text := range []string{
		"", tokensHeader, line, tokensHeader + line + "\n\n# end", line + line, strings.ToUpper(line), "\x00", "a b c d e",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tokens, err := parseTokens("tokens.txt", []byte(text))
		if err != nil {
			return
		}
		var lines strings.Builder
		for _, token := range tokens {
			lines.WriteString(token.line())
		}
		again, err := parseTokens("tokens.txt", []byte(lines.String()))
		if err != nil || len(again) != len(tokens) {
			t.Fatalf("%v: %d tokens, then %d", err, len(tokens), len(again))
		}
		for i := range tokens {
			if again[i].line() != tokens[i].line() {
				t.Errorf("%q, then %q", tokens[i].line(), again[i].line())
			}
		}
	})
}

// FuzzHosts: of the hosts that an address in a browser can have, only this machine and the listed name pass.
func FuzzHosts(f *testing.F) {
	for _, host := range []string{
		"localhost", "localhost:80", "[::1]", "demarche.example.", "evil.example", "127.0.0.1.", "[localhost]", "localhost:evil:80", "127.1",
	} {
		f.Add(host)
	}
	h, err := newHosts([]string{"demarche.example"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, host string) {
		r := httptest.NewRequest("POST", "/graphql", nil)
		r.Host = host
		u, err := url.Parse("http://" + host + "/")
		if !h.allow(r) || err != nil || u.Host != host {
			return
		}
		name := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
		if name != "localhost" && name != "demarche.example" && !net.ParseIP(name).IsLoopback() {
			t.Errorf("%q passes, which is %q", host, name)
		}
	})
}
