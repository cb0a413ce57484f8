package access

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server/observe"
)

// Config says who may what. The zero value lets everybody on this machine read, and nobody write.
type Config struct {
	Hosts          []string // names and addresses under which the server answers besides those of the machine itself; "*" means all
	Origins        []string // whose pages may read answers (CORS), such as https://app.example; "*" means all
	TrustedProxies []string // networks whose word about a client's address counts, such as 10.0.0.0/8
	PrivateReading bool     // reading needs a token

	Tokens       string // the file of tokens; "" means none
	TokensNeeded bool   // the lack of that file is an error

	JWKS        string // where the public keys of an issuer of JWTs are: an https URL or a file; "" means that no JWT is taken
	JWTIssuer   string // what iss has to be; needed with JWKS
	JWTAudience string // what aud has to contain; needed with JWKS

	CertFile, KeyFile string // for TLS, in PEM; "" means that others do TLS
}

// Gate decides for each request who is asking, and whether she may. It is safe for concurrent use.
type Gate struct {
	config  Config
	hosts   hosts
	cors    func(http.Handler) http.Handler
	proxies proxies
	tokens  atomic.Pointer[[]Token]
	issuer  *issuer      // nil when no JWT is taken
	cert    *certificate // nil without TLS
}

// New makes a Gate, and reads the files and keys that the config names. Errors are graph.ErrInvalid where the config is wrong.
func New(ctx context.Context, c Config) (g *Gate, err error) {
	g = &Gate{config: c}
	if g.hosts, err = newHosts(c.Hosts); err != nil {
		return nil, err
	}
	if g.cors, err = newCORS(c.Origins); err != nil {
		return nil, err
	}
	if g.proxies, err = newProxies(c.TrustedProxies); err != nil {
		return nil, err
	}
	if g.cert, err = newCertificate(c.CertFile, c.KeyFile); err != nil {
		return nil, err
	}
	if err := g.loadTokens(); err != nil {
		return nil, err
	}
	if g.issuer, err = newIssuer(ctx, c.JWKS, c.JWTIssuer, c.JWTAudience); err != nil {
		return nil, err
	}
	if c.PrivateReading && g.issuer == nil && len(*g.tokens.Load()) == 0 {
		return nil, graph.Invalid("--public-read=false lets only those read who have a token, and there is none; make one with "+
			"'demarche token create --tokens %s --scope read --name NAME', or set --jwks", cmp.Or(c.Tokens, "FILE"))
	}
	if g.hosts.all {
		slog.Warn("every Host name is served: any web page that somebody on this network opens can read this server; list the names " +
			"with --hosts instead")
	}
	return g, nil
}

// Open returns a Gate that lets everybody read under whatever Host: for a handler behind a gate of somebody else's, and for tests.
func Open() *Gate {
	g := &Gate{hosts: hosts{all: true}, cors: func(next http.Handler) http.Handler { return next }}
	g.tokens.Store(&[]Token{})
	return g
}

func (g *Gate) loadTokens() error {
	tokens := []Token{}
	if g.config.Tokens != "" {
		read, err := ReadTokens(g.config.Tokens)
		switch {
		case errors.Is(err, fs.ErrNotExist) && g.config.TokensNeeded:
			return graph.Invalid("there is no file of tokens %[1]s; make one with 'demarche token create --tokens %[1]s --scope read --name NAME'",
				g.config.Tokens)
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return err
		}
		tokens = read
	}
	g.tokens.Store(&tokens)
	return nil
}

// Reload reads tokens, certificates and keys again. Each that cannot be read stays as it was, and is an error. Connections
// and requests go on.
func (g *Gate) Reload(ctx context.Context) error {
	err := g.loadTokens()
	if g.cert != nil {
		err = errors.Join(err, g.cert.load())
	}
	if g.issuer != nil {
		err = errors.Join(err, g.issuer.keys.load(ctx))
	}
	return err
}

// Refresh keeps the keys of an issuer fresh until ctx is done. It returns at once when there is nothing to refresh.
func (g *Gate) Refresh(ctx context.Context) {
	if g.issuer != nil && g.issuer.keys.remote() {
		g.issuer.keys.refresh(ctx, keySetEvery)
	}
}

// logFailure tells the operator that keys could not be had. The old ones are still in use.
func logFailure(err error) {
	if err != nil {
		slog.Warn("the keys for JWTs stay as they were", "error", err)
	}
}

// TLS returns how to serve with TLS, nil when no certificate was named.
func (g *Gate) TLS() *tls.Config {
	if g.cert == nil {
		return nil
	}
	return g.cert.config()
}

// String says in a few words who may what, for the operator.
func (g *Gate) String() string {
	reading := "everybody may read"
	if g.config.PrivateReading {
		reading = "who has a token may read"
	}
	parts := []string{reading}
	if n := len(*g.tokens.Load()); n > 0 {
		parts = append(parts, fmt.Sprintf("tokens of %s (%d)", g.config.Tokens, n))
	}
	if g.issuer != nil {
		parts = append(parts, "JWTs of "+g.issuer.name)
	}
	return strings.Join(parts, "; ")
}

// Wrap puts the gate around what a server serves.
func (g *Gate) Wrap(next http.Handler) http.Handler {
	inner := g.cors(g.identified(next))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case From(r.Context()) != Identity{}, r.URL.Path == "/healthz", r.URL.Path == "/readyz":
			next.ServeHTTP(w, r)
		case !g.hosts.allow(r):
			misdirected(w, r)
		default:
			if r.TLS != nil && !loopback(hostName(r.Host)) { // The name localhost is shared by all that runs on a machine.
				w.Header().Set("Strict-Transport-Security", hsts)
			}
			inner.ServeHTTP(w, r)
		}
	})
}

// identified tells next who is asking. A token that is wrong is refused, never taken for none.
func (g *Gate) identified(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, err := g.ask(r)
		if err != nil {
			challenge(w, r, err.Error())
			return
		}
		observe.From(r.Context()).SetClient(a.client)
		next.ServeHTTP(w, r.WithContext(with(r.Context(), a)))
	})
}

var (
	errScheme  = errors.New("send one header of the form Authorization: Bearer TOKEN")
	errUnknown = errors.New("this server does not know the token; it may have been revoked")
	errCutOff  = errors.New("the token is not whole; copy all of it")
)

// ask finds out who sent a request. Errors are for the client, in plain ASCII, and never quote the token.
func (g *Gate) ask(r *http.Request) (asker, error) {
	headers := r.Header.Values("Authorization")
	if len(headers) == 0 {
		a := asker{Identity: Identity{Scope: Read}, client: clientKey(g.proxies.client(r))}
		if g.config.PrivateReading {
			a.Scope = None
		}
		return a, nil
	}
	scheme, text, _ := strings.Cut(headers[0], " ")
	if text = strings.TrimSpace(text); len(headers) > 1 || !strings.EqualFold(scheme, "Bearer") || text == "" {
		return asker{}, errScheme
	}
	if strings.HasPrefix(text, tokenPrefix) {
		if !whole(text) {
			return asker{}, errCutOff
		}
		hash := hashOf(text)
		t, err := g.valid(hash)
		return asker{Identity{t.Name, t.Scope}, "token:" + t.Name, func() error { _, err := g.valid(hash); return err }}, err
	}
	if g.issuer == nil {
		return asker{}, errUnknown
	}
	v, err := g.issuer.identify(r.Context(), text)
	return asker{v.who, "jwt:" + v.who.Name, v.still}, err
}

// valid finds a token that is valid now.
func (g *Gate) valid(hash [sha256.Size]byte) (Token, error) {
	t, known := find(*g.tokens.Load(), hash)
	switch {
	case !known:
		return Token{}, errUnknown
	case t.Expired(time.Now()):
		return Token{}, errExpired
	}
	return t, nil
}

// Identify returns the context of a request whose client says who she is in another place than the header Authorization, but in
// the same form. Where she says nothing, the header counts. The error is graph.ErrUnauthenticated, and never quotes the token.
func (g *Gate) Identify(r *http.Request, authorization string) (context.Context, error) {
	if authorization == "" {
		return r.Context(), nil
	}
	said := r.Clone(r.Context())
	said.Header.Set("Authorization", authorization)
	a, err := g.ask(said)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", graph.ErrUnauthenticated, err)
	}
	observe.From(r.Context()).SetClient(a.client)
	return with(r.Context(), a), nil
}
