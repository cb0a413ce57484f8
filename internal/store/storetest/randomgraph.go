package storetest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"pgregory.net/rapid"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// Random graphs for Compare.

// names are the nodes of a random graph.
type names struct {
	actors, actions, places, episodes, claims, sources []string
}

// draw makes random things of these nodes.
type draw struct {
	*rapid.T
	names
}

func (d *draw) chance(percent int) bool { return rapid.IntRange(0, 99).Draw(d.T, "chance") < percent }

func pick[T any](d *draw, list ...T) T { return rapid.SampledFrom(list).Draw(d.T, "pick") }

func (d *draw) some(list []string, most int) []string {
	if len(list) == 0 {
		return nil
	}
	return rapid.SliceOfN(rapid.SampledFrom(list), 0, most).Draw(d.T, "some")
}

var someDates = []string{"", "", "2025-01-01", "2025-01-02", "2025-01-02/2025-01-04", "2025-01", "2025-01-03~", "2025-02-01", "2024"}

// name draws how many nodes of each kind there are.
func (d *draw) name() {
	ids := func(kind string, least, most int) []string {
		return numbered(kind, rapid.IntRange(least, most).Draw(d.T, kind+"s"))
	}
	d.names = names{actors: ids("x", 2, 5), actions: ids("a", 1, 7), places: ids("p", 0, 2), episodes: numbered("e", 1), claims: ids("c", 0,
		3), sources: ids("s", 1, 4)}
}

// most are all nodes that a random graph may have.
var most = names{numbered("x", 5), numbered("a", 7), numbered("p", 2), numbered("e", 1), numbered("c", 3), numbered("s", 4)}

func numbered(kind string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = kind + strconv.Itoa(i)
	}
	return out
}

// source draws a source, which may be undated or ungraded.
func (d *draw) source(id string) graph.Record {
	r := node(graph.KindSource, id)
	for _, prop := range []string{"published", "accessed"} {
		if date := pick(d, someDates...); date != "" {
			r.Props[prop] = date
		}
	}
	if d.chance(60) {
		r.Props["reliability"] = pick(d, "A", "B", "C", "F")
	}
	return r
}

// country gives an actor another country, or none.
func (d *draw) country(r graph.Record) graph.Record {
	delete(r.Props, "country")
	if d.chance(40) {
		r.Props["country"] = pick(d, "FJI", "GUY")
	}
	return r
}

// evidence draws some from the sources; not all of it supports the whole fact.
func (d *draw) evidence() (list []graph.Evidence) {
	for _, id := range d.some(d.sources, 3) {
		e := graph.Evidence{Source: id, Quote: pick(d, "", "so"), AttributedTo: pick(d, append([]string{"", ""}, d.actors...)...)}
		switch {
		case d.chance(25):
			e.Relation = pick(d, graph.EvidenceDisputes, graph.EvidenceDisputes, graph.EvidenceUpdates)
		case d.chance(15):
			e.Field = "date"
		}
		list = append(list, e)
	}
	return list
}

// graph draws a graph of the nodes, and what of it is taken back.
func (d *draw) graph() (put, back ingest.Batch) {
	b := batch("random")
	links := map[string]graph.Record{}
	link := func(from string, kind graph.EdgeKind, to string, props ...any) {
		if r := edge(from+" "+string(kind)+" "+to, props...); from != to {
			links[r.Key()] = with(r, pick(d, graph.Explicit, graph.Inferred), d.evidence()...)
		}
	}
	for _, x := range d.actors {
		b.Puts = append(b.Puts, d.country(actor(x, pick(d, "STATE", "STATE", "MINISTRY", "PERSON", "GROUP"), "name", pick(d, "Same", "Émile",
			"ağ", "b", "One Two"), "aliases", d.some([]string{"sam", "Two Same", "B"}, 2),
			"names", d.some([]string{"az ağ", "ru Два", "fr Same"}, 2))))
		for _, y := range d.some(d.actors, 2) {
			props := []any{}
			if d.chance(25) {
				props = append(props, pick(d, "since", "until"), pick(d, "2025-01-02", "2025-01", "2024"))
			}
			link(x, pick(d, graph.PartOf, graph.PartOf, graph.SpeaksFor, graph.Leads, graph.WorksFor, graph.OwnedBy, graph.MemberOf), y, props...)
		}
	}
	for i, a := range d.actions {
		r := action(a, pick(d, "REQUEST", "REQUEST", "COERCE", "AGREE", "STATEMENT", "OCCURRENCE"), pick(d, someDates...), "title", pick(d,
			"one", "Two", "ONE"))
		if d.chance(60) {
			r.Props["intensity"] = pick(d, -5.5, 2.0, 0.0)
		}
		if d.chance(40) {
			r.Props["sequence"] = pick(d, int64(1), int64(2), int64(10))
		}
		if d.chance(30) {
			r.Props["statusHistory"] = []graph.StatusChange{{Status: "ALLEGED", Since: "2025", Sources: []string{"s0"}},
				{Status: pick[graph.ActionStatus](d, "OCCURRED", "DENIED"), Since: "2026", Sources: []string{"s0"}}}
		}
		b.Puts = append(b.Puts, with(r, "", d.evidence()...))
		for _, x := range d.some(d.actors, 2) {
			link(x, graph.Performed, a)
		}
		for _, x := range d.some(d.actors, 3) {
			link(a, pick(d, graph.Targets, graph.AddressedTo, graph.Affects), x)
		}
		for _, trigger := range d.some(d.actions, 2) {
			link(a, graph.RespondsTo, trigger, "mode", pick(d, "OBJECT", "EXPLAIN"))
		}
		if d.chance(20) {
			link(pick(d, d.actors...), graph.SilentOn, a, "kind", pick(d, "NO_RESPONSE", "NO_EXPLANATION"), "asOf",
				pick(d, "2025-01-03", "2025", "2024-12"))
		}
		if d.chance(60) {
			link(a, graph.InEpisode, d.episodes[0])
		}
		for _, p := range d.some(d.places, 1) {
			link(a, graph.TookPlaceIn, p)
		}
		if i > 0 && d.chance(20) {
			link(a, graph.PartOfAction, d.actions[0])
		}
	}
	for _, c := range d.claims {
		b.Puts = append(b.Puts, with(claim(c, "text", pick(d, "so", "no")), "", d.evidence()...))
		link(c, graph.About, pick(d, append(d.actions, d.actors...)...))
		link(pick(d, d.actors...), graph.Asserted, c)
		for _, x := range d.some(d.actors, 1) {
			link(c, graph.OnBehalfOf, x)
		}
		for _, a := range d.some(d.actions, 1) {
			link(c, graph.MadeIn, a)
		}
		link(c, pick(d, graph.Contradicts, graph.Supports), pick(d, d.claims...))
	}
	for _, p := range d.places {
		b.Puts = append(b.Puts, node(graph.KindPlace, p))
		link(p, graph.Within, pick(d, d.places...))
	}
	for _, s := range d.sources {
		b.Puts = append(b.Puts, d.source(s))
		for _, x := range d.some(d.actors, 2) {
			link(s, graph.PublishedBy, x)
		}
		if d.chance(30) {
			link(s, graph.DerivedFrom, pick(d, d.sources...))
		}
	}
	b.Puts = append(b.Puts, node(graph.KindEpisode, d.episodes[0]))
	var refs []graph.Ref
	for _, key := range sorted(links) {
		r := links[key]
		b.Puts = append(b.Puts, r)
		if d.chance(10) {
			refs = append(refs, graph.Ref{Edge: r.Edge, From: r.From, To: r.To})
		}
	}
	return b, retract("random", refs...)
}

// later draws what changes afterwards: sources, the countries of actors, who owns whom, and the evidence of facts.
func (d *draw) later(put, back ingest.Batch) ingest.Batch {
	gone := map[string]bool{}
	for _, r := range back.Retracts {
		gone[graph.EdgeID(r.Edge, r.From, r.To)] = true
	}
	b := batch("random")
	b.Dataset.Props["version"] = "2"
	for _, r := range put.Puts {
		r.Props = maps.Clone(r.Props)
		switch {
		case !d.chance(25) || gone[r.Key()]:
		case r.Kind == graph.KindSource:
			b.Puts = append(b.Puts, d.source(r.ID))
		case r.Kind == graph.KindActor:
			b.Puts = append(b.Puts, d.country(r))
		case r.IsFact():
			b.Puts = append(b.Puts, with(r, r.Basis, d.evidence()...))
		}
	}
	for _, x := range d.some(d.actors, 1) {
		if y := pick(d, d.actors...); x != y {
			r := edge(x + " " + string(pick(d, graph.OwnedBy, graph.PartOf)) + " " + y)
			if !slices.ContainsFunc(put.Puts, func(p graph.Record) bool { return p.Key() == r.Key() }) {
				b.Puts = append(b.Puts, r)
			}
		}
	}
	return b
}

// second draws what another dataset states of the same facts.
func (d *draw) second(put, back ingest.Batch) ingest.Batch {
	gone := map[string]bool{}
	for _, r := range back.Retracts {
		gone[graph.EdgeID(r.Edge, r.From, r.To)] = true
	}
	b := batch("second")
	for _, r := range put.Puts {
		if r.IsFact() && !gone[r.Key()] && d.chance(20) {
			b.Puts = append(b.Puts, with(r, r.Basis, d.evidence()...))
		}
	}
	return b
}

// tell is a graph for people to read.
func tell(put, back ingest.Batch, more ...ingest.Batch) string {
	taken := map[string]bool{}
	for _, r := range back.Retracts {
		taken[graph.EdgeID(r.Edge, r.From, r.To)] = true
	}
	var said []string
	for _, r := range put.Puts {
		text := fmt.Sprintf("%s %s", r.Kind, r.ID)
		if r.Edge != "" {
			text = fmt.Sprintf("%s %s %s", r.From, r.Edge, r.To)
		}
		text += " " + strings.TrimPrefix(fmt.Sprint(r.Props), "map")
		if r.Basis == graph.Inferred {
			text += " INFERRED"
		}
		if len(r.Evidence) > 0 {
			text += fmt.Sprintf(" %+v", r.Evidence)
		}
		if taken[r.Key()] {
			text += " (taken back)"
		}
		said = append(said, text)
	}
	for _, b := range more {
		said = append(said, "then "+b.Dataset.ID+":", tell(b, ingest.Batch{}))
	}
	return strings.Join(said, "\n")
}

func sorted(m map[string]graph.Record) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
