package server

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/internal/server/access"
)

// gated serves h at /graphql to those who have a token with the scope read, and returns one.
func gated(t *testing.T, h http.HandlerFunc) (handler http.Handler, secret string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "tokens.txt")
	secret, err := access.CreateToken(t.Context(), file, access.Token{Name: "anna", Scope: access.Read})
	if err != nil {
		t.Fatal(err)
	}
	gate, err := access.New(t.Context(), access.Config{Tokens: file, PrivateReading: true, Origins: []string{"https://app.example"}})
	if err != nil {
		t.Fatal(err)
	}
	return New(Config{Store: healthy{}, GraphQL: h, Access: gate}), secret
}

// With private reading, everything that tells something of the store needs a token. The playground's own files hold nothing of
// it, and without them nobody could give the playground a token.
func TestPrivateReading(t *testing.T) {
	h, secret := gated(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, access.From(r.Context()).Name) })
	for path, want := range map[string]int{
		"/graphql": 401, "/graphql?query={stats{total}}": 401, "/": 200, "/playground/": 200, "/playground/examples.json": 200,
		"/healthz": 200, "/readyz": 200, "/nothing": 404,
	} {
		for _, method := range []string{"GET", "POST"} {
			if method == "POST" && want == 200 {
				continue
			}
			r := httptest.NewRequest(method, "http://localhost"+path, nil)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != want && !(method == "POST" && w.Code == 405) {
				t.Errorf("%s %s: %d, want %d", method, path, w.Code, want)
			}
			if w.Code == 401 && code(t, w.Body.String()) != "UNAUTHENTICATED" {
				t.Errorf("%s", w.Body)
			}
			if w.Header().Get("Content-Security-Policy") == "" {
				t.Errorf("%s %s: a refusal lacks the headers that all answers have", method, path)
			}
		}
	}
	r := httptest.NewRequest("POST", "http://localhost/graphql", strings.NewReader("{}"))
	r.Header.Set("Authorization", "Bearer "+secret)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != 200 || w.Body.String() != "anna" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// A large body is not read for somebody who may not ask.
func TestRefusedBeforeTheBody(t *testing.T) {
	h, _ := gated(t, func(http.ResponseWriter, *http.Request) { t.Error("it is asked") })
	read := &counting{Reader: strings.NewReader(strings.Repeat("x", 1<<19))}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("POST", "http://localhost/graphql", read))
	if w.Code != 401 || read.n != 0 {
		t.Errorf("%d after %d bytes", w.Code, read.n)
	}
}

type counting struct {
	io.Reader
	n int
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += n
	return n, err
}

// A page of another name, which was rebound to this machine, reads nothing: neither data nor the playground.
func TestRebound(t *testing.T) {
	h, _ := gated(t, func(http.ResponseWriter, *http.Request) { t.Error("it is asked") })
	for _, path := range []string{"/graphql", "/", "/playground/examples.json"} {
		r := httptest.NewRequest("GET", "http://evil.example:8080"+path, nil)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != 421 || code(t, w.Body.String()) != "FORBIDDEN" || !strings.Contains(w.Body.String(), "--hosts evil.example") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

// Warming a store needs no token: the process asks itself.
func TestWarmPassesTheGate(t *testing.T) {
	var asked atomic.Int64
	h, _ := gated(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	Warm(t.Context(), h)
	if asked.Load() == 0 {
		t.Error("no question passed")
	}
}

func TestServeTLS(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secure := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	ctx, cancel := context.WithCancel(t.Context())
	url, ended := make(chan string, 1), make(chan error, 1)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Proto) })
	go func() {
		ended <- Serve(ctx, Listening{Addr: "127.0.0.1:0", TLS: secure}, h, func(u string) { url <- u })
	}()
	at := <-url
	trusted, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(trusted)
	client := &http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: roots}}}
	r, err := client.Get(at)
	if err != nil || !strings.HasPrefix(at, "https://127.0.0.1:") {
		t.Fatalf("%s: %v", at, err)
	}
	if text := body(t, r); text != "HTTP/2.0" {
		t.Error(text)
	}
	_ = r.Body.Close()
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
