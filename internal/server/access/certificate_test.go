package access

import (
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// writeCertificate writes a certificate of its own signature, by a serial number, and its key.
func writeCertificate(t *testing.T, certFile, keyFile string, serial int64) {
	t.Helper()
	key := newEC(t)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost", "demarche.example"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der := must[[]byte](t)(x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key))
	write := func(file, kind string, bytes []byte) {
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(certFile, "CERTIFICATE", der)
	write(keyFile, "PRIVATE KEY", must[[]byte](t)(x509.MarshalPKCS8PrivateKey(key)))
}

// secure serves a handler with a gate's TLS, as package server does, and returns its address. A server of httptest would add a
// certificate of its own.
func secure(t *testing.T, g *Gate, h http.Handler) string {
	t.Helper()
	l := must[net.Listener](t)(net.Listen("tcp", "127.0.0.1:0"))
	s := &http.Server{Handler: h, TLSConfig: g.TLS(), ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)}
	t.Cleanup(func() { _ = s.Close() })
	go func() { _ = s.ServeTLS(l, "", "") }()
	return l.Addr().String()
}

// The next handshake has the new certificate. A request that is under way, and its connection, go on.
func TestCertificateReload(t *testing.T) {
	dir := t.TempDir()
	certFile, keyFile := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	writeCertificate(t, certFile, keyFile, 1)
	g := newGate(t, Config{CertFile: certFile, KeyFile: keyFile})
	inside, goOn := make(chan struct{}), make(chan struct{})
	at := secure(t, g, g.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			close(inside)
			<-goOn
		}
		_, _ = w.Write([]byte(r.Proto))
	})))
	client := func() *http.Client {
		return &http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	}
	get := func(c *http.Client, path string) (serial int64, status int, proto string) {
		r, err := c.Get("https://" + at + path)
		if err != nil {
			t.Error(err)
			return 0, 0, ""
		}
		defer func() { _ = r.Body.Close() }()
		return r.TLS.PeerCertificates[0].SerialNumber.Int64(), r.StatusCode, r.Proto
	}
	old := client()
	var running sync.WaitGroup
	running.Go(func() {
		if serial, status, _ := get(old, "/slow"); serial != 1 || status != 200 {
			t.Errorf("the request under way: certificate %d, %d", serial, status)
		}
	})
	<-inside
	writeCertificate(t, certFile, keyFile, 2)
	if err := g.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	if serial, status, proto := get(client(), "/"); serial != 2 || status != 200 || proto != "HTTP/2.0" {
		t.Errorf("certificate %d, %d, %s", serial, status, proto)
	}
	close(goOn)
	running.Wait()
	if serial, _, _ := get(old, "/"); serial != 1 {
		t.Error("the connection that stood was dropped")
	}
	if err := os.WriteFile(keyFile, []byte("half a k"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := g.Reload(t.Context()); err == nil || !strings.Contains(err.Error(), keyFile) {
		t.Error(err)
	}
	if serial, status, _ := get(client(), "/"); serial != 2 || status != 200 {
		t.Errorf("after a bad file: certificate %d, %d", serial, status)
	}
}

func TestTLSVersions(t *testing.T) {
	dir := t.TempDir()
	certFile, keyFile := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	writeCertificate(t, certFile, keyFile, 1)
	g := newGate(t, Config{CertFile: certFile, KeyFile: keyFile})
	at := secure(t, g, http.NotFoundHandler())
	versions := map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true}
	for version, accepted := range versions {
		c, err := tls.Dial("tcp", at, &tls.Config{InsecureSkipVerify: true, MinVersion: version, MaxVersion: version})
		if (err == nil) != accepted {
			t.Errorf("%s: %v", tls.VersionName(version), err)
		}
		if err == nil {
			_ = c.Close()
		}
	}
	if newGate(t, Config{}).TLS() != nil {
		t.Error("TLS without a certificate")
	}
}

func TestHSTS(t *testing.T) {
	h := newGate(t, Config{Hosts: []string{"demarche.example"}}).Wrap(needing(Read))
	for url, want := range map[string]string{
		"https://demarche.example/graphql": hsts, "http://demarche.example/graphql": "", "https://localhost/graphql": "",
		"https://127.0.0.1/graphql": "", "https://evil.example/graphql": "",
	} {
		if got := send(h, "POST", url).Header().Get("Strict-Transport-Security"); got != want {
			t.Errorf("%s: %q", url, got)
		}
	}
}

func TestBadCertificates(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	writeCertificate(t, file("a.pem"), file("a.key"), 1)
	writeCertificate(t, file("b.pem"), file("b.key"), 2)
	for name, c := range map[string][2]string{
		"a key of another": {file("a.pem"), file("b.key")}, "no file": {file("a.pem"), file("c.key")},
		"the wrong way round": {file("a.key"), file("a.pem")},
	} {
		if _, err := New(t.Context(), Config{CertFile: c[0], KeyFile: c[1]}); err == nil || !strings.Contains(err.Error(), c[0]) ||
			strings.Contains(err.Error(), "PRIVATE") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
