package analysis

import (
	"cmp"
	"maps"
	"slices"

	"github.com/demarche-graph/demarche/graph/query"
)

// Accounts are the competing accounts of one action: its claims, grouped.
type Accounts struct {
	Sides []AccountSide
	Camps []Camp
	// Unattributed are the claims without an actor who asserted them. They are in no camp and on no side.
	Unattributed []*query.Item
	// Contradictions are those between two claims about the action, each once, sorted by id. They join claims, never camps.
	Contradictions []*query.Item
}

// AccountSide has the claims in which one state speaks, sorted by id; State is nil for those in which none does. Sides are
// sorted by the id of the state, the one without a state last. A claim in which two states speak is on both sides.
type AccountSide struct {
	State  *query.Item
	Claims []*query.Item
}

// Camp is a connected component of claims under SUPPORTS. Holders are the actors who asserted them, each once. Both are
// sorted by id.
type Camp struct{ Claims, Holders []*query.Item }

// ClaimRelations has the positions, in Item.Related of each claim, of the relations that AccountsOf reads: the actors who
// asserted it, the states that speak in it, the claims that it supports, and its contradictions (whose from and to are claims).
type ClaimRelations struct{ By, Sides, Supports, Contradictions int }

// AccountsOf groups the claims about an action. A claim that they support but that is not among them joins no camps. Camps
// are sorted by the ids of their first claims.
func AccountsOf(claims []*query.Item, at ClaimRelations) Accounts {
	var a Accounts
	about := map[string]bool{}
	attributed := map[string]*query.Item{}
	supports := map[string][]string{}
	for _, c := range claims {
		id := c.Text("id")
		about[id] = true
		if len(c.Related[at.By].Items) == 0 {
			a.Unattributed = append(a.Unattributed, c)
			continue
		}
		attributed[id] = c
		supports[id] = nil
		for _, supported := range c.Related[at.Supports].Items {
			supports[id] = append(supports[id], supported.Text("id"))
		}
	}
	a.Sides = sidesOf(slices.SortedFunc(maps.Values(attributed), byID), at)
	for _, ids := range components(supports) {
		var camp Camp
		for _, id := range ids {
			camp.Claims = append(camp.Claims, attributed[id])
			camp.Holders = append(camp.Holders, attributed[id].Related[at.By].Items...)
		}
		camp.Holders = distinct(camp.Holders)
		a.Camps = append(a.Camps, camp)
	}
	for _, c := range claims {
		for _, x := range c.Related[at.Contradictions].Items {
			if about[x.Text("from")] && about[x.Text("to")] {
				a.Contradictions = append(a.Contradictions, x)
			}
		}
	}
	a.Contradictions = distinct(a.Contradictions)
	return a
}

// sidesOf gathers claims, sorted by id, by the states that speak in them.
func sidesOf(claims []*query.Item, at ClaimRelations) []AccountSide {
	const none = ""
	sides := map[string]*AccountSide{}
	add := func(id string, state, claim *query.Item) {
		if sides[id] == nil {
			sides[id] = &AccountSide{State: state}
		}
		sides[id].Claims = append(sides[id].Claims, claim)
	}
	for _, c := range claims {
		states := c.Related[at.Sides].Items
		for _, state := range states {
			add(state.Text("id"), state, c)
		}
		if len(states) == 0 {
			add(none, nil, c)
		}
	}
	out := make([]AccountSide, 0, len(sides))
	for _, id := range slices.Sorted(maps.Keys(sides)) {
		if id != none {
			out = append(out, *sides[id])
		}
	}
	if without := sides[none]; without != nil {
		out = append(out, *without)
	}
	return out
}

// byID orders items by id.
func byID(a, b *query.Item) int { return cmp.Compare(a.Text("id"), b.Text("id")) }

// components returns the connected components of a graph whose edges count both ways. Each is sorted, and they are in the
// order of their first ids. Edges to an id that is no node of the graph are ignored.
func components(edges map[string][]string) [][]string {
	neighbours := map[string][]string{}
	for from, all := range edges {
		for _, to := range all {
			if _, known := edges[to]; known {
				neighbours[from] = append(neighbours[from], to)
				neighbours[to] = append(neighbours[to], from)
			}
		}
	}
	var out [][]string
	reached := map[string]bool{}
	for _, first := range slices.Sorted(maps.Keys(edges)) {
		if reached[first] {
			continue
		}
		reached[first] = true
		component := []string{first}
		for i := 0; i < len(component); i++ { // the component grows meanwhile
			for _, id := range neighbours[component[i]] {
				if !reached[id] {
					reached[id] = true
					component = append(component, id)
				}
			}
		}
		slices.Sort(component)
		out = append(out, component)
	}
	return out
}

// distinct sorts items by id and keeps each once.
func distinct(list []*query.Item) []*query.Item {
	slices.SortStableFunc(list, byID)
	return slices.CompactFunc(list, func(a, b *query.Item) bool { return a.Text("id") == b.Text("id") })
}
