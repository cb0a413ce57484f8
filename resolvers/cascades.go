package resolvers

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/analysis"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

const maxCascades = 50

// Cascades loads all actions of an episode and the links among them; analysis.Cascades finds the cascades in these.
func (r queryResolver) Cascades(ctx context.Context, episode string, orderBy *string, first *int) ([]*answer.JSON, error) {
	most := orDefault(first, 10)
	if most < 1 || most > maxCascades {
		return nil, fmt.Errorf("%w: first is %d; 1 to %d are possible", graph.ErrInvalid, most, maxCascades)
	}
	f := newRootField(ctx)
	f.require(graph.KindEpisode, episode)
	q := &query.Query{Find: query.FindSubgraph{Around: []string{episode}, Depth: 1, MaxNodes: query.MaxSubgraphNodes}}
	root := f.items(everyValue(&q.Includes), graph.KindAction, most, f.below(f.selections(), "Cascade", "root")...)
	members := f.items(everyValue(&q.Includes), graph.KindAction, query.MaxChainNodes, f.below(f.selections(), "Cascade", "actions")...)
	found, err := r.fetch(ctx, f, q)
	switch {
	case err != nil:
		return nil, err
	case found.Truncated:
		return nil, fmt.Errorf("%w: %s has %d actions or more; ask chain for one of them", graph.ErrTooLarge, episode, query.MaxSubgraphNodes)
	}
	actions := slices.DeleteFunc(found.Items, func(it *query.Item) bool { return it.Kind != graph.KindAction })
	links := slices.DeleteFunc(found.Edges, func(e query.Edge) bool { return e.Kind != graph.RespondsTo })
	edges := subgraphEdges(links)
	cascades := largestFirst(analysis.Cascades(actions, links), orDefault(orderBy, "LONGEST"))
	out := make([]*answer.JSON, min(most, len(cascades)))
	for i := range out {
		c := cascades[i]
		out[i] = f.object("Cascade", object{
			"root": one(actions[c.Root], root), "actions": items{list: selected(actions, c.Actions), plan: members},
			"edges":  selected(edges, c.Links),
			"length": c.Length, "actionCount": len(c.Actions), "escalation": c.Escalation,
		})
	}
	return out, nil
}

// largestFirst sorts cascades by the value that orderBy names, then by their number of actions.
func largestFirst(cascades []analysis.Cascade, orderBy string) []analysis.Cascade {
	size := func(c analysis.Cascade) int { return c.Length }
	if orderBy == "MOST_ESCALATING" {
		size = func(c analysis.Cascade) int { return c.Escalation }
	}
	slices.SortStableFunc(cascades, func(x, y analysis.Cascade) int {
		return cmp.Or(size(y)-size(x), len(y.Actions)-len(x.Actions))
	})
	return cascades
}
