package access

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

func TestTokenFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tokens.txt")
	created := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	secret, err := CreateToken(t.Context(), file, Token{Name: "anna", Scope: Write, Created: created, Expires: created.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := CreateToken(t.Context(), file, Token{Name: "ölçü@x.y_z-1", Scope: Admin, Created: created}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil || !strings.HasPrefix(string(text), tokensHeader) || strings.Contains(string(text), secret[len(tokenPrefix):]) ||
		!strings.Contains(string(text), " write 2026-11-27T12:00:00Z 2026-11-27T13:00:00Z anna\n") ||
		!strings.Contains(string(text), " admin 2026-11-27T12:00:00Z never ölçü@x.y_z-1\n") {
		t.Errorf("%v\n%s", err, text)
	}
	if info, err := os.Stat(file); runtime.GOOS != "windows" && (err != nil || info.Mode().Perm() != 0o600) {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	tokens, err := ReadTokens(file)
	if err != nil || len(tokens) != 2 || tokens[0].Name != "anna" || tokens[0].Scope != Write || !tokens[0].Created.Equal(created) {
		t.Fatalf("%+v %v", tokens, err)
	}
	for at, expired := range map[time.Duration]bool{time.Hour - time.Second: false, time.Hour: true} {
		if tokens[0].Expired(created.Add(at)) != expired || tokens[1].Expired(created.Add(at)) {
			t.Errorf("after %s: %v", at, !expired)
		}
	}
	if got, known := find(tokens, hashOf(secret)); !known || got.Name != "anna" {
		t.Errorf("%+v", got)
	}
	if _, err := CreateToken(t.Context(), file, Token{Name: "anna", Scope: Read}); !errors.Is(err, graph.ErrConflict) {
		t.Error(err)
	}
}

// What somebody wrote into the file by hand stays, and all names are revoked or none.
func TestRevoke(t *testing.T) {
	file, _ := tokensFile(t)
	by := func(change func(string) string) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(change(string(text))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	by(func(s string) string { return strings.TrimSuffix("# of the press office\n\n"+s, "\n") })
	err := RevokeTokens(t.Context(), file, "boss", "nobody")
	if !errors.Is(err, graph.ErrNotFound) || !strings.Contains(err.Error(), "nobody") {
		t.Error(err)
	}
	if err := RevokeTokens(t.Context(), file, "boss", "old"); err != nil {
		t.Error(err)
	}
	if _, err := CreateToken(t.Context(), file, Token{Name: "boss", Scope: Read}); err != nil {
		t.Error(err)
	}
	tokens, err := ReadTokens(file)
	if err != nil || len(tokens) != 3 || tokens[2].Name != "boss" || tokens[2].Scope != Read {
		t.Errorf("%+v %v", tokens, err)
	}
	by(func(s string) string {
		if !strings.HasPrefix(s, "# of the press office\n\n") {
			t.Errorf("the comment is gone:\n%s", s)
		}
		return s
	})
}

// The file may be a link to where the tokens really are.
func TestTokensBehindALink(t *testing.T) {
	file, _ := tokensFile(t)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(file, link); err != nil {
		t.Skip("this system has no links:", err)
	}
	if err := RevokeTokens(t.Context(), link, "boss"); err != nil {
		t.Fatal(err)
	}
	if tokens, err := ReadTokens(file); err != nil || len(tokens) != 3 {
		t.Errorf("%d tokens, %v", len(tokens), err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link was replaced: %v, %v", info, err)
	}
}

// Tokens that several processes make at once are all kept, and a reader never sees half a file. A lock of this kind belongs to
// the open file, so that goroutines with one each exclude one another as processes do.
func TestCreateAtOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tokens.txt")
	const makers, each = 8, 5
	var running sync.WaitGroup
	for m := range makers {
		running.Go(func() {
			for i := range each {
				if _, err := CreateToken(t.Context(), file, Token{Name: fmt.Sprintf("t%d-%d", m, i), Scope: Read}); err != nil {
					t.Error(err)
				}
				if _, err := ReadTokens(file); err != nil {
					t.Error(err)
				}
			}
		})
	}
	running.Wait()
	if tokens, err := ReadTokens(file); err != nil || len(tokens) != makers*each {
		t.Errorf("%d tokens, %v", len(tokens), err)
	}
	left, err := filepath.Glob(file + ".*")
	if err != nil || len(left) != 1 || left[0] != file+".lock" {
		t.Errorf("beside it there are %v, %v", left, err)
	}
}

// A line that is wrong is named with its number and what to do. Nothing of a hash is shown.
func TestDamagedTokens(t *testing.T) {
	hash := "sha256:" + strings.Repeat("ab", 32)
	for name, c := range map[string]struct{ line, says string }{
		"a word too few":        {hash + " read 2026-01-02T03:04:05Z never", "4 words instead of"},
		"a word too many":       {hash + " read 2026-01-02T03:04:05Z never a b", "6 words instead of"},
		"a token for its hash":  {newSecret() + " read 2026-01-02T03:04:05Z never a", "64 hexadecimal digits"},
		"a short hash":          {hash[:70] + " read 2026-01-02T03:04:05Z never a", "64 hexadecimal digits"},
		"a hash of no kind":     {hash[7:] + " read 2026-01-02T03:04:05Z never a", "64 hexadecimal digits"},
		"an unknown scope":      {hash + " root 2026-01-02T03:04:05Z never a", "read, write or admin"},
		"no scope":              {hash + " none 2026-01-02T03:04:05Z never a", "read, write or admin"},
		"a bad time":            {hash + " read yesterday never a", `"yesterday"`},
		"a bad end":             {hash + " read 2026-01-02T03:04:05Z 2027 a", `"2027" is neither never nor`},
		"a bad name":            {hash + " read 2026-01-02T03:04:05Z never a\u200bb", "is not one word"},
		"a name twice":          {hash + " read 2026-01-02T03:04:05Z never first", "is that of line 2 too"},
		"what is no text":       {"\x00\x01\x02", "1 words instead of"},
		"a very long last word": {hash + " read 2026-01-02T03:04:05Z never " + strings.Repeat("a", 65), "at most 64"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "tokens.txt")
			text := "# mine\n" + hash + " read 2026-01-02T03:04:05Z never first\n\n" + c.line + "\n"
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := ReadTokens(file)
			if !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), file+":4: ") || !strings.Contains(err.Error(), c.says) ||
				!strings.Contains(err.Error(), "demarche token create") || strings.Contains(err.Error(), "abab") ||
				strings.Contains(err.Error(), "dem_") {
				t.Error(err)
			}
			if _, e := CreateToken(t.Context(), file, Token{Name: "other", Scope: Read}); !errors.Is(e, graph.ErrInvalid) {
				t.Errorf("it writes into a damaged file: %v", e)
			}
		})
	}
	large := filepath.Join(t.TempDir(), "large")
	if err := os.WriteFile(large, bytes.Repeat([]byte("#\n"), maxTokensFile), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadTokens(large); !errors.Is(err, graph.ErrInvalid) {
		t.Error(err)
	}
	if _, err := ReadTokens(t.TempDir()); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestOthersMayWrite(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes are those of Unix")
	}
	file, _ := tokensFile(t)
	var log bytes.Buffer
	before := slog.Default()
	t.Cleanup(func() { slog.SetDefault(before) })
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	for mode, warns := range map[fs.FileMode]bool{0o600: false, 0o644: false, 0o664: true, 0o602: true} {
		log.Reset()
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadTokens(file); err != nil || strings.Contains(log.String(), "chmod go-w") != warns {
			t.Errorf("%o: %v %s", mode, err, log.String())
		}
	}
}

// Somebody who holds the lock for long does not make a command wait for ever.
func TestLockHeld(t *testing.T) {
	file, _ := tokensFile(t)
	inside, ended, goOn := make(chan struct{}), make(chan error, 1), make(chan struct{})
	go func() {
		ended <- edit(t.Context(), file, func(text []byte, _ []Token) ([]byte, error) {
			close(inside)
			<-goOn
			return text, nil
		})
	}()
	<-inside
	short, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if err := RevokeTokens(short, file, "boss"); err == nil || !strings.Contains(err.Error(), file+".lock") {
		t.Error(err)
	}
	close(goOn)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestSecrets(t *testing.T) {
	form := regexp.MustCompile(`^dem_[0-9a-zA-Z]{49}$`)
	seen := map[string]bool{}
	for range 200 {
		s := newSecret()
		if !form.MatchString(s) {
			t.Fatal(s)
		}
		if seen[s] || !whole(s) {
			t.Fatal(s)
		}
		seen[s] = true
		for i := range s {
			other := []byte(s)
			if other[i]++; whole(string(other)) {
				t.Fatalf("%s passes for %s", other, s)
			}
		}
	}
}

// find looks at each token, wherever the one that fits stands.
func TestFind(t *testing.T) {
	file, secrets := tokensFile(t)
	tokens, err := ReadTokens(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, secret := range secrets {
		if got, known := find(tokens, hashOf(secret)); !known || got.Name != name {
			t.Errorf("%s is taken for %+v", name, got)
		}
	}
	if got, known := find(tokens, hashOf("")); known {
		t.Errorf("%+v", got)
	}
	if got, known := find(nil, hashOf(secrets["boss"])); known {
		t.Errorf("%+v", got)
	}
}

// find compares in constant time only, and leaves its loop at the end only.
func TestFindIsConstantTime(t *testing.T) {
	file := must[*ast.File](t)(parser.ParseFile(token.NewFileSet(), "tokens.go", nil, 0))
	compares := 0
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Name.Name != "find" {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			loop, ok := n.(*ast.RangeStmt)
			if !ok {
				return true
			}
			ast.Inspect(loop.Body, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.IfStmt, *ast.SwitchStmt, *ast.BranchStmt, *ast.ReturnStmt, *ast.BinaryExpr:
					t.Errorf("%T in the loop", n)
				case *ast.SelectorExpr:
					if n.Sel.Name == "ConstantTimeCompare" {
						compares++
					}
				}
				return true
			})
			return true
		})
	}
	if compares != 1 {
		t.Errorf("it compares %d times", compares)
	}
}
