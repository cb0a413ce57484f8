package plan

import (
	"cmp"
	"math"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// This file holds what every store has to decide in the same way about an answer, after it has read the rows.

// Sort puts counts in the order of query.FindCounts: by dyad as the question names them, then by day, then by quad class.
func (c Counts) Sort(rows []query.Count) {
	position := make(map[query.Dyad]int, len(c.Dyads))
	for i, d := range c.Dyads {
		position[d] = i
	}
	slices.SortFunc(rows, func(x, y query.Count) int {
		return cmp.Or(position[x.Dyad]-position[y.Dyad], cmp.Compare(x.Day, y.Day), cmp.Compare(x.Quad, y.Quad))
	})
}

// SideOf summarises one side of an exchange: how many actions and links it has, and the intensities and quad classes of its
// actions. quads has a count for each term of the vocabulary QuadClass, in its order. SideOf sorts intensities, because the
// sum of floats depends on the order in which they are added and the same facts have to give the same number.
func SideOf(actor string, actions, links int, intensities []float64, quads []int) query.Side {
	side := query.Side{Actor: actor, Count: actions, Responses: links, Rated: len(intensities), Quads: map[graph.QuadClass]int{}}
	slices.Sort(intensities)
	for _, points := range intensities {
		side.Intensity += points
	}
	side.Intensity = math.Round(side.Intensity*1e6) / 1e6 // Goldstein points have one decimal
	for i, class := range graph.Vocabularies["QuadClass"] {
		if quads[i] > 0 {
			side.Quads[graph.QuadClass(class)] = quads[i]
		}
	}
	return side
}

// ChainLength returns how many of the actions that a walk found belong to the answer: those within MaxDepth, at most
// MaxNodes. depths says how many links away each action is, nearest first. A store walks one link further and reads one
// action more, so that truncated says whether something was left out.
func ChainLength(f query.FindChain, depths []int) (n int, truncated bool) {
	for n < len(depths) && n < f.MaxNodes && depths[n] <= f.MaxDepth {
		n++
	}
	return n, n < len(depths)
}

// SortEdges puts edges in the order in which every answer gives them, by id.
func SortEdges(edges []query.Edge) {
	slices.SortFunc(edges, func(x, y query.Edge) int { return cmp.Compare(x.ID, y.ID) })
}

// PathList collects paths as an Answer holds them: each node and edge once, in the order in which they first come up, and of
// each path the positions in both. N is what a store knows a node by.
type PathList[N comparable] struct {
	Nodes []N
	Edges []query.Edge
	Paths []query.Path

	nodeAt map[N]int
	edgeAt map[string]int
}

// NewPathList makes an empty list.
func NewPathList[N comparable]() *PathList[N] {
	return &PathList[N]{
		Edges: []query.Edge{}, Paths: []query.Path{},
		nodeAt: map[N]int{}, edgeAt: map[string]int{},
	}
}

// Add appends a path, given its nodes and edges along the way.
func (l *PathList[N]) Add(nodes []N, edges []query.Edge) {
	path := query.Path{Nodes: make([]int, len(nodes)), Edges: make([]int, len(edges))}
	for i, n := range nodes {
		at, known := l.nodeAt[n]
		if !known {
			at = len(l.Nodes)
			l.nodeAt[n] = at
			l.Nodes = append(l.Nodes, n)
		}
		path.Nodes[i] = at
	}
	for i, e := range edges {
		at, known := l.edgeAt[e.ID]
		if !known {
			at = len(l.Edges)
			l.edgeAt[e.ID] = at
			l.Edges = append(l.Edges, e)
		}
		path.Edges[i] = at
	}
	l.Paths = append(l.Paths, path)
}
