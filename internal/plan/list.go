package plan

import (
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// List says how a list is read.
type List struct {
	Kind  graph.Kind
	Start Start      // where its items come from; nil where a relation leads to them
	Where query.Pred // the conditions that Start does not already meet, normalised
	Order query.Order
	Page  query.Page
	Keys  []Key // of the order, the deciding one first; shared between lists, so not to be changed
	Total bool
	// Groups ask for counts of all that match, whatever the page.
	Groups []query.Group
}

// ListOf plans a list that is found by itself, so that it needs a start.
func ListOf(k graph.Kind, l query.List) List {
	out := listOf(k, l)
	out.Start, out.Where = startOf(k, out.Where)
	return out
}

// RelatedListOf plans the list that a relation gives; the relation is its start.
func RelatedListOf(r *graph.Relation, l query.List) List { return listOf(r.To, l) }

// listOf plans all but the start of a list.
func listOf(k graph.Kind, l query.List) List {
	return List{
		Kind: k, Where: Normalize(l.Where), Order: l.Order, Page: l.Page, Keys: KeysOf(k, l.Order),
		Total: l.Total, Groups: l.Groups,
	}
}

// Down reports whether the page is read from the largest key to the smallest. A backward page is read from its end and
// reversed afterwards.
func (l List) Down() bool { return l.Order.Desc != l.Page.Backward }

// Key is a value by which items are sorted.
type Key uint8

// Keys. An id comes last in every order, so that no two items are equal in it.
const (
	KeyID Key = iota
	KeyName
	KeyNumber
	KeyEarliest
	KeyLatest
	KeyPlace
)

// Sparse tells whether the value may be unknown. Items without it come last in both directions. KeyLatest is not sparse,
// because an item has both days or neither, and KeyEarliest comes before it; KeyPlace is always known.
func (k Key) Sparse() bool { return k == KeyNumber || k == KeyEarliest }

var (
	idKeys     = []Key{KeyID}
	nameKeys   = []Key{KeyName, KeyID}
	numberKeys = []Key{KeyNumber, KeyID}
	dateKeys   = []Key{KeyEarliest, KeyLatest, KeyPlace, KeyID}
)

// KeysOf are the keys by which a kind is put in an order. A kind without a date or a name is ordered by id instead.
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

// Dated reports whether a kind has a date: its own, that of its action, or that of what it was known by.
func Dated(k graph.Kind) bool {
	switch k {
	case graph.KindAction, graph.KindResponse, graph.KindSilence, graph.KindUnanswered, graph.KindEntry, graph.KindSupport:
		return true
	}
	return false
}

// HasDays reports whether items of a kind have days to narrow by: their date, or, of a source, those of its publication.
func HasDays(k graph.Kind) bool { return Dated(k) || k == graph.KindSource }

// Range is a part of a list in its order: the items whose first key is known, or those whose first key is not.
type Range struct {
	Known       bool
	AfterCursor bool // the page reads it from the cursor on, not from its beginning
}

// Ranges are the parts of the list that a page may reach, in the order in which they are read.
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

// The results of Ranges, made once because most questions ask for them.
var (
	known                 = []Range{{true, false}}
	knownAfter            = []Range{{true, true}}
	knownThenUnknown      = []Range{{true, false}, {false, false}}
	knownAfterThenUnknown = []Range{{true, true}, {false, false}}
	unknownAfter          = []Range{{false, true}}
	unknownThenKnown      = []Range{{false, false}, {true, false}}
	unknownAfterThenKnown = []Range{{false, true}, {true, false}}
)

// Position is the position of the cursor: its value of each of the Keys, a graph.Day, int64, float64 or string, nil where it is
// unknown. Only a list with a cursor has one.
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
		case KeyPlace:
			out[i] = cursor.PlaceValue()
		case KeyNumber:
			if v, isKnown := cursor.NumberValue(); isKnown {
				out[i] = v
			}
		}
	}
	return out
}
