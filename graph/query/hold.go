package query

import (
	"context"
	"sync"
)

// A Hold lets all questions of one answer be answered from the same store, though an operator may put another in its place
// between two of them. A store keeps there what it has open when the first question comes.
type Hold struct {
	mu      sync.Mutex
	kept    map[any]any
	release []func()
}

type holdKey struct{}

// WithHold returns a context for the questions of one answer, and a function to call when the last has been answered.
func WithHold(ctx context.Context) (_ context.Context, release func()) {
	h := &Hold{kept: map[any]any{}}
	return context.WithValue(ctx, holdKey{}, h), func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		for _, f := range h.release {
			f()
		}
		h.kept, h.release = map[any]any{}, nil
	}
}

// HoldOf returns the hold of a context, nil when it has none.
func HoldOf(ctx context.Context) *Hold {
	h, _ := ctx.Value(holdKey{}).(*Hold)
	return h
}

// Keep returns what a store keeps here. The first time, open gives it, with the function that lets go of it; what open
// fails with is not kept.
func (h *Hold) Keep(store any, open func() (kept any, release func(), err error)) (any, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if kept, has := h.kept[store]; has {
		return kept, nil
	}
	kept, release, err := open()
	if err != nil {
		return nil, err
	}
	h.kept[store] = kept
	h.release = append(h.release, release)
	return kept, nil
}
