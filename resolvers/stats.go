package resolvers

import (
	"context"
	"maps"
	"slices"

	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (queryResolver) Stats(ctx context.Context) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

func (f *rootField) stats() (*question, error) {
	var head int64
	if len(f.below(f.selections(), "Stats", "revision")) > 0 {
		f.asksLog = headTo(&head)
	}
	return &question{&query.Query{Find: query.FindStats{}}, func(found *query.Answer) (any, error) {
		s := found.Stats
		return f.object("Stats", object{
			"nodes": namedCounts(s.Nodes), "edges": namedCounts(s.Edges), "types": namedCounts(s.Types), "modes": namedCounts(s.Modes),
			"earliest": orNull(string(s.Earliest)), "latest": orNull(string(s.Latest)), "undatedCount": s.UndatedActions,
			"revision": head,
		}), nil
	}}, nil
}

// namedCounts lists counts in the order of their names.
func namedCounts[K ~string](counts map[K]int) []object {
	names := slices.AppendSeq(make([]K, 0, len(counts)), maps.Keys(counts))
	slices.Sort(names)
	out := make([]object, len(names))
	for i, name := range names {
		out[i] = object{"name": string(name), "count": counts[name]}
	}
	return out
}

// orNull returns a text, or null when it is empty, which means unknown.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
