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

func (queryResolver) Cascades(ctx context.Context, _ string, _ *string, _ *int) ([]*answer.JSON, error) {
	return answered[[]*answer.JSON](ctx)
}

// cascades loads all actions of an episode and the links among them; analysis.Cascades finds the cascades in these.
func (f *rootField) cascades() (*question, error) {
	episode := f.text("episode")
	most, err := f.integer("first")
	if err != nil {
		return nil, err
	}
	if most < 1 || most > maxCascades {
		return nil, fmt.Errorf("%w: first is %d; 1 to %d are possible", graph.ErrInvalid, most, maxCascades)
	}
	f.require(graph.KindEpisode, episode)
	q := &query.Query{Find: query.FindSubgraph{Around: []string{episode}, Depth: 1, MaxNodes: query.MaxSubgraphNodes}}
	load := selectedValues(q)
	load.addValues(graph.KindAction, "intensity") // of which analysis.Cascades makes the direction of a RECIPROCATE
	root := f.items(load, graph.KindAction, most, f.below(f.selections(), "Cascade", "root")...)
	members := f.items(load, graph.KindAction, query.MaxChainNodes, f.below(f.selections(), "Cascade", "actions")...)
	return &question{q, func(found *query.Answer) (any, error) {
		if found.Truncated {
			return nil, fmt.Errorf("%w: %s has %d actions or more; ask chain for one of them", graph.ErrTooLarge, episode, query.MaxSubgraphNodes)
		}
		actions := slices.DeleteFunc(found.Items, func(it *query.Item) bool { return it.Kind != graph.KindAction })
		links := slices.DeleteFunc(found.Edges, func(e query.Edge) bool { return e.Kind != graph.RespondsTo })
		edges := subgraphEdges(links)
		cascades := largestFirst(analysis.Cascades(actions, links), f.text("orderBy"))
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
	}}, nil
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
