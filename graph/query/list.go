package query

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/demarche-graph/demarche/graph"
)

// List narrows, orders and pages a list of one kind.
type List struct {
	Where Pred // nil takes all
	Order Order
	Page  Page
	Total bool // count all that match, whatever the page
	// Groups ask for counts of all that match, whatever the page. Only a FindList and a Connection have them.
	Groups []Group
}

// Order sorts a list. Ties are broken by id in the same direction, so every order is total.
type Order struct {
	By     OrderBy
	Number string // the number to sort by when By is ByNumber; see IsNumber
	Desc   bool
}

// OrderBy names a sort key. Items without a value come last in both directions.
type OrderBy uint8

// Sort keys. ByID is the zero value. ByDate is (earliest, latest, place in the day, id): an action has its own date; a response, a silence,
// an unanswered item and an exchange entry have those of their action. ByName is the folded name.
const (
	ByID OrderBy = iota
	ByDate
	ByName
	// ByRank is the order of a search, best first. Its Keys are the rank and the length of the folded name in six digits.
	// The rank is 4 when the text is a name or alias, 3 when one begins with it, 2 when they hold its words, else 1.
	ByRank
	// ByNumber is (Order.Number, id). Items without the number come last in both directions.
	ByNumber
)

// Page is a keyset page: the Limit items after Cursor, or, Backward, the Limit items before it. Both are given in the order of
// the list.
type Page struct {
	Limit    int     // 0 with Total asks for the count alone
	Cursor   *Cursor // nil: the page begins at the start, or Backward at the end
	Backward bool
}

// Cursor is a position in an order: the sort key of an item. Rows added elsewhere never move it.
// resolvers writes it as an opaque text.
type Cursor struct {
	Order  OrderBy `json:"o"`
	Number string  `json:"n,omitempty"`
	Desc   bool    `json:"d,omitempty"`
	// Keys are the sort keys before the id: earliest, latest and the PlaceKey for ByDate ("" when unknown), the folded name for
	// ByName, the NumberKey for ByNumber; see ByRank for its keys.
	Keys []string `json:"k,omitempty"`
	ID   string   `json:"i"`
	Lens string   `json:"v,omitempty"` // the mark of the lens through which it was given, for whoever writes it as a text
}

// Check refuses a list of a kind whose page, order, groups or cursor are wrong, with ErrInvalid or ErrTooLarge.
func (l List) Check(k graph.Kind) error {
	p, at := l.Page, l.Page.Cursor
	switch {
	case p.Limit < 0:
		return fmt.Errorf("%w: a page of %d items: ask for 0 to %d", graph.ErrInvalid, p.Limit, MaxPage)
	case p.Limit > MaxPage:
		return fmt.Errorf("%w: a page of %d items: ask for at most %d at a time", graph.ErrTooLarge, p.Limit, MaxPage)
	case !l.Order.By.exists():
		return fmt.Errorf("%w: there is no order %d", graph.ErrInvalid, l.Order.By)
	case l.Order.By == ByNumber && !IsNumber(k, l.Order.Number):
		return fmt.Errorf("%w: %s has no number %q to sort by", graph.ErrInvalid, k, l.Order.Number)
	}
	for _, g := range l.Groups {
		if _, err := GroupingOf(k, g.By); err != nil {
			return err
		}
		if g.First < 0 || g.First > MaxPlain {
			return fmt.Errorf("%w: %d groups: ask for 1 to %d", graph.ErrInvalid, g.First, MaxPlain)
		}
		if g.Delays && !IsNumber(k, DelayDays) {
			return fmt.Errorf("%w: %s has no delays to sum up", graph.ErrInvalid, k)
		}
	}
	switch {
	case at == nil:
		return nil
	case at.Order != l.Order.By || at.Number != l.Order.Number || at.Desc != l.Order.Desc:
		return fmt.Errorf("%w: a cursor of another order: use it with the orderBy that it came from", graph.ErrInvalid)
	case at.damaged():
		return fmt.Errorf("%w: a cursor that is damaged: use one as it was given", graph.ErrInvalid)
	}
	return nil
}

// CursorKeys is how many keys a cursor of this order has before its id; false when there is no such order.
func (o OrderBy) CursorKeys() (n int, ok bool) {
	switch o {
	case ByID:
		return 0, true
	case ByName, ByNumber:
		return 1, true
	case ByRank:
		return 2, true
	case ByDate:
		return 3, true
	}
	return 0, false
}

// Bounds of the keys of cursors.
const (
	bestRank    = 4         // see ByRank
	longestName = 1_000_000 // bytes, of a folded name
)

func (o OrderBy) exists() bool {
	_, ok := o.CursorKeys()
	return ok
}

// damaged tells whether the keys of a cursor are not those of its order.
func (c *Cursor) damaged() bool {
	if n, ok := c.Order.CursorKeys(); !ok || len(c.Keys) != n || c.ID == "" || CheckID(c.ID) != nil {
		return true
	}
	switch c.Order {
	case ByDate:
		place := c.PlaceValue()
		return place < 1 || place > graph.LastInDay || slices.ContainsFunc(c.Keys[:2], func(k string) bool {
			_, err := graph.ParseDay(k)
			return k != "" && err != nil || (k == "") != (c.Keys[0] == "")
		})
	case ByRank:
		rank, err := strconv.Atoi(c.Keys[0])
		length, notLength := strconv.Atoi(c.Keys[1])
		return err != nil || notLength != nil || rank < 1 || rank > bestRank || length < 0 || length > longestName
	case ByNumber:
		v, err := strconv.ParseFloat(c.Keys[0], 64)
		return c.Keys[0] != "" && (err != nil || math.IsInf(v, 0) || math.IsNaN(v))
	case ByName:
		return len(c.Keys[0]) > longestName
	case ByID: // any id is a position
	}
	return false
}

// PlaceKey is the key of a place in a day in a cursor ByDate, "" for the last.
func PlaceKey(v any) string {
	place, known := v.(int64)
	if !known || place == graph.LastInDay {
		return ""
	}
	return strconv.FormatInt(place, 10)
}

// PlaceValue is the place in a day that PlaceKey wrote, 0 for what it never writes.
func (c *Cursor) PlaceValue() int64 {
	if c.Keys[2] == "" {
		return graph.LastInDay
	}
	place, err := strconv.ParseInt(c.Keys[2], 10, 64)
	if err != nil {
		return 0
	}
	return place
}

// NumberKey is the key of a number in a cursor ByNumber, "" when the number is unknown.
func NumberKey(v any) string {
	f, known := v.(float64)
	if !known {
		return ""
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// NumberValue is the number that NumberKey wrote; known is false for "".
func (c *Cursor) NumberValue() (v float64, known bool) {
	v, err := strconv.ParseFloat(c.Keys[0], 64)
	return v, err == nil
}
