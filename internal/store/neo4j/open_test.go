package neo4j

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/store/storetest"
)

// TestOpenRefuses: what names no server is refused, and shows no password.
func TestOpenRefuses(t *testing.T) {
	for _, uri := range []string{"http://x", "neo4j:user:secret@host", "neo4j://user:secret@", "bolt://user:secret@host:%zz",
		"neo4j://user:secret@ho st", "bolt+tls://user:secret@host"} {
		s, err := Open(t.Context(), uri, "", "")
		if s != nil || !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%q: %v", uri, err)
			continue
		}
		if strings.Contains(err.Error()+cause(err), "secret") {
			t.Errorf("%q: the password is shown: %v", uri, err)
		}
	}
}

// logged collects what is logged during a test.
func logged(t *testing.T) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	was := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&b, nil)))
	t.Cleanup(func() { slog.SetDefault(was) })
	return &b
}

// TestOpenUnreachable: where nobody listens, the error and the log say so, with the address and without the password.
func TestOpenUnreachable(t *testing.T) {
	p := newProxy(t, "")
	for _, scheme := range []string{"bolt", "neo4j"} {
		t.Run(scheme, func(t *testing.T) {
			said := logged(t)
			_, err := Open(t.Context(), scheme+"://user:secret@"+p.address, "", "", Wait(300*time.Millisecond))
			if !errors.Is(err, graph.ErrUnavailable) || graph.ReasonOf(err) != graph.StoreGone {
				t.Fatalf("%v", err)
			}
			for what, text := range map[string]string{"error": err.Error(), "log": said.String()} {
				if !strings.Contains(text, scheme+"://"+p.address) || !strings.Contains(text, "nothing listens there") {
					t.Errorf("the %s is %s", what, text)
				}
			}
			if strings.Contains(err.Error()+cause(err)+said.String(), "secret") {
				t.Errorf("the password is shown: %v\n%s", err, said)
			}
		})
	}
	t.Run("a wait ends with its context", func(t *testing.T) {
		_ = logged(t)
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		if _, err := Open(ctx, "bolt://"+p.address, "", "", Wait(Forever)); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
	t.Run("a host without a name", func(t *testing.T) {
		said := logged(t)
		_, err := Open(t.Context(), "bolt://demarche.invalid", "", "", Wait(0))
		if !errors.Is(err, graph.ErrUnavailable) || !strings.Contains(err.Error(), "name") || said.Len() > 0 {
			t.Errorf("%v\n%s", err, said)
		}
	})
	t.Run("a server of HTTP, which is not waited for", func(t *testing.T) {
		_, err := Open(t.Context(), "bolt://"+answering(t, "HTTP/1.1 400 Bad Request\r\n\r\n", ""), "", "", Wait(Forever))
		if !errors.Is(err, graph.ErrUnavailable) || !strings.Contains(err.Error(), "Bolt port") {
			t.Errorf("%v", err)
		}
	})
}

// TestOpenRefused: a server that refuses the user is not waited for, and the error says what to do.
func TestOpenRefused(t *testing.T) {
	for code, says := range map[string]string{
		"Neo.ClientError.Security.Unauthorized":            "NEO4J_PASSWORD",
		"Neo.ClientError.Security.CredentialsExpired":      "ALTER CURRENT USER SET PASSWORD",
		"Neo.ClientError.Security.AuthenticationRateLimit": "several times",
		"Neo.ClientError.Database.DatabaseNotFound":        "?database=",
	} {
		t.Run(code, func(t *testing.T) {
			said := logged(t)
			_, err := Open(t.Context(), "bolt://"+failing(t, code), "user", "secret", Wait(Forever))
			if !errors.Is(err, graph.ErrUnavailable) || !strings.Contains(err.Error(), says) || said.Len() > 0 {
				t.Errorf("%v\n%s", err, said)
			}
			if strings.Contains(err.Error()+cause(err), "secret") {
				t.Errorf("the password is shown: %v: %s", err, cause(err))
			}
		})
	}
}

// failing is the address of a server of Bolt 4.4 that answers whatever is asked with a failure of this code.
func failing(t *testing.T, code string) string {
	t.Helper()
	text := func(s string) string { return "\xd0" + string(rune(len(s))) + s }
	failure := "\xb1\x7f\xa2" + text("code") + text(code) + text("message") + text("no")
	return answering(t, "\x00\x00\x04\x04", string(binary.BigEndian.AppendUint16(nil, uint16(len(failure))))+failure+"\x00\x00")
}

// answering is the address of a server that gives one answer to what comes first, and another to all that follows.
func answering(t *testing.T, first, next string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = c.Close() }()
				asked := make([]byte, 4096)
				for answer := first; ; answer = next {
					if n, err := c.Read(asked); err != nil || n == 0 {
						return
					}
					if _, err := c.Write([]byte(answer)); err != nil {
						return
					}
				}
			}()
		}
	}()
	return l.Addr().String()
}

// proxied opens a store behind a proxy, which lets it through.
func proxied(t *testing.T, keeps bool) (*Store, *proxy) {
	t.Helper()
	target, err := url.Parse(neo4jtest.Fresh(t))
	if err != nil {
		t.Fatal(err)
	}
	p := newProxy(t, target.Host)
	p.keeps = keeps
	late := time.AfterFunc(1500*time.Millisecond, func() { p.come(t) })
	defer late.Stop()
	s, err := Open(t.Context(), "bolt://"+p.address, os.Getenv("NEO4J_USERNAME"), os.Getenv("NEO4J_PASSWORD"))
	if err != nil {
		t.Fatal(err, cause(err))
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, p
}

// TestOpenWaits opens a server that listens only a while later.
func TestOpenWaits(t *testing.T) {
	neo4jtest.NotShort(t)
	said := logged(t)
	proxied(t, false)
	if text := said.String(); !strings.Contains(text, "does not answer; trying again") || !strings.Contains(text, "Neo4j answers") {
		t.Errorf("said\n%s", text)
	}
}

// TestOpenReadOnly: what is only read is not made, brought up to date or written.
func TestOpenReadOnly(t *testing.T) {
	uri := neo4jtest.Fresh(t)
	open := func(how ...Option) (*Store, error) {
		s, err := Open(t.Context(), uri, os.Getenv("NEO4J_USERNAME"), os.Getenv("NEO4J_PASSWORD"), how...)
		if err == nil {
			t.Cleanup(func() { _ = s.Close() })
		}
		return s, err
	}
	if _, err := open(ReadOnly()); !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), "no graph") {
		t.Errorf("nothing there: %v", err)
	}
	s, err := open()
	if err != nil {
		t.Fatal(err)
	}
	tell(t, s)
	read, err := open(ReadOnly())
	if err != nil {
		t.Fatal(err, cause(err))
	}
	if _, err := read.Apply(t.Context(), storetest.Disputed()); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("written: %v", err)
	}
	if n, err := read.Revision(t.Context()); err != nil || n == 0 {
		t.Errorf("revision %d, %v", n, err)
	}
	runRaw(t, s, "MATCH (d:Demarche {id: 'lock'}) SET d.schema = 5")
	if _, err := open(ReadOnly()); !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), "earlier version") {
		t.Errorf("of an earlier version: %v", err)
	}
}
