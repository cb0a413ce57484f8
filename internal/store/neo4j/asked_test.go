package neo4j

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// The first question of a text goes ahead, the next when it has failed, and all once there is a plan. Other texts do not wait.
func TestFirstQuestionOfAText(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAsked()
		var running, free atomic.Int64
		ends := make(chan bool)
		for range 5 {
			go func() {
				first, err := a.enter(t.Context(), "x", nil)
				if err != nil {
					t.Error(err)
				}
				if first == nil {
					free.Add(1)
					return
				}
				running.Add(1)
				defer running.Add(-1)
				first.leave(<-ends)
			}()
		}
		expect := func(wantRunning, wantFree int64) {
			t.Helper()
			synctest.Wait()
			if running.Load() != wantRunning || free.Load() != wantFree {
				t.Errorf("%d go ahead and %d are free, want %d and %d", running.Load(), free.Load(), wantRunning, wantFree)
			}
		}
		expect(1, 0)
		other, err := a.enter(t.Context(), "y", nil)
		if err != nil || other == nil {
			t.Errorf("another text: %v, %v", other, err)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := a.enter(gone, "y", nil); !errors.Is(err, context.Canceled) {
			t.Errorf("of a client that has gone: %v", err)
		}
		ends <- false
		expect(1, 0)
		ends <- true
		expect(0, 3)
	})
}

func TestTextsThatCameAgain(t *testing.T) {
	a := newAsked()
	ask := func(text string, params map[string]any) {
		first, err := a.enter(t.Context(), text, params)
		if err != nil {
			t.Fatal(err)
		}
		first.leave(true)
	}
	large := map[string]any{"p0": []any{map[string]any{"ids": []string{strings.Repeat("x", maxAskedSize)}}}}
	for _, text := range []string{"a", "b", "a", "once", "b", "c", "c", "b"} {
		ask(text, nil)
		ask("large", large)
	}
	var got []string
	for _, one := range a.forget() {
		got = append(got, one.text)
		if one.planned.Load() {
			t.Errorf("%s still has a plan", one.text)
		}
	}
	if strings.Join(got, " ") != "b c a" {
		t.Errorf("%q", got)
	}
	for i := range 2 * maxAsked {
		ask(fmt.Sprint(i), nil)
	}
	if n := a.texts.Len(); n != maxAsked {
		t.Errorf("%d texts are remembered", n)
	}
}
