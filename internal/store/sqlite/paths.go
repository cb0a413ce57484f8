package sqlite

import (
	"slices"

	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// findPaths is a breadth-first search from both ends, one edge and one statement at a time, always on the side whose frontier
// has fewer edges (From's when equal). Where the two sides meet, it goes back along the levels of both for the edges of the
// shortest paths.
func (f *fetcher) findPaths(find query.FindPaths, spec query.LoadSpec, a *query.Answer) {
	a.Edges, a.Paths = []query.Edge{}, []query.Path{}
	x := &pathSearch{fetcher: f, find: find, spec: spec, answer: a, links: map[int64][]link{}}
	for i, id := range []string{find.From, find.To} {
		x.ask(func(s *statement) {
			s.add([]string{"n.pk", degree(s, "n.pk")}, "FROM node n WHERE n.id = "+s.param(id), func(v []any) error {
				x.sides[i] = pathSide{levels: [][]int64{{v[0].(int64)}}, edges: v[1].(int64)}
				return nil
			})
		}, func() error { return nil })
	}
	x.ask(func(*statement) {}, func() error {
		if find.From == find.To {
			x.paths = []found{{nodes: x.sides[0].levels[0]}}
			x.show()
			return nil
		}
		x.looked = 2
		x.expand()
		return nil
	})
}

// pathSearch is the state of one search for paths.
type pathSearch struct {
	*fetcher
	find   query.FindPaths
	spec   query.LoadSpec
	answer *query.Answer
	sides  [2]pathSide // of From, of To
	looked int
	links  map[int64][]link // of each node on a shortest path, the edges that lead on towards To
	paths  []found
}

// pathSide is what was reached from one end.
type pathSide struct {
	levels [][]int64 // nodes by their distance; the last is the frontier
	edges  int64     // how many edges the frontier has
}

// frontier are the nodes at the greatest distance reached.
func (s *pathSide) frontier() []int64 { return s.levels[len(s.levels)-1] }

// link is an edge that leads on to a node.
type link struct {
	to   reachedNode
	edge query.Edge
}

// found is one path.
type found struct {
	nodes []int64
	edges []query.Edge
}

// degree counts the edges of a node, one to itself once. It only chooses a side, so through a lens those that do not stand count too.
func degree(s *statement, pk string) string {
	edges := "(SELECT count(*) FROM " + s.whole("edge") + " e WHERE e."
	return edges + "src = " + pk + ") + " + edges + "dst = " + pk + " AND e.src <> e.dst)"
}

// expand goes one edge further, unless the paths would then be longer than MaxLength.
func (x *pathSearch) expand() {
	if len(x.sides[0].levels)+len(x.sides[1].levels)-2 == x.find.MaxLength {
		return
	}
	mine, other := &x.sides[0], &x.sides[1]
	if other.edges < mine.edges {
		mine, other = other, mine
	}
	var next []int64
	var edges int64
	x.ask(func(s *statement) {
		known := slices.Clone(mine.frontier())
		if n := len(mine.levels); n > 1 { // nodes of other levels are not next to it
			known = append(known, mine.levels[n-2]...)
		}
		nodes := "SELECT y.pk AS pk FROM (" + neighbours(s.param(jsonOf(mine.frontier()))) + ") y " +
			"WHERE y.pk NOT IN (SELECT value FROM json_each(" + s.param(jsonOf(known)) + ")) LIMIT " + s.param(query.MaxVisits+1)
		s.add([]string{"p.pk", degree(s, "p.pk")}, "FROM ("+nodes+") p", func(v []any) error {
			next = append(next, v[0].(int64))
			edges += v[1].(int64)
			return nil
		})
	}, func() error {
		x.looked += len(next)
		if err := plan.CheckVisits(x.find, x.looked); err != nil {
			return err
		}
		mine.levels, mine.edges = append(mine.levels, next), edges
		if met := common(next, other.frontier()); len(met) > 0 {
			x.back(met, met)
		} else if len(next) > 0 {
			x.expand()
		}
		return nil
	})
}

// common are the keys of a that b has too.
func common(a, b []int64) []int64 {
	in := make(map[int64]bool, len(b))
	for _, pk := range b {
		in[pk] = true
	}
	return slices.DeleteFunc(slices.Clone(a), func(pk int64) bool { return !in[pk] })
}

// back goes one edge back towards each end, from nodes that lie on shortest paths, until it has come to both.
func (x *pathSearch) back(from, to []int64) {
	var before, after []int64
	asked := false
	for i, frontier := range [][]int64{from, to} {
		s := &x.sides[i]
		if len(s.levels) == 1 {
			continue
		}
		s.levels = s.levels[:len(s.levels)-1]
		asked = true
		level := s.frontier()
		x.ask(func(s *statement) {
			near, far := s.param(jsonOf(frontier)), s.param(jsonOf(level))
			for _, w := range ways {
				s.edges(w, "label IS NOT NULL", near, far, func(near, far reachedNode, e query.Edge) {
					if i == 0 {
						x.links[far.pk] = append(x.links[far.pk], link{near, e})
						before = append(before, far.pk)
					} else {
						x.links[near.pk] = append(x.links[near.pk], link{far, e})
						after = append(after, far.pk)
					}
				})
			}
		}, func() error { return nil })
	}
	x.ask(func(*statement) {}, func() error {
		if asked {
			x.back(plan.Distinct(before), plan.Distinct(after))
			return nil
		}
		return x.list()
	})
}
