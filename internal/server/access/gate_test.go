package access

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// tokens makes a file with tokens of every scope, and one that has expired; their texts are by name.
func tokensFile(t *testing.T) (file string, secrets map[string]string) {
	t.Helper()
	file, secrets = filepath.Join(t.TempDir(), "tokens.txt"), map[string]string{}
	for _, token := range []Token{
		{Name: "reader", Scope: Read}, {Name: "writer", Scope: Write}, {Name: "boss", Scope: Admin},
		{Name: "old", Scope: Admin, Expires: time.Now().Add(-time.Second)},
	} {
		token.Created = time.Now()
		secret, err := CreateToken(t.Context(), file, token)
		if err != nil {
			t.Fatal(err)
		}
		secrets[token.Name] = secret
	}
	return file, secrets
}

func newGate(t *testing.T, c Config) *Gate {
	t.Helper()
	g, err := New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// send asks a handler, with headers as "Name: value".
func send(h http.Handler, method, url string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, url, nil)
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// refusal is the code and the message of the one error that an answer holds; it has no data.
func refusal(t *testing.T, w *httptest.ResponseRecorder) (code, message string) {
	t.Helper()
	var answer map[string][]struct {
		Message    string
		Extensions struct{ Code string }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || len(answer) != 1 || len(answer["errors"]) != 1 {
		t.Fatalf("no GraphQL error: %q, %v", w.Body, err)
	}
	return answer["errors"][0].Extensions.Code, answer["errors"][0].Message
}

// needing answers with who is asking, when she has a scope.
func needing(s Scope) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := Require(r.Context(), s); err != nil {
			status := http.StatusUnauthorized
			if errors.Is(err, graph.ErrForbidden) {
				status = http.StatusForbidden
			}
			http.Error(w, err.Error(), status)
			return
		}
		_, _ = w.Write([]byte(From(r.Context()).Name + "|" + Client(r.Context())))
	})
}

func TestWhoMayWhat(t *testing.T) {
	file, secrets := tokensFile(t)
	for _, c := range []struct {
		private bool
		who     string
		needs   Scope
		status  int
	}{
		{false, "", Read, 200}, {false, "", Write, 401}, {false, "", Admin, 401},
		{true, "", Read, 401}, {true, "", Write, 401},
		{true, "reader", Read, 200}, {false, "reader", Write, 403}, {true, "reader", Admin, 403},
		{true, "writer", Read, 200}, {true, "writer", Write, 200}, {true, "writer", Admin, 403},
		{true, "boss", Read, 200}, {true, "boss", Write, 200}, {true, "boss", Admin, 200},
		{false, "old", Read, 401}, {true, "old", Admin, 401},
	} {
		var headers []string
		if c.who != "" {
			headers = []string{"Authorization: Bearer " + secrets[c.who]}
		}
		h := newGate(t, Config{Tokens: file, PrivateReading: c.private}).Wrap(needing(c.needs))
		w := send(h, "POST", "http://localhost/graphql", headers...)
		if w.Code != c.status {
			t.Errorf("private %v, %q, needs %s: %d %s, want %d", c.private, c.who, c.needs, w.Code, w.Body, c.status)
		}
		if want := c.who + "|token:" + c.who; c.who != "" && w.Code == 200 && w.Body.String() != want {
			t.Errorf("it is %s, want %s", w.Body, want)
		}
	}
}

// A token that is wrong is refused at once, where anybody may read too, and never told back.
func TestWrongTokens(t *testing.T) {
	file, secrets := tokensFile(t)
	good := secrets["boss"]
	h := newGate(t, Config{Tokens: file}).Wrap(needing(Read))
	for name, c := range map[string]struct {
		headers []string
		says    string
	}{
		"unknown":                   {[]string{"Authorization: Bearer " + newSecret()}, "does not know the token"},
		"cut off":                   {[]string{"Authorization: Bearer " + good[:len(good)-1]}, "not whole"},
		"one letter changed":        {[]string{"Authorization: Bearer " + good[:10] + "." + good[11:]}, "not whole"},
		"with more behind":          {[]string{"Authorization: Bearer " + good + "x"}, "not whole"},
		"a hash for a token":        {[]string{"Authorization: Bearer sha256:" + strings.Repeat("0", 64)}, "does not know the token"},
		"expired":                   {[]string{"Authorization: Bearer " + secrets["old"]}, "has expired"},
		"another scheme":            {[]string{"Authorization: Basic " + good}, "Bearer TOKEN"},
		"without a scheme":          {[]string{"Authorization: " + good}, "Bearer TOKEN"},
		"nothing":                   {[]string{"Authorization: "}, "Bearer TOKEN"},
		"a scheme alone":            {[]string{"Authorization: Bearer "}, "Bearer TOKEN"},
		"two":                       {[]string{"Authorization: Bearer " + good, "Authorization: Bearer " + good}, "Bearer TOKEN"},
		"a JWT where none is taken": {[]string{"Authorization: Bearer a.b.c"}, "does not know the token"},
	} {
		t.Run(name, func(t *testing.T) {
			w := send(h, "POST", "http://localhost/graphql", c.headers...)
			code, message := refusal(t, w)
			challenge := w.Header().Get("WWW-Authenticate")
			if w.Code != 401 || code != "UNAUTHENTICATED" || !strings.Contains(message, c.says) || strings.Contains(message, good[4:20]) {
				t.Errorf("%d %s %q", w.Code, code, message)
			}
			if challenge != `Bearer realm="demarche", error="invalid_token", error_description="`+message+`"` {
				t.Errorf("WWW-Authenticate: %s", challenge)
			}
			if w.Header().Get("Cache-Control") != "no-store" {
				t.Error("a refusal may be kept")
			}
		})
	}
	if w := send(h, "POST", "http://localhost/graphql", "Authorization: bEARER   "+good); w.Code != 200 {
		t.Errorf("the name of the scheme has no case: %d %s", w.Code, w.Body)
	}
}

func TestReading(t *testing.T) {
	file, secrets := tokensFile(t)
	g := newGate(t, Config{Tokens: file, PrivateReading: true})
	h := g.Wrap(Reading(needing(Read)))
	w := send(h, "GET", "http://localhost/graphql", "Accept: application/graphql-response+json")
	code, _ := refusal(t, w)
	if w.Code != 401 || code != "UNAUTHENTICATED" || w.Header().Get("WWW-Authenticate") != `Bearer realm="demarche"` {
		t.Errorf("%d %s %v", w.Code, code, w.Header())
	}
	if kind := w.Header().Get("Content-Type"); kind != "application/graphql-response+json; charset=utf-8" {
		t.Errorf("it answers with %s", kind)
	}
	if w := send(h, "GET", "http://localhost/graphql", "Authorization: Bearer "+secrets["reader"]); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	// A name without any scope: a JWT of somebody who has no right here.
	guest := with(t.Context(), asker{Identity: Identity{Name: "guest"}, client: "jwt:guest"})
	r := httptest.NewRequestWithContext(guest, "GET", "http://localhost/graphql", nil)
	w = httptest.NewRecorder()
	h.ServeHTTP(w, r)
	code, _ = refusal(t, w)
	challenge := w.Header().Get("WWW-Authenticate")
	if w.Code != 403 || code != "FORBIDDEN" || !strings.Contains(challenge, `error="insufficient_scope", scope="read"`) {
		t.Errorf("%d %s %v", w.Code, code, w.Header())
	}
}

// A supervisor needs neither a token nor the right name, and gets no answer about them.
func TestHealthIsOpen(t *testing.T) {
	file, _ := tokensFile(t)
	h := newGate(t, Config{Tokens: file, PrivateReading: true}).Wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("alive"))
	}))
	for _, path := range []string{"/healthz", "/readyz"} {
		if w := send(h, "GET", path, "Host: 10.1.2.3:8080", "Authorization: Bearer wrong"); w.Code != 200 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	for _, path := range []string{"/healthz/", "/graphql/healthz", "/graphql?/healthz"} {
		if w := send(h, "GET", path, "Host: evil.example"); w.Code != 421 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// Without a gate nobody may anything, and what the process asks itself may everything.
func TestWithoutAGate(t *testing.T) {
	if err := Require(t.Context(), Read); !errors.Is(err, graph.ErrUnauthenticated) {
		t.Error(err)
	}
	file, _ := tokensFile(t)
	h := newGate(t, Config{Tokens: file, PrivateReading: true}).Wrap(needing(Admin))
	r := httptest.NewRequestWithContext(Inside(context.Background()), "POST", "/graphql", nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != 200 || w.Body.String() != "demarche|inside" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := send(Open().Wrap(needing(Read)), "POST", "http://any.example/graphql"); w.Code != 200 || w.Body.String() != "|192.0.2.1" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestRefusedConfigs(t *testing.T) {
	file, _ := tokensFile(t)
	missing := filepath.Join(t.TempDir(), "none")
	for name, c := range map[string]struct {
		config Config
		says   string
	}{
		"a file that was named":       {Config{Tokens: missing, TokensNeeded: true}, "demarche token create --tokens " + missing},
		"nobody could read":           {Config{Tokens: missing, PrivateReading: true}, "demarche token create --tokens " + missing},
		"a host with a scheme":        {Config{Hosts: []string{"https://a.example"}}, "--hosts"},
		"a host with a star in it":    {Config{Hosts: []string{"*.example"}}, "--hosts"},
		"an empty host":               {Config{Hosts: []string{""}}, "--hosts"},
		"an origin without a scheme":  {Config{Origins: []string{"app.example"}}, "--cors"},
		"an origin with a path":       {Config{Origins: []string{"https://app.example/"}}, "--cors"},
		"an origin with a star in it": {Config{Origins: []string{"https://*.example"}}, "--cors"},
		"an origin of a file":         {Config{Origins: []string{"null"}}, "--cors"},
		"no network":                  {Config{TrustedProxies: []string{"10.0.0.0/33"}}, "--trusted-proxies"},
		"keys without an issuer":      {Config{JWKS: "keys.json", JWTAudience: "a"}, "--jwt-issuer"},
		"keys without an audience":    {Config{JWKS: "keys.json", JWTIssuer: "i"}, "--jwt-audience"},
		"an issuer without keys":      {Config{JWTIssuer: "i"}, "--jwks"},
		"keys by http":                {Config{JWKS: "http://a.example/k", JWTIssuer: "i", JWTAudience: "a"}, "https"},
		"keys with a password":        {Config{JWKS: "https://u:secret@a.example/k", JWTIssuer: "i", JWTAudience: "a"}, "without a password"},
		"keys of a tokens file":       {Config{JWKS: file, JWTIssuer: "i", JWTAudience: "a"}, "RFC 7517"},
		"a certificate without a key": {Config{CertFile: "c.pem"}, "--tls-key"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New(t.Context(), c.config)
			if !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "secret") {
				t.Error(err)
			}
		})
	}
}
