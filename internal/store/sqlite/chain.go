package sqlite

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// findChain walks one link further than the question asks for, to tell whether the walk was cut. The recursive select gives
// an action once for each length of a path to it, so a cycle ends at the depth.
func (f *fetcher) findChain(find query.FindChain, spec query.LoadSpec, a *query.Answer) {
	var list []walked
	f.ask(func(s *statement) {
		near := s.chain(find)
		r := &selectBuilder{c: s.sqlBuilder, from: []string{near + " p"}, item: item{kind: graph.KindAction, pk: "p.pk"}}
		s.items(r, nil, spec, []string{"p.d"}, "", func(prefixValues []any, h hit) error {
			list = append(list, walked{h, intOf(prefixValues[0])})
			return nil
		})
		s.chainEdges(near, find, a)
	}, func() error {
		slices.SortFunc(list, func(x, y walked) int {
			return cmp.Or(cmp.Compare(x.depth, y.depth), cmp.Compare(x.Text("id"), y.Text("id")))
		})
		depths := make([]int, len(list))
		for i, x := range list {
			depths[i] = x.depth
		}
		var n int
		n, a.Truncated = plan.ChainLength(find, depths)
		hits, kept := make([]hit, n), make(map[string]bool, n)
		for i, x := range list[:n] {
			hits[i] = x.hit
			kept[x.Text("id")] = true
		}
		a.Items = itemsOf(hits)
		a.Edges = slices.DeleteFunc(a.Edges, func(e query.Edge) bool { return !kept[e.Source] || !kept[e.Target] })
		plan.SortEdges(a.Edges)
		return f.include(hits, spec.Includes)
	})
}

// walked is an action, and how many links away it is.
type walked struct {
	hit
	depth int
}

// chain names a table of the nearest actions and their distances, one more than the answer may hold.
func (s *statement) chain(find query.FindChain) string {
	links := "e.label = '" + string(graph.RespondsTo) + "'" + s.linked(find)
	id, depth, limit := s.param(find.Action), s.param(find.MaxDepth+1), s.param(find.MaxNodes+1)
	var ways []string
	walk := func(from, to string) {
		name := s.fresh("w")
		ways = append(ways, "SELECT pk, d FROM "+name)
		s.with = append(s.with, fmt.Sprintf("%[1]s(pk, d) AS (SELECT pk, 0 FROM %[2]s WHERE id = %[3]s "+
			"UNION SELECT e.%[4]s, d + 1 FROM %[1]s CROSS JOIN edge e WHERE e.%[5]s = %[1]s.pk AND %[6]s AND d < %[7]s)",
			name, table(graph.KindAction), id, to, from, links, depth))
	}
	if find.Direction != query.Responses {
		walk("src", "dst")
	}
	if find.Direction != query.Triggers {
		walk("dst", "src")
	}
	return s.table("SELECT x.pk AS pk, min(x.d) AS d FROM (" + strings.Join(ways, " UNION ALL ") +
		") x CROSS JOIN node n WHERE n.pk = x.pk GROUP BY x.pk ORDER BY min(x.d), n.id LIMIT " + limit)
}

// linked narrows links e to those that a chain follows.
func (s *statement) linked(find query.FindChain) string {
	cond := ""
	if find.Basis != nil {
		cond += " AND " + s.in("e.basis", find.Basis)
	}
	if find.Modes != nil {
		cond += " AND " + s.in("e.mode", find.Modes)
	}
	return cond
}

// chainEdges adds the links among the actions of a chain.
func (s *statement) chainEdges(near string, find query.FindChain, a *query.Answer) {
	a.Edges = []query.Edge{}
	within := s.param(find.MaxDepth)
	from := "FROM " + near + " p CROSS JOIN edge e CROSS JOIN node s CROSS JOIN node d " +
		"WHERE p.d <= " + within + " AND e.src = p.pk AND e.label = '" + string(graph.RespondsTo) + "' " +
		"AND e.dst IN (SELECT pk FROM " + near + " WHERE d <= " + within + ") " +
		"AND s.pk = e.src AND d.pk = e.dst" + s.linked(find)
	s.add([]string{"e.id", "s.id", "d.id", "e.mode", "e.basis"}, from, func(v []any) error {
		a.Edges = append(a.Edges, query.Edge{
			ID: textOf(v[0]), Source: textOf(v[1]), Target: textOf(v[2]),
			Kind: graph.RespondsTo, Mode: textOf(v[3]), Basis: graph.Basis(textOf(v[4])),
		})
		return nil
	})
}
