package sqlite

import (
	"cmp"
	"slices"

	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// list lists the first of the shortest paths in order, once all their links are known.
func (x *pathSearch) list() error {
	for _, links := range x.links {
		slices.SortFunc(links, func(a, b link) int {
			return cmp.Or(cmp.Compare(a.to.id, b.to.id), cmp.Compare(a.edge.ID, b.edge.ID))
		})
	}
	from := x.sides[0].levels[0][0]
	if err := plan.CheckPaths(x.find, x.count(from, map[int64]int{})); err != nil {
		return err
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

// nodes continues the beginning of a path with each next node in turn. parallel has the parallel edges of each step so far;
// paths are listed by their nodes first, so edges come later.
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

// edges continues the first edges of a path with each parallel edge of the next step in turn.
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
	list := plan.NewPathList[int64]()
	for _, p := range x.paths {
		list.Add(p.nodes, p.edges)
	}
	a := x.answer
	a.Edges, a.Paths = list.Edges, list.Paths
	hits := make([]hit, len(list.Nodes))
	x.ask(func(s *statement) { s.nodes(s.param(jsonOf(list.Nodes)), x.spec, hits) }, func() error {
		a.Items = itemsOf(hits)
		return x.include(hits, x.spec.Includes)
	})
}
