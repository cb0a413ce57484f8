package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// overwrite writes into a file in its place.
func overwrite(t *testing.T, path string, at int64, with []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if _, err := f.WriteAt(with, at); err != nil {
		t.Fatal(err)
	}
}

// logs takes down what is logged, while a test runs.
type logs struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func takeLogs(t *testing.T) *logs {
	t.Helper()
	l, before := &logs{}, slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(l, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return l
}

// count counts the lines of a level that have a text.
func (l *logs) count(level slog.Level, text string) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(l.text.String()) {
		if strings.Contains(line, "level="+level.String()) && strings.Contains(line, text) {
			n++
		}
	}
	return n
}

// TestDamaged damages a file under questions, in several places: none is answered after it was noticed, the log says so once,
// and a file that is put in its place, or repaired there, is read again.
func TestDamaged(t *testing.T) {
	const size = 8192
	garbage := bytes.Repeat([]byte{0xff}, size)
	dir := t.TempDir()
	good, backup := filepath.Join(dir, "good"), filepath.Join(dir, "backup")
	writeFile(t, good, "good")
	writeFile(t, backup, "restored")
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	pages := len(whole) / size
	for _, c := range []struct {
		name   string
		damage func(path string) // in place
	}{
		{"header", func(path string) { overwrite(t, path, 0, garbage) }},
		{"second page", func(path string) { overwrite(t, path, size, garbage) }},
		{"a page in the middle", func(path string) { overwrite(t, path, int64(pages/2)*size, garbage) }},
		{"last page", func(path string) { overwrite(t, path, int64(pages-1)*size, garbage) }},
		{"cut short", func(path string) {
			if err := os.Truncate(path, int64(pages/2)*size); err != nil {
				t.Fatal(err)
			}
		}},
		{"emptied", func(path string) {
			if err := os.Truncate(path, 0); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := takeLogs(t)
			path := filepath.Join(t.TempDir(), "store.db")
			copyFile(t, good, path)
			s := openFile(t, path)
			await(t, s, "good")
			if err := s.Check(t.Context()); err != nil {
				t.Fatalf("whole: %v: %s", err, cause(err))
			}
			c.damage(path)
			if err := s.Check(t.Context()); graph.ReasonOf(err) != graph.StoreDamaged || graph.ReasonOf(err).Retryable() {
				t.Errorf("damaged: %v: %s", err, cause(err))
			}
			awaitTrouble(t, s, graph.StoreDamaged)
			var group sync.WaitGroup
			for range 8 {
				group.Go(func() {
					_, err := s.Fetch(t.Context(), &query.Query{Find: query.FindStats{}})
					if graph.ReasonOf(err) != graph.StoreDamaged || !errors.Is(err, graph.ErrUnavailable) {
						t.Errorf("asked: %v", err)
					}
				})
			}
			group.Wait()
			if n := l.count(slog.LevelError, "is damaged, and is not read any more; restore a backup"); n != 1 {
				t.Errorf("it is logged %d times", n)
			}
			other := filepath.Join(filepath.Dir(path), "other")
			copyFile(t, backup, other)
			rename(t, other, path)
			await(t, s, "restored")
		})
		t.Run(c.name+", repaired", func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.db")
			copyFile(t, good, path)
			s := openFile(t, path)
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			c.damage(path)
			_ = s.Check(t.Context())
			awaitTrouble(t, s, graph.StoreDamaged)
			overwrite(t, path, 0, before)
			await(t, s, "good")
		})
	}
}

// TestDamageIsMet: a question that meets a damaged page ends all answers, without any check.
func TestDamageIsMet(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	writeFile(t, path, "good")
	s := openFile(t, path)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	overwrite(t, path, 8192, bytes.Repeat([]byte{0xff}, int(info.Size())-8192)) // all but the schema
	if _, err := namesIn(t.Context(), t, s); graph.ReasonOf(err) != graph.StoreDamaged {
		t.Errorf("a damaged page was read: %v", err)
	}
	if err := s.Health(t.Context()); graph.ReasonOf(err) != graph.StoreDamaged {
		t.Errorf("health: %v", err)
	}
	if _, err := s.Apply(t.Context(), named("x")); graph.ReasonOf(err) != graph.StoreDamaged {
		t.Errorf("written: %v", err)
	}
}

// TestTroublePasses: trouble of the disk that was none of the file is over once a check finds the file whole.
func TestTroublePasses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	writeFile(t, path, "good")
	s := openFile(t, path)
	passing := ofCode(codeIO)
	if err := s.noticed(s.current, passing); !errors.Is(err, passing) {
		t.Error(err)
	}
	if err := s.Health(t.Context()); graph.ReasonOf(err) != graph.StoreDamaged {
		t.Errorf("health: %v", err)
	}
	await(t, s, "good")
}

// TestTriesAreApart: a file that stays damaged is tried again after pauses that grow.
func TestTriesAreApart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	writeFile(t, path, "good")
	s := openFile(t, path)
	s.mu.Lock()
	defer s.mu.Unlock()
	now, err := identify(path)
	if err != nil {
		t.Fatal(err)
	}
	var pauses []time.Duration
	for range 12 {
		s.refuse(now, ofCode(codeCorrupt))
		pauses = append(pauses, s.pause)
	}
	if pauses[0] != firstPause || pauses[2] != 4*firstPause || pauses[11] != longPause {
		t.Error(fmt.Sprint(pauses))
	}
}
