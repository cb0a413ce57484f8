package plan

import (
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// List says how a list is read.
type List struct {
	Kind  graph.Kind
	Start Start      // nil where a relation leads to the items
	Where query.Pred // normalised; what Start does not see to already
	Order query.Order
	Page  query.Page
	Keys  []Key // of the order, the deciding one first; shared, not to be written to
	Total bool
	// Groups count all that match, whatever the page.
	Groups []query.Group
}

// ListOf plans a list that stands by itself.
func ListOf(k graph.Kind, l query.List) List {
	out := listOf(k, l)
	out.Start, out.Where = startOf(k, out.Where)
	return out
}

// RelatedListOf plans what a relation gives, page or whole.
func RelatedListOf(r *graph.Relation, l query.List) List { return listOf(r.To, l) }

func listOf(k graph.Kind, l query.List) List {
	return List{Kind: k, Where: Normalize(l.Where), Order: l.Order, Page: l.Page, Keys: KeysOf(k, l.Order), Total: l.Total, Groups: l.Groups}
}

// Down tells whether the page is read against the order of its keys. A backward page is read from its end and turned
// around afterwards.
func (l List) Down() bool { return l.Order.Desc != l.Page.Backward }

// Key is a value by which items are put in order.
type Key uint8

// Keys. An id comes last in every order, so that no two items are equal in it.
const (
	KeyID Key = iota
	KeyName
	KeyNumber
	KeyEarliest
	KeyLatest
)

// Sparse tells whether the value may be unknown. What lacks it comes last in both directions. Of a date both days are
// known or neither is, so the first speaks for both.
func (k Key) Sparse() bool { return k == KeyNumber || k == KeyEarliest }

var (
	idKeys     = []Key{KeyID}
	nameKeys   = []Key{KeyName, KeyID}
	numberKeys = []Key{KeyNumber, KeyID}
	dateKeys   = []Key{KeyEarliest, KeyLatest, KeyID}
)

// KeysOf are the keys by which a kind is put in an order. What has no date or no name is ordered by its id instead.
func KeysOf(k graph.Kind, o query.Order) []Key {
	switch o.By {
	case query.ByNumber:
		return numberKeys
	case query.ByDate:
		if Dated(k) {
			return dateKeys
		}
	case query.ByName:
		if _, isNode := graph.NodeProps[k]; isNode || k == graph.KindNode {
			return nameKeys
		}
	case query.ByID, query.ByRank:
	}
	return idKeys
}

// Dated tells whether a kind has a date: its own, or that of its action.
func Dated(k graph.Kind) bool {
	switch k {
	case graph.KindAction, graph.KindResponse, graph.KindSilence, graph.KindUnanswered, graph.KindEntry:
		return true
	}
	return false
}

// Range is a stretch of a list in its order: the items whose first key is known, or those for which it is not.
type Range struct {
	Known bool
	// AfterCursor: it is read from the cursor on, else from where it begins.
	AfterCursor bool
}

// Ranges are the stretches that a page may reach, in the order in which it is read.
func (l List) Ranges() []Range {
	cursor := l.Page.Cursor
	if !l.Keys[0].Sparse() {
		if cursor == nil {
			return known
		}
		return knownAfter
	}
	switch unknownCursor := cursor != nil && cursor.Keys[0] == ""; {
	case cursor == nil && !l.Page.Backward:
		return knownThenUnknown
	case cursor == nil:
		return unknownThenKnown
	case unknownCursor && !l.Page.Backward:
		return unknownAfter
	case unknownCursor:
		return unknownAfterThenKnown
	case !l.Page.Backward:
		return knownAfterThenUnknown
	}
	return knownAfter
}

var (
	known                 = []Range{{true, false}}
	knownAfter            = []Range{{true, true}}
	knownThenUnknown      = []Range{{true, false}, {false, false}}
	knownAfterThenUnknown = []Range{{true, true}, {false, false}}
	unknownAfter          = []Range{{false, true}}
	unknownThenKnown      = []Range{{false, false}, {true, false}}
	unknownAfterThenKnown = []Range{{false, true}, {true, false}}
)

// Position has the cursor's value of each of the Keys: graph.Day, float64 or string, nil where it is unknown. The list
// has a cursor.
func (l List) Position() []any {
	cursor := l.Page.Cursor
	out := make([]any, len(l.Keys))
	for i, k := range l.Keys {
		switch k {
		case KeyID:
			out[i] = cursor.ID
		case KeyName:
			out[i] = cursor.Keys[i]
		case KeyEarliest, KeyLatest:
			if day := cursor.Keys[i]; day != "" {
				out[i] = graph.Day(day)
			}
		case KeyNumber:
			if v, isKnown := cursor.NumberValue(); isKnown {
				out[i] = v
			}
		}
	}
	return out
}
