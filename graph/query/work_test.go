package query

import (
	"testing"
	"time"
)

func TestWork(t *testing.T) {
	ctx, w := WithWork(t.Context())
	WorkOf(ctx).Sent()
	WorkOf(ctx).Handed(3)
	WorkOf(ctx).Took(time.Second)
	if w.Statements() != 1 || w.Rows() != 3 || w.Time() != time.Second {
		t.Errorf("%d statements, %d rows, %s", w.Statements(), w.Rows(), w.Time())
	}
}

// A context without a Work costs nothing.
func TestNoWork(t *testing.T) {
	ctx := t.Context()
	if n := testing.AllocsPerRun(100, func() {
		w := WorkOf(ctx)
		w.Sent()
		w.Handed(1)
		w.Took(1)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if w := WorkOf(ctx); w != nil || w.Statements() != 0 || w.Rows() != 0 || w.Time() != 0 {
		t.Error("there is no Work, yet it counts")
	}
}

func TestRowsOfAnAnswer(t *testing.T) {
	leaf := &Items{Items: []*Item{{}, {}}, Groups: [][]Grouped{{{}, {}}, {{}}}}
	a := &Answer{
		Items: []*Item{nil, {Related: []*Items{nil, leaf}}},                                             // 1 + 2 + 3
		Edges: []Edge{{}}, Counts: []Count{{}, {}}, Sides: []Side{{}, {Item: &Item{}}}, Stats: &Stats{}, // 1 + 2 + 3 + 1
	}
	if n := a.Rows(); n != 13 {
		t.Errorf("%d rows", n)
	}
}
