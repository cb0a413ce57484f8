package oracle

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// through is the graph without what a lens leaves out: it holds no evidence from sources that are struck out, no fact that does
// not stand, and no edge that ends at one.
func (s *Store) through(l *query.Lens) *Store {
	out := &Store{statements: s.statements, nodes: map[string]graph.Record{}, edges: map[string]graph.Record{}, revision: s.revision}
	left := s.left(l)
	for id, r := range s.nodes {
		if r = withEvidence(r, left); s.stands(l, r) {
			out.nodes[id] = r
		}
	}
	for key, e := range s.edges {
		_, from := out.nodes[e.From]
		_, to := out.nodes[e.To]
		if e = withEvidence(e, left); from && to && s.stands(l, e) {
			out.edges[key] = e
		}
	}
	return out
}

// left says of each source whether a lens leaves it.
func (s *Store) left(l *query.Lens) func(source string) bool {
	struck := map[string]bool{}
	var strike func(source string)
	strike = func(source string) {
		if struck[source] {
			return
		}
		struck[source] = true
		for _, e := range s.along(graph.DerivedFrom) {
			if e.To == source {
				strike(e.From)
			}
		}
	}
	only := map[string]bool{}
	for _, x := range s.all(graph.KindSource) {
		if l.Without != nil && s.meets(x, l.Without) {
			strike(s.id(x))
		}
		only[s.id(x)] = s.meets(x, l.Only)
	}
	return func(source string) bool { return !struck[source] && (l.Only == nil || only[source]) }
}

// withEvidence is a record with the evidence from the sources that are left, and what follows from that.
func withEvidence(r graph.Record, left func(string) bool) graph.Record {
	kept := slices.DeleteFunc(slices.Clone(r.Evidence), func(e graph.Evidence) bool { return !left(e.Source) })
	if len(kept) == len(r.Evidence) {
		return r
	}
	var attributed []string
	for _, e := range kept {
		if e.AttributedTo != "" && !slices.Contains(attributed, e.AttributedTo) {
			attributed = append(attributed, e.AttributedTo)
		}
	}
	props := graph.Props{}
	for name, v := range r.Props {
		if name != "attributedTo" {
			props[name] = v
		}
	}
	if attributed != nil {
		props["attributedTo"] = attributed
	}
	r.Props, r.Evidence = props, kept
	return r
}

// stands tells whether a record is no fact that a lens may leave out, or meets all that it asks for. Evidence is what is left.
func (s *Store) stands(l *query.Lens, r graph.Record) bool {
	kind := r.Kind
	if t, _ := graph.EdgeTypeOf(r.Edge); r.Edge != "" {
		kind = t.Fact
	}
	switch kind {
	case graph.KindAction, graph.KindClaim, graph.KindResponse, graph.KindSilence, graph.KindContradiction:
	default:
		return true
	}
	x := thing{kind: kind, record: r, evidence: r.Evidence}
	knownBy, _ := s.support(x)["knownBy"].(string)
	switch {
	case l.OnSources() && len(supporting(x)) == 0,
		l.KnownOn != "" && (knownBy == "" || knownBy > string(l.KnownOn)),
		l.Basis != nil && !slices.Contains(l.Basis, string(r.Basis)),
		l.Datasets != nil && !slices.ContainsFunc(s.statements[r.Key()], func(x ingest.Statement) bool {
			return slices.Contains(l.Datasets, x.Dataset)
		}):
		return false
	}
	return true
}
