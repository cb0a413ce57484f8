package query

import (
	"fmt"
	"strconv"

	"github.com/demarche-graph/demarche/graph"
)

// Pred is a condition on an item: one of those below.
//
//sumtype:decl
type Pred interface{ pred() }

// Conditions compose.
type (
	// And is true when all its conditions are; an empty And is true.
	And []Pred
	// Or is true when one of its conditions is; an empty Or is false.
	Or []Pred
	// Not is true when the condition is false. A condition on an unknown value is false.
	Not struct{ Pred Pred }
	// IDIn is true of an item whose id is one of these.
	IDIn []string
	// In is true where a text property, or any member of a list property, equals one of the values.
	In struct {
		Prop   string
		Values []string
	}
	// Between is true where Min <= number <= Max, for any number that IsNumber knows; a nil bound is open. An unknown number
	// is not between.
	Between struct {
		Prop     string
		Min, Max *float64
	}
	// Like is true where a text property contains one of the values, or starts with it (Prefix), by code point. sortName is
	// folded, so its values have to be folded too.
	Like struct {
		Prop   string
		Values []string
		Prefix bool
	}
	// HasValue is true where the item has this text property.
	HasValue struct{ Prop string }
	// HeldOn is true of a tie that held on this day; unknown bounds are open.
	HeldOn struct{ Day graph.Day }
	// Overlaps is true of a dated item that overlaps since..until ("" open), never of an undated one. The date of a response
	// is that of the answering action.
	Overlaps struct{ Since, Until graph.Day }
	// Matches is true where each word of the text begins a word of the item, as search finds it.
	Matches struct{ Text string }
	// Related is true where some item of the relation meets Where; a nil Where is met by any item.
	Related struct {
		Relation *graph.Relation
		Where    Pred
	}
	// Attributed is true of an action or a response that is attributed under any of these keys (see graph.AttributionKey).
	// Direct takes only what is attributed without any tie.
	Attributed struct {
		Keys   []string
		Direct bool
	}
	// OwnedBy is true of a source that one of these published, or somebody who is owned by one of these or a part of it
	// (graph.OriginTies), directly or through others, at any time.
	OwnedBy []string
	// OfCountry is true of a source one of whose publishers is of one of these countries. A publisher without a country is of those
	// of its owners and of what it is part of.
	OfCountry []string
	// InPlaces is true of an action that took place in one of these, or in a place that lies within one.
	InPlaces []string
)

func (And) pred()        {}
func (Or) pred()         {}
func (Not) pred()        {}
func (IDIn) pred()       {}
func (In) pred()         {}
func (Between) pred()    {}
func (Like) pred()       {}
func (HasValue) pred()   {}
func (HeldOn) pred()     {}
func (Overlaps) pred()   {}
func (Matches) pred()    {}
func (Related) pred()    {}
func (Attributed) pred() {}
func (OwnedBy) pred()    {}
func (OfCountry) pred()  {}
func (InPlaces) pred()   {}

// String shows the bounds, of which a format would show the addresses.
func (p Between) String() string {
	bound := func(n *float64) string {
		if n == nil {
			return "open"
		}
		return strconv.FormatFloat(*n, 'g', -1, 64)
	}
	return fmt.Sprintf("{Prop:%s Min:%s Max:%s}", p.Prop, bound(p.Min), bound(p.Max))
}
