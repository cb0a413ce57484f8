package access

import (
	"os"
	"sync"
	"sync/atomic"
	"testing"
)

// While tokens come and go and are read again, each request is answered by the old tokens or the new ones: who has a token that
// stays is never refused.
func TestReloadUnderLoad(t *testing.T) {
	file, secrets := tokensFile(t)
	g := newGate(t, Config{Tokens: file, PrivateReading: true})
	h := g.Wrap(Reading(needing(Read)))
	var stop atomic.Bool
	var running sync.WaitGroup
	for range 4 {
		running.Go(func() {
			for !stop.Load() {
				if got := status(h, secrets["reader"]); got != 200 {
					t.Errorf("a token that stays: %d", got)
				}
				if got := status(h, secrets["old"]); got != 401 {
					t.Errorf("a token that has expired: %d", got)
				}
			}
		})
	}
	for range 20 {
		secret, err := CreateToken(t.Context(), file, Token{Name: "guest", Scope: Read})
		if err != nil {
			t.Fatal(err)
		}
		if got := status(h, secret); got != 401 {
			t.Errorf("a new token before the reload: %d", got)
		}
		if err := g.Reload(t.Context()); err != nil || status(h, secret) != 200 {
			t.Errorf("a new token: %v", err)
		}
		if err := RevokeTokens(t.Context(), file, "guest"); err != nil {
			t.Fatal(err)
		}
		if err := g.Reload(t.Context()); err != nil || status(h, secret) != 401 {
			t.Errorf("a revoked token: %v", err)
		}
	}
	stop.Store(true)
	running.Wait()
}

// A file that is damaged, or gone where it was named, leaves the tokens as they were.
func TestReloadOfABadFile(t *testing.T) {
	file, secrets := tokensFile(t)
	g := newGate(t, Config{Tokens: file, TokensNeeded: true})
	h := g.Wrap(needing(Read))
	if err := os.WriteFile(file, []byte("nonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := g.Reload(t.Context()); err == nil || status(h, secrets["boss"]) != 200 {
		t.Error(err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := g.Reload(t.Context()); err == nil || status(h, secrets["boss"]) != 200 {
		t.Error(err)
	}
	// In the usual place no file means no tokens.
	g = newGate(t, Config{Tokens: file})
	if _, err := CreateToken(t.Context(), file, Token{Name: "boss", Scope: Admin}); err != nil {
		t.Fatal(err)
	}
	if err := g.Reload(t.Context()); err != nil || len(*g.tokens.Load()) != 1 {
		t.Error(err)
	}
}
