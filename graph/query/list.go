package query

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/demarche-graph/demarche/graph"
)

// Check refuses a list of a kind whose page, order, groups or cursor are wrong, with ErrInvalid or ErrTooLarge.
func (l List) Check(k graph.Kind) error {
	p, at := l.Page, l.Page.Cursor
	switch {
	case p.Limit < 0:
		return fmt.Errorf("%w: a page of %d items: ask for 0 to %d", graph.ErrInvalid, p.Limit, MaxPage)
	case p.Limit > MaxPage:
		return fmt.Errorf("%w: a page of %d items: ask for at most %d at a time", graph.ErrTooLarge, p.Limit, MaxPage)
	case l.Order.By > ByNumber:
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

// damaged tells whether the keys of a cursor are not those of its order.
func (c *Cursor) damaged() bool {
	if len(c.Keys) != map[OrderBy]int{ByDate: 2, ByName: 1, ByRank: 2, ByNumber: 1}[c.Order] {
		return true
	}
	switch c.Order {
	case ByDate:
		return slices.ContainsFunc(c.Keys, func(k string) bool {
			_, err := graph.ParseDay(k)
			return k != "" && err != nil || (k == "") != (c.Keys[0] == "")
		})
	case ByRank:
		return slices.ContainsFunc(c.Keys, func(k string) bool {
			_, err := strconv.Atoi(k)
			return err != nil
		})
	case ByNumber:
		_, err := strconv.ParseFloat(c.Keys[0], 64)
		return c.Keys[0] != "" && err != nil
	case ByID, ByName: // any text is a position among these
	}
	return false
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

// Numbers of a Response that are computed from its two actions: the days from the earliest day of the trigger to that of the
// response, and the Goldstein points of the response less those of the trigger.
const (
	DelayDays       = "delayDays"
	IntensityChange = "intensityChange"
)

// IsNumber tells whether lists of a kind can be ordered, and narrowed by Between, by a number of this name: a number property,
// a computed number, or a relation, whose number is how many items it gives.
func IsNumber(k graph.Kind, name string) bool {
	ofResponse := []string{DelayDays, IntensityChange, "fromIntensity", "toIntensity"}
	if k == graph.KindResponse && slices.Contains(ofResponse, name) || graph.RelationOf(k, name) != nil {
		return true
	}
	return slices.ContainsFunc(graph.NodeProps[k], func(p graph.Property) bool {
		return p.Name == name && (p.Type == graph.PropNumber || p.Type == graph.PropInt)
	})
}
