package seed

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
)

// lineRecord reads a record of JSON Lines or CSV: an edge, or a node with the keys that it has in YAML, edges included.
func (r *reader) lineRecord(kind graph.Kind, edge graph.EdgeKind, n *yaml.Node) {
	if edge == "" {
		r.record(kind, n)
		return
	}
	t, _ := graph.EdgeTypeOf(edge)
	e := graph.Record{Edge: edge, Props: graph.Props{}}
	props := edgeProps(t)
	at := marks{}
	before := len(r.problems)
	given := r.pairs(n, func(key, value *yaml.Node) {
		at[key.Value] = value
		switch key.Value {
		case "from":
			if e.From = r.id("from", value); e.From != "" {
				r.addReference(value, e.From, t.From)
			}
		case "to":
			if e.To = r.id("to", value); e.To != "" {
				r.addReference(value, e.To, t.To)
			}
		default:
			r.edgeValue(t, props, &e, key, value, []string{"from", "to"})
		}
	})
	for _, end := range []string{"from", "to"} {
		if given != nil && !given[end] {
			r.fault(n, graph.RuleMissingKey.Fault("%s lacks %s", edge, end).WithRemedy("name the one that it leads %s", end))
		}
	}
	r.checkEdgeKeys(edge, n, given)
	if e.From == "" || e.To == "" {
		return
	}
	if e.From == e.To {
		r.fault(n, namesItself(e.From))
	}
	if len(e.Evidence) == 0 && !given["evidence"] {
		r.fault(n, graph.RuleNoEvidence.Fault("%s has no evidence", e.Key()).WithRemedy(nameASource))
	}
	r.add(n, e, at, len(r.problems) == before)
}

// edgeValue reads a key of an edge other than its ends.
func (r *reader) edgeValue(t graph.EdgeType, props []graph.Property, e *graph.Record, key, value *yaml.Node, ends []string) {
	switch key.Value {
	case "basis":
		e.Basis = r.basis(value)
	case "evidence":
		e.Evidence = r.evidence(value, props)
	default:
		r.prop(sampleEdge(t.Label), props, e.Props, key, value, slices.Concat(ends, []string{"basis", "evidence"}, t.Props))
		if key.Value == "within" && e.Props["within"] != nil {
			for _, w := range value.Content {
				r.addReference(w, w.Value, []graph.Kind{graph.KindActor})
			}
		}
	}
}
