package sqlite

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// TestReaders: so many quick questions work at once, slow ones let others pass, and who worked last is lent first.
func TestReaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newReaders(3, 1)
		lend := func(wait time.Duration) *reader {
			t.Helper()
			began := time.Now()
			r, err := p.acquire(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if waited := time.Since(began); waited != wait {
				t.Errorf("waited for %s, not %s", waited, wait)
			}
			return r
		}
		refused := func(wait time.Duration) {
			t.Helper()
			ctx, cancel := context.WithTimeout(t.Context(), wait)
			defer cancel()
			if _, err := p.acquire(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("lent where all are at work: %v", err)
			}
		}

		first := lend(0)
		refused(slowAfter - 1)
		p.release(first)
		if again := lend(0); again != first {
			t.Error("not the reader that worked last")
		}
		second := lend(slowAfter)
		third := lend(slowAfter)
		refused(time.Hour) // three slow ones are all there are
		p.release(second)
		p.release(third)
		p.release(first)
		if again := lend(0); again != first {
			t.Error("not the reader that worked last")
		}
		if len(p.quick) != 1 || len(p.idle) != 2 {
			t.Errorf("%d at work, %d idle", len(p.quick), len(p.idle))
		}
		p.release(first)
		if err := p.close(); err != nil || len(p.idle) != 3 || len(p.quick) > 0 {
			t.Errorf("closed: %v, %d at work, %d idle", err, len(p.quick), len(p.idle))
		}
	})
}
