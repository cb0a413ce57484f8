package resolvers

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/demarche-graph/demarche/graph/query"
)

// counting counts the questions that are asked at once.
type counting struct {
	query.Reader
	now, most atomic.Int32
}

func (c *counting) Fetch(context.Context, *query.Query) (*query.Answer, error) {
	n := c.now.Add(1)
	defer c.now.Add(-1)
	for most := c.most.Load(); n > most && !c.most.CompareAndSwap(most, n); {
		most = c.most.Load()
	}
	time.Sleep(time.Second)
	return &query.Answer{Items: []*query.Item{nil}}, nil
}

func TestRootFieldsAskSideBySideOrOneByOne(t *testing.T) {
	for _, c := range []struct {
		oneByOne bool
		most     int32
	}{{false, 4}, {true, 1}} {
		synctest.Test(t, func(t *testing.T) {
			store := &counting{}
			const document = `{ a: actor(id: "x") { id } b: actor(id: "x") { id } c: actor(id: "x") { id } d: actor(id: "x") { id } }`
			o, errs := New(store).Prepare(t.Context(), Request{Query: document})
			if errs != nil {
				t.Fatal(errs)
			}
			if c.oneByOne {
				o.OneByOne()
			}
			if r := o.Run(t.Context()); len(r.Errors) > 0 {
				t.Fatal(r.Errors)
			}
			if got := store.most.Load(); got != c.most {
				t.Errorf("%d are asked at once, want %d", got, c.most)
			}
		})
	}
}

// Fields that wait for their turn when the request ends are not asked any more.
func TestFieldsThatWaitEndWithTheRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &counting{}
		o, errs := New(store).Prepare(t.Context(), Request{Query: `{ a: actor(id: "x") { id } b: actor(id: "x") { id } }`})
		if errs != nil {
			t.Fatal(errs)
		}
		o.OneByOne()
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		began := time.Now()
		r := o.Run(ctx)
		if len(r.Errors) != 1 || r.Errors[0].Extensions["code"] != "TIMEOUT" || time.Since(began) != time.Second {
			t.Errorf("after %s: %v", time.Since(began), r.Errors)
		}
	})
}
