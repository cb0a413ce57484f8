package access

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
	"github.com/lestrrat-go/jwx/v3/jwt"

	"github.com/demarche-graph/demarche/graph"
)

const (
	leeway       = time.Minute // by which the clock of an issuer may differ
	maxSubject   = 255         // bytes: OpenID Connect Core 1.0, section 2
	maxTokenText = 8 << 10     // bytes of a token
	maxVerified  = 1000        // tokens whose signatures need not be checked again
)

// issuer takes the JWTs that one issuer signed for this server, by RFC 8725: algorithm, signature, time, issuer and audience.
type issuer struct {
	keys           *keySet
	name, audience string
	verified       *lru.Cache[[sha256.Size]byte, verdict] // by the hash of a token: a client sends the same one for minutes
}

// verdict is what was found out about a token. It holds while the keys are those that it was checked with.
type verdict struct {
	who  Identity
	ends time.Time
	keys *jwk.Set
}

// newIssuer returns nil when no keys are named.
func newIssuer(ctx context.Context, jwks, name, audience string) (*issuer, error) {
	switch {
	case jwks == "" && name == "" && audience == "":
		return nil, nil //nolint:nilnil // there is none, and nothing is wrong
	case jwks == "" || name == "" || audience == "":
		return nil, graph.Invalid("--jwks, --jwt-issuer and --jwt-audience belong together; give all three: without the last two, a " +
			"token for another program would do here")
	}
	keys, err := newKeySet(ctx, jwks)
	if err != nil {
		return nil, err
	}
	verified, err := lru.New[[sha256.Size]byte, verdict](maxVerified)
	return &issuer{keys, name, audience, verified}, err
}

// Reasons for which a JWT is refused. Their texts are shown; none quotes the token.
var (
	errShape     = errors.New("the token is none of this server and no JWT either; was it copied whole?")
	errAlgorithm = errors.New("the token is not signed by an algorithm with a public key")
	errSignature = errors.New("the signature of the token is not by a key of the issuer")
	errExpired   = errors.New("the token has expired; get a new one")
	errEarly     = errors.New("the token is not valid yet; compare the clocks")
	errIssuer    = errors.New("the token is by another issuer")
	errAudience  = errors.New("the token is for another audience")
	errClaims    = errors.New("the token lacks sub or exp")
)

// still says whether the token has not expired since.
func (v verdict) still() error {
	if time.Now().After(v.ends.Add(leeway)) {
		return errExpired
	}
	return nil
}

// identify returns who a JWT says is asking. Errors are those above.
func (i *issuer) identify(ctx context.Context, text string) (verdict, error) {
	if strings.Count(text, ".") != 2 || len(text) > maxTokenText {
		return verdict{}, errShape
	}
	hash := sha256.Sum256([]byte(text))
	if v, known := i.verified.Get(hash); known && v.keys == i.keys.keys.Load() && time.Now().Before(v.ends) {
		return v, nil
	}
	v, err := i.verify(ctx, text)
	if err == nil {
		i.verified.Add(hash, v)
	}
	return v, err
}

// verify checks a token by itself.
func (i *issuer) verify(ctx context.Context, text string) (v verdict, err error) {
	message, err := jws.Parse([]byte(text), jws.WithCompact())
	if err != nil || len(message.Signatures()) != 1 {
		return v, errShape
	}
	header := message.Signatures()[0].ProtectedHeaders()
	if alg, _ := header.Algorithm(); !slices.Contains(signedBy, alg.String()) {
		return v, errAlgorithm
	}
	id, _ := header.KeyID()
	// The key decides the algorithms that it may be used with; only then does the header choose among these. What the header
	// calls critical has to be understood, and nothing is.
	v.keys = i.keys.with(ctx, id)
	claims, err := jws.Verify([]byte(text), jws.WithCritValidation(true), jws.WithContext(ctx),
		jws.WithKeySet(*v.keys, jws.WithInferAlgorithmFromKey(true), jws.WithUseDefault(true)))
	if err != nil {
		return v, errSignature
	}
	token := jwt.New()
	if err := json.Unmarshal(claims, token); err != nil {
		return v, errClaims
	}
	if err := i.validate(token); err != nil {
		return v, err
	}
	name, _ := token.Subject()
	if name == "" || len(name) > maxSubject || strings.ContainsFunc(name, unicode.IsControl) {
		return v, errClaims
	}
	v.who = Identity{Name: name, Scope: scopeOf(token)}
	v.ends, _ = token.Expiration() // from here on the next check says so, or that the clocks differ
	return v, nil
}

// validate checks a token whose signature is right.
func (i *issuer) validate(token jwt.Token) error {
	err := jwt.Validate(token, jwt.WithIssuer(i.name), jwt.WithAudience(i.audience), jwt.WithAcceptableSkew(leeway),
		jwt.WithRequiredClaim(jwt.ExpirationKey), jwt.WithRequiredClaim(jwt.SubjectKey))
	switch {
	case err == nil:
		return nil
	case errors.Is(err, jwt.TokenExpiredError()):
		return errExpired
	case errors.Is(err, jwt.TokenNotYetValidError()), errors.Is(err, jwt.InvalidIssuedAtError()):
		return errEarly
	case errors.Is(err, jwt.InvalidIssuerError()):
		return errIssuer
	case errors.Is(err, jwt.InvalidAudienceError()):
		return errAudience
	}
	return errClaims
}

// scopeOf returns the largest scope that a token names in scope (RFC 8693, section 4.2), scp or permissions, as issuers
// call it. A name may have the prefix "demarche:", for issuers that serve several programs. Other names are not ours.
func scopeOf(token jwt.Token) Scope {
	largest := None
	for _, claim := range []string{"scope", "scp", "permissions"} {
		var value any
		if token.Get(claim, &value) != nil {
			continue
		}
		for _, name := range words(value) {
			if s, err := ParseScope(strings.TrimPrefix(name, "demarche:")); err == nil {
				largest = max(largest, s)
			}
		}
	}
	return largest
}

// words returns the names in a text with spaces between, or in a list.
func words(value any) []string {
	switch value := value.(type) {
	case string:
		return strings.Fields(value)
	case []any:
		var out []string
		for _, v := range value {
			if s, ok := v.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}
