package sqlite

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// TestReader: what was compiled is kept, for so many statements, and a question that was given up, or a connection that broke, leaves the
// reader usable.
func TestReader(t *testing.T) {
	s := open(t)
	tell(t, s)
	ask := func(ctx context.Context, r *reader, text string) int {
		n := 0
		rows, err := r.QueryContext(ctx, text, 3)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			n++
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return n
	}
	const text = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n"
	if err := s.read(t.Context(), func(r *reader) error {
		before := r.prepared.Len()
		for range 3 {
			if n := ask(t.Context(), r, text); n != 3 {
				t.Errorf("%d rows", n)
			}
		}
		if n := r.prepared.Len(); n != before+1 {
			t.Errorf("%d statements, not %d", n, before+1)
		}
		for i := range maxPrepared + 10 {
			one, ten, hundred := string(rune('0'+i%10)), string(rune('0'+i/10%10)), string(rune('0'+i/100))
			ask(t.Context(), r, text+" WHERE i != "+one+" OR i = "+ten+" OR "+hundred+" = 1")
		}
		if n := r.prepared.Len(); n != maxPrepared {
			t.Errorf("%d statements are kept", n)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for range 200 {
		ctx, cancel := context.WithCancel(t.Context())
		err := s.read(ctx, func(r *reader) error {
			ask(ctx, r, text)
			cancel()
			_, err := r.QueryContext(ctx, text, 3) //nolint:rowserrcheck,sqlclosecheck // it gives an error, and no rows
			return err
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("given up: %v", err)
		}
		if a := fetch(t, s, &query.Query{Find: query.FindNodes{IDs: []string{"azerbaijan"}}}); ids(a.Items) != "azerbaijan" {
			t.Error(ids(a.Items))
		}
	}
	if len(s.current.readers.quick) > 0 {
		t.Errorf("%d turns were not given back", len(s.current.readers.quick))
	}
	for _, r := range s.current.readers.stack {
		if r.conn == nil {
			continue // it has not read
		}
		if err := r.conn.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 * cap(s.current.readers.idle) {
		if a := fetch(t, s, &query.Query{Find: query.FindNodes{IDs: []string{"azerbaijan"}}}); ids(a.Items) != "azerbaijan" {
			t.Error(ids(a.Items))
		}
	}
}

// TestGivenUp: questions that are given up at any moment leave nothing behind that others would meet.
func TestGivenUp(t *testing.T) {
	s := open(t)
	tell(t, s)
	q := &query.Query{Find: query.FindList{Kind: graph.KindAction, List: query.List{Page: page(100), Total: true}},
		Includes: relationsOf(graph.KindAction, 1)}
	var group sync.WaitGroup
	for range 2 * cap(s.current.readers.idle) {
		group.Go(func() {
			for i := range 100 {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*20*time.Microsecond)
				if _, err := s.Fetch(ctx, q); err != nil && !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("given up: %v: %s", err, cause(err))
				}
				cancel()
				if _, err := s.Fetch(t.Context(), q); err != nil {
					t.Errorf("after one that was given up: %v: %s", err, cause(err))
				}
			}
		})
	}
	group.Wait()
}
