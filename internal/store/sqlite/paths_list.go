package sqlite

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// list lists the first of the shortest paths, once all their links are known.
func (x *pathSearch) list() error {
	for _, links := range x.links {
		slices.SortFunc(links, func(a, b link) int { return cmp.Or(cmp.Compare(a.to.id, b.to.id), cmp.Compare(a.edge.ID, b.edge.ID)) })
	}
	from := x.sides[0].levels[0][0]
	if x.count(from, map[int64]int{}) > query.MaxVisits {
		return fmt.Errorf("%w: %q and %q are connected by more than %d shortest paths: ask for what they have in common by a filter on actions",
			graph.ErrTooLarge, x.find.From, x.find.To, query.MaxVisits)
	}
	x.nodes([]int64{from}, nil)
	x.show()
	return nil
}

// count counts the paths from a node on, up to one more than may be listed.
func (x *pathSearch) count(node int64, known map[int64]int) int {
	if len(x.links[node]) == 0 {
		return 1 // it is To
	}
	n, ok := known[node]
	if !ok {
		for _, l := range x.links[node] {
			n = min(n+x.count(l.to.pk, known), query.MaxVisits+1)
		}
		known[node] = n
	}
	return n
}

// nodes goes on from a beginning of a path, by way of each next node in turn. Of each edge on the way it has those that are
// parallel to it.
func (x *pathSearch) nodes(along []int64, parallel [][]link) {
	links := x.links[along[len(along)-1]]
	if len(links) == 0 {
		x.edges(along, parallel, nil)
		return
	}
	for len(links) > 0 && len(x.paths) < x.find.First {
		same := slices.IndexFunc(links, func(l link) bool { return l.to != links[0].to })
		if same < 0 {
			same = len(links)
		}
		x.nodes(append(slices.Clone(along), links[0].to.pk), append(slices.Clone(parallel), links[:same]))
		links = links[same:]
	}
}

// edges goes on from the first edges of a path, by way of each next edge in turn.
func (x *pathSearch) edges(along []int64, parallel [][]link, by []query.Edge) {
	if len(by) == len(parallel) {
		x.paths = append(x.paths, found{along, by})
		return
	}
	for _, l := range parallel[len(by)] {
		if len(x.paths) < x.find.First {
			x.edges(along, parallel, append(slices.Clone(by), l.edge))
		}
	}
}

// show asks for the nodes of the paths, and answers with both.
func (x *pathSearch) show() {
	var nodes []int64
	nodeAt, edgeAt := map[int64]int{}, map[string]int{}
	a := x.answer
	for _, p := range x.paths {
		path := query.Path{Nodes: []int{}, Edges: []int{}}
		for _, pk := range p.nodes {
			if _, ok := nodeAt[pk]; !ok {
				nodeAt[pk] = len(nodes)
				nodes = append(nodes, pk)
			}
			path.Nodes = append(path.Nodes, nodeAt[pk])
		}
		for _, e := range p.edges {
			if _, ok := edgeAt[e.ID]; !ok {
				edgeAt[e.ID] = len(a.Edges)
				a.Edges = append(a.Edges, e)
			}
			path.Edges = append(path.Edges, edgeAt[e.ID])
		}
		a.Paths = append(a.Paths, path)
	}
	hits := make([]hit, len(nodes))
	x.ask(func(s *statement) { s.nodes(s.param(jsonOf(nodes)), x.brings, hits) }, func() error {
		a.Items = itemsOf(hits)
		return x.include(hits, x.brings.Includes)
	})
}
