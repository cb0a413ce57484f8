package access

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// hsts tells a browser to use https for this name for a year (RFC 6797).
const hsts = "max-age=31536000"

// certificate is the server's certificate and key, of two files in PEM. Handshakes take the one that was read last;
// connections that stand keep theirs.
type certificate struct {
	certFile, keyFile string
	current           atomic.Pointer[tls.Certificate]
}

// newCertificate returns nil when no file is named.
func newCertificate(certFile, keyFile string) (*certificate, error) {
	switch {
	case certFile == "" && keyFile == "":
		return nil, nil //nolint:nilnil // there is none, and nothing is wrong
	case certFile == "" || keyFile == "":
		return nil, graph.Invalid("--tls-cert and --tls-key belong together; give both")
	}
	c := &certificate{certFile: certFile, keyFile: keyFile}
	return c, c.load()
}

// load reads the files. On an error the old certificate stays.
func (c *certificate) load() error {
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return fmt.Errorf("cannot use the certificate %s with the key %s: %w", c.certFile, c.keyFile, err)
	}
	if pair.Leaf != nil && time.Now().After(pair.Leaf.NotAfter) {
		slog.Warn("the certificate has expired; clients will refuse it", "file", c.certFile, "expired", pair.Leaf.NotAfter)
	}
	c.current.Store(&pair)
	return nil
}

// config is for a server with HTTP/2 and HTTP/1.1. TLS 1.0 and 1.1 are out of use: RFC 8996.
func (c *certificate) config() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.current.Load(), nil },
	}
}
