package neo4j

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// The server plans each filter that is allowed, however its conditions are put together. A planner that rewrites them would not
// end: it goes on when the client has gone.
func TestPlanningEnds(t *testing.T) {
	s := open(t)
	n := 0.0
	value := func() query.Pred {
		n++
		x := n
		return query.Between{Prop: []string{"mentions", "intensity", "credibility"}[int(n)%3], Min: &x}
	}
	relations := []string{"episodes", "places", "performers", "targets", "addressees", "partOf", "claims", "responses"}
	related := func() query.Pred {
		n++
		name := relations[int(n)%len(relations)]
		if name == "responses" {
			return query.Related{Relation: rel(t, graph.KindAction, name), Where: query.In{Prop: "mode", Values: []string{fmt.Sprint(n)}}}
		}
		return query.Related{Relation: rel(t, graph.KindAction, name), Where: query.IDIn{fmt.Sprint("x", n)}}
	}
	groups := func(all bool, groups, each int, of func() query.Pred) query.Pred {
		var and query.And
		var or query.Or
		for range groups {
			var list []query.Pred
			for range each {
				list = append(list, of())
			}
			and, or = append(and, query.Or(list)), append(or, query.And(list))
		}
		if all {
			return and
		}
		return or
	}
	var tree func(depth int, all bool, of func() query.Pred) query.Pred
	tree = func(depth int, all bool, of func() query.Pred) query.Pred {
		switch {
		case depth == 0:
			return of()
		case all:
			return query.And{tree(depth-1, false, of), tree(depth-1, false, of)}
		}
		return query.Or{tree(depth-1, true, of), tree(depth-1, true, of)}
	}
	alternating := value()
	for i := range query.MaxConditionDepth {
		if alternating = (query.And{alternating, value()}); i%2 == 0 {
			alternating = query.Not{Pred: alternating}
		}
	}
	for name, where := range map[string]query.Pred{
		"alternatives, all": groups(true, 30, 3, value), "alternatives, any": groups(false, 50, 2, value),
		"values, all": groups(true, 100, 1, value), "a tree": tree(6, true, value), "a ladder": alternating,
		"relations, all": groups(true, query.MaxRelated, 1, related), "relations, any": groups(false, query.MaxRelated/2, 2, related),
		"relations, all of any": groups(true, query.MaxRelated/2, 2, related), "a tree of relations": tree(4, true, related),
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			began := time.Now()
			l := query.List{Where: where, Order: query.Order{By: query.ByDate}, Page: query.Page{Limit: 20}, Total: true}
			if _, err := s.Explain(ctx, &query.Query{Find: query.FindList{Kind: graph.KindAction, List: l}}); err != nil {
				t.Error(err)
			}
			t.Logf("planned in %v", time.Since(began).Round(time.Millisecond))
		})
	}
}
