package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// named is a graph in which every actor and action has the same name.
func named(name string) ingest.Batch {
	b := ingest.Batch{Dataset: graph.Record{Kind: graph.KindDataset, ID: "dataset:x"}}
	for i := range 40 {
		actor, action := fmt.Sprintf("actor-%d", i), fmt.Sprintf("action-%d", i)
		b.Puts = append(b.Puts, graph.Record{Kind: graph.KindActor, ID: actor, Props: graph.Props{"name": name}},
			graph.Record{Kind: graph.KindAction, ID: action, Props: graph.Props{"type": "REQUEST", "date": "2025-01-02", "title": name}},
			graph.Record{Edge: graph.Performed, From: actor, To: action})
	}
	return b
}

// writeFile makes a file with a named graph, and nothing beside it.
func writeFile(t *testing.T, path, name string) {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), named(name)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// rename puts a file in the place of another.
func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

// namesIn asks two questions of two levels each as one answer, and gives every name in it once.
func namesIn(ctx context.Context, t *testing.T, s *Store) ([]string, error) {
	t.Helper()
	ctx, release := query.WithHold(ctx)
	defer release()
	var names []string
	take := func(items []*query.Item, property string) {
		for _, it := range items {
			names = append(names, it.Text(property))
		}
	}
	actions := &query.Query{Find: query.FindList{Kind: graph.KindAction, List: query.List{Page: page(50)}},
		Includes: []*query.Include{{Relation: rel(t, graph.KindAction, "performers")}}}
	actors := &query.Query{Find: query.FindList{Kind: graph.KindActor, List: query.List{Page: page(50)}},
		Includes: []*query.Include{{Relation: rel(t, graph.KindActor, "actions"), List: query.List{Page: page(5)}}}}
	for _, q := range []*query.Query{actions, actors} {
		a, err := s.Fetch(ctx, q)
		if err != nil {
			return nil, err
		}
		of, related := "title", "name"
		if q == actors {
			of, related = related, of
		}
		take(a.Items, of)
		for _, it := range a.Items {
			take(it.Related[0].Items, related)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// await waits until the store answers with this name alone.
func await(t *testing.T, s *Store, name string) {
	t.Helper()
	var got []string
	var err error
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if got, err = namesIn(t.Context(), t, s); err == nil && slices.Equal(got, []string{name}) {
			if err := s.Health(t.Context()); err != nil {
				t.Errorf("it answers, and is not healthy: %v", err)
			}
			return
		}
	}
	t.Fatalf("%q, %v: %s; want %q", got, err, cause(err), name)
}

// awaitTrouble waits until the store is in trouble for this reason, in health and answers.
func awaitTrouble(t *testing.T, s *Store, want graph.Reason) {
	t.Helper()
	var health, asked error
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		health = s.Health(t.Context())
		_, asked = namesIn(t.Context(), t, s)
		if graph.ReasonOf(health) == want && graph.ReasonOf(asked) == want && errors.Is(asked, graph.ErrUnavailable) {
			return
		}
	}
	t.Fatalf("health %v, answer %v; want %s", health, asked, want)
}

// TestReplaced moves other files into the place of one that is asked and written, at many moments: each answer is of one file,
// and the last file is taken up.
func TestReplaced(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "store.db")
	writeFile(t, path, "0")
	const files, askers = 8, 16
	for i := 1; i < files; i++ {
		writeFile(t, filepath.Join(dir, fmt.Sprint(i)), fmt.Sprint(i))
	}
	s := openFile(t, path)
	var group sync.WaitGroup
	var answers, acknowledged atomic.Int64
	stop := make(chan struct{})
	ask := func(work func(i int)) {
		group.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
					work(i)
				}
			}
		})
	}
	for range askers {
		ask(func(i int) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if i%5 == 4 { // its connection is opened anew
				ctx, cancel = context.WithTimeout(ctx, time.Millisecond)
				defer cancel()
			}
			names, err := namesIn(ctx, t, s)
			switch {
			case err == nil && len(names) != 1:
				t.Errorf("one answer is of several files: %q", names)
			case err == nil:
				answers.Add(1)
			case errors.Is(err, context.DeadlineExceeded):
			case graph.ReasonOf(err) != graph.StoreReplaced:
				t.Errorf("%v: %s", err, cause(err))
			}
		})
	}
	ask(func(i int) {
		b := ingest.Batch{Dataset: graph.Record{Kind: graph.KindDataset, ID: "dataset:y"},
			Puts: []graph.Record{{Kind: graph.KindPlace, ID: fmt.Sprintf("place-%d", i), Props: graph.Props{"name": "x"}}}}
		switch _, err := s.Apply(t.Context(), b); {
		case err == nil:
			acknowledged.Add(1)
		case graph.ReasonOf(err) != graph.StoreReplaced:
			t.Errorf("written: %v: %s", err, cause(err))
		}
	})
	for i := 1; i < files; i++ {
		before := answers.Load()
		for answers.Load() < before+2*askers {
			time.Sleep(time.Millisecond)
		}
		rename(t, filepath.Join(dir, fmt.Sprint(i)), path)
	}
	await(t, s, fmt.Sprint(files-1))
	close(stop)
	group.Wait()
	if acknowledged.Load() == 0 {
		t.Error("nothing was written meanwhile")
	}
	await(t, s, fmt.Sprint(files-1))
	var found string
	if err := s.current.writing.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&found); err != nil || found != "ok" {
		t.Error(found, err)
	}
}

// TestReplacedFileIsWhole keeps what was acknowledged in a file that another replaces, and lets the writer know what was not.
func TestReplacedFileIsWhole(t *testing.T) {
	dir := t.TempDir()
	path, aside, other := filepath.Join(dir, "store.db"), filepath.Join(dir, "aside"), filepath.Join(dir, "other")
	writeFile(t, other, "new")
	s := openFile(t, path)
	if _, err := s.Apply(t.Context(), named("old")); err != nil { // which is in the log alone
		t.Fatal(err)
	}
	err := s.write(t.Context(), func(tx *transaction) error {
		rename(t, path, aside)
		rename(t, other, path)
		return tx.run(t.Context(), `UPDATE "actor" SET name = 'lost'`)
	})
	if graph.ReasonOf(err) != graph.StoreReplaced {
		t.Errorf("written to a file that has been replaced: %v", err)
	}
	await(t, s, "new")
	if _, err := s.Apply(t.Context(), named("newer")); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	await(t, openFile(t, aside), "old")
	await(t, openFile(t, path), "newer")
}

// TestHeld: an answer that began with a file ends with it.
func TestHeld(t *testing.T) {
	dir := t.TempDir()
	path, other := filepath.Join(dir, "store.db"), filepath.Join(dir, "other")
	writeFile(t, path, "old")
	writeFile(t, other, "new")
	s := openFile(t, path)
	held, release := query.WithHold(t.Context())
	name := func(ctx context.Context) string {
		t.Helper()
		a, err := s.Fetch(ctx, &query.Query{Find: query.FindNodes{IDs: []string{"actor-1"}}})
		if err != nil {
			t.Fatal(err, cause(err))
		}
		return a.Items[0].Text("name")
	}
	if got := name(held); got != "old" {
		t.Error(got)
	}
	before, err := s.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rename(t, other, path)
	await(t, s, "new")
	if after, err := s.Revision(t.Context()); err != nil || after <= before {
		t.Errorf("revision %d of the file before, %d of this one, %v", before, after, err)
	}
	if again, err := s.Revision(held); err != nil || again != before {
		t.Errorf("revision %d of the held file, which was %d, %v", again, before, err)
	}
	old := s.current
	if got := name(held); got != "old" {
		t.Errorf("the held file changed to %q", got)
	}
	if got := name(t.Context()); got != "new" || s.current != old {
		t.Error(got)
	}
	closed := make(chan error)
	go func() { closed <- s.Close() }()
	select {
	case err := <-closed:
		t.Errorf("closed under an answer: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	if _, err := s.Fetch(t.Context(), &query.Query{Find: query.FindStats{}}); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("asked while it closes: %v", err)
	}
	release()
	if err := <-closed; err != nil {
		t.Error(err)
	}
}

// TestGone: a file that is moved away or deleted is missed, with or without what is beside it, and taken up when it is back, or
// another is.
func TestGone(t *testing.T) {
	dir := t.TempDir()
	path, aside, other := filepath.Join(dir, "store.db"), filepath.Join(dir, "aside"), filepath.Join(dir, "other")
	s := openFile(t, path)
	if _, err := s.Apply(t.Context(), named("old")); err != nil {
		t.Fatal(err)
	}
	rename(t, path, aside)
	awaitTrouble(t, s, graph.StoreGone)
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file was made in its place: %v", err)
	}
	if _, err := s.Apply(t.Context(), named("lost")); graph.ReasonOf(err) != graph.StoreGone {
		t.Errorf("written: %v", err)
	}
	rename(t, aside, path)
	await(t, s, "old")

	for i, beside := range [][]string{nil, {logSuffix}, {logSuffix, shmSuffix}} {
		name := fmt.Sprint(i)
		writeFile(t, other, name)
		for _, suffix := range append(beside, "") {
			if err := os.Remove(path + suffix); err != nil {
				t.Fatal(err)
			}
		}
		awaitTrouble(t, s, graph.StoreGone)
		rename(t, other, path)
		await(t, s, name)
		if _, err := s.Apply(t.Context(), named(name+" too")); err != nil {
			t.Fatal(err)
		}
	}
	// Somebody deletes the log alone: what it held is in the file before it is opened anew.
	if err := os.Remove(path + logSuffix); err != nil {
		t.Fatal(err)
	}
	await(t, s, "2 too")
	if _, err := s.Apply(t.Context(), named("after")); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	await(t, openFile(t, path), "after")
}

// TestReplacedByOther: what is no graph is not read, an older graph is brought up to date, and a graph is taken up after either.
func TestReplacedByOther(t *testing.T) {
	dir := t.TempDir()
	path, other := filepath.Join(dir, "store.db"), filepath.Join(dir, "other")
	writeFile(t, path, "0")
	s := openFile(t, path)
	text := func(content string) {
		t.Helper()
		if err := os.WriteFile(other, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	statements := func(texts ...string) {
		t.Helper()
		db, err := sql.Open("sqlite", other)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		for _, x := range texts {
			if _, err := db.ExecContext(t.Context(), x); err != nil {
				t.Fatal(x, err)
			}
		}
	}
	for i, write := range []func(){
		func() { text("") },
		func() { text(strings.Repeat("this is no database\n", 100)) },
		func() { statements("CREATE TABLE notes (text)") },
		func() { statements("CREATE TABLE notes (text)", "PRAGMA user_version = 3") },
		func() {
			writeFile(t, other, "later")
			statements("PRAGMA user_version = 1000")
		},
	} {
		write()
		before, err := os.ReadFile(other)
		if err != nil {
			t.Fatal(err)
		}
		rename(t, other, path)
		awaitTrouble(t, s, graph.StoreDamaged)
		if after, err := os.ReadFile(path); err != nil || len(after) != len(before) {
			t.Errorf("%d: what is no graph was written to: %d bytes, not %d", i, len(after), len(before))
		}
		name := fmt.Sprintf("after %d", i)
		writeFile(t, other, name)
		rename(t, other, path)
		await(t, s, name)
	}
	writeFile(t, other, "older")
	statements(append(slices.Clone(sinceMigration8), "PRAGMA user_version = 8")...)
	rename(t, other, path)
	await(t, s, "older")
}

// TestReplacedThroughLink follows a symbolic link to another file.
func TestReplacedThroughLink(t *testing.T) {
	dir := t.TempDir()
	path, old, other, link := filepath.Join(dir, "store.db"), filepath.Join(dir, "old"), filepath.Join(dir, "new"), filepath.Join(dir, "link")
	writeFile(t, old, "old")
	writeFile(t, other, "new")
	for _, x := range [][2]string{{old, path}, {other, link}} {
		if err := os.Symlink(x[0], x[1]); err != nil {
			t.Skip("there are no symbolic links here")
		}
	}
	s := openFile(t, path)
	if _, err := s.Apply(t.Context(), named("kept")); err != nil {
		t.Fatal(err)
	}
	rename(t, link, path)
	await(t, s, "new")
	await(t, openFile(t, old), "kept")
}

// TestStaleLogStays: when the log of the file before cannot be removed, nothing is opened, and the log tells what to remove. A log
// that came with the new file is its own.
func TestStaleLogStays(t *testing.T) {
	dir := t.TempDir()
	path, other := filepath.Join(dir, "store.db"), filepath.Join(dir, "other.db")
	writeFile(t, path, "old")
	writeFile(t, other, "new")
	for _, name := range []string{path + logSuffix, other + logSuffix} { // a folder with something in it cannot be removed
		if err := os.MkdirAll(filepath.Join(name, "x"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	old, err := identify(path)
	if err != nil {
		t.Fatal(err)
	}
	rename(t, other, path)
	now, err := identify(path)
	if err != nil {
		t.Fatal(err)
	}
	err = dropStale(old, now)
	if graph.ReasonOf(err) != graph.StoreReplaced || !strings.Contains(err.Error(), "remove "+path+logSuffix) {
		t.Errorf("the log of the file before stays: %v", err)
	}
	if err := os.RemoveAll(path + logSuffix); err != nil {
		t.Fatal(err)
	}
	rename(t, other+logSuffix, path+logSuffix)
	if now, err = identify(path); err != nil {
		t.Fatal(err)
	}
	if err := dropStale(old, now); err != nil {
		t.Errorf("its own log: %v", err)
	}
	if _, err := os.Stat(path + logSuffix); err != nil {
		t.Errorf("its own log was removed: %v", err)
	}
}
