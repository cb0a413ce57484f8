package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// testLarge: much of everything.
func testLarge(t *testing.T, s suite) {
	t.Helper()
	b := batch("siege", []graph.Record{action("siege", "COERCE", ""), action("blockade-of-a-port", "COERCE", ""), actor("federation",
		"STATE")})
	for i := range query.MaxPlain + 1 {
		id := fmt.Sprintf("town-%04d", i)
		b.Puts = append(b.Puts, actor(id, "AGENCY"), edge("siege AFFECTS "+id), edge(id+" PART_OF federation"))
		if i < query.MaxPlain {
			b.Puts = append(b.Puts, edge("blockade-of-a-port AFFECTS "+id))
		}
	}
	equal(t, "load", counts(s.apply(t, b)), fmt.Sprintf("%d added, 0 changed, 0 retracted, 0 unchanged", len(b.Puts)))
	t.Run("texts of a megabyte come back as they were, are found and sorted by", func(t *testing.T) {
		name, description := strings.Repeat("Ünlü ", 200_000), strings.Repeat("a", 1<<20)
		s.apply(t, batch("texts", []graph.Record{action("long-description", "COERCE", "", "description", description), claim("long-claim",
			"text", name),
			claim("longer-claim", "text", name+"b")}))
		if s.node(t, "long-description").Text("description") != description || s.node(t, "long-claim").Text("text") != name {
			t.Error("they came back changed")
		}
		equal(t, "found by text", ids(s.ask(t, find(graph.KindClaim, query.Matches{Text: "unlu"})).Items), "long-claim longer-claim")
		s.walk(t, query.List{Order: query.Order{By: query.ByName}}, func(l query.List) query.Find {
			return query.FindList{Kind: graph.KindClaim,
				List: l}
		}, "")
	})
	t.Run("a plain list holds all that it may", func(t *testing.T) {
		a := s.ask(t, query.FindNodes{IDs: []string{"blockade-of-a-port"}}, want(t, graph.KindAction, "affected"))
		if n := len(a.Items[0].Related[0].Items); n != query.MaxPlain {
			t.Errorf("%d", n)
		}
	})
	t.Run("a plain list of more is too large, unless it is narrowed", func(t *testing.T) {
		_, err := s.Fetch(t.Context(), &query.Query{Find: query.FindNodes{IDs: []string{"blockade-of-a-port", "siege"}},
			Includes: []*query.Include{want(t, graph.KindAction, "affected")}})
		if !errors.Is(err, graph.ErrTooLarge) || !strings.Contains(err.Error(), "Action.affected") {
			t.Errorf("%v", err)
		}
		w := want(t, graph.KindAction, "affected")
		w.Where = query.IDIn{"town-0001", "town-0003"}
		equal(t, "narrowed", ids(s.ask(t, query.FindNodes{IDs: []string{"siege"}}, w).Items[0].Related[0].Items), "town-0001 town-0003")
	})
	t.Run("as many ids may be named as a page has items", func(t *testing.T) {
		list := make([]string, query.MaxIDs)
		for i := range list {
			list[i] = fmt.Sprintf("town-%04d", i+query.MaxPlain+1-len(list)/2) // half of them are
		}
		l := find(graph.KindActor, query.IDIn(list))
		l.Page.Limit, l.Total = 3, true
		if a := s.ask(t, l); a.Total != len(list)/2 || !a.More {
			t.Errorf("total %d, more %v", a.Total, a.More)
		}
		l.Where = query.And{query.Not{Pred: query.IDIn(list)}, query.Not{Pred: query.In{Prop: "kind", Values: []string{"AGENCY"}}}}
		equal(t, "Not IDIn", ids(s.ask(t, l).Items), "federation")
		nodes := s.ask(t, query.FindNodes{IDs: list}).Items
		if n := slices.IndexFunc(nodes, func(it *query.Item) bool { return it == nil }); len(nodes) != len(list) || n != len(list)/2 {
			t.Errorf("FindNodes: %d, the first unknown is %d", len(nodes), n)
		}
		keys := make([]string, len(list))
		for i, id := range list {
			keys[i] = graph.AttributionKey(id, "")
		}
		equal(t, "Attributed", ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: keys})).Items), "")
	})
	t.Run("a filter may have so many parts, and nots forty deep", func(t *testing.T) {
		var or query.Or
		var deep query.Pred = query.IDIn{"town-0007"}
		for i := range query.MaxConditions / 2 {
			or = append(or, query.And{query.IDIn{fmt.Sprintf("town-%04d", i)}, query.In{Prop: "kind", Values: []string{"AGENCY"}}})
		}
		for range 40 {
			deep = query.Not{Pred: deep}
		}
		l := find(graph.KindActor, or)
		l.Page, l.Total = query.Page{Limit: 1}, true
		if a := s.ask(t, l); a.Total != query.MaxConditions/2 {
			t.Errorf("total %d", a.Total)
		}
		equal(t, "nots", ids(s.ask(t, find(graph.KindActor, deep)).Items), "town-0007")
	})
	t.Run("an id may be long", func(t *testing.T) {
		id := "id" + strings.Repeat("é", 255) // 512 bytes, the most
		s.apply(t, batch("long-id", []graph.Record{actor(id, "STATE"), edge(id + " PART_OF federation")}))
		equal(t, "ids", ids(s.ask(t, query.FindNodes{IDs: []string{id, graph.EdgeID(graph.PartOf, id, "federation")}}).Items),
			id+" "+graph.EdgeID(graph.PartOf, id, "federation"))
	})
}
