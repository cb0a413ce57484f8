package plan

import (
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// Landing is the kind of what the i-th hop of a relation leads to: after the last hop what the relation gives, before it an
// end of a response, which is an action, or a node of any kind.
func Landing(r *graph.Relation, i int) graph.Kind {
	switch h := r.Path[i]; {
	case i == len(r.Path)-1:
		return r.To
	case h.Start, h.End:
		return graph.KindAction
	case h.Below:
		return graph.KindActor
	}
	return graph.KindNode
}

// Holders are the actors of keys of the attribution that name one side, for whom claims are made.
func Holders(keys []string) []string {
	ids := make([]string, len(keys))
	for i, k := range keys {
		ids[i] = strings.TrimSuffix(k, ">")
	}
	return ids
}

// Exact tells whether a relation cannot give more than one item, so that a store need not order what it gives: each hop goes to
// an end of an edge, or to an id that the item names.
func Exact(r *graph.Relation) bool {
	return r.Cardinality == graph.One && !slices.ContainsFunc(r.Path, func(h graph.Hop) bool {
		return !h.Start && !h.End && h.IDs == ""
	})
}

// EndKinds returns the kinds of nodes at which a relation may end, sorted.
func EndKinds(r *graph.Relation) []graph.Kind {
	var kinds []graph.Kind
	last := r.Path[len(r.Path)-1]
	for _, t := range graph.EdgeTypes {
		if slices.Contains(last.Out, t.Label) {
			kinds = append(kinds, t.To...)
		}
		if slices.Contains(last.In, t.Label) {
			kinds = append(kinds, t.From...)
		}
	}
	if kinds == nil {
		return graph.NodeKinds
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// Mixed tells whether edges of a hop may also lead to nodes of another kind than this one, as those of ABOUT do, by which a
// claim may be about an actor or an action.
func Mixed(h graph.Hop, to graph.Kind) bool {
	for _, t := range graph.EdgeTypes {
		if slices.Contains(h.Out, t.Label) && !slices.Equal(t.To, []graph.Kind{to}) ||
			slices.Contains(h.In, t.Label) && !slices.Equal(t.From, []graph.Kind{to}) {
			return true
		}
	}
	return false
}
