package oracle

import (
	"cmp"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// distances are how far nodes are from some others, an edge at a time, with next giving the neighbours of one.
func distances(from []string, next func(string) []string) map[string]int {
	at := map[string]int{}
	for _, id := range from {
		at[id] = 0
	}
	for queue := slices.Clone(from); len(queue) > 0; queue = queue[1:] {
		for _, y := range next(queue[0]) {
			if _, seen := at[y]; !seen {
				at[y] = at[queue[0]] + 1
				queue = append(queue, y)
			}
		}
	}
	return at
}

// nearest are the nodes within a distance, nearest first, then by id.
func nearest(at map[string]int, depth int) []string {
	var out []string
	for id, d := range at {
		if d <= depth {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(at[a]-at[b], cmp.Compare(a, b)) })
	return out
}

func (s *Store) draw(ids []string, edges []graph.Record, includes []*query.Include, a *query.Answer) {
	a.Edges = []query.Edge{}
	for _, id := range ids {
		x, _ := s.node(id)
		a.Items = append(a.Items, s.item(x, includes))
	}
	for _, e := range edges {
		if slices.Contains(ids, e.From) && slices.Contains(ids, e.To) {
			a.Edges = append(a.Edges, edgeOf(e))
		}
	}
	slices.SortFunc(a.Edges, func(x, y query.Edge) int { return cmp.Compare(x.ID, y.ID) })
}

func edgeOf(e graph.Record) query.Edge {
	mode, _ := e.Props["mode"].(string)
	return query.Edge{ID: e.Key(), Source: e.From, Target: e.To, Kind: e.Edge, Mode: mode, Basis: e.Basis}
}

func (s *Store) chain(f query.FindChain, includes []*query.Include, a *query.Answer) {
	links := slices.DeleteFunc(s.along(graph.RespondsTo), func(e graph.Record) bool {
		mode, _ := e.Props["mode"].(string)
		return f.Basis != nil && !slices.Contains(f.Basis, string(e.Basis)) || f.Modes != nil && !slices.Contains(f.Modes, mode)
	})
	walk := func(forward bool) map[string]int {
		return distances([]string{f.Action}, func(id string) []string {
			var out []string
			for _, e := range links {
				if forward && e.To == id {
					out = append(out, e.From)
				} else if !forward && e.From == id {
					out = append(out, e.To)
				}
			}
			return out
		})
	}
	at := map[string]int{f.Action: 0}
	join := func(other map[string]int) {
		for id, d := range other {
			if have, ok := at[id]; !ok || d < have {
				at[id] = d
			}
		}
	}
	if f.Direction != query.Responses {
		join(walk(false))
	}
	if f.Direction != query.Triggers {
		join(walk(true))
	}
	ids := nearest(at, f.MaxDepth)
	if len(ids) > f.MaxNodes {
		ids, a.Truncated = ids[:f.MaxNodes], true
	}
	a.Truncated = a.Truncated || len(nearest(at, f.MaxDepth+1)) > len(nearest(at, f.MaxDepth))
	s.draw(ids, links, includes, a)
}

// neighbours are the nodes that an edge joins with one, either way.
func (s *Store) neighbours(id string) []string {
	var out []string
	for _, e := range s.edges {
		if e.From == id {
			out = append(out, e.To)
		} else if e.To == id {
			out = append(out, e.From)
		}
	}
	return out
}

func (s *Store) subgraph(f query.FindSubgraph, includes []*query.Include, a *query.Answer) {
	around := slices.Compact(slices.Sorted(slices.Values(f.Around)))
	at := distances(around, func(id string) []string {
		return slices.DeleteFunc(s.neighbours(id), func(y string) bool {
			x, _ := s.node(y)
			return x.kind == graph.KindAction && !s.meets(x, f.Where)
		})
	})
	ids := nearest(at, f.Depth)
	if len(ids) > f.MaxNodes {
		ids, a.Truncated = ids[:f.MaxNodes], true
	}
	var edges []graph.Record
	for _, e := range s.edges {
		edges = append(edges, e)
	}
	s.draw(ids, edges, includes, a)
}

// paths lists all ways of the shortest length, one edge after another.
func (s *Store) paths(f query.FindPaths, includes []*query.Include, a *query.Answer) {
	a.Edges, a.Paths = []query.Edge{}, []query.Path{}
	type way struct {
		nodes []string
		edges []graph.Record
	}
	at := distances([]string{f.From}, s.neighbours)
	length, ok := at[f.To]
	if !ok || length > f.MaxLength {
		return
	}
	ways := []way{{nodes: []string{f.From}}}
	for d := 1; d <= length; d++ {
		var next []way
		for _, w := range ways {
			last := w.nodes[len(w.nodes)-1]
			for _, e := range s.edges {
				y := e.To
				if e.To == last {
					y = e.From
				} else if e.From != last {
					continue
				}
				if at[y] == d {
					next = append(next, way{append(slices.Clone(w.nodes), y), append(slices.Clone(w.edges), e)})
				}
			}
		}
		ways = next
	}
	ways = slices.DeleteFunc(ways, func(w way) bool { return w.nodes[len(w.nodes)-1] != f.To })
	byKey := func(a, b graph.Record) int { return strings.Compare(a.Key(), b.Key()) }
	slices.SortFunc(ways, func(x, y way) int {
		return cmp.Or(slices.Compare(x.nodes, y.nodes), slices.CompareFunc(x.edges, y.edges, byKey))
	})
	nodeAt, edgeAt := map[string]int{}, map[string]int{}
	for _, w := range ways[:min(len(ways), f.First)] {
		path := query.Path{Nodes: []int{}, Edges: []int{}}
		for _, id := range w.nodes {
			if _, ok := nodeAt[id]; !ok {
				nodeAt[id] = len(a.Items)
				x, _ := s.node(id)
				a.Items = append(a.Items, s.item(x, includes))
			}
			path.Nodes = append(path.Nodes, nodeAt[id])
		}
		for _, e := range w.edges {
			if _, ok := edgeAt[e.Key()]; !ok {
				edgeAt[e.Key()] = len(a.Edges)
				a.Edges = append(a.Edges, edgeOf(e))
			}
			path.Edges = append(path.Edges, edgeAt[e.Key()])
		}
		a.Paths = append(a.Paths, path)
	}
}
