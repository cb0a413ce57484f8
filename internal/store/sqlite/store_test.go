package sqlite

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

func open(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func node(k graph.Kind, id string, props graph.Props) ingest.Stored {
	if props == nil {
		props = graph.Props{}
	}
	if props["sortName"] == nil {
		props["sortName"] = graph.Fold(id)
	}
	if props["searchText"] == nil {
		props["searchText"] = props["sortName"]
	}
	return stored(graph.Record{Kind: k, ID: id, Props: props, Basis: graph.Explicit,
		Evidence: []graph.Evidence{{Source: "s1", Quote: "of " + id}, {Source: "s2", Disputes: true}}})
}

func edge(l graph.EdgeKind, from, to string, props graph.Props) ingest.Stored {
	return stored(graph.Record{Edge: l, From: from, To: to, Props: props, Basis: graph.Explicit,
		Evidence: []graph.Evidence{{Source: "s1", Locator: "L1"}}})
}

func stored(r graph.Record) ingest.Stored {
	return ingest.Stored{Merged: r, Statements: []ingest.Statement{{Dataset: "d", Record: r}}}
}

// world is a small graph: Azerbaijan (az) and Russia (ru, with its ministry ru-mfa) and what they did. a5 has
// no date.
func world() ingest.Changes {
	action := func(id, earliest, latest string, props graph.Props) ingest.Stored {
		if props == nil {
			props = graph.Props{}
		}
		if earliest != "" {
			props["earliest"], props["date"] = earliest, earliest
		}
		if latest != "" {
			props["latest"] = latest
		}
		return node(graph.KindAction, id, props)
	}
	return ingest.Changes{
		PutNodes: []ingest.Stored{
			node(graph.KindActor, "az", graph.Props{"name": "Azerbaijan", "kind": "STATE", "country": "AZE", "aliases": []string{"Azərbaycan"}, "sortName": "azerbaijan", "searchText": "azerbaijan azerbaycan"}),
			node(graph.KindActor, "ru", graph.Props{"name": "Russia", "kind": "STATE", "country": "RUS", "sortName": "russia"}),
			node(graph.KindActor, "ru-mfa", graph.Props{"name": "Russian MFA", "kind": "MINISTRY", "sortName": "russian mfa"}),
			node(graph.KindActor, "grp", graph.Props{"name": "x", "kind": "GOVERNMENT_OFFICE", "sortName": "\uff5b"}),
			node(graph.KindActor, "hi", graph.Props{"name": "x", "kind": "GROUP", "sortName": "\uff5a"}),
			node(graph.KindSource, "s1", graph.Props{"title": "One"}),
			node(graph.KindEpisode, "e1", nil),
			node(graph.KindPlace, "baku", nil), node(graph.KindPlace, "az-land", nil),
			action("a1", "2025-06-27", "2025-06-27", graph.Props{"type": "COERCE", "intensity": -5.5, "quadClass": "MATERIAL_CONFLICT", "topics": []string{"x", "y"}}),
			action("a2", "2025-06-28", "2025-06-30", graph.Props{"type": "REQUEST"}),
			action("a3", "2025-06-28", "2025-06-28", nil),
			action("a4", "2025-07-01", "2025-07-01", graph.Props{"intensity": 2.1}),
			action("a5", "", "", nil),
			action("a6", "2025-06-28", "2025-07-05", nil),
			node(graph.KindClaim, "c1", graph.Props{"credibility": int64(2)}), node(graph.KindClaim, "c2", nil),
		},
		PutEdges: []ingest.Stored{
			edge(graph.PartOf, "ru-mfa", "ru", graph.Props{"within": []string{"az"}, "topics": []string{"t"}}),
			edge(graph.Performed, "ru", "a1", nil), edge(graph.Targets, "a1", "az", nil),
			edge(graph.Performed, "az", "a2", nil), edge(graph.AddressedTo, "a2", "ru-mfa", nil),
			edge(graph.Performed, "ru-mfa", "a3", nil), edge(graph.Performed, "az", "a4", nil),
			edge(graph.Performed, "ru", "a5", nil), edge(graph.Performed, "ru", "a6", nil),
			edge(graph.RespondsTo, "a2", "a1", graph.Props{"mode": "OBJECT"}),
			edge(graph.RespondsTo, "a4", "a3", graph.Props{"mode": "DENY"}),
			edge(graph.RespondsTo, "a3", "a2", graph.Props{"mode": "DENY"}),
			edge(graph.RespondsTo, "a5", "a4", nil), edge(graph.RespondsTo, "a1", "a5", nil),
			edge(graph.SilentOn, "ru", "a1", graph.Props{"kind": "NO_EXPLANATION", "asOf": "2025-07-02~"}),
			edge(graph.InEpisode, "a1", "e1", nil), edge(graph.TookPlaceIn, "a1", "baku", nil), edge(graph.Within, "baku", "az-land", nil),
			edge(graph.About, "c1", "a1", nil), edge(graph.About, "c1", "az", nil), edge(graph.Contradicts, "c1", "c2", nil),
			edge(graph.MadeIn, "c1", "a2", nil), edge(graph.Asserted, "az", "c1", nil),
		},
		Reattributed: []string{"a1", "a2", "a3", "a4", "a5", "a6"},
		Attributions: []ingest.AttributionRow{
			{Key: "ru>", Action: "a1", Direct: true}, {Key: ">az", Action: "a1", Direct: true}, {Key: "ru>az", Action: "a1", Direct: true},
			{Key: "az>", Action: "a2", Direct: true}, {Key: "az>ru", Action: "a2"}, {Key: "ru>", Action: "a3"}, {Key: "az>", Action: "a4", Direct: true},
			{Key: "ru>", Action: "a5", Direct: true}, {Key: "ru>az", Action: "a5", Direct: true}, {Key: "ru>", Action: "a6", Direct: true},
		},
		Replies: []ingest.ReplyRow{
			{Key: "az>", Response: "a2", Trigger: "a1"}, {Key: "az>ru", Response: "a2", Trigger: "a1"}, {Key: ">ru", Response: "a2", Trigger: "a1"},
			{Key: "az>ru", Response: "a4", Trigger: "a3"}, {Key: "ru>az", Response: "a3", Trigger: "a2"}, {Key: "az>", Response: "a4", Trigger: "a3"},
		},
		Owed: []ingest.OwedRow{
			{Key: "ru-mfa>", Action: "a2", Actor: "ru-mfa", Direct: true, Answered: true, AnsweredOn: "2025-06-29"},
			{Key: "ru>", Action: "a2", Actor: "ru-mfa", Answered: true, AnsweredOn: "2025-06-29"},
			{Key: ">", Action: "a2", Actor: "ru-mfa", Direct: true, Answered: true, AnsweredOn: "2025-06-29"},
			{Key: "ru>", Action: "a4", Actor: "ru", Direct: true}, {Key: ">", Action: "a4", Actor: "ru", Direct: true},
		},
	}
}

func load(t *testing.T, s *Store, c ingest.Changes) {
	t.Helper()
	if err := s.write(t.Context(), func(tx *transaction) error { return tx.Write(t.Context(), c) }); err != nil {
		t.Fatalf("%v: %v", err, cause(err))
	}
}

func cause(err error) string {
	var f *failure
	if errors.As(err, &f) {
		return f.cause.Error()
	}
	return ""
}

func fetch(t *testing.T, s *Store, q *query.Query) *query.Answer {
	t.Helper()
	a, err := s.Fetch(t.Context(), q)
	if err != nil {
		t.Fatalf("%+v: %v: %s", q.Find, err, cause(err))
	}
	return a
}

func ids(items []*query.Item) string {
	var out []string
	for _, it := range items {
		if it == nil {
			out = append(out, "-")
			continue
		}
		out = append(out, it.Text("id"))
	}
	return strings.Join(out, " ")
}

func page(n int) query.Page { return query.Page{Limit: n} }

func rel(t *testing.T, k graph.Kind, name string) *graph.Relation {
	t.Helper()
	r := graph.RelationOf(k, name)
	if r == nil {
		t.Fatalf("no relation %s.%s", k, name)
	}
	return r
}

func cursorOf(it *query.Item, o query.Order) *query.Cursor {
	c := &query.Cursor{Order: o.By, Desc: o.Desc, ID: it.Text("id")}
	switch o.By {
	case query.ByDate:
		c.Keys = []string{it.Text("earliest"), it.Text("latest")}
		if it.Kind == graph.KindResponse {
			c.Keys = []string{it.Text("fromEarliest"), it.Text("fromLatest")}
		}
	case query.ByName:
		c.Keys = []string{it.Text("sortName")}
	}
	return c
}

// wantsOf asks for every relation of a kind, two deep.
func wantsOf(k graph.Kind, depth int) []*query.Include {
	var out []*query.Include
	for i := range graph.Relations {
		r := &graph.Relations[i]
		if r.From != k {
			continue
		}
		w := &query.Include{Relation: r}
		if r.Cardinality == graph.Connection {
			w.Page, w.Total = page(20), true
			w.Order.By = query.OrderBy(i % 3)
		}
		if depth > 1 {
			w.Includes = wantsOf(r.To, depth-1)
		}
		out = append(out, w)
	}
	return out
}

func TestAnswers(t *testing.T) {
	s := open(t)
	if empty, err := s.Empty(t.Context()); err != nil || !empty {
		t.Fatal(empty, err)
	}
	load(t, s, world())
	load(t, s, world()) // again changes nothing
	t.Run("relations", func(t *testing.T) { testRelations(t, s) })
	t.Run("pages", func(t *testing.T) { testPages(t, s) })
	t.Run("filters", func(t *testing.T) { testFilters(t, s) })
	t.Run("finds", func(t *testing.T) { testFinds(t, s) })
	t.Run("transaction", func(t *testing.T) { testTransaction(t, s) })
	t.Run("errors", func(t *testing.T) { testErrors(t, s) })
}

func testRelations(t *testing.T, s *Store) {
	for _, k := range graph.NodeKinds {
		a := fetch(t, s, &query.Query{Find: query.FindList{Kind: k, List: query.List{Page: page(50), Total: true}}, Includes: wantsOf(k, 1)})
		if a.Total != len(a.Items) {
			t.Errorf("%s: total %d of %d", k, a.Total, len(a.Items))
		}
	}
	a := fetch(t, s, &query.Query{Find: query.FindNodes{IDs: []string{"a1", "x", "RESPONDS_TO:a2:a1", "PART_OF:ru-mfa:ru", "SILENT_ON:ru:a1", "c1", "az"}},
		Includes: []*query.Include{
			{Relation: rel(t, graph.KindAction, "performers")},
			{Relation: rel(t, graph.KindResponse, "provokers")},
			{Relation: rel(t, graph.KindTie, "within")},
			{Relation: rel(t, graph.KindClaim, "about"), List: query.List{Page: page(1), Total: true}, Includes: []*query.Include{{Relation: rel(t, graph.KindActor, "received"), List: query.List{Page: page(3)}}}},
			{Relation: rel(t, graph.KindAction, "participants")},
			{Relation: rel(t, graph.KindAction, "evidence"), Includes: []*query.Include{{Relation: rel(t, graph.KindEvidence, "source")}}},
			{Relation: rel(t, graph.KindActor, "responsesReceived"), List: query.List{Page: page(3), Total: true}},
			{Relation: rel(t, graph.KindActor, "responsesGiven"), List: query.List{Page: page(3), Total: true, Order: query.Order{By: query.ByDate, Desc: true}}},
		}})
	if got := ids(a.Items); got != "a1 - RESPONDS_TO:a2:a1 PART_OF:ru-mfa:ru SILENT_ON:ru:a1 c1 az" {
		t.Fatal(got)
	}
	for _, c := range []struct {
		item, want int
		ids        string
	}{{0, 0, "ru"}, {2, 1, "ru"}, {3, 2, "az"}, {5, 3, "a1"}, {0, 4, "PERFORMED:ru:a1 TARGETS:a1:az"}, {6, 7, "RESPONDS_TO:a4:a3 RESPONDS_TO:a2:a1"}} {
		if got := ids(a.Items[c.item].Related[c.want].Items); got != c.ids {
			t.Errorf("item %d want %d: %q, not %q", c.item, c.want, got, c.ids)
		}
	}
	if about := a.Items[5].Related[3]; !about.More || about.Total != 2 {
		t.Errorf("about %+v", about)
	}
	evidence := a.Items[0].Related[5].Items
	if len(evidence) != 2 || evidence[0].Text("quote") != "of a1" || evidence[1].Value("quote") != nil || evidence[1].Value("disputes") != true {
		t.Errorf("evidence %+v", evidence)
	}
	if ids(evidence[0].Related[0].Items) != "s1" || ids(evidence[1].Related[0].Items) != "" {
		t.Error("evidence sources")
	}
	if it := a.Items[0]; it.Text("earliest") != "2025-06-27" || it.Value("intensity") != -5.5 || !reflect.DeepEqual(it.Value("topics"), []string{"x", "y"}) {
		t.Errorf("values %v", it.Values)
	}
	if it := a.Items[2]; it.Text("from") != "a2" || it.Text("toEarliest") != "2025-06-27" || it.Value("toIntensity") != -5.5 {
		t.Errorf("values %v", it.Values)
	}
}

// testPages walks every order forwards and backwards, two at a time, over all ways to a list.
func testPages(t *testing.T, s *Store) {
	for _, src := range []struct {
		kind  graph.Kind
		where query.Pred
		by    query.OrderBy
		want  string
	}{
		{graph.KindAction, nil, query.ByDate, "a1 a3 a2 a6 a4 a5"},
		{graph.KindAction, query.Attributed{Keys: []string{"ru>", "az>", "ru>az"}}, query.ByDate, "a1 a3 a2 a6 a4 a5"},
		{graph.KindAction, query.Attributed{Keys: []string{"ru>"}}, query.ByDate, "a1 a3 a6 a5"},
		{graph.KindAction, query.And{query.Attributed{Keys: []string{"ru>"}, Direct: true}, query.Not{Pred: query.IDIn{"a6"}}}, query.ByDate, "a1 a5"},
		{graph.KindAction, query.IDIn{"a1", "a2", "a5", "a6"}, query.ByDate, "a1 a2 a6 a5"},
		{graph.KindAction, nil, query.ByName, "a1 a2 a3 a4 a5 a6"},
		{graph.KindActor, nil, query.ByName, "az ru ru-mfa hi grp"},
		{graph.KindActor, nil, query.ByID, "az grp hi ru ru-mfa"},
		{graph.KindResponse, nil, query.ByDate, "RESPONDS_TO:a1:a5 RESPONDS_TO:a3:a2 RESPONDS_TO:a2:a1 RESPONDS_TO:a4:a3 RESPONDS_TO:a5:a4"},
		{graph.KindResponse, query.Attributed{Keys: []string{"az>", "az>ru", "ru>az"}}, query.ByDate, "RESPONDS_TO:a3:a2 RESPONDS_TO:a2:a1 RESPONDS_TO:a4:a3"},
	} {
		for _, desc := range []bool{false, true} {
			l := query.List{Where: src.where, Order: query.Order{By: src.by, Desc: desc}, Page: page(100), Total: true}
			whole := fetch(t, s, &query.Query{Find: query.FindList{Kind: src.kind, List: l}})
			if got := ids(whole.Items); !desc && got != src.want {
				t.Errorf("%s %v by %d: %s, not %s", src.kind, src.where, src.by, got, src.want)
			}
			if whole.Total != len(whole.Items) || whole.More {
				t.Errorf("%s %v: total %d of %d, more %v", src.kind, src.where, whole.Total, len(whole.Items), whole.More)
			}
			for _, backward := range []bool{false, true} {
				l.Page = query.Page{Limit: 2, Backward: backward}
				l.Total = false
				var got []*query.Item
				for range 10 {
					a := fetch(t, s, &query.Query{Find: query.FindList{Kind: src.kind, List: l}})
					if backward {
						got = append(append([]*query.Item{}, a.Items...), got...)
					} else {
						got = append(got, a.Items...)
					}
					if !a.More {
						break
					}
					at := a.Items[len(a.Items)-1]
					if backward {
						at = a.Items[0]
					}
					l.Page.Cursor = cursorOf(at, l.Order)
				}
				if ids(got) != ids(whole.Items) {
					t.Errorf("%s %v by %d desc %v backward %v: %s, not %s", src.kind, src.where, src.by, desc, backward, ids(got), ids(whole.Items))
				}
			}
		}
	}
	desc := fetch(t, s, &query.Query{Find: query.FindList{Kind: graph.KindAction, List: query.List{Order: query.Order{By: query.ByDate, Desc: true}, Page: page(9)}}})
	if got := ids(desc.Items); got != "a4 a6 a2 a3 a1 a5" {
		t.Errorf("descending: %s", got)
	}
}

func testFilters(t *testing.T, s *Store) {
	low := -6.0
	for _, c := range []struct {
		kind  graph.Kind
		where query.Pred
		want  string
	}{
		{graph.KindAction, query.In{Prop: "type", Values: []string{"REQUEST", "COERCE"}}, "a1 a2"},
		{graph.KindAction, query.In{Prop: "topics", Values: []string{"y"}}, "a1"},
		{graph.KindAction, query.Not{Pred: query.In{Prop: "type", Values: []string{"REQUEST"}}}, "a1 a3 a4 a5 a6"},
		{graph.KindAction, query.Between{Prop: "intensity", Min: &low}, "a1 a4"},
		{graph.KindAction, query.Overlaps{Since: "2025-06-29", Until: "2025-06-30"}, "a2 a6"},
		{graph.KindAction, query.Overlaps{Since: "2025-06-29"}, "a2 a4 a6"},
		{graph.KindAction, query.Or{}, ""},
		{graph.KindAction, query.Or{query.IDIn{"a1"}, query.Matches{Text: "A3"}}, "a1 a3"},
		{graph.KindAction, query.Matches{Text: "a3"}, "a3"},
		{graph.KindActor, query.Matches{Text: "Azərb"}, "az"},
		{graph.KindAction, query.Related{Relation: rel(t, graph.KindAction, "episodes"), Where: query.IDIn{"e1"}}, "a1"},
		{graph.KindAction, query.Not{Pred: query.Related{Relation: rel(t, graph.KindAction, "respondsTo"), Where: query.In{Prop: "mode", Values: []string{"DENY"}}}}, "a1 a2 a5 a6"},
		{graph.KindAction, query.InPlaces{"az-land"}, "a1"},
		{graph.KindAction, query.Or{query.Attributed{Keys: []string{"az>ru"}}}, "a2"},
		{graph.KindResponse, query.Or{query.Attributed{Keys: []string{"az>ru"}}}, "RESPONDS_TO:a2:a1 RESPONDS_TO:a4:a3"},
		{graph.KindResponse, query.In{Prop: "mode", Values: []string{"OBJECT"}}, "RESPONDS_TO:a2:a1"},
		{graph.KindResponse, query.Overlaps{Until: "2025-06-28"}, "RESPONDS_TO:a1:a5 RESPONDS_TO:a2:a1 RESPONDS_TO:a3:a2"},
		{graph.KindResponse, query.Related{Relation: rel(t, graph.KindResponse, "responders"), Where: query.IDIn{"ru-mfa"}}, "RESPONDS_TO:a3:a2"},
		{graph.KindClaim, query.Related{Relation: rel(t, graph.KindClaim, "about"), Where: query.IDIn{"az"}}, "c1"},
	} {
		a := fetch(t, s, &query.Query{Find: query.FindList{Kind: c.kind, List: query.List{Where: c.where, Page: page(50), Total: true}}})
		if got := ids(a.Items); got != c.want || a.Total != len(a.Items) {
			t.Errorf("%s %+v: %q (total %d), not %q", c.kind, c.where, got, a.Total, c.want)
		}
	}
}

func testFinds(t *testing.T, s *Store) {
	for _, c := range []struct {
		find query.Find
		want string
	}{
		{query.FindChain{Action: "a2", Direction: query.Triggers, MaxDepth: 9, MaxNodes: 99}, "a2 a1 a5 a4 a3"},
		{query.FindChain{Action: "a2", Direction: query.Both, MaxDepth: 1, MaxNodes: 99}, "a2 a1 a3"},
		{query.FindChain{Action: "a2", Direction: query.Responses, MaxDepth: 9, MaxNodes: 2}, "a2 a3"},
		{query.FindUnanswered{List: query.List{Page: page(9)}}, "SILENT_ON:ru:a1 UNANSWERED:ru:a4"},
		{query.FindUnanswered{AsOf: "2025-06-28", List: query.List{Page: page(9)}}, "UNANSWERED:ru-mfa:a2"},
		{query.FindUnanswered{OwedBy: []string{"ru"}, AsOf: "2025-06-28", List: query.List{Page: page(9)}}, "UNANSWERED:ru-mfa:a2"},
		{query.FindUnanswered{OwedBy: []string{"ru"}, Direct: true, AsOf: "2025-06-28", List: query.List{Page: page(9)}}, ""},
		{query.FindUnanswered{OwedTo: []string{"az"}, Episodes: []string{"e1"}, Kinds: []string{"NO_EXPLANATION"}, Basis: []string{"EXPLICIT"}, Since: "2025-01-01", List: query.List{Page: page(9), Total: true, Order: query.Order{By: query.ByDate}}}, "SILENT_ON:ru:a1"},
		{query.FindExchange{Between: "ru", And: "az", Sides: true, List: query.List{Page: page(9), Total: true}}, "a1@ru a3@ru a2@az a4@az a5@ru"},
		{query.FindExchange{Between: "ru", And: "az", Since: "2025-06-28", Until: "2025-06-30", List: query.List{Page: page(1), Order: query.Order{Desc: true}}}, "a2@az"},
		{query.FindSearch{Text: "Rus", List: query.List{Page: page(9), Total: true}}, "ru ru-mfa"},
		{query.FindSearch{Text: "a", List: query.List{Page: page(3)}}, "a1 a2 a3"},
		{query.FindSearch{Text: "a", Kinds: []graph.Kind{graph.KindActor}, List: query.List{Page: page(3)}}, "az"},
		{query.FindSearch{Text: "!", List: query.List{Page: page(3)}}, ""},
	} {
		kind := graph.KindAction
		switch c.find.(type) {
		case query.FindUnanswered:
			kind = graph.KindUnanswered
		case query.FindExchange:
			kind = graph.KindEntry
		}
		a := fetch(t, s, &query.Query{Find: c.find, Includes: wantsOf(kind, 1)})
		if got := ids(a.Items); got != c.want {
			t.Errorf("%+v: %q, not %q", c.find, got, c.want)
		}
	}
	a := fetch(t, s, &query.Query{Find: query.FindChain{Action: "a2", Direction: query.Both, MaxDepth: 1, MaxNodes: 99}})
	if len(a.Edges) != 2 || !a.Truncated || a.Edges[0].ID != "RESPONDS_TO:a2:a1" || a.Edges[0].Mode != "OBJECT" {
		t.Errorf("chain %+v", a)
	}
	for _, dir := range []query.Direction{query.Triggers, query.Responses, query.Both} {
		if a := fetch(t, s, &query.Query{Find: query.FindChain{Action: "a2", Direction: dir, MaxDepth: 50, MaxNodes: 99}}); a.Truncated || len(a.Items) != 5 || len(a.Edges) != 5 {
			t.Errorf("%s: %d items, %d edges, %v", dir, len(a.Items), len(a.Edges), a.Truncated)
		}
	}
	a = fetch(t, s, &query.Query{Find: query.FindExchange{Between: "ru", And: "az", Sides: true, List: query.List{Page: page(9), Total: true}}, Includes: wantsOf(graph.KindEntry, 1)})
	for i, id := range []string{"ru", "az"} {
		if it := a.Sides[i].Item; it == nil || it.Text("id") != id {
			t.Errorf("side %d: %+v", i, it)
		}
		a.Sides[i].Item = nil
	}
	if a.Total != 5 || len(a.Sides) != 2 || !reflect.DeepEqual(a.Sides[0], query.Side{Actor: "ru", Count: 3, Responses: 1, Rated: 1, Intensity: -5.5, Quads: map[graph.QuadClass]int{"MATERIAL_CONFLICT": 1}}) ||
		a.Sides[1].Responses != 2 || a.Sides[1].Intensity != 2.1 {
		t.Errorf("exchange %+v", a)
	}
	if got := a.Items[2].Value("answers"); !reflect.DeepEqual(got, []string{"RESPONDS_TO:a2:a1"}) {
		t.Errorf("answers %v", got)
	}
	a = fetch(t, s, &query.Query{Find: query.FindUnanswered{List: query.List{Page: page(9), Total: true}}, Includes: wantsOf(graph.KindUnanswered, 1)})
	if got := a.Items[0].Value("owedTo"); a.Total != 2 || !reflect.DeepEqual(got, []string{"az"}) || a.Items[0].Text("since") != "2025-06-27" {
		t.Errorf("unanswered %v", a.Items[0].Values)
	}
	for _, by := range []bool{false, true} {
		l := query.List{Page: query.Page{Limit: 1, Backward: by}, Order: query.Order{By: query.ByDate}}
		n := 0
		for range 9 {
			a := fetch(t, s, &query.Query{Find: query.FindExchange{Between: "ru", And: "az", List: l}})
			n += len(a.Items)
			if !a.More {
				break
			}
			l.Page.Cursor = cursorOf(a.Items[0], l.Order)
		}
		if n != 5 {
			t.Errorf("exchange backward %v: %d entries", by, n)
		}
	}
}

func testTransaction(t *testing.T, s *Store) {
	ctx := t.Context()
	err := s.write(ctx, func(tx *transaction) error {
		got, err := tx.Stored(ctx, []graph.Ref{{ID: "c1"}, {ID: "nope"}, {Edge: graph.RespondsTo, From: "a2", To: "a1"}})
		if err != nil || len(got) != 2 || got["c1"].Statements[0].Record.Props["credibility"] != int64(2) || got["RESPONDS_TO:a2:a1"].Statements[0].Dataset != "d" {
			t.Errorf("stored %+v %v", got, err)
		}
		if refs, err := tx.EdgesAt(ctx, []string{"az", "a2"}); err != nil || len(refs) != 9 {
			t.Errorf("edges at %v %v", refs, err)
		}
		if a, err := tx.Actors(ctx, []string{"az"}, []string{"RUS", "AZE"}); err != nil || len(a) != 2 {
			t.Errorf("actors %v %v", a, err)
		}
		if ties, err := tx.Ties(ctx, []string{"ru-mfa"}, []string{"ru"}); err != nil || len(ties) != 1 {
			t.Errorf("ties %v %v", ties, err)
		}
		if a, err := tx.ActionsOf(ctx, []string{"az"}); err != nil || len(a) != 3 {
			t.Errorf("actions of %v %v", a, err)
		}
		facts, err := tx.Actions(ctx, []string{"a2"})
		if err != nil || !reflect.DeepEqual(facts, []ingest.ActionFacts{{ID: "a2", Type: "REQUEST", Earliest: "2025-06-28", Latest: "2025-06-30",
			Performers: []string{"az"}, Directed: []string{"ru-mfa"}, Addressees: []string{"ru-mfa"}, RespondsTo: []string{"a1"}, Responses: []string{"a3"}}}) {
			t.Errorf("actions %+v %v", facts, err)
		}
		if err := tx.Write(ctx, ingest.Changes{DropEdges: []graph.Ref{{Edge: graph.InEpisode, From: "a1", To: "e1"}}, DropNodes: []graph.Ref{{ID: "e1"}},
			Tombstones: []ingest.Tombstone{{Key: "e1", Dataset: "d", Reason: "r", At: "now"}}}); err != nil {
			t.Error(err)
		}
		return fmt.Errorf("%w: undo", graph.ErrConflict)
	})
	if !errors.Is(err, graph.ErrConflict) {
		t.Error(err)
	}
}

func testErrors(t *testing.T, s *Store) {
	for _, c := range []struct {
		find query.Find
		want error
		says string
	}{
		{query.FindChain{Action: "zz", Direction: query.Both, MaxDepth: 3, MaxNodes: 9}, graph.ErrNotFound, `no action with id "zz"`},
		{query.FindExchange{Between: "az", And: "zz", List: query.List{Page: page(1)}}, graph.ErrNotFound, `no actor with id "zz"`},
		{query.FindUnanswered{OwedTo: []string{"zz"}, List: query.List{Page: page(1)}}, graph.ErrNotFound, `no actor with id "zz"`},
		{query.FindList{Kind: graph.KindActor, List: query.List{Page: query.Page{Limit: 1, Cursor: &query.Cursor{Order: query.ByDate}}}}, graph.ErrInvalid, "cursor"},
		{query.FindList{Kind: graph.KindActor, List: query.List{Page: page(query.MaxPage + 1)}}, graph.ErrTooLarge, "500"},
	} {
		_, err := s.Fetch(t.Context(), &query.Query{Find: c.find})
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v", c.find, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Fetch(ctx, &query.Query{Find: query.FindList{Kind: graph.KindActor, List: query.List{Page: page(1)}}}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := s.Health(t.Context()); err != nil {
		t.Error(err)
	}
}
