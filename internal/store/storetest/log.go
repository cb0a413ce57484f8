package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph/ingest"
)

// testLog holds a store to ingest.Log. Each case has a store of its own, since what it asks is of the whole log.
func testLog(t *testing.T, open func(t *testing.T) suite) {
	t.Helper()
	for _, c := range []struct {
		name string
		test func(*testing.T, suite)
	}{
		{"Story", testLogStory}, {"Conditions", testConditions}, {"Random", testRandomLog}, {"Long", testLongLog}, {"Prune", testPrune},
		{"Replay", testReplay}, {"Delivered", testDelivered},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

// log is the store's.
func (s suite) log(t *testing.T) ingest.Log {
	t.Helper()
	l, ok := s.Store.(ingest.Log)
	if !ok {
		t.Fatal("the store keeps no log")
	}
	return l
}

func (s suite) head(t *testing.T) int64 {
	t.Helper()
	n, err := s.log(t).Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// walk reads all changes that a query asks for, a page after the other.
func walk(t *testing.T, q ingest.LogQuery, read func(ingest.LogQuery) ([]ingest.Change, bool, error)) (all []ingest.Change) {
	t.Helper()
	for {
		page, more, err := read(q)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page...)
		if len(page) > q.First || more && len(page) < q.First {
			t.Fatalf("a page of %d has %d, and more is %v", q.First, len(page), more)
		}
		if !more {
			return all
		}
		if last := page[len(page)-1].Position; q.Newest {
			q.Before = last
		} else {
			q.After = last
		}
	}
}

func (s suite) changes(t *testing.T, q ingest.LogQuery) []ingest.Change {
	t.Helper()
	return walk(t, q, func(q ingest.LogQuery) ([]ingest.Change, bool, error) { return s.log(t).Changes(t.Context(), q) })
}

func (s suite) newest(t *testing.T, q ingest.LogQuery) []ingest.Change {
	t.Helper()
	q.Newest = true
	return s.changes(t, q)
}

func reversed(list []ingest.Change) []ingest.Change {
	slices.Reverse(list)
	return list
}

func (s suite) history(t *testing.T, key string, edges bool, q ingest.LogQuery) []ingest.Change {
	t.Helper()
	return walk(t, q, func(q ingest.LogQuery) ([]ingest.Change, bool, error) {
		return s.log(t).History(t.Context(), key, edges, q)
	})
}

// changeText is a change in a line: revision, place, who, dataset, record, the values that differ, and why.
func changeText(c ingest.Change) string {
	line := fmt.Sprintf("%d.%d %s %s %s", c.Revision, c.Place, c.Who, c.Dataset, c.Record().Key())
	switch {
	case c.Old == nil:
		line += " new"
	case c.New == nil:
		line += " gone"
	}
	for _, f := range c.Fields() {
		if f.Name != "loadedAt" {
			line += fmt.Sprintf(" %s:%v>%v", f.Name, f.Old, f.New)
		}
	}
	if c.Reason != "" {
		line += " (" + c.Reason + ")"
	}
	return line
}

func changeTexts(list []ingest.Change) string {
	lines := make([]string, len(list))
	for i, c := range list {
		lines[i] = changeText(c)
	}
	return strings.Join(lines, "\n")
}
