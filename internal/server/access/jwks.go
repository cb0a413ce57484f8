package access

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"golang.org/x/sync/singleflight"

	"github.com/demarche-graph/demarche/graph"
)

const (
	maxKeySet     = 1 << 20          // bytes
	keySetWithin  = 5 * time.Second  // for an issuer to answer
	keySetPause   = 30 * time.Second // between two questions for a key that is not known
	keySetEvery   = 10 * time.Minute // between two questions when nothing is missing
	maxRedirects  = 3
	keysSource    = "--jwks"
	keySetHeading = "application/jwk-set+json, application/json"
)

// signedBy are the algorithms of signatures that are taken: those of RFC 7518 and RFC 8037 with a public key. A key that
// several parties share, as HMAC has, would let each of them sign; none is no signature.
var signedBy = []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"}

// keySet is the public keys of an issuer (JWKS, RFC 7517), from a URL or a file. It keeps the last that it got.
type keySet struct {
	source string
	client *http.Client
	pause  time.Duration
	keys   atomic.Pointer[jwk.Set]
	flight singleflight.Group
	mu     sync.Mutex
	asked  time.Time // when a key was last missing; by mu
}

// newKeySet gets the keys for the first time. A URL is https, or http of this machine.
func newKeySet(ctx context.Context, source string) (*keySet, error) {
	k := &keySet{source: source, pause: keySetPause, client: &http.Client{
		Timeout: keySetWithin,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects || !safe(r.URL) {
				return errors.New("it redirects too often, or to an address that is not https")
			}
			return nil
		},
	}}
	if k.remote() {
		if u, err := url.Parse(source); err != nil || u.User != nil || !safe(u) {
			return nil, graph.Invalid("%s has to be an https address without a password (http for this machine only), or a file", keysSource)
		}
	}
	return k, k.load(ctx)
}

func (k *keySet) remote() bool { return strings.Contains(k.source, "://") }

// safe reports whether nobody between can change what an address answers.
func safe(u *url.URL) bool {
	return u.Scheme == "https" && u.Host != "" || u.Scheme == "http" && loopback(u.Hostname())
}

// load gets the keys anew. On an error the old ones stay.
func (k *keySet) load(ctx context.Context) error {
	text, err := k.read(ctx)
	if err != nil {
		return fmt.Errorf("cannot get the keys of %s %s: %w", keysSource, k.source, err)
	}
	set, err := usable(text)
	if err != nil {
		return graph.Invalid("%s %s: %v", keysSource, k.source, err)
	}
	k.keys.Store(&set)
	return nil
}

func (k *keySet) read(ctx context.Context) ([]byte, error) {
	if !k.remote() {
		return os.ReadFile(k.source)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, k.source, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", keySetHeading)
	answer, err := k.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("it answers %s", answer.Status)
	}
	return io.ReadAll(http.MaxBytesReader(nil, answer.Body, maxKeySet))
}

// usable returns the keys of a set that a signature can be checked with. Keys for encryption, shared keys, and
// RSA keys of less than 2048 bits, which jwk does not read (RFC 7518, section 3.3), are left out.
func usable(text []byte) (jwk.Set, error) {
	all, err := jwk.Parse(text, jwk.WithIgnoreParseError(true)) // Keys of unknown kinds are no fault: RFC 7517, section 5.
	if err != nil {
		return nil, errors.New("that is no set of keys (JWKS, RFC 7517)")
	}
	out := jwk.NewSet()
	for i := range all.Len() {
		key, _ := all.Key(i)
		if !forSignatures(key) {
			continue
		}
		if key, err = key.PublicKey(); err == nil {
			err = out.AddKey(key)
		}
		if err != nil {
			return nil, fmt.Errorf("key %d cannot be used", i+1)
		}
	}
	if out.Len() == 0 {
		return nil, fmt.Errorf("none of its keys is a public key for signatures by one of %s", strings.Join(signedBy, ", "))
	}
	return out, nil
}

func forSignatures(key jwk.Key) bool {
	if use, stated := key.KeyUsage(); stated && use != "" && use != jwk.ForSignature.String() {
		return false
	}
	if alg, stated := key.Algorithm(); stated && !slices.Contains(signedBy, alg.String()) {
		return false
	}
	return slices.Contains([]jwa.KeyType{jwa.RSA(), jwa.EC(), jwa.OKP()}, key.KeyType())
}

// with returns the keys. When none has an id, the issuer may have a new one: it is asked again, once for all that wait, and
// not sooner than a pause after the last time, so that a forged id does not make this server ask without end.
func (k *keySet) with(ctx context.Context, id string) *jwk.Set {
	set := k.keys.Load()
	if _, known := (*set).LookupKeyID(id); known || id == "" {
		return set
	}
	_, _, _ = k.flight.Do("", func() (any, error) {
		if k.due() {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keySetWithin)
			defer cancel()
			logFailure(k.load(ctx))
		}
		return nil, nil
	})
	return k.keys.Load()
}

// due reports whether the pause is over, and begins another if it is.
func (k *keySet) due() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.asked.IsZero() && time.Since(k.asked) < k.pause {
		return false
	}
	k.asked = time.Now()
	return true
}

// refresh gets the keys every few minutes until ctx is done, so that one which the issuer took back is not trusted for long.
func (k *keySet) refresh(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			logFailure(k.load(ctx))
		}
	}
}
