package access

import (
	"net/http/httptest"
	"testing"
)

func TestClient(t *testing.T) {
	const forwarded, standard = "X-Forwarded-For", "Forwarded"
	for _, c := range []struct {
		name    string
		peer    string
		headers [][2]string
		want    string
	}{
		{"no proxy", "203.0.113.7:5", nil, "203.0.113.7"},
		{"a stranger's word", "203.0.113.7:5", [][2]string{{forwarded, "198.51.100.1"}}, "203.0.113.7"},
		{"a stranger's word in the standard's form", "203.0.113.7:5", [][2]string{{standard, "for=198.51.100.1"}}, "203.0.113.7"},
		{"one proxy", "10.0.0.1:5", [][2]string{{forwarded, "203.0.113.7"}}, "203.0.113.7"},
		{"a proxy that says nothing", "10.0.0.1:5", nil, "10.0.0.1"},
		{"a forged address before the true one", "10.0.0.1:5", [][2]string{{forwarded, "198.51.100.1, 203.0.113.7"}}, "203.0.113.7"},
		{"a forged address in a header of its own", "10.0.0.1:5", [][2]string{{forwarded, "198.51.100.1"}, {forwarded, "203.0.113.7"}},
			"203.0.113.7"},
		{"a client that says to be a proxy", "10.0.0.1:5", [][2]string{{forwarded, "10.9.9.9, 203.0.113.7, 10.0.0.2"}}, "203.0.113.7"},
		{"two proxies", "10.0.0.1:5", [][2]string{{forwarded, "203.0.113.7, 10.0.0.2"}}, "203.0.113.7"},
		{"within the proxies' own network", "10.0.0.1:5", [][2]string{{forwarded, "10.0.0.9"}}, "10.0.0.9"},
		{"nonsense before a proxy", "10.0.0.1:5", [][2]string{{forwarded, "203.0.113.7, nonsense, 10.0.0.2"}}, "10.0.0.2"},
		{"an empty list", "10.0.0.1:5", [][2]string{{forwarded, " "}}, "10.0.0.1"},
		{"with a port", "10.0.0.1:5", [][2]string{{forwarded, "203.0.113.7:4711"}}, "203.0.113.7"},
		{"IPv6 by its network", "10.0.0.1:5", [][2]string{{forwarded, "2001:db8:1:2:3:4:5:6"}}, "2001:db8:1:2::/64"},
		{"IPv6 with a zone", "[fe80::1%eth0]:5", nil, "fe80::/64"},
		{"IPv4 within IPv6", "[::ffff:10.0.0.1]:5", [][2]string{{forwarded, "::ffff:203.0.113.7"}}, "203.0.113.7"},
		{"the standard's form", "10.0.0.1:5", [][2]string{{standard, `for=192.0.2.43;proto=https, For="[2001:db8:1:2::7]:4711";by=x`}},
			"2001:db8:1:2::/64"},
		{"the standard's form, hidden", "10.0.0.1:5", [][2]string{{standard, "for=203.0.113.7, for=_hidden"}}, "10.0.0.1"},
		{"the standard's form, with no for", "10.0.0.1:5", [][2]string{{standard, "for=203.0.113.7, proto=https"}}, "10.0.0.1"},
		{"a forged mark that would swallow the true one", "10.0.0.1:5", [][2]string{{standard, `for="198.51.100.1";x="`}, {standard,
			"for=203.0.113.7"}}, "10.0.0.1"},
		{"a forged mark with an escape", "10.0.0.1:5", [][2]string{{standard, `for="198.51.100.1";x="\"`}, {standard, "for=203.0.113.7"}},
			"203.0.113.7"},
		{"both, of one mind", "10.0.0.1:5", [][2]string{{standard, "for=203.0.113.7"}, {forwarded, "203.0.113.7"}}, "203.0.113.7"},
		{"both, one of them forged", "10.0.0.1:5", [][2]string{{standard, "for=203.0.113.7"}, {forwarded, "198.51.100.1"}}, "10.0.0.1"},
		{"a peer that is none", "@", nil, "unknown"},
	} {
		g := newGate(t, Config{TrustedProxies: []string{"10.0.0.0/8"}})
		r := httptest.NewRequest("POST", "http://localhost/graphql", nil)
		r.RemoteAddr = c.peer
		for _, h := range c.headers {
			r.Header.Add(h[0], h[1])
		}
		w := httptest.NewRecorder()
		g.Wrap(needing(Read)).ServeHTTP(w, r)
		if w.Body.String() != "|"+c.want {
			t.Errorf("%s: %s, want %s", c.name, w.Body, c.want)
		}
	}
	p, err := newProxies([]string{"192.0.2.7", "2001:db8::/32"})
	if err != nil || !p.trust(parseAddr("192.0.2.7")) || p.trust(parseAddr("192.0.2.8")) || !p.trust(parseAddr("2001:db8:9::1")) {
		t.Errorf("%v %v", p, err)
	}
}
