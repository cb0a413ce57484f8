package storetest

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// testEmptyStore asks everything of a store that holds nothing.
func testEmptyStore(t *testing.T, s suite) {
	t.Run("Empty", func(t *testing.T) {
		if err := s.Health(t.Context()); err != nil {
			t.Error(err)
		}
		if empty, err := s.Empty(t.Context()); err != nil || !empty {
			t.Errorf("empty is %v, %v", empty, err)
		}
		for _, k := range append(slices.Clone(graph.NodeKinds), graph.KindResponse) {
			l := find(k, nil)
			l.Total = true
			if a := s.ask(t, l); len(a.Items) != 0 || a.Total != 0 || a.More {
				t.Errorf("%s: %+v", k, a)
			}
		}
		equal(t, "nodes", ids(s.ask(t, query.FindNodes{IDs: []string{"x", "RESPONDS_TO:a:b"}}).Items), "- -")
		for _, find := range []query.Find{
			query.FindUnanswered{List: query.List{Page: query.Page{Limit: 5}, Order: query.Order{By: query.ByDate}}},
			query.FindSearch{Text: "x", List: query.List{Page: query.Page{Limit: 5}, Order: query.Order{By: query.ByRank}}},
			query.FindList{Kind: graph.KindAction, List: query.List{Where: query.Attributed{Keys: []string{"a>"}}, Page: query.Page{Limit: 5}}},
		} {
			equal(t, "found", ids(s.ask(t, find).Items), "")
		}
		if a := s.ask(t, query.FindStats{}).Stats; a == nil || len(a.Nodes)+len(a.Edges)+len(a.Types)+len(a.Modes)+a.UndatedActions > 0 || a.Earliest+a.Latest != "" {
			t.Errorf("stats %+v", a)
		}
		if known, err := s.Exists(t.Context(), []string{"x"}); err != nil || len(known) != 0 {
			t.Errorf("exists %v, %v", known, err)
		}
		if got := s.export(t); len(got) != 0 {
			t.Errorf("exported %v", got)
		}
	})
}

func testExists(t *testing.T, s suite) {
	got, err := s.Exists(t.Context(), []string{"r-1", "r-state", "nope", "R-1", "r-c1", "r-s", "r-city", "r-ep", "dataset:world", "r-1", "", "RESPONDS_TO:r-2:r-1"})
	expected := map[string]graph.Kind{"r-1": graph.KindAction, "r-state": graph.KindActor, "r-c1": graph.KindClaim, "r-s": graph.KindSource,
		"r-city": graph.KindPlace, "r-ep": graph.KindEpisode, "dataset:world": graph.KindDataset}
	if err != nil || !maps.Equal(got, expected) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := s.Exists(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("of nothing: %v, %v", got, err)
	}
	if empty, err := s.Empty(t.Context()); err != nil || empty {
		t.Errorf("empty is %v, %v", empty, err)
	}
}

func (s suite) export(t *testing.T) []graph.Record {
	t.Helper()
	var out []graph.Record
	if err := s.Export(t.Context(), func(r graph.Record) error { out = append(out, r); return nil }); err != nil {
		t.Fatalf("export: %v", err)
	}
	return out
}

// text writes a record in a canonical way.
func text(r graph.Record) string {
	if len(r.Props) == 0 {
		r.Props = nil
	}
	b, err := json.Marshal(r)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// effective is a record as it comes back: with its defaults and what follows from its codes.
func effective(t *testing.T, r graph.Record) graph.Record {
	t.Helper()
	m, err := ingest.Merge([]ingest.Statement{{Record: r}})
	if err == nil {
		err = ingest.Derive(&m)
	}
	if err != nil {
		t.Fatal(err)
	}
	delete(m.Props, "names")
	for _, p := range graph.NodeProps[m.Kind] {
		if p.Derived {
			delete(m.Props, p.Name)
		}
	}
	return m
}

func testExport(t *testing.T, s suite) {
	got := s.export(t)
	t.Run("order", func(t *testing.T) {
		if !slices.IsSortedFunc(got, func(a, b graph.Record) int {
			return cmp.Or(cmp.Compare(a.Edge, b.Edge), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
		}) {
			t.Error("it is out of order")
		}
	})
	t.Run("all of it", func(t *testing.T) {
		expected := map[string]string{}
		for _, r := range world().Puts {
			expected[r.Key()] = text(effective(t, r))
		}
		for _, r := range got {
			if r.Kind == graph.KindDataset {
				continue
			}
			if expected[r.Key()] != text(r) {
				t.Errorf("got  %s\nwant %s", text(r), expected[r.Key()])
			}
			delete(expected, r.Key())
		}
		for key := range expected {
			t.Errorf("%s is missing", key)
		}
	})
	t.Run("stops when told to", func(t *testing.T) {
		stop, n := errors.New("enough"), 0
		err := s.Export(t.Context(), func(graph.Record) error {
			if n++; n == 3 {
				return stop
			}
			return nil
		})
		if !errors.Is(err, stop) || n != 3 {
			t.Errorf("%v after %d", err, n)
		}
	})
}

func testCancelled(t *testing.T, s suite) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := len(s.export(t))
	for name, call := range map[string]func() error{
		"Fetch": func() error { _, err := s.Fetch(ctx, &query.Query{Find: find(graph.KindActor, nil)}); return err },
		"Fetch of a search of nothing": func() error {
			_, err := s.Fetch(ctx, &query.Query{Find: query.FindSearch{Text: "!", List: query.List{Page: query.Page{Limit: 1}, Order: query.Order{By: query.ByRank}}}})
			return err
		},
		"Exists":            func() error { _, err := s.Exists(ctx, []string{"r-1"}); return err },
		"Exists of nothing": func() error { _, err := s.Exists(ctx, nil); return err },
		"Apply": func() error {
			_, err := s.Apply(ctx, batch("late", []graph.Record{actor("late", "STATE")}))
			return err
		},
		"Export": func() error { return s.Export(ctx, func(graph.Record) error { return nil }) },
		"Empty":  func() error { _, err := s.Empty(ctx); return err },
		"Health": func() error { return s.Health(ctx) },
	} {
		t.Run(name, func(t *testing.T) {
			if err := call(); !errors.Is(err, context.Canceled) {
				t.Errorf("%v", err)
			}
		})
	}
	t.Run("in the middle of an export", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		n := 0
		err := s.Export(ctx, func(graph.Record) error { n++; cancel(); return ctx.Err() })
		if !errors.Is(err, context.Canceled) || n != 1 {
			t.Errorf("%v after %d", err, n)
		}
	})
	t.Run("leaves the store as it was", func(t *testing.T) {
		if n := len(s.export(t)); n != before {
			t.Errorf("%d records, before %d", n, before)
		}
		if err := s.Health(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
