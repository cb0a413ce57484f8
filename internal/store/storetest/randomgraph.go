package storetest

import (
	"fmt"
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
	actors, actions, places, episodes, claims []string
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
		3)}
}

// most are all nodes that a random graph may have.
var most = names{numbered("x", 5), numbered("a", 7), numbered("p", 2), numbered("e", 1), numbered("c", 3)}

func numbered(kind string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = kind + strconv.Itoa(i)
	}
	return out
}

// graph draws a graph of the nodes, and what of it is taken back.
func (d *draw) graph() (put, back ingest.Batch) {
	country := func(r graph.Record) graph.Record {
		if d.chance(40) {
			r.Props["country"] = pick(d, "FJI", "GUY")
		}
		return r
	}
	b := batch("random")
	links := map[string]graph.Record{}
	link := func(from string, kind graph.EdgeKind, to string, props ...any) {
		if r := edge(from+" "+string(kind)+" "+to, props...); from != to {
			links[r.Key()] = with(r, pick(d, graph.Explicit, graph.Inferred), d.evidence()...)
		}
	}
	for _, x := range d.actors {
		b.Puts = append(b.Puts, country(actor(x, pick(d, "STATE", "STATE", "MINISTRY", "PERSON", "GROUP"), "name", pick(d, "Same", "Émile",
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
	b.Puts = append(b.Puts, node(graph.KindEpisode, d.episodes[0]), node(graph.KindSource, "s0"))
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

// evidence draws what a fact rests on: nothing, mostly.
func (d *draw) evidence() (list []graph.Evidence) {
	for d.chance(20) && len(list) < 3 {
		list = append(list, graph.Evidence{Source: "s0", AttributedTo: pick(d, append([]string{""}, d.actors...)...),
			Relation: pick(d, "", graph.EvidenceUpdates, graph.EvidenceDisputes)})
	}
	return list
}

// tell is a graph for people to read.
func tell(put, back ingest.Batch) string {
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
		if taken[r.Key()] {
			text += " (taken back)"
		}
		said = append(said, text)
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
