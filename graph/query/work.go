package query

import (
	"context"
	"sync/atomic"
	"time"
)

// Work counts what stores do for one request. Its methods are safe for concurrent use, and a nil *Work counts nothing, so
// that a store need not ask whether anybody reads it.
type Work struct{ statements, rows, nanoseconds atomic.Int64 }

// workKey is the key under which a context has its Work.
type workKey struct{}

// WithWork returns a context whose questions are counted by the returned Work.
func WithWork(ctx context.Context) (context.Context, *Work) {
	w := &Work{}
	return context.WithValue(ctx, workKey{}, w), w
}

// WorkOf returns the Work of a context, nil when it has none.
func WorkOf(ctx context.Context) *Work {
	w, _ := ctx.Value(workKey{}).(*Work)
	return w
}

// Sent counts a statement that a store sends.
func (w *Work) Sent() {
	if w != nil {
		w.statements.Add(1)
	}
}

// Handed counts rows that a store hands over.
func (w *Work) Handed(rows int) {
	if w != nil {
		w.rows.Add(int64(rows))
	}
}

// Took adds the time that a question took, with the time that it waited for a connection. Of questions that run side by side
// each adds its own.
func (w *Work) Took(d time.Duration) {
	if w != nil {
		w.nanoseconds.Add(int64(d))
	}
}

// Statements is how many statements were sent.
func (w *Work) Statements() int64 {
	if w == nil {
		return 0
	}
	return w.statements.Load()
}

// Rows is how many rows were handed over: items at every level, edges, and what was counted.
func (w *Work) Rows() int64 {
	if w == nil {
		return 0
	}
	return w.rows.Load()
}

// Time is how long the store's questions took.
func (w *Work) Time() time.Duration {
	if w == nil {
		return 0
	}
	return time.Duration(w.nanoseconds.Load())
}

// Rows counts what an answer holds, for a store that gets it in one piece.
func (a *Answer) Rows() int {
	n := rowsOf(a.Items) + len(a.Edges) + len(a.Counts) + len(a.Paths) + len(a.Waits) + groupsOf(a.Groups)
	for _, s := range a.Sides {
		n++
		if s.Item != nil {
			n += rowsOf([]*Item{s.Item})
		}
	}
	if a.Stats != nil {
		n++
	}
	return n
}

func rowsOf(items []*Item) (n int) {
	for _, it := range items {
		if it == nil {
			continue
		}
		n++
		for _, related := range it.Related {
			if related != nil {
				n += rowsOf(related.Items) + groupsOf(related.Groups)
			}
		}
	}
	return n
}

func groupsOf(groups [][]Grouped) (n int) {
	for _, g := range groups {
		n += len(g)
	}
	return n
}
