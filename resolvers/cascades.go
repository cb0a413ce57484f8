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

// Cascades takes all actions of an episode and the links among them, and finds the cascades in these.
func (q queryResolver) Cascades(ctx context.Context, episode string, orderBy *string, first *int) ([]*answer.JSON, error) {
	most := 10
	if first != nil {
		most = *first
	}
	if most < 1 || most > maxCascades {
		return nil, fmt.Errorf("%w: first is %d; 1 to %d are possible", graph.ErrInvalid, most, maxCascades)
	}
	a := newRootField(ctx)
	gq := &query.Query{Find: query.FindSubgraph{Around: []string{episode}, Depth: 1, MaxNodes: query.MaxSubgraphNodes}}
	root := a.items(wholeItems(&gq.Includes), graph.KindAction, most, a.at(a.sets(), "Cascade", "root")...)
	actions := a.items(wholeItems(&gq.Includes), graph.KindAction, query.MaxChainNodes, a.at(a.sets(), "Cascade", "actions")...)
	found, err := q.fetch(ctx, a, gq)
	switch {
	case err != nil:
		return nil, err
	case found.Items[0].Kind != graph.KindEpisode:
		return nil, fmt.Errorf("%w: no episode with id %q", graph.ErrNotFound, episode)
	case found.Truncated:
		return nil, fmt.Errorf("%w: %s has %d actions or more; ask chain for one of them", graph.ErrTooLarge, episode, query.MaxSubgraphNodes)
	}
	list := slices.DeleteFunc(found.Items, func(it *query.Item) bool { return it.Kind != graph.KindAction })
	links := slices.DeleteFunc(found.Edges, func(e query.Edge) bool { return e.Kind != graph.RespondsTo })
	cascades := analysis.Cascades(list, links)
	size := func(c analysis.Cascade) int { return c.Length }
	if orderBy != nil && *orderBy == "MOST_ESCALATING" {
		size = func(c analysis.Cascade) int { return c.Escalation }
	}
	slices.SortStableFunc(cascades, func(x, y analysis.Cascade) int {
		return cmp.Or(size(y)-size(x), len(y.Actions)-len(x.Actions))
	})
	edges := drawn(links)
	out := make([]*answer.JSON, min(most, len(cascades)))
	for i := range out {
		out[i] = a.object("Cascade", cascade(cascades[i], list, edges, root, actions))
	}
	return out, nil
}

func cascade(c analysis.Cascade, list []*query.Item, edges []object, root, actions writePlan) object {
	members := make([]*query.Item, len(c.Actions))
	for i, n := range c.Actions {
		members[i] = list[n]
	}
	along := make([]object, len(c.Links))
	for i, n := range c.Links {
		along[i] = edges[n]
	}
	return object{"root": items{[]*query.Item{list[c.Root]}, root, true}, "length": c.Length, "actionCount": len(members), "escalation": c.Escalation,
		"actions": items{list: members, plan: actions}, "edges": along}
}
