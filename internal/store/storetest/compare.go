package storetest

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/demarche-graph/demarche/graph"
)

// Compare applies random graphs to two stores and asks both random questions: their answers must be the same in every value.
// It makes so many graphs, unless -rapid.checks says otherwise. Each graph has ids of its own, so that two stores that are
// given again and again need not be wiped in between.
func Compare(t *testing.T, graphs int, stores func() (a, b graph.Store)) {
	for name, value := range map[string]string{"rapid.checks": strconv.Itoa(graphs), "rapid.shrinktime": "20s", "rapid.nofailfile": "true"} {
		if f := flag.Lookup(name); f.Value.String() == f.DefValue {
			if err := f.Value.Set(value); err != nil {
				t.Fatal(err)
			}
			defer func() { _ = f.Value.Set(f.DefValue) }()
		}
	}
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		a, b := stores()
		g := &random{T: r, ctx: t.Context(), prefix: fmt.Sprintf("g%d-", n), stores: [2]graph.Store{a, b}}
		g.build()
		for range 3 {
			g.question()
		}
	})
}

type random struct {
	*rapid.T
	ctx                               context.Context
	prefix                            string
	stores                            [2]graph.Store
	actors, actions, places, episodes []string
	claims                            []string
	said                              []string // the graph, for people to read
}

func (g *random) chance(percent int) bool { return rapid.IntRange(0, 99).Draw(g.T, "chance") < percent }

func pick[T any](g *random, list ...T) T { return rapid.SampledFrom(list).Draw(g.T, "pick") }

func (g *random) some(list []string, most int) []string {
	if len(list) == 0 {
		return nil
	}
	return rapid.SliceOfN(rapid.SampledFrom(list), 0, most).Draw(g.T, "some")
}

func (g *random) ids(kind string, least, most int) []string {
	out := make([]string, rapid.IntRange(least, most).Draw(g.T, kind+"s"))
	for i := range out {
		out[i] = fmt.Sprintf("%s%s%d", g.prefix, kind, i)
	}
	return out
}

var someDates = []string{"", "", "2025-01-01", "2025-01-02", "2025-01-02/2025-01-04", "2025-01", "2025-01-03~", "2025-02-01", "2024"}

// build applies a graph to both stores, then takes some of it back.
func (g *random) build() {
	g.actors, g.actions, g.places = g.ids("x", 2, 5), g.ids("a", 1, 7), g.ids("p", 0, 2)
	g.episodes, g.claims = g.ids("e", 1, 1), g.ids("c", 0, 3)
	country := func(r graph.Record) graph.Record {
		if g.chance(40) {
			r.Props["country"] = g.prefix + pick(g, "C", "D")
		}
		return r
	}
	b := batch("random")
	links := map[string]graph.Record{}
	link := func(from string, kind graph.EdgeKind, to string, props ...any) {
		if r := edge(from+" "+string(kind)+" "+to, props...); from != to {
			links[r.Key()] = with(r, pick(g, graph.Explicit, graph.Inferred))
		}
	}
	for _, x := range g.actors {
		b.Puts = append(b.Puts, country(actor(x, pick(g, "STATE", "STATE", "MINISTRY", "PERSON", "GROUP"), "name", pick(g, "Same", "Émile", "ağ", "b"))))
		for _, y := range g.some(g.actors, 2) {
			props := []any{}
			if g.chance(25) {
				props = append(props, pick(g, "since", "until"), pick(g, "2025-01-02", "2025-01", "2024"))
			}
			link(x, pick(g, graph.PartOf, graph.PartOf, graph.SpeaksFor, graph.Leads, graph.WorksFor, graph.OwnedBy, graph.MemberOf), y, props...)
		}
	}
	for i, a := range g.actions {
		r := action(a, pick(g, "REQUEST", "REQUEST", "COERCE", "AGREE", "STATEMENT", "OCCURRENCE"), pick(g, someDates...), "title", pick(g, "one", "Two", "ONE"))
		if g.chance(60) {
			r.Props["intensity"] = pick(g, -5.5, 2.0, 0.0)
		}
		b.Puts = append(b.Puts, r)
		for _, x := range g.some(g.actors, 2) {
			link(x, graph.Performed, a)
		}
		for _, x := range g.some(g.actors, 3) {
			link(a, pick(g, graph.Targets, graph.AddressedTo, graph.Affects), x)
		}
		for _, trigger := range g.some(g.actions, 2) {
			link(a, graph.RespondsTo, trigger, "mode", pick(g, "OBJECT", "COMPLY"))
		}
		if g.chance(20) {
			link(pick(g, g.actors...), graph.SilentOn, a, "kind", pick(g, "NO_RESPONSE", "NO_EXPLANATION"), "asOf", pick(g, "2025-01-03", "2025"))
		}
		if g.chance(60) {
			link(a, graph.InEpisode, g.episodes[0])
		}
		for _, p := range g.some(g.places, 1) {
			link(a, graph.TookPlaceIn, p)
		}
		if i > 0 && g.chance(20) {
			link(a, graph.PartOfAction, g.actions[0])
		}
	}
	for _, c := range g.claims {
		b.Puts = append(b.Puts, claim(c, "text", pick(g, "so", "no")))
		link(c, graph.About, pick(g, append(g.actions, g.actors...)...))
		link(pick(g, g.actors...), graph.Asserted, c)
		link(c, pick(g, graph.Contradicts, graph.Supports), pick(g, g.claims...))
	}
	for _, p := range g.places {
		b.Puts = append(b.Puts, node(graph.KindPlace, p))
		link(p, graph.Within, pick(g, g.places...))
	}
	b.Puts = append(b.Puts, node(graph.KindEpisode, g.episodes[0]))
	var back []graph.Ref
	for _, key := range sorted(links) {
		r := links[key]
		b.Puts = append(b.Puts, r)
		if g.chance(10) {
			back = append(back, graph.Ref{Edge: r.Edge, From: r.From, To: r.To})
		}
	}
	g.apply(b)
	g.apply(retract("random", back...))
	taken := map[string]bool{}
	for _, r := range back {
		taken[graph.EdgeID(r.Edge, r.From, r.To)] = true
	}
	for _, r := range b.Puts {
		if text := fmt.Sprintf("%s %s", r.Kind, r.ID); !taken[r.Key()] {
			if r.Edge != "" {
				text = fmt.Sprintf("%s %s %s", r.From, r.Edge, r.To)
			}
			if g.said = append(g.said, fmt.Sprintf("%s %s", text, strings.TrimPrefix(fmt.Sprint(r.Props), "map"))); r.Basis == graph.Inferred {
				g.said[len(g.said)-1] += " INFERRED"
			}
		}
	}
}

func sorted(m map[string]graph.Record) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (g *random) apply(b graph.Batch) {
	var said [2]string
	for i, s := range g.stores {
		a, err := s.Apply(g.ctx, b)
		if err != nil {
			g.Fatalf("store %d: %v", i, err)
		}
		said[i] = counts(a)
	}
	if said[0] != said[1] {
		g.Fatalf("applied\n%s\n%s", said[0], said[1])
	}
}

// question asks both stores the same, page by page.
func (g *random) question() {
	var find func(graph.List) graph.Find
	kind, order := graph.KindAction, graph.Order{By: graph.ByDate, Desc: g.chance(50)}
	since := graph.Day(pick(g, "", "", "2025-01-02", "2025-01-31"))
	until := graph.Day(pick(g, "", "", "2025-01-03", "2025-02-01"))
	switch pick(g, "list", "list", "list", "unanswered", "exchange", "chain", "counts", "antecedents", "subgraph", "paths") {
	case "list":
		kind = pick(g, graph.KindAction, graph.KindAction, graph.KindActor, graph.KindResponse, graph.KindClaim)
		order = g.order(kind)
		where, groups := g.where(kind, 3), g.groups(kind)
		find = func(l graph.List) graph.Find {
			l.Where, l.Groups = where, groups
			return graph.FindList{Kind: kind, List: l}
		}
	case "counts":
		f := graph.FindCounts{Since: since, Until: until, ByDay: g.chance(50), Replies: g.chance(50)}
		for range rapid.IntRange(1, 4).Draw(g.T, "dyads") {
			f.Dyads = append(f.Dyads, graph.Dyad{By: pick(g, g.actors...), At: pick(g, g.actors...)})
		}
		g.ask(f, nil)
		return
	case "antecedents":
		g.ask(graph.FindAntecedents{Action: pick(g, g.actions...), MaxDays: pick(g, 0, 1, 14, 365), Limit: rapid.IntRange(1, 4).Draw(g.T, "limit")}, g.wants(kind, 1))
		return
	case "subgraph":
		f := graph.FindSubgraph{Around: []string{g.anyNode()}, Depth: rapid.IntRange(0, 4).Draw(g.T, "depth"), MaxNodes: pick(g, 1, 3, 5, 5000)}
		if g.chance(40) {
			f.Around = append(f.Around, g.anyNode())
		}
		if g.chance(40) {
			f.Where = g.where(graph.KindAction, 1)
		}
		g.ask(f, append(g.wants(graph.KindAction, 1), g.wants(graph.KindActor, 1)...))
		return
	case "paths":
		g.ask(graph.FindPaths{From: g.anyNode(), To: g.anyNode(), MaxLength: rapid.IntRange(1, 6).Draw(g.T, "length"), First: rapid.IntRange(1, 6).Draw(g.T, "first")}, nil)
		return
	case "unanswered":
		kind = graph.KindUnanswered
		f := graph.FindUnanswered{OwedBy: g.some(g.actors, 2), OwedTo: g.some(g.actors, 1), Direct: g.chance(30), Since: since, Until: until,
			AsOf: graph.Day(pick(g, "", "", "2025-01-02", "2025-01-03", "2025-12-31"))}
		if g.chance(70) {
			f.Episodes = g.episodes
		}
		find = func(l graph.List) graph.Find { f.List = l; return f }
	case "exchange":
		kind = graph.KindEntry
		f := graph.FindExchange{Between: g.actors[0], And: pick(g, g.actors[1:]...), Since: since, Until: until, Direct: g.chance(30), Sides: true}
		find = func(l graph.List) graph.Find { f.List = l; return f }
	case "chain":
		f := graph.FindChain{Action: pick(g, g.actions...), Direction: pick(g, graph.Triggers, graph.Responses, graph.Both),
			MaxDepth: rapid.IntRange(1, 4).Draw(g.T, "depth"), MaxNodes: rapid.IntRange(1, 6).Draw(g.T, "nodes")}
		if g.chance(30) {
			f.Basis = []string{pick(g, "EXPLICIT", "INFERRED")}
		}
		if g.chance(30) {
			f.Modes = []string{pick(g, "OBJECT", "COMPLY"), "DENY"}
		}
		g.ask(f, g.wants(kind, 2))
		return
	}
	l := graph.List{Order: order, Total: g.chance(50), Page: graph.Page{Limit: rapid.IntRange(1, 5).Draw(g.T, "limit"), Backward: g.chance(40)}}
	wants := g.wants(kind, 2)
	for range 3 {
		a := g.ask(find(l), wants)
		if !a.More || len(a.Items) == 0 {
			return
		}
		edge := a.Items[len(a.Items)-1]
		if l.Page.Backward {
			edge = a.Items[0]
		}
		l.Page.Cursor = cursorOf(edge, l.Order, "")
	}
}

func (g *random) anyNode() string {
	return pick(g, slices.Concat(g.actors, g.actions, g.places, g.episodes, g.claims)...)
}

// order may be by a number.
func (g *random) order(k graph.Kind) graph.Order {
	o := graph.Order{By: g.orderBy(k), Desc: g.chance(50)}
	if names := numberOrders[k]; len(names) > 0 && g.chance(30) {
		o.By, o.Number = graph.ByNumber, pick(g, names...)
	}
	return o
}

func (g *random) groups(k graph.Kind) []graph.Group {
	var out []graph.Group
	for _, by := range graph.Groupings[k] {
		if g.chance(10) {
			out = append(out, graph.Group{By: by.Name, First: pick(g, 0, 0, 2)})
		}
	}
	if g.chance(10) && len(graph.Groupings[k]) > 0 {
		out = append(out, graph.Group{})
	}
	return out
}

func (g *random) ask(find graph.Find, wants []*graph.Want) *graph.Answer {
	var said [2]string
	var first *graph.Answer
	for i, s := range g.stores {
		a, err := s.Fetch(g.ctx, &graph.Query{Find: find, Wants: wants})
		if err != nil {
			g.Fatalf("store %d: %+v: %v", i, find, err)
		}
		if i == 0 {
			first = a
		}
		var b strings.Builder
		fmt.Fprintf(&b, "total %d, more %v, truncated %v\n", a.Total, a.More, a.Truncated)
		for _, e := range a.Edges {
			fmt.Fprintf(&b, "%+v\n", e)
		}
		fmt.Fprintf(&b, "%v %v\n", a.Day, a.Paths)
		for _, c := range a.Counts {
			fmt.Fprintf(&b, "%+v\n", c)
		}
		for _, rows := range a.Groups {
			fmt.Fprintf(&b, "%s\n", grouped(rows))
		}
		for _, side := range a.Sides {
			fmt.Fprintf(&b, "%s %d %d %d %.6f %v\n", side.Actor, side.Count, side.Responses, side.Rated, side.Intensity, side.Quads)
		}
		said[i] = b.String() + dump(a.Items)
	}
	if said[0] != said[1] {
		g.Fatalf("%T %+v, wants %s\n--- the graph\n%s\n--- one store\n%s--- the other\n%s", find, find, describe(wants), strings.Join(g.said, "\n"), said[0], said[1])
	}
	return first
}

func describe(wants []*graph.Want) string {
	var out []string
	for _, w := range wants {
		out = append(out, fmt.Sprintf("%s %+v %s", w.Relation.Name, w.List, describe(w.Wants)))
	}
	return "{" + strings.Join(out, ", ") + "}"
}
