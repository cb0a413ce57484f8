package resolvers

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/demarche-graph/demarche/graph/query"
)

// holding keeps the number of the answer.
type holding struct {
	fakeReader
	answers, released atomic.Int64
	seen              chan any
}

func (r *holding) Fetch(ctx context.Context, q *query.Query) (*query.Answer, error) {
	kept, err := query.HoldOf(ctx).Keep(r, func() (any, func(), error) {
		return r.answers.Add(1), func() { r.released.Add(1) }, nil
	})
	if err != nil {
		return nil, err
	}
	r.seen <- kept
	return r.fakeReader.Fetch(ctx, q)
}

// TestHold: all root fields of an answer ask what the first of them found, and let go of it at the end.
func TestHold(t *testing.T) {
	r := &holding{seen: make(chan any, 9)}
	r.answer = nothingFound().answer
	api := New(r)
	for i := range int64(2) {
		o, errs := api.Prepare(t.Context(), Request{Query: `{ a: actions { totalCount } b: actions { totalCount } c: claims { totalCount } }`})
		if errs != nil {
			t.Fatal(errs)
		}
		o.Run(t.Context())
		for range 3 {
			if kept := <-r.seen; kept != i+1 {
				t.Errorf("%v was kept in answer %d", kept, i+1)
			}
		}
		if n := r.released.Load(); n != i+1 {
			t.Errorf("let go %d times, not %d", n, i+1)
		}
	}
}
