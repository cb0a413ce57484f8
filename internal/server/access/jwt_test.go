package access

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
)

// signer is a key of an issuer.
type signer struct {
	id  string
	alg jwa.SignatureAlgorithm
	key any // the private key
}

func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func newRSA(t *testing.T, bits int) *rsa.PrivateKey {
	t.Helper()
	return must[*rsa.PrivateKey](t)(rsa.GenerateKey(rand.Reader, bits))
}

func newEC(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	return must[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
}

// jwks is the set of the signers' public keys, with their algorithms where named is true.
func jwks(t *testing.T, named bool, signers ...signer) []byte {
	t.Helper()
	set := jwk.NewSet()
	for _, s := range signers {
		key := must[jwk.Key](t)(must[jwk.Key](t)(jwk.Import(s.key)).PublicKey())
		_ = key.Set(jwk.KeyIDKey, s.id)
		if named {
			_ = key.Set(jwk.AlgorithmKey, s.alg)
		}
		if err := set.AddKey(key); err != nil {
			t.Fatal(err)
		}
	}
	return must[[]byte](t)(json.Marshal(set))
}

type claims map[string]any

// right are the claims of a token that is taken.
func right(changes claims) claims {
	c := claims{
		"iss": "https://issuer.example", "aud": "demarche", "sub": "anna", "scope": "openid write", "exp": time.Now().Add(time.Hour).Unix(),
	}
	maps.Copy(c, changes)
	maps.DeleteFunc(c, func(_ string, v any) bool { return v == nil })
	return c
}

// sign makes a JWT. header adds to, or replaces, what the signer puts into the header.
func (s signer) sign(t *testing.T, c claims, header map[string]any) string {
	t.Helper()
	headers := jws.NewHeaders()
	if s.id != "" {
		_ = headers.Set(jws.KeyIDKey, s.id)
	}
	for name, value := range header {
		if err := headers.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	return string(must[[]byte](t)(jws.Sign(must[[]byte](t)(json.Marshal(c)), jws.WithKey(s.alg, s.key, jws.WithProtectedHeaders(headers)))))
}

// taking returns a gate that takes JWTs signed by the keys of a set.
func taking(t *testing.T, set []byte) *Gate {
	t.Helper()
	file := filepath.Join(t.TempDir(), "jwks.json")
	if err := os.WriteFile(file, set, 0o600); err != nil {
		t.Fatal(err)
	}
	return newGate(t, Config{JWKS: file, JWTIssuer: "https://issuer.example", JWTAudience: "demarche", PrivateReading: true})
}

func TestJWTs(t *testing.T) {
	key := signer{"k", jwa.ES256(), newEC(t)}
	other := signer{"k", jwa.ES256(), newEC(t)}
	h := taking(t, jwks(t, true, key)).Wrap(needing(Write))
	own := must[jwk.Key](t)(must[jwk.Key](t)(jwk.Import(other.key)).PublicKey())
	now := time.Now()
	tampered := func(s string) string {
		parts := strings.Split(s, ".")
		payload := must[[]byte](t)(base64.RawURLEncoding.DecodeString(parts[1]))
		parts[1] = base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(payload), "write", "admin", 1)))
		return strings.Join(parts, ".")
	}
	for name, c := range map[string]struct {
		token  string
		status int
		says   string
	}{
		"right":                       {key.sign(t, right(nil), nil), 200, "anna|jwt:anna"},
		"several audiences":           {key.sign(t, right(claims{"aud": []string{"x", "demarche"}}), nil), 200, "anna|jwt:anna"},
		"scp, a list":                 {key.sign(t, right(claims{"scope": nil, "scp": []string{"x", "write"}}), nil), 200, "anna"},
		"scp, a text":                 {key.sign(t, right(claims{"scope": nil, "scp": "x write"}), nil), 200, "anna"},
		"permissions":                 {key.sign(t, right(claims{"scope": nil, "permissions": []string{"admin"}}), nil), 200, "anna"},
		"with a prefix":               {key.sign(t, right(claims{"scope": "demarche:write"}), nil), 200, "anna"},
		"without an id, of one key":   {signer{"", key.alg, key.key}.sign(t, right(nil), nil), 200, "anna"},
		"expired within the leeway":   {key.sign(t, right(claims{"exp": now.Add(-10 * time.Second).Unix()}), nil), 200, "anna"},
		"a scope that is too small":   {key.sign(t, right(claims{"scope": "read"}), nil), 403, "anna has read"},
		"another program's scopes":    {key.sign(t, right(claims{"scope": "openid other:write rewrite"}), nil), 403, "anna has none"},
		"scopes that are no texts":    {key.sign(t, right(claims{"scope": 7, "scp": []any{1, nil}}), nil), 403, "anna has none"},
		"expired":                     {key.sign(t, right(claims{"exp": now.Add(-2 * time.Minute).Unix()}), nil), 401, "has expired"},
		"not valid yet":               {key.sign(t, right(claims{"nbf": now.Add(2 * time.Minute).Unix()}), nil), 401, "not valid yet"},
		"issued later":                {key.sign(t, right(claims{"iat": now.Add(2 * time.Minute).Unix()}), nil), 401, "not valid yet"},
		"without an end":              {key.sign(t, right(claims{"exp": nil}), nil), 401, "lacks sub or exp"},
		"without a subject":           {key.sign(t, right(claims{"sub": nil}), nil), 401, "lacks sub or exp"},
		"an empty subject":            {key.sign(t, right(claims{"sub": ""}), nil), 401, "lacks sub or exp"},
		"a subject that breaks lines": {key.sign(t, right(claims{"sub": "a\nb"}), nil), 401, "lacks sub or exp"},
		"a very long subject":         {key.sign(t, right(claims{"sub": strings.Repeat("a", 256)}), nil), 401, "lacks sub or exp"},
		"another issuer":              {key.sign(t, right(claims{"iss": "https://evil.example"}), nil), 401, "another issuer"},
		"no issuer":                   {key.sign(t, right(claims{"iss": nil}), nil), 401, "another issuer"},
		"another audience":            {key.sign(t, right(claims{"aud": "other"}), nil), 401, "another audience"},
		"no audience":                 {key.sign(t, right(claims{"aud": nil}), nil), 401, "another audience"},
		"another key of the same id":  {other.sign(t, right(nil), nil), 401, "signature"},
		"an unknown id":               {signer{"x", key.alg, key.key}.sign(t, right(nil), nil), 401, "signature"},
		"tampered":                    {tampered(key.sign(t, right(nil), nil)), 401, "signature"},
		"without its signature":       {strings.Join(strings.Split(key.sign(t, right(nil), nil), ".")[:2], ".") + ".", 401, "no JWT"},
		"claims that are none":        {key.sign(t, right(claims{"exp": "soon"}), nil), 401, "lacks sub or exp"},
		"a header that must be known": {key.sign(t, right(nil), map[string]any{"crit": []string{"x"}, "x": 1}), 401, "signature"},
		"a key of its own":            {other.sign(t, right(nil), map[string]any{"jwk": own}), 401, "signature"},
		"keys from elsewhere": {signer{"x", other.alg, other.key}.sign(t, right(nil), map[string]any{"jku": "https://evil.example/jwks"}),
			401, "signature"},
		"two parts":      {"a.b", 401, "no JWT"},
		"three of dots":  {"..", 401, "no JWT"},
		"what is no JWT": {"a.b.c", 401, "no JWT"},
		"JSON":           {`{"payload":"e30.e30.","signatures":[]}`, 401, "no JWT"},
		"too long":       {key.sign(t, right(claims{"x": strings.Repeat("a", maxTokenText)}), nil), 401, "no JWT"},
	} {
		t.Run(name, func(t *testing.T) {
			w := send(h, "POST", "http://localhost/graphql", "Authorization: Bearer "+c.token)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) || len(w.Body.String()) > 500 {
				t.Errorf("%d %s, want %d %s", w.Code, w.Body, c.status, c.says)
			}
			if payload := strings.Split(c.token, "."); w.Code == 401 && len(payload) == 3 && len(payload[1]) > 9 &&
				strings.Contains(w.Body.String(), payload[1]) {
				t.Errorf("the token is told back: %s", w.Body)
			}
		})
	}
}

// Each kind of key is used with its own algorithms, whether the set names them or not.
func TestAlgorithms(t *testing.T) {
	big, ec := newRSA(t, 2048), newEC(t)
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, named := range []bool{true, false} {
		for _, s := range []signer{{"a", jwa.RS256(), big}, {"b", jwa.PS512(), big}, {"c", jwa.ES256(), ec}, {"d", jwa.EdDSA(), ed}} {
			h := taking(t, jwks(t, named, s)).Wrap(needing(Read))
			if w := send(h, "POST", "http://localhost/graphql", "Authorization: Bearer "+s.sign(t, right(nil), nil)); w.Code != 200 {
				t.Errorf("%s, named %v: %d %s", s.alg, named, w.Code, w.Body)
			}
		}
	}
	named := taking(t, jwks(t, true, signer{"a", jwa.RS256(), big})).Wrap(needing(Read))
	if got := status(named, signer{"a", jwa.PS256(), big}.sign(t, right(nil), nil)); got != 401 {
		t.Errorf("a key for RS256 is used for PS256: %d", got)
	}
}

// Nobody makes a token of a public key by calling it a shared one (RFC 8725, section 2.1), or leaves out the signature.
func TestAlgorithmConfusion(t *testing.T) {
	key := newRSA(t, 2048)
	set := jwks(t, false, signer{"k", jwa.RS256(), key})
	der := must[[]byte](t)(x509.MarshalPKIXPublicKey(&key.PublicKey))
	text := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	public := map[string][]byte{"the set": set, "DER": der, "PEM": text, "n": key.N.Bytes()}
	h := taking(t, set).Wrap(needing(Read))
	for name, shared := range public {
		token := signer{"k", jwa.HS256(), shared}.sign(t, right(claims{"scope": "admin"}), nil)
		w := send(h, "POST", "http://localhost/graphql", "Authorization: Bearer "+token)
		if w.Code != 401 || !strings.Contains(w.Body.String(), "algorithm") {
			t.Errorf("HMAC with %s: %d %s", name, w.Code, w.Body)
		}
	}
	payload := base64.RawURLEncoding.EncodeToString(must[[]byte](t)(json.Marshal(right(nil))))
	for _, alg := range []string{"none", "None", "NONE", "", "HS256", "ES256K", "RSA-OAEP"} {
		header := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"` + alg + `","kid":"k"}`))
		for _, signature := range []string{"", "AAAA"} {
			if w := send(h, "POST", "http://localhost/graphql", "Authorization: Bearer "+header+"."+payload+"."+signature); w.Code != 401 {
				t.Errorf("%q with the signature %q: %d", alg, signature, w.Code)
			}
		}
	}
}

// A token that is known is not checked again, but ends when it says so, and with the keys that signed it. What is refused is not
// kept.
func TestVerifiedTokens(t *testing.T) {
	key := signer{"k", jwa.ES256(), newEC(t)}
	g := taking(t, jwks(t, true, key))
	h := g.Wrap(needing(Read))
	good, bad := key.sign(t, right(nil), nil), key.sign(t, right(claims{"aud": "other"}), nil)
	for range 3 {
		if status(h, good) != 200 || status(h, bad) != 401 || status(h, good[:len(good)-3]+"AAA") != 401 {
			t.Error("the second answer differs from the first")
		}
	}
	if n := g.issuer.verified.Len(); n != 1 {
		t.Errorf("%d tokens are kept", n)
	}
	hash := sha256.Sum256([]byte(good))
	v, _ := g.issuer.verified.Get(hash)
	g.issuer.verified.Add(hash, verdict{Identity{"somebody", Admin}, time.Now().Add(-time.Second), v.keys})
	if w := send(h, "POST", "http://localhost/graphql", "Authorization: Bearer "+good); !strings.Contains(w.Body.String(), "anna") {
		t.Errorf("what was found out holds beyond its end: %s", w.Body)
	}
	if err := g.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	g.issuer.verified.Add(hash, verdict{Identity{"somebody", Admin}, time.Now().Add(time.Hour), v.keys})
	if w := send(h, "POST", "http://localhost/graphql", "Authorization: Bearer "+good); !strings.Contains(w.Body.String(), "anna") {
		t.Errorf("what was found out holds beyond its keys: %s", w.Body)
	}
}
