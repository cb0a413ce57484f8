package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// testEmptyStore asks everything of a store that holds nothing.
func testEmptyStore(t *testing.T, s suite) {
	t.Helper()
	t.Run("it is in health", func(t *testing.T) {
		if err := s.Health(t.Context()); err != nil {
			t.Error(err)
		}
	})
	t.Run("it says that it is empty", func(t *testing.T) {
		if empty, err := s.Empty(t.Context()); err != nil || !empty {
			t.Errorf("empty is %v, %v", empty, err)
		}
	})
	t.Run("its revision is 0", func(t *testing.T) {
		if n, err := s.Revision(t.Context()); err != nil || n != 0 {
			t.Errorf("%d, %v", n, err)
		}
	})
	for _, k := range append(slices.Clone(graph.NodeKinds), graph.KindResponse) {
		t.Run("a list is empty, of "+string(k), func(t *testing.T) {
			l := find(k, nil)
			l.Total = true
			if a := s.ask(t, l); len(a.Items) != 0 || a.Total != 0 || a.More {
				t.Errorf("%+v", a)
			}
		})
	}
	t.Run("nothing has an id", func(t *testing.T) {
		equal(t, "nodes", ids(s.ask(t, query.FindNodes{IDs: []string{"russia", "RESPONDS_TO:protest-note:raid"}}).Items), "- -")
	})
	for name, find := range map[string]query.Find{
		"nothing is unanswered": query.FindUnanswered{List: query.List{Page: query.Page{Limit: 5},
			Order: query.Order{By: query.ByDate}}},
		"nothing is found by text": query.FindSearch{Text: "x", List: query.List{Page: query.Page{Limit: 5},
			Order: query.Order{By: query.ByRank}}},
		"nothing counts for who is not known": query.FindList{Kind: graph.KindAction,
			List: query.List{Where: query.Attributed{Keys: []string{"russia>"}}, Page: query.Page{Limit: 5}}},
		"nothing is asked for, nothing is had": query.FindNodes{},
	} {
		t.Run(name, func(t *testing.T) { equal(t, "found", ids(s.ask(t, find).Items), "") })
	}
	t.Run("statistics count nothing", func(t *testing.T) {
		if a := s.ask(t, query.FindStats{}).Stats; a == nil || len(a.Nodes)+len(a.Edges)+len(a.Types)+len(a.Modes)+a.UndatedActions > 0 ||
			a.Earliest+a.Latest != "" {
			t.Errorf("stats %+v", a)
		}
	})
	t.Run("no dataset states anything", func(t *testing.T) {
		if err := s.Stated(t.Context(), "dataset:world", func(r graph.Record, _ []string) error {
			t.Errorf("%+v", r)
			return nil
		}); err != nil {
			t.Error(err)
		}
	})
}

// testReadBack: what was stated is what is read, in every value that can be asked for.
func testReadBack(t *testing.T, s suite) {
	t.Helper()
	t.Run("a store that was loaded is not empty", func(t *testing.T) {
		if empty, err := s.Empty(t.Context()); err != nil || empty {
			t.Errorf("empty is %v, %v", empty, err)
		}
	})
	stated := map[string]graph.Record{}
	var nodes []string
	for _, r := range world().Puts {
		stated[r.Key()] = effective(t, ingest.Statement{Record: r})
		if r.Kind != "" {
			nodes = append(nodes, r.ID)
		}
	}
	t.Run("what the datasets come to is what was stated", func(t *testing.T) {
		left := len(stated)
		for _, r := range Records(t, s) {
			if r.Kind == graph.KindDataset {
				continue
			}
			left--
			equal(t, r.Key(), text(r), text(stated[r.Key()]))
		}
		if left != 0 {
			t.Errorf("%d records are missing", left)
		}
	})
	for _, k := range graph.NodeKinds {
		if k == graph.KindDataset {
			continue
		}
		t.Run("a node has the values and the evidence that were stated, of "+string(k), func(t *testing.T) {
			items := s.ask(t, find(k, nil), want(t, k, "evidence")).Items
			for _, it := range items {
				r := graph.Record{Kind: it.Kind, ID: it.Text("id"), Basis: graph.Basis(it.Text("basis")), Evidence: evidenceOf(it.Related[0].Items)}
				r.Props = propsIn(it, graph.NodeProps[k])
				equal(t, r.ID, text(r), text(stated[r.ID]))
			}
			of := 0
			for _, r := range stated {
				if r.Kind == k {
					of++
				}
			}
			if len(items) != of {
				t.Errorf("%d of %d", len(items), of)
			}
		})
	}
	t.Run("an edge that is a fact has the values and the evidence that were stated", func(t *testing.T) {
		var facts []*query.Item
		var ties []string
		for key, r := range stated {
			if r.Edge == graph.SilentOn || slices.Contains(graph.TieKinds(), r.Edge) {
				ties = append(ties, key)
			}
		}
		facts = append(facts, s.ask(t, find(graph.KindResponse, nil), want(t, graph.KindResponse, "evidence")).Items...)
		evidence := func(k graph.Kind) *query.Include { return want(t, k, "evidence") }
		for _, it := range s.ask(t, query.FindNodes{IDs: ties}, evidence(graph.KindTie), evidence(graph.KindSilence)).Items {
			it.Related = slices.DeleteFunc(it.Related, func(list *query.Items) bool { return list == nil }) // of the other kind
			facts = append(facts, it)
		}
		participants := want(t, graph.KindAction, "participants", evidence(graph.KindParticipation))
		for _, it := range s.ask(t, find(graph.KindAction, nil), participants).Items {
			facts = append(facts, it.Related[0].Items...)
		}
		contradictions := want(t, graph.KindClaim, "contradictions", evidence(graph.KindContradiction))
		for _, it := range s.ask(t, find(graph.KindClaim, nil), contradictions).Items {
			facts = append(facts, it.Related[0].Items...)
		}
		seen := map[graph.EdgeKind]bool{}
		for _, it := range facts {
			want := stated[it.Text("id")]
			seen[want.Edge] = true
			got := graph.Record{Edge: want.Edge, From: want.From, To: want.To, Basis: graph.Basis(it.Text("basis")),
				Evidence: evidenceOf(it.Related[0].Items)}
			props := graph.EdgeProps
			if it.Kind == graph.KindTie {
				props = slices.DeleteFunc(slices.Clone(props), func(p graph.Property) bool { return p.Name == "kind" }) // which is its edge's
			}
			got.Props = propsIn(it, props)
			equal(t, it.Text("id"), text(got), text(want))
		}
		for _, k := range append(graph.TieKinds(), graph.RespondsTo, graph.SilentOn, graph.Performed, graph.Announced, graph.Targets,
			graph.AddressedTo, graph.Affects, graph.Contradicts) {
			if !seen[k] {
				t.Errorf("no %s was read", k)
			}
		}
	})
	t.Run("every edge is there, with its basis, and no other", func(t *testing.T) {
		left := map[string]bool{}
		for key, r := range stated {
			if r.Edge != "" {
				left[key] = true
			}
		}
		for _, e := range s.ask(t, query.FindSubgraph{Around: nodes, MaxNodes: 5000}).Edges {
			r := stated[e.ID]
			mode, _ := r.Props["mode"].(string)
			if !left[e.ID] || e.Kind != r.Edge || e.Source != r.From || e.Target != r.To || e.Basis != r.Basis || e.Mode != mode {
				t.Errorf("%+v, where %s is stated", e, text(r))
			}
			delete(left, e.ID)
		}
		for key := range left {
			t.Errorf("%s is missing", key)
		}
	})
}

// propsIn are the curated values that an item has of these properties.
func propsIn(it *query.Item, props []graph.Property) graph.Props {
	out := graph.Props{}
	for _, p := range props {
		if v := it.Value(p.Name); v != nil && !p.Derived {
			out[p.Name] = v
		}
	}
	return out
}

func evidenceOf(items []*query.Item) []graph.Evidence {
	var out []graph.Evidence
	for _, it := range items {
		out = append(out, graph.Evidence{
			Source: it.Text("source"), Quote: it.Text("quote"), Language: it.Text("language"), Translation: it.Text("translation"),
			Locator: it.Text("locator"), Field: it.Text("field"), AttributedTo: it.Text("attributedTo"),
			Basis: graph.Basis(it.Text("basis")), Relation: graph.EvidenceRelation(it.Text("relation")),
		}.Canonical())
	}
	return out
}

// testCancelled: a call whose context is over does nothing, and says why.
func testCancelled(t *testing.T, s suite) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := len(Records(t, s))
	fetch := func(find query.Find) error {
		_, err := s.Fetch(ctx, &query.Query{Find: find})
		return err
	}
	for name, call := range map[string]func() error{
		"Fetch of a list":   func() error { return fetch(find(graph.KindActor, nil)) },
		"Fetch of nodes":    func() error { return fetch(query.FindNodes{IDs: []string{"raid"}}) },
		"Fetch of no nodes": func() error { return fetch(query.FindNodes{}) },
		"Fetch of a blank text": func() error {
			return fetch(query.FindSearch{Text: "!", List: query.List{Page: query.Page{Limit: 1}, Order: query.Order{By: query.ByRank}}})
		},
		"Apply": func() error {
			_, err := s.Apply(ctx, batch("late", []graph.Record{actor("late", "STATE")}))
			return err
		},
		"Stated":   func() error { return s.Stated(ctx, "dataset:world", func(graph.Record, []string) error { return nil }) },
		"Empty":    func() error { _, err := s.Empty(ctx); return err },
		"Revision": func() error { _, err := s.Revision(ctx); return err },
		"Health":   func() error { return s.Health(ctx) },
	} {
		t.Run(name+" gives the error of its context", func(t *testing.T) {
			if err := call(); !errors.Is(err, context.Canceled) {
				t.Errorf("%v", err)
			}
		})
	}
	t.Run("Stated ends in the middle, when its context does", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		n := 0
		err := s.Stated(ctx, "dataset:world", func(graph.Record, []string) error { n++; cancel(); return ctx.Err() })
		if !errors.Is(err, context.Canceled) || n != 1 {
			t.Errorf("%v after %d", err, n)
		}
	})
	t.Run("the store is left as it was, and usable", func(t *testing.T) {
		if n := len(Records(t, s)); n != before {
			t.Errorf("%d records, before %d", n, before)
		}
		if err := s.Health(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
