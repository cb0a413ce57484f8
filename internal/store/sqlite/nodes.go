package sqlite

import (
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// findNodes reads nodes and edge facts by id.
func (f *fetcher) findNodes(find query.FindNodes, spec query.LoadSpec, a *query.Answer) {
	found := map[string]hit{}
	if len(find.IDs) > 0 {
		f.ask(func(s *statement) {
			s.byIDs(find, spec, found)
		}, func() error {
			a.Items = make([]*query.Item, len(find.IDs))
			var hits []hit
			once := map[string]bool{}
			for i, id := range find.IDs {
				if h, ok := found[id]; ok {
					a.Items[i] = h.Item
					if !once[id] {
						once[id] = true
						hits = append(hits, h)
					}
				}
			}
			return f.include(hits, spec.Includes)
		})
	}
}

// byIDs adds the arms that look up ids: of nodes, and of edge facts whose label one of the ids begins with.
func (s *statement) byIDs(find query.FindNodes, spec query.LoadSpec, found map[string]hit) {
	keep := func(_ []any, h hit) error {
		found[h.Text("id")] = h
		return nil
	}
	wanted := func(k graph.Kind) bool {
		return len(find.Kinds) == 0 || slices.Contains(find.Kinds, k) ||
			slices.Contains(find.Kinds, graph.KindNode) && k != graph.KindContradiction
	}
	ids := "json_each(" + s.list(find.IDs) + ")"
	if len(find.IDs) == 1 { // the most frequent question of all, and faster without JSON
		ids = "(SELECT " + s.param(find.IDs[0]) + " AS value)"
	}
	kinds := slices.DeleteFunc(slices.Clone(graph.NodeKinds), func(k graph.Kind) bool { return !wanted(k) })
	if len(kinds) > 0 {
		r, to := &selectBuilder{c: s.sqlBuilder}, graph.KindNode
		if len(kinds) == 1 {
			to = kinds[0]
		}
		r.byID(ids, to)
		s.items(r, kinds, spec, nil, "", keep)
	}
	for _, k := range edgeFacts {
		labels := labelsOf(k)
		explicit := k != graph.KindContradiction || slices.Contains(find.Kinds, k)
		named := func(id string) bool { return slices.Contains(labels, labelOf(id)) }
		if !wanted(k) || !explicit || !slices.ContainsFunc(find.IDs, named) {
			continue
		}
		r := &selectBuilder{c: s.sqlBuilder, from: []string{ids + " j"}}
		e := r.join("edge", "e", "%s."+labelled(labels)+" AND %[1]s.id = j.value")
		r.item = item{kind: k, pk: e + ".pk", table: e}
		s.items(r, nil, spec, nil, "", keep)
	}
}

// edgeFacts are the kinds of edges that have ids of their own.
var edgeFacts = append(slices.Clone(graph.FactEdgeKinds), graph.KindContradiction)

// labelsOf are the labels of the edges that are facts of a kind.
func labelsOf(k graph.Kind) []graph.EdgeKind {
	var out []graph.EdgeKind
	for _, t := range graph.EdgeTypes {
		if t.Fact == k {
			out = append(out, t.Label)
		}
	}
	return out
}

// labelOf is the label with which the id of an edge fact begins.
func labelOf(id string) graph.EdgeKind {
	label, _, _ := strings.Cut(id, ":")
	return graph.EdgeKind(label)
}
