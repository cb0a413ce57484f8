package sqlite

import (
	"fmt"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// Bounds of a chain, as graph.FindChain states them.
const (
	maxChainDepth = 50
	maxChainNodes = 5000
)

// findChain walks one link further than asked for, to tell whether the walk was cut. An action comes up
// once for each length of a way to it, so cycles end with the depth.
func (f *fetching) findChain(find graph.FindChain, wants []*graph.Want) (*graph.Answer, error) {
	if find.MaxDepth < 1 || find.MaxDepth > maxChainDepth {
		return nil, fmt.Errorf("%w: a chain of depth %d: ask for 1 to %d", graph.ErrInvalid, find.MaxDepth, maxChainDepth)
	}
	if find.MaxNodes < 1 || find.MaxNodes > maxChainNodes {
		return nil, fmt.Errorf("%w: a chain of %d actions: ask for 1 to %d", graph.ErrInvalid, find.MaxNodes, maxChainNodes)
	}
	f.name(graph.KindAction, find.Action)
	c := &compiler{}
	id, depth, limit := c.param(find.Action), c.param(find.MaxDepth+1), c.param(find.MaxNodes+1)
	var walks, names []string
	walk := func(name, from, to string) {
		names = append(names, "SELECT pk, d FROM "+name)
		walks = append(walks, fmt.Sprintf("%[1]s(pk, d) AS (SELECT pk, 0 FROM %[2]s WHERE id = %[3]s "+
			"UNION SELECT e.%[4]s, d + 1 FROM %[1]s CROSS JOIN edge e WHERE e.%[5]s = %[1]s.pk AND e.label = '%[6]s' AND d < %[7]s)",
			name, table(graph.KindAction), id, to, from, graph.RespondsTo, depth))
	}
	if find.Direction != graph.Responses {
		walk("up", "src", "dst")
	}
	if find.Direction != graph.Triggers {
		walk("down", "dst", "src")
	}
	nearest := "WITH RECURSIVE " + strings.Join(walks, ", ") + " SELECT x.pk AS pk, min(x.d) AS d FROM (" + strings.Join(names, " UNION ALL ") +
		") x CROSS JOIN node n WHERE n.pk = x.pk GROUP BY x.pk ORDER BY min(x.d), n.id LIMIT " + limit
	r := &rows{c: c, from: []string{"(" + nearest + ") p"}, item: item{kind: graph.KindAction, pk: "p.pk"}}

	a := &graph.Answer{Total: -1, Edges: []graph.Edge{}}
	var hits []hit
	var pks []int64
	if err := f.load(r, wants, []string{"p.d"}, "", func(lead []any, h hit) error {
		if lead[0].(int64) > int64(find.MaxDepth) || len(hits) == find.MaxNodes {
			a.Truncated = true // nearest first: what follows is no nearer
			return nil
		}
		hits, pks = append(hits, h), append(pks, h.pk)
		return nil
	}); err != nil {
		return nil, err
	}
	a.Items = itemsOf(hits)
	if err := f.chainEdges(a, pks); err != nil {
		return nil, err
	}
	return a, f.bring(hits, wants)
}

func (f *fetching) chainEdges(a *graph.Answer, pks []int64) error {
	c := &compiler{}
	list := c.param(jsonOf(pks))
	text := "SELECT e.id, s.id, d.id, e.mode, e.basis FROM json_each(" + list + ") j CROSS JOIN edge e CROSS JOIN node s CROSS JOIN node d " +
		"WHERE e.src = j.value AND e.label = '" + string(graph.RespondsTo) + "' AND e.dst IN (SELECT value FROM json_each(" + list + ")) " +
		"AND s.pk = e.src AND d.pk = e.dst ORDER BY e.id"
	return f.send(c, text, 5, func(v []any) error {
		text := func(i int) string { s, _ := v[i].(string); return s }
		a.Edges = append(a.Edges, graph.Edge{ID: text(0), Source: text(1), Target: text(2), Kind: graph.RespondsTo, Mode: text(3), Basis: graph.Basis(text(4))})
		return nil
	})
}
