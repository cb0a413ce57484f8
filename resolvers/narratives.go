package resolvers

import (
	"context"
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

// Narratives loads the claims about an action with all that the answer shows of them, and then groups
// them: a camp is a connected component under SUPPORTS of claims that somebody named asserted.
func (q queryResolver) Narratives(ctx context.Context, action string) (*answer.JSON, error) {
	a := newRootField(ctx)
	n := narratives{rootField: a, find: &query.Query{Find: query.FindNodes{IDs: []string{action}, Kinds: []graph.Kind{graph.KindAction}}}}
	n.compile()
	found, err := q.fetch(ctx, a, n.find)
	if err != nil || found.Items[0] == nil {
		return nil, err
	}
	claims := found.Items[0].Related[n.claims]
	if claims.More {
		return nil, fmt.Errorf("%w: more than %d claims about %s; ask for claims(filter: {about: …}) page by page", graph.ErrTooLarge, query.MaxPage, action)
	}
	return a.object("Narratives", n.object(found.Items[0], claims.Items)), nil
}

// narratives holds the plans of the parts of the answer, and where the relations that group claims stand.
type narratives struct {
	*rootField
	find                                        *query.Query
	claims                                      int // among the action's relations
	by, supports, contradicts                   int // among a claim's relations
	action, camp, holder, unattributed, contras writePlan
}

func (n *narratives) compile() {
	n.action = n.items(wholeItems(&n.find.Includes), graph.KindAction, 1, n.at(n.sets(), "Narratives", "action")...)
	w := &query.Include{Relation: graph.RelationOf(graph.KindAction, "claims"), List: query.List{Page: query.Page{Limit: query.MaxPage}}}
	n.claims = len(n.find.Includes)
	n.find.Includes = append(n.find.Includes, w)

	camps := n.at(n.sets(), "Narratives", "camps")
	const rows = query.DefaultPage // claims about one action are few; charged as a page
	n.camp = n.items(wholeItems(&w.Includes), graph.KindClaim, rows, n.at(camps, "Camp", "claims")...)
	n.unattributed = n.items(wholeItems(&w.Includes), graph.KindClaim, rows, n.at(n.sets(), "Narratives", "unattributed")...)
	by := n.include(w, "by", query.Page{})
	n.by = by
	n.holder = n.items(wholeItems(&w.Includes[by].Includes), graph.KindActor, rows, n.at(camps, "Camp", "holders")...)
	n.supports = n.include(w, "supports", query.Page{Limit: query.MaxPage})
	n.contradicts = n.include(w, "contradictions", query.Page{})
	n.contras = n.items(wholeItems(&w.Includes[n.contradicts].Includes), graph.KindContradiction, rows, n.at(n.sets(), "Narratives", "contradictions")...)
}

// include adds a relation of claims that the grouping needs, apart from what the selection asks for.
func (n *narratives) include(w *query.Include, name string, p query.Page) int {
	w.Includes = append(w.Includes, &query.Include{Relation: graph.RelationOf(graph.KindClaim, name), List: query.List{Page: p}})
	return len(w.Includes) - 1
}

func (n *narratives) object(action *query.Item, claims []*query.Item) object {
	attributed := map[string]*query.Item{}
	var unattributed []*query.Item
	var ids []string
	about := map[string]bool{}
	for _, c := range claims {
		about[c.Text("id")] = true
		if len(c.Related[n.by].Items) == 0 {
			unattributed = append(unattributed, c)
			continue
		}
		attributed[c.Text("id")] = c
		ids = append(ids, c.Text("id"))
	}
	var camps []object
	for _, camp := range components(ids, func(id string) []string { return idsOf(attributed[id].Related[n.supports].Items) }) {
		var members, holders []*query.Item
		for _, id := range camp {
			members = append(members, attributed[id])
			holders = append(holders, attributed[id].Related[n.by].Items...)
		}
		camps = append(camps, object{"holders": items{list: distinct(holders), plan: n.holder}, "claims": items{list: members, plan: n.camp}})
	}
	return object{
		"action": items{[]*query.Item{action}, n.action, true}, "camps": camps,
		"unattributed":   items{list: unattributed, plan: n.unattributed},
		"contradictions": items{list: n.between(claims, about), plan: n.contras},
	}
}

// between keeps the contradictions of which both sides are about the action, each once.
func (n *narratives) between(claims []*query.Item, about map[string]bool) []*query.Item {
	var all []*query.Item
	for _, c := range claims {
		for _, x := range c.Related[n.contradicts].Items {
			if about[x.Text("from")] && about[x.Text("to")] {
				all = append(all, x)
			}
		}
	}
	return distinct(all)
}

// components are the connected components of an undirected graph, each sorted, in order of their first id.
func components(ids []string, joined func(id string) []string) [][]string {
	slices.Sort(ids)
	parent := map[string]string{}
	for _, id := range ids {
		parent[id] = id
	}
	var find func(string) string
	find = func(id string) string {
		if parent[id] != id {
			parent[id] = find(parent[id])
		}
		return parent[id]
	}
	for _, id := range ids {
		for _, other := range joined(id) {
			if _, known := parent[other]; known {
				a, b := find(id), find(other)
				parent[max(a, b)] = min(a, b)
			}
		}
	}
	members := map[string][]string{}
	var roots []string
	for _, id := range ids {
		r := find(id)
		if members[r] == nil {
			roots = append(roots, r)
		}
		members[r] = append(members[r], id)
	}
	out := make([][]string, len(roots))
	for i, r := range roots {
		out[i] = members[r]
	}
	return out
}

func idsOf(list []*query.Item) []string {
	ids := make([]string, len(list))
	for i, it := range list {
		ids[i] = it.Text("id")
	}
	return ids
}

// distinct drops repeated items and sorts by id.
func distinct(list []*query.Item) []*query.Item {
	slices.SortStableFunc(list, func(a, b *query.Item) int {
		switch x, y := a.Text("id"), b.Text("id"); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	return slices.CompactFunc(list, func(a, b *query.Item) bool { return a.Text("id") == b.Text("id") })
}
