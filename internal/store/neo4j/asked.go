package neo4j

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Bounds of what is remembered of the questions asked lately: 8 MB in all.
const (
	maxAsked     = 128
	maxAskedSize = 64 << 10 // bytes of a text with its parameters; a larger one is not remembered
)

// asked remembers the texts of the questions that were asked lately. The server makes the plan of a text when it first comes,
// which takes up to a second, and makes it several times when the text comes from several clients at once (measured: from 16 at
// once it costs two to three times as much as from one). So the first question of a text goes ahead alone. Which texts come again
// is known from here when the server has to plan them anew.
type asked struct {
	mu    sync.Mutex
	texts *simplelru.LRU[string, *askedText]
}

type askedText struct {
	text    string
	params  map[string]any // of the first question: a plan depends on their types and rough sizes
	again   bool           // it came more than once; guarded by asked.mu
	planned atomic.Bool
	turn    chan struct{} // full while a question has the server plan the text
}

func newAsked() *asked {
	l, err := simplelru.NewLRU[string, *askedText](maxAsked, nil)
	if err != nil {
		panic(err) // maxAsked is positive
	}
	return &asked{texts: l}
}

// enter waits while another question has the server plan the same text. What it returns has to leave, unless it is nil: then
// there is a plan. The error is that of ctx.
func (a *asked) enter(ctx context.Context, text string, params map[string]any) (*askedText, error) {
	t := a.of(text, params)
	if t == nil || t.planned.Load() {
		return nil, nil
	}
	select {
	case t.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if t.planned.Load() {
		<-t.turn
		return nil, nil
	}
	return t, nil
}

// leave lets the others go on, each by itself if there is a plan now.
func (t *askedText) leave(planned bool) {
	if t == nil {
		return
	}
	if planned {
		t.planned.Store(true)
	}
	<-t.turn
}

// of finds a text, or begins to remember it; nil when it is too large for that.
func (a *asked) of(text string, params map[string]any) *askedText {
	a.mu.Lock()
	defer a.mu.Unlock()
	if t, known := a.texts.Get(text); known {
		t.again = true
		return t
	}
	if len(text)+sizeOf(params) > maxAskedSize {
		return nil
	}
	t := &askedText{text: text, params: params, turn: make(chan struct{}, 1)}
	a.texts.Add(text, t)
	return t
}

// forget takes all plans for gone, and returns the texts that came more than once, the latest first.
func (a *asked) forget() (again []*askedText) {
	a.mu.Lock()
	defer a.mu.Unlock()
	texts := a.texts.Values()
	for i := len(texts) - 1; i >= 0; i-- {
		t := texts[i]
		if t.planned.Store(false); t.again {
			again = append(again, t)
		}
	}
	return again
}

// drop does not remember a text any more.
func (a *asked) drop(t *askedText) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.texts.Remove(t.text)
}

// sizeOf is about how many bytes a parameter takes.
func sizeOf(v any) int {
	size := 16
	switch v := v.(type) {
	case string:
		size += len(v)
	case []string:
		for _, x := range v {
			size += sizeOf(x)
		}
	case []any:
		for _, x := range v {
			size += sizeOf(x)
		}
	case map[string]any:
		for name, x := range v {
			size += len(name) + sizeOf(x)
		}
	case []map[string]any:
		for _, x := range v {
			size += sizeOf(x)
		}
	}
	return size
}
