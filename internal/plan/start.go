package plan

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// Start is where the items of a list come from; what is left of the conditions then filters them. To start from a selective
// condition costs hundreds of times less than to read a whole kind and filter it.
//
//sumtype:decl
type Start interface{ start() }

// Starts, the most selective first.
type (
	// ByAttribution starts at any of these keys of the attribution, whose index has the items of each key by date. Keys are
	// distinct. Direct takes only what is attributed without any tie.
	ByAttribution struct {
		Keys   []string
		Direct bool
	}
	// ByText starts at the full-text index: items in which each token begins a word.
	ByText struct{ Tokens []string }
	// ByRelated starts at the end of a relation with one hop, when that end has to have one of these ids.
	ByRelated struct {
		Relation *graph.Relation
		IDs      query.IDIn
	}
	// ByPlace starts at these places and what lies within them, and gives the actions that took place there.
	ByPlace struct{ IDs query.InPlaces }
	// WholeKind reads all items of the kind, in the order of an index where there is one.
	WholeKind struct{}
)

func (ByAttribution) start() {}
func (ByText) start()        {}
func (ByRelated) start()     {}
func (ByPlace) start()       {}
func (WholeKind) start()     {}

// starts are the ways to start a list, preferred ones first. Each gives the start that a condition allows, or nil.
var starts = [...]func(graph.Kind, query.Pred) Start{startByAttribution, startByText, startByRelated, startByPlace}

// startOf chooses the start of a list, and gives the conditions that are left.
func startOf(k graph.Kind, where query.Pred) (Start, query.Pred) {
	conditions := Conditions(where)
	for _, startBy := range starts {
		for i, p := range conditions {
			if s := startBy(k, p); s != nil {
				return s, joined(slices.Delete(slices.Clone(query.And(conditions)), i, i+1))
			}
		}
	}
	return WholeKind{}, where
}

func startByAttribution(k graph.Kind, p query.Pred) Start {
	on, ok := p.(query.Attributed)
	if !ok || k != graph.KindAction && k != graph.KindResponse && k != graph.KindClaim {
		return nil
	}
	return ByAttribution{on.Keys, on.Direct}
}

func startByText(k graph.Kind, p query.Pred) Start {
	m, ok := p.(query.Matches)
	if _, isNode := graph.NodeProps[k]; !ok || !isNode {
		return nil
	}
	tokens := Words(m.Text)
	if len(tokens) == 0 {
		return nil
	}
	return ByText{tokens}
}

func startByRelated(_ graph.Kind, p query.Pred) Start {
	related, _ := p.(query.Related)
	ids, ok := related.Where.(query.IDIn)
	if !ok || len(related.Relation.Path) != 1 {
		return nil
	}
	h := related.Relation.Path[0]
	if h.AsFact || (len(h.Out) > 0) == (len(h.In) > 0) {
		return nil
	}
	return ByRelated{related.Relation, ids}
}

func startByPlace(k graph.Kind, p query.Pred) Start {
	places, ok := p.(query.InPlaces)
	if !ok || k != graph.KindAction {
		return nil
	}
	return ByPlace{places}
}
