package access

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"

	"github.com/demarche-graph/demarche/graph"
)

// issuerServer serves a set of keys that a test changes.
type issuerServer struct {
	*httptest.Server
	set    atomic.Pointer[[]byte] // nil is an issuer in trouble
	asked  atomic.Int64
	signer signer
}

func newIssuerServer(t *testing.T) *issuerServer {
	t.Helper()
	s := &issuerServer{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		s.asked.Add(1)
		set := s.set.Load()
		if set == nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		_, _ = w.Write(*set)
	}))
	t.Cleanup(s.Close)
	s.rotate(t, "first")
	return s
}

// rotate replaces the one key by another.
func (s *issuerServer) rotate(t *testing.T, id string) {
	t.Helper()
	s.signer = signer{id, jwa.ES256(), newEC(t)}
	set := jwks(t, true, s.signer)
	s.set.Store(&set)
}

func (s *issuerServer) gate(t *testing.T) *Gate {
	t.Helper()
	return newGate(t, Config{JWKS: s.URL, JWTIssuer: "https://issuer.example", JWTAudience: "demarche"})
}

func status(h http.Handler, token string) int {
	return send(h, "POST", "http://localhost/graphql", "Authorization: Bearer "+token).Code
}

// A new key of the issuer is taken when the first token comes that it signed. The old one is not any more.
func TestRotatedKeys(t *testing.T) {
	s := newIssuerServer(t)
	h := s.gate(t).Wrap(needing(Read))
	first := s.signer.sign(t, right(nil), nil)
	for range 2 { // The second time it is known.
		if got := status(h, first); got != 200 || s.asked.Load() != 1 {
			t.Fatalf("%d, asked %d times", got, s.asked.Load())
		}
	}
	s.rotate(t, "second")
	if got := status(h, s.signer.sign(t, right(nil), nil)); got != 200 || s.asked.Load() != 2 {
		t.Errorf("%d, asked %d times", got, s.asked.Load())
	}
	if got := status(h, first); got != 401 {
		t.Errorf("a key that the issuer took back: %d", got)
	}
}

// Forged ids do not make the server ask the issuer without end.
func TestUnknownKeysAreBounded(t *testing.T) {
	s := newIssuerServer(t)
	h := s.gate(t).Wrap(needing(Read))
	var running sync.WaitGroup
	for range 8 {
		forged := signer{"forged", jwa.ES256(), newEC(t)}.sign(t, right(nil), nil)
		running.Go(func() {
			for range 10 {
				if got := status(h, forged); got != 401 {
					t.Errorf("%d", got)
				}
			}
		})
	}
	running.Wait()
	if n := s.asked.Load(); n != 2 { // at the start, and for the first forged id
		t.Errorf("asked %d times", n)
	}
}

// An issuer in trouble costs nobody the keys that are known.
func TestIssuerInTrouble(t *testing.T) {
	s := newIssuerServer(t)
	g := s.gate(t)
	g.issuer.keys.pause = 0
	h := g.Wrap(needing(Read))
	good := s.signer.sign(t, right(nil), nil)
	broken, empty := []byte("<html>"), []byte(`{"keys":[]}`)
	for name, set := range map[string]*[]byte{"it fails": nil, "it answers something else": &broken, "it has no keys": &empty} {
		s.set.Store(set)
		if err := g.Reload(t.Context()); err == nil || !strings.Contains(err.Error(), s.URL) {
			t.Errorf("%s: %v", name, err)
		}
		if got := status(h, signer{"x", jwa.ES256(), newEC(t)}.sign(t, right(nil), nil)); got != 401 {
			t.Errorf("%s: %d", name, got)
		}
		if got := status(h, good); got != 200 {
			t.Errorf("%s: %d", name, got)
		}
	}
	s.rotate(t, "second")
	if err := g.Reload(t.Context()); err != nil || status(h, good) != 401 || status(h, s.signer.sign(t, right(nil), nil)) != 200 {
		t.Errorf("after the trouble: %v", err)
	}
}

// Without a request that needs a new key, a key that was taken back goes by itself.
func TestRefresh(t *testing.T) {
	s := newIssuerServer(t)
	g := s.gate(t)
	h := g.Wrap(needing(Read))
	first := s.signer.sign(t, right(nil), nil)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); g.issuer.keys.refresh(ctx, time.Millisecond) }()
	s.rotate(t, "second")
	for end := time.Now().Add(30 * time.Second); status(h, first) == 200; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the old key is still trusted")
		}
	}
	cancel()
	<-ended
	newGate(t, Config{}).Refresh(t.Context()) // nothing to refresh: it returns
}

func TestKeysAtTheStart(t *testing.T) {
	s := newIssuerServer(t)
	s.set.Store(nil)
	config := Config{JWKS: s.URL, JWTIssuer: "i", JWTAudience: "a"}
	if _, err := New(t.Context(), config); err == nil || errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), "502") {
		t.Errorf("an issuer in trouble: %v", err)
	}
	s.Close()
	if _, err := New(t.Context(), config); err == nil || errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), s.URL) {
		t.Errorf("an issuer that is away: %v", err)
	}
	config.JWKS = filepath.Join(t.TempDir(), "none.json")
	if _, err := New(t.Context(), config); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "--jwks") {
		t.Errorf("no such file: %v", err)
	}
}

// An issuer cannot send the server to an address where somebody else could answer.
func TestRedirectedKeys(t *testing.T) {
	s := newIssuerServer(t)
	for to, fails := range map[string]bool{s.URL: false, "http://evil.example/": true, "file:///etc/passwd": true} {
		r := httptest.NewServer(http.RedirectHandler(to, http.StatusFound))
		_, err := New(t.Context(), Config{JWKS: r.URL, JWTIssuer: "i", JWTAudience: "a"})
		if (err != nil) != fails {
			t.Errorf("%s: %v", to, err)
		}
		r.Close()
	}
}

func TestUsableKeys(t *testing.T) {
	strong := jwks(t, true, signer{"k", jwa.RS256(), newRSA(t, 2048)})
	weak := `{"keys":[{"kty":"RSA","kid":"w","e":"AQAB","n":"` + base64.RawURLEncoding.EncodeToString(newRSA(t, 1024).N.Bytes()) + `"}]}`
	for name, c := range map[string]struct {
		set    string
		usable bool
	}{
		"a public key":           {string(strong), true},
		"for signatures":         {strings.Replace(string(strong), `"kid"`, `"use":"sig","kid"`, 1), true},
		"for encryption":         {strings.Replace(string(strong), `"kid"`, `"use":"enc","kid"`, 1), false},
		"for RSA-OAEP":           {strings.Replace(string(strong), "RS256", "RSA-OAEP", 1), false},
		"for an HMAC":            {strings.Replace(string(strong), "RS256", "HS256", 1), false},
		"shared":                 {`{"keys":[{"kty":"oct","kid":"k","alg":"HS256","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]}`, false},
		"shared, of no alg":      {`{"keys":[{"kty":"oct","kid":"k","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]}`, false},
		"weak":                   {weak, false},
		"weak beside a good one": {strings.Replace(string(strong), `[`, `[`+weak[len(`{"keys":[`):len(weak)-2]+`,`, 1), true},
		"of an unknown kind":     {strings.Replace(string(strong), `[`, `[{"kty":"PQ","kid":"q","pub":"AA"},`, 1), true},
		"none":                   {`{"keys":[]}`, false},
		"something else in JSON": {`{"a":1}`, false},
		"nothing":                {"", false},
	} {
		set, err := usable([]byte(c.set))
		if (err == nil) != c.usable || c.usable && set.Len() != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
