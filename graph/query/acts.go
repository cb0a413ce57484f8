package query

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// SampledActs is how many actions a store should take at random for Statistics.Acts.
const SampledActs = 500

// Act is what lenses and dates ask of an action.
type Act struct {
	Earliest graph.Day // "" when it is undated
	Basis    string
	Datasets []string
	Support  string   // its key
	Sources  []string // of its support
	KnownBy  graph.Day
}

// Stands tells whether an act stands through a lens, as far as that can be told by itself: known is false when conditions on sources
// ask for more than ids, and have not been found yet.
func (a *Act) Stands(l *Lens) (stands, known bool) {
	switch {
	case l.Basis != nil && !slices.Contains(l.Basis, a.Basis):
		return false, true
	case l.Datasets != nil && !slices.ContainsFunc(a.Datasets, func(d string) bool { return slices.Contains(l.Datasets, d) }):
		return false, true
	case l.Sources != nil:
		return l.Sources.Standing.Has(a.Support), true
	case l.KnownOn != "" && (a.KnownBy == "" || a.KnownBy > l.KnownOn):
		return false, true
	case !l.OnSources():
		return true, true
	}
	for _, id := range a.Sources {
		without, one := named(l.Without, id)
		only, other := named(l.Only, id)
		if !one || !other {
			return false, false
		}
		if (l.Without == nil || !without) && (l.Only == nil || only) {
			return true, true
		}
	}
	return false, true
}

// named tells whether a source meets a condition that asks for ids alone; known is false for any other.
func named(p Pred, id string) (meets, known bool) {
	switch p := p.(type) {
	case nil:
		return true, true
	case IDIn:
		return slices.Contains(p, id), true
	case Not:
		meets, known = named(p.Pred, id)
		return !meets, known
	case And:
		return namedByAll(p, id, true)
	case Or:
		return namedByAll(p, id, false)
	case In, Between, Like, HasValue, HeldOn, Overlaps, Matches, Related, Attributed, OwnedBy, OfCountry, InPlaces:
	}
	return false, false
}

// namedByAll is true when a source meets all of some conditions, or, with all false, any of them.
func namedByAll(list []Pred, id string, all bool) (meets, known bool) {
	for _, p := range list {
		one, known := named(p, id)
		if !known {
			return false, false
		}
		if one != all {
			return one, true
		}
	}
	return all, true
}
