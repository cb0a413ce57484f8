package access

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/demarche-graph/demarche/graph"
)

// Token is a line of a file of tokens: all that is kept of one. Its text was shown once, when it was made.
type Token struct {
	Name    string // who has it: one word, and one token for each name
	Scope   Scope
	Created time.Time // in UTC, to the second
	Expires time.Time // likewise; zero means never
	// SHA-256 of its text. The text is 256 random bits, so that nobody can try them all: a slow hash such as bcrypt, made for
	// passwords, would only make each request cost more.
	hash [sha256.Size]byte
}

const (
	tokensHeader = "# Tokens of Demarche, one a line: hash, scope, created, expires, name. 'demarche token' adds and removes lines;\n" +
		"# a running server reads them again on SIGHUP. A hash does not give its token back.\n"
	hashPrefix    = "sha256:"
	never         = "never"
	maxTokensFile = 1 << 20 // bytes
	maxTokenName  = 64      // characters
)

// Expired reports whether a token is not valid any more.
func (t Token) Expired(now time.Time) bool { return !t.Expires.IsZero() && !now.Before(t.Expires) }

// line is the token as the file has it.
func (t Token) line() string {
	expires := never
	if !t.Expires.IsZero() {
		expires = t.Expires.UTC().Format(time.RFC3339)
	}
	return fmt.Sprintf("%s%s %s %s %s %s\n", hashPrefix, hex.EncodeToString(t.hash[:]), t.Scope, t.Created.UTC().Format(time.RFC3339),
		expires, t.Name)
}

// ReadTokens reads a file of tokens. It returns an error with fs.ErrNotExist when there is no such file, and graph.ErrInvalid
// with the line when the file is damaged.
func ReadTokens(file string) ([]Token, error) {
	f, err := os.Open(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("cannot read the tokens: %w", err)
	}
	defer func() { _ = f.Close() }()
	if info, err := f.Stat(); err == nil && info.Mode().Perm()&0o022 != 0 {
		slog.Warn("others may write the file of tokens, and so let themselves in; take that from them: chmod go-w", "file", file)
	}
	text, err := io.ReadAll(io.LimitReader(f, maxTokensFile+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("cannot read the tokens: %w", err)
	case len(text) > maxTokensFile:
		return nil, graph.Invalid("%s is larger than %d bytes; is it a file of tokens?", file, maxTokensFile)
	}
	return parseTokens(file, text)
}

func parseTokens(file string, text []byte) ([]Token, error) {
	var tokens []Token
	lines := map[string]int{} // of a name
	n := 0
	for line := range bytes.Lines(text) {
		n++
		fields := strings.Fields(string(line))
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		t, err := parseToken(fields)
		if err == nil && lines[t.Name] > 0 {
			err = fmt.Errorf("the name %s is that of line %d too", t.Name, lines[t.Name])
		}
		if err != nil {
			return nil, graph.Invalid("%s:%d: %v; remove the line and make another token with 'demarche token create'", file, n, err)
		}
		lines[t.Name] = n
		tokens = append(tokens, t)
	}
	return tokens, nil
}

// parseToken reads the fields of a line. Errors quote no hash.
func parseToken(fields []string) (t Token, err error) {
	if len(fields) != 5 {
		return t, fmt.Errorf("%d words instead of hash, scope, created, expires, name", len(fields))
	}
	hash, prefixed := strings.CutPrefix(fields[0], hashPrefix)
	decoded, err := hex.DecodeString(hash)
	if err != nil || !prefixed || len(decoded) != sha256.Size {
		return t, fmt.Errorf("the first word is not %s and %d hexadecimal digits", hashPrefix, 2*sha256.Size)
	}
	copy(t.hash[:], decoded)
	if t.Scope, err = ParseScope(fields[1]); err != nil {
		return t, errors.New(graph.Message(err))
	}
	if t.Created, err = time.Parse(time.RFC3339, fields[2]); err != nil {
		return t, fmt.Errorf("%q is no time such as 2006-01-02T15:04:05Z", fields[2])
	}
	if fields[3] != never {
		if t.Expires, err = time.Parse(time.RFC3339, fields[3]); err != nil {
			return t, fmt.Errorf("%q is neither never nor a time such as 2006-01-02T15:04:05Z", fields[3])
		}
	}
	t.Name = fields[4]
	return t, checkTokenName(t.Name)
}

// checkTokenName refuses a name that could be taken for another, or does not fit into one word of a log.
func checkTokenName(name string) error {
	strange := func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("._@-", c)
	}
	if name == "" || utf8.RuneCountInString(name) > maxTokenName || strings.HasPrefix(name, "-") || strings.ContainsFunc(name, strange) {
		return fmt.Errorf("the name %q is not one word of at most %d letters, digits and . _ @ -", name, maxTokenName)
	}
	return nil
}

// hashOf is what a file of tokens has of a token's text.
func hashOf(text string) [sha256.Size]byte { return sha256.Sum256([]byte(text)) }

// find returns the token with a hash. It compares in constant time, with all tokens, so that the time tells nothing about
// their hashes.
func find(tokens []Token, hash [sha256.Size]byte) (Token, bool) {
	at := -1
	for i := range tokens {
		at = subtle.ConstantTimeSelect(subtle.ConstantTimeCompare(hash[:], tokens[i].hash[:]), i, at)
	}
	if at < 0 {
		return Token{}, false
	}
	return tokens[at], true
}
