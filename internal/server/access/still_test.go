package access

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// What is known about a token is asked again while an answer lasts: a token ends when it expires, and when it is revoked.
func TestStill(t *testing.T) {
	file, secrets := tokensFile(t)
	g := newGate(t, Config{Tokens: file})
	r := httptest.NewRequest("GET", "http://localhost/graphql", nil)
	ctx, err := g.Identify(r, "Bearer "+secrets["reader"])
	if err != nil || From(ctx) != (Identity{"reader", Read}) || Client(ctx) != "token:reader" || Still(ctx) != nil {
		t.Fatalf("%+v, %v, %v", From(ctx), err, Still(ctx))
	}
	if err := RevokeTokens(t.Context(), file, "reader"); err != nil {
		t.Fatal(err)
	}
	if err := g.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := Still(ctx); !errors.Is(err, graph.ErrUnauthenticated) {
		t.Errorf("revoked: %v", err)
	}
	if Still(t.Context()) != nil {
		t.Error("who has no token needs none")
	}
}

func TestStillUntilTokensExpire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := time.Now().Add(time.Hour)
		g := Open()
		text := tokenPrefix + "x"
		g.tokens.Store(&[]Token{{Name: "reader", Scope: Read, Expires: at, hash: hashOf(text)}})
		stored := asker{still: func() error { _, err := g.valid(hashOf(text)); return err }}
		jwt := asker{still: verdict{ends: at}.still}
		for _, a := range []asker{stored, jwt} {
			if err := Still(with(t.Context(), a)); err != nil {
				t.Errorf("before: %v", err)
			}
		}
		time.Sleep(time.Hour + leeway + time.Second)
		for _, a := range []asker{stored, jwt} {
			if err := Still(with(t.Context(), a)); !errors.Is(err, errExpired) {
				t.Errorf("after: %v", err)
			}
		}
	})
}

func TestIdentifyRefuses(t *testing.T) {
	file, secrets := tokensFile(t)
	g := newGate(t, Config{Tokens: file})
	r := httptest.NewRequest("GET", "http://localhost/graphql", nil)
	for _, said := range []string{"Bearer demarche_x", secrets["reader"], "Basic x", "Bearer " + secrets["old"]} {
		if _, err := g.Identify(r, said); !errors.Is(err, graph.ErrUnauthenticated) {
			t.Errorf("%.10q: %v", said, err)
		}
	}
	r = r.WithContext(context.WithValue(r.Context(), askerKey{}, asker{Identity: Identity{"writer", Write}}))
	if ctx, err := g.Identify(r, ""); err != nil || From(ctx).Name != "writer" {
		t.Errorf("who says nothing is not who she was: %v", err)
	}
}

func TestAllowsOrigin(t *testing.T) {
	g := newGate(t, Config{Origins: []string{"https://app.example"}})
	for origin, want := range map[string]bool{
		"": true, "https://app.example": true, "http://demarche.example:8080": true, "HTTP://Demarche.Example:8080": true,
		"https://evil.example": false, "http://demarche.example": false, "null": false, "http://app.example": false, "file://": false, "%": false,
	} {
		r := httptest.NewRequest(http.MethodGet, "http://demarche.example:8080/graphql", nil)
		r.Header.Set("Origin", origin)
		if got := g.AllowsOrigin(r); got != want {
			t.Errorf("%q: %v", origin, got)
		}
	}
	all := newGate(t, Config{Origins: []string{"*"}})
	r := httptest.NewRequest(http.MethodGet, "http://demarche.example/graphql", nil)
	r.Header.Set("Origin", "https://anybody.example")
	if !all.AllowsOrigin(r) {
		t.Error("* does not allow all")
	}
}
