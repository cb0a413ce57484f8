package access

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/demarche-graph/demarche/graph"
)

const lockWithin = 10 * time.Second

// CreateToken adds a token to a file, which it makes when there is none, and returns the token's text. The text is kept
// nowhere. A name that the file has is graph.ErrConflict.
func CreateToken(ctx context.Context, file string, t Token) (secret string, err error) {
	if err := checkTokenName(t.Name); err != nil {
		return "", graph.Invalid("%v", err)
	}
	secret = newSecret()
	t.hash = sha256.Sum256([]byte(secret))
	return secret, edit(ctx, file, func(text []byte, tokens []Token) ([]byte, error) {
		if slices.ContainsFunc(tokens, func(other Token) bool { return other.Name == t.Name }) {
			return nil, fmt.Errorf("%w: %s has a token %s; revoke it first, or choose another name", graph.ErrConflict, file, t.Name)
		}
		if len(text) == 0 {
			text = []byte(tokensHeader)
		}
		if !bytes.HasSuffix(text, []byte("\n")) {
			text = append(text, '\n')
		}
		return append(text, t.line()...), nil
	})
}

// RevokeTokens removes tokens from a file by their names: all of them, or none when one is graph.ErrNotFound.
func RevokeTokens(ctx context.Context, file string, names ...string) error {
	return edit(ctx, file, func(text []byte, tokens []Token) ([]byte, error) {
		for _, name := range names {
			if !slices.ContainsFunc(tokens, func(t Token) bool { return t.Name == name }) {
				return nil, fmt.Errorf("%w: %s has no token %q; 'demarche token list' shows those that it has", graph.ErrNotFound, file, name)
			}
		}
		var kept []byte
		for line := range bytes.Lines(text) {
			fields := strings.Fields(string(line))
			if len(fields) == 5 && !strings.HasPrefix(fields[0], "#") && slices.Contains(names, fields[4]) {
				continue
			}
			kept = append(kept, line...)
		}
		return kept, nil
	})
}

// edit replaces the text of a file of tokens by what change makes of it. Other processes that edit it wait, and readers see
// the old text or the new one. The lock is a file beside it, because the file itself is replaced.
func edit(ctx context.Context, file string, change func(text []byte, tokens []Token) ([]byte, error)) error {
	if target, err := filepath.EvalSymlinks(file); err == nil {
		file = target
	}
	ctx, cancel := context.WithTimeout(ctx, lockWithin)
	defer cancel()
	lock := flock.New(file+".lock", flock.SetPermissions(0o600))
	if locked, err := lock.TryLockContext(ctx, 10*time.Millisecond); !locked {
		if errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("another process has held %s.lock for %s; try again when it has ended", file, lockWithin)
		}
		return fmt.Errorf("cannot write the tokens: %w", err)
	}
	defer func() { _ = lock.Unlock() }()
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot read the tokens: %w", err)
	}
	tokens, err := parseTokens(file, text)
	if err != nil {
		return err
	}
	if text, err = change(text, tokens); err != nil {
		return err
	}
	if err := replace(file, text); err != nil {
		return fmt.Errorf("cannot write the tokens: %w", err)
	}
	return nil
}

// replace writes a file that only its owner may read, at once and on disk.
func replace(file string, text []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*") // its mode is 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	return err
}
