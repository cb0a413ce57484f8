package resolvers

import (
	"context"
	"slices"

	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (q queryResolver) Stats(ctx context.Context) (*answer.JSON, error) {
	a := newRootField(ctx)
	found, err := q.fetch(ctx, a, &query.Query{Find: query.FindStats{}})
	if err != nil {
		return nil, err
	}
	s := found.Stats
	return a.object("Stats", object{
		"nodes": counted(s.Nodes), "edges": counted(s.Edges), "types": counted(s.Types), "modes": counted(s.Modes),
		"earliest": orNull(string(s.Earliest)), "latest": orNull(string(s.Latest)), "undatedCount": s.UndatedActions,
	}), nil
}

// counted lists counts by name, in order of name.
func counted[K ~string](counts map[K]int) []object {
	var names []string
	for n := range counts {
		names = append(names, string(n))
	}
	slices.Sort(names)
	out := make([]object, len(names))
	for i, n := range names {
		out[i] = object{"name": n, "count": counts[K(n)]}
	}
	return out
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
