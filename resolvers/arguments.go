package resolvers

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// Limits of one request. They let a page of 100 actions through with two nested pages of 20 each.
const (
	maxDepth = 12      // relations nested in each other
	maxRows  = 100_000 // rows that a selection may bring at most, by its page sizes
)

func sameInclude(a, b *query.Include) bool {
	return a.Relation == b.Relation && a.Order == b.Order && a.Page.Limit == b.Page.Limit &&
		a.Page.Backward == b.Page.Backward && reflect.DeepEqual(a.Page.Cursor, b.Page.Cursor) &&
		reflect.DeepEqual(a.Where, b.Where)
}

// list reads the arguments that all connections share, and the filter of the kind.
func (c *selectionCompiler) list(kind graph.Kind, args map[string]any) (query.List, error) {
	var l query.List
	var err error
	if l.Order, err = orderOf(kind, args["orderBy"]); err != nil {
		return l, err
	}
	if f, ok := args["filter"].(map[string]any); ok {
		if l.Where, err = c.predicate(kind, f); err != nil {
			return l, err
		}
	}
	if kind == graph.KindTie {
		if l.Where, err = ties(args); err != nil {
			return l, err
		}
	}
	l.Page, err = pageOf(args, l.Order)
	return l, err
}

// ties narrows ties by their own arguments.
func ties(args map[string]any) (query.Pred, error) {
	var all query.And
	if kinds, given := stringList(args["kind"]); given {
		all = append(all, query.In{Prop: "kind", Values: kinds})
	}
	asOf, err := day(args, "asOf")
	if asOf != "" {
		all = append(all, query.HeldOn{Day: asOf})
	}
	return all, err
}

// orderOf reads orderBy; without one, what has a date is sorted by it, what has a name by that.
func orderOf(kind graph.Kind, arg any) (query.Order, error) {
	o := query.Order{By: query.ByID}
	switch kind {
	case graph.KindAction, graph.KindResponse, graph.KindUnanswered, graph.KindEntry:
		o.By = query.ByDate
	case graph.KindActor:
		o.By = query.ByName
	}
	m, ok := arg.(map[string]any)
	if !ok {
		return o, nil
	}
	o.Desc = m["direction"] == "DESC"
	field, given := m["field"].(string)
	if !given {
		return o, nil
	}
	by, known := orders[field]
	if number := sortNumbers[kind][field]; number != "" {
		by, known = query.ByNumber, true
		o.Number = number
	}
	if !known {
		return o, fmt.Errorf("%w: orderBy.field %s", graph.ErrInvalid, field)
	}
	o.By = by
	return o, nil
}

// orders are the sort fields that need no number.
var orders = map[string]query.OrderBy{"ID": query.ByID, "DATE": query.ByDate, "NAME": query.ByName, "TITLE": query.ByName}

// sortNumbers are the sort fields that are numbers.
var sortNumbers = map[graph.Kind]map[string]string{
	graph.KindActor:    {"ACTIONS": "actions", "RECEIVED": "received", "RESPONSES_GIVEN": "responsesGiven", "RESPONSES_RECEIVED": "responsesReceived", "CLAIMS": "claims"},
	graph.KindAction:   {"INTENSITY": "intensity", "RESPONSES": "responses", "CLAIMS": "claims", "EVIDENCE": "evidence", "MENTIONS": "mentions"},
	graph.KindResponse: {"DELAY": query.DelayDays, "INTENSITY_CHANGE": query.IntensityChange},
	graph.KindClaim:    {"CREDIBILITY": "credibility", "CONTRADICTIONS": "contradictions"},
}

func pageOf(args map[string]any, order query.Order) (query.Page, error) {
	first, hasFirst, err := count(args, "first")
	if err != nil {
		return query.Page{}, err
	}
	last, hasLast, err := count(args, "last")
	if err != nil {
		return query.Page{}, err
	}
	after, _ := args["after"].(string)
	before, _ := args["before"].(string)
	p := query.Page{Limit: query.DefaultPage}
	switch {
	case hasFirst && hasLast, hasFirst && before != "", hasLast && after != "":
		return p, fmt.Errorf("%w: give first with after, or last with before, not both", graph.ErrInvalid)
	case hasLast || before != "":
		p.Backward = true
		if hasLast {
			p.Limit = last
		}
		p.Cursor, err = decodeCursor("before", before, order)
	default:
		if hasFirst {
			p.Limit = first
		}
		p.Cursor, err = decodeCursor("after", after, order)
	}
	return p, err
}

// count reads a page size. Arguments of nested fields do not pass through gqlgen's decoding, so the
// type is looked at here as well.
func count(args map[string]any, name string) (int, bool, error) {
	var n int64
	switch v := args[name].(type) {
	case nil:
		return 0, false, nil
	case int64:
		n = v
	case int:
		n = int64(v)
	case json.Number:
		i, err := strconv.ParseInt(v.String(), 10, 64)
		if err != nil {
			return 0, false, fmt.Errorf("%w: %s must be a whole number", graph.ErrInvalid, name)
		}
		n = i
	default:
		return 0, false, fmt.Errorf("%w: %s must be a whole number", graph.ErrInvalid, name)
	}
	if n < 0 {
		return 0, false, fmt.Errorf("%w: %s is %d; it must be 0 or more", graph.ErrInvalid, name, n)
	}
	if n > query.MaxPage {
		return 0, false, fmt.Errorf("%w: %s is %d; at most %d at a time, then go on with a cursor", graph.ErrTooLarge, name, n, query.MaxPage)
	}
	return int(n), true, nil
}

func encodeCursor(c query.Cursor) string {
	b, _ := json.Marshal(c)
	return base64.RawURLEncoding.EncodeToString(b)
}

func decodeCursor(arg, text string, order query.Order) (*query.Cursor, error) {
	if text == "" {
		return nil, nil
	}
	var c query.Cursor
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	keys := map[query.OrderBy]int{query.ByID: 0, query.ByDate: 2, query.ByName: 1, query.ByRank: 2, query.ByNumber: 1}[c.Order]
	if err != nil || c.ID == "" || len(c.Keys) != keys {
		return nil, fmt.Errorf("%w: %s is no cursor of ours; take endCursor or an edge's cursor", graph.ErrInvalid, arg)
	}
	if c.Order != order.By || c.Number != order.Number || c.Desc != order.Desc {
		return nil, fmt.Errorf("%w: %s is a cursor of another order; page on with the orderBy it came from", graph.ErrInvalid, arg)
	}
	return &c, nil
}
