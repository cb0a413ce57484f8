package resolvers

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/analysis"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (queryResolver) Narratives(ctx context.Context, _ string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

// narratives loads the claims about an action with all that the answer shows; analysis.AccountsOf then groups them.
func (f *rootField) narratives() (*question, error) {
	action := f.text("action")
	q := &query.Query{Find: query.FindNodes{IDs: []string{action}, Kinds: []graph.Kind{graph.KindAction}}}
	p := f.accounts(q)
	return &question{q, func(found *query.Answer) (any, error) {
		if found.Items[0] == nil {
			return nil, nil
		}
		claims := found.Items[0].Related[p.claims]
		if claims.More {
			return nil, fmt.Errorf("%w: more than %d claims about %s; ask for claims(filter: {about: …}) page by page",
				graph.ErrTooLarge, query.MaxPage, action)
		}
		return f.object("Narratives", p.object(found.Items[0], analysis.AccountsOf(claims.Items, p.at))), nil
	}}, nil
}

// narrativesPlan has the plans for the parts of the answer, and the positions of the relations from which it is computed.
type narrativesPlan struct {
	claims                                                          int // among the action's relations
	at                                                              analysis.ClaimRelations
	action, sided, side, camp, holder, unattributed, contradictions writePlan
}

func (f *rootField) accounts(q *query.Query) *narrativesPlan {
	const rows = query.DefaultPage // claims about one action are few: they count as one page
	p := &narrativesPlan{}
	p.action = f.items(selectedValues(q), graph.KindAction, 1, f.below(f.selections(), "Narratives", "action")...)

	claims := &query.Include{Relation: graph.RelationOf(graph.KindAction, "claims"), List: query.List{Page: query.Page{Limit: query.MaxPage}}}
	p.claims = len(q.Includes)
	q.Includes = append(q.Includes, claims)
	sides := f.below(f.selections(), "Narratives", "sides")
	p.sided = f.items(valuesOf(claims), graph.KindClaim, rows, f.below(sides, "AccountSide", "claims")...)
	camps := f.below(f.selections(), "Narratives", "camps")
	p.camp = f.items(valuesOf(claims), graph.KindClaim, rows, f.below(camps, "Camp", "claims")...)
	p.unattributed = f.items(valuesOf(claims), graph.KindClaim, rows, f.below(f.selections(), "Narratives", "unattributed")...)

	// The grouping has relations of its own, apart from what the selection asks for.
	include := func(name string, page query.Page) (position int) {
		claims.Includes = append(claims.Includes, &query.Include{
			Relation: graph.RelationOf(graph.KindClaim, name), List: query.List{Page: page}, Projection: query.Projection{},
		})
		return len(claims.Includes) - 1
	}
	p.at.By = include("by", query.Page{})
	p.at.Sides = include("sides", query.Page{})
	p.at.Supports = include("supports", query.Page{Limit: query.MaxPage})
	p.at.Contradictions = include("contradictions", query.Page{})
	p.holder = f.items(valuesOf(claims.Includes[p.at.By]), graph.KindActor, rows, f.below(camps, "Camp", "holders")...)
	p.side = f.items(valuesOf(claims.Includes[p.at.Sides]), graph.KindActor, rows, f.below(sides, "AccountSide", "side")...)
	contradictions := valuesOf(claims.Includes[p.at.Contradictions])
	contradictions.addValues(graph.KindContradiction, "from", "to")
	p.contradictions = f.items(contradictions, graph.KindContradiction, rows,
		f.below(f.selections(), "Narratives", "contradictions")...)
	return p
}

func (p *narrativesPlan) object(action *query.Item, accounts analysis.Accounts) object {
	var sides, camps []object
	for _, s := range accounts.Sides {
		sides = append(sides, object{"side": one(s.State, p.side), "claims": items{list: s.Claims, plan: p.sided}})
	}
	for _, c := range accounts.Camps {
		camps = append(camps, object{"holders": items{list: c.Holders, plan: p.holder}, "claims": items{list: c.Claims, plan: p.camp}})
	}
	return object{
		"action":         one(action, p.action),
		"sides":          sides,
		"camps":          camps,
		"unattributed":   items{list: accounts.Unattributed, plan: p.unattributed},
		"contradictions": items{list: accounts.Contradictions, plan: p.contradictions},
	}
}
