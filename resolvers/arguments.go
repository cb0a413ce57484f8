package resolvers

import (
	"fmt"
	"reflect"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// list reads the arguments of a connection: filter, orderBy, first, after, last and before, and for ties kind, asOf, dataset and
// support.
func (c *selectionCompiler) list(kind graph.Kind, arguments map[string]any) (query.List, error) {
	var l query.List
	var err error
	if l.Order, err = orderOf(kind, arguments["orderBy"]); err != nil {
		return l, err
	}
	if f, ok := arguments["filter"].(map[string]any); ok {
		if l.Where, err = c.predicate(kind, f); err != nil {
			return l, err
		}
	}
	if kind == graph.KindTie {
		if l.Where, err = c.ties(arguments); err != nil {
			return l, err
		}
	}
	l.Page, err = pageArguments(arguments, l.Order, c.lensMark)
	return l, err
}

// ties reads the arguments of a connection of ties, which has no filter but kind, asOf, dataset and support.
func (c *selectionCompiler) ties(arguments map[string]any) (query.Pred, error) {
	var all query.And
	if kinds, given := stringList(arguments["kind"]); given {
		all = append(all, query.In{Prop: "kind", Values: kinds})
	}
	asOf, err := day(arguments, "asOf")
	if err != nil {
		return nil, err
	}
	if asOf != "" {
		all = append(all, query.HeldOn{Day: asOf})
	}
	if datasets, given := stringList(arguments["dataset"]); given {
		c.require(graph.KindDataset, datasets...)
		all = append(all, query.In{Prop: "datasets", Values: datasets})
	}
	if arguments["support"] != nil {
		p, err := supported(graph.KindTie)(arguments["support"])
		if err != nil {
			return nil, fmt.Errorf("support: %w", err)
		}
		all = append(all, p)
	}
	return all, nil
}

// orderOf reads orderBy. Without one, dated items are sorted by date, actors by name, and all others by id.
func orderOf(kind graph.Kind, argument any) (query.Order, error) {
	o := query.Order{By: query.ByID}
	switch kind {
	case graph.KindAction, graph.KindResponse, graph.KindUnanswered, graph.KindEntry:
		o.By = query.ByDate
	case graph.KindActor:
		o.By = query.ByName
	}
	m, ok := argument.(map[string]any)
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

// orders are the fields of orderBy that are no numbers.
var orders = map[string]query.OrderBy{"ID": query.ByID, "DATE": query.ByDate, "NAME": query.ByName, "TITLE": query.ByName}

// sortNumbers are the fields of orderBy that are numbers, or counts of a relation.
var sortNumbers = map[graph.Kind]map[string]string{
	graph.KindActor: {
		"ACTIONS": "actions", "RECEIVED": "received", "CLAIMS": "claims",
		"RESPONSES_GIVEN": "responsesGiven", "RESPONSES_RECEIVED": "responsesReceived",
	},
	graph.KindAction: {
		"INTENSITY": "intensity", "MENTIONS": "mentions", "CREDIBILITY": "credibility",
		"RESPONSES": "responses", "CLAIMS": "claims", "EVIDENCE": "evidence",
	},
	graph.KindResponse: {"DELAY": query.DelayDays, "INTENSITY_CHANGE": query.IntensityChange},
	graph.KindClaim:    {"CREDIBILITY": "credibility", "CONTRADICTIONS": "contradictions"},
}

// pageArguments reads first and after, or last and before. lens is the mark of the lens (lensMark).
func pageArguments(arguments map[string]any, order query.Order, lens string) (query.Page, error) {
	first, hasFirst, err := count(arguments, "first")
	if err != nil {
		return query.Page{}, err
	}
	last, hasLast, err := count(arguments, "last")
	if err != nil {
		return query.Page{}, err
	}
	after, _ := arguments["after"].(string)
	before, _ := arguments["before"].(string)
	p := query.Page{Limit: query.DefaultPage}
	switch {
	case hasFirst && hasLast, hasFirst && before != "", hasLast && after != "":
		return p, fmt.Errorf("%w: give first with after, or last with before, not both", graph.ErrInvalid)
	case hasLast || before != "":
		p.Backward = true
		if hasLast {
			p.Limit = last
		}
		p.Cursor, err = decodeCursor("before", before, order, lens)
	default:
		if hasFirst {
			p.Limit = first
		}
		p.Cursor, err = decodeCursor("after", after, order, lens)
	}
	return p, err
}

// count reads a number of items to give.
func count(arguments map[string]any, name string) (int, bool, error) {
	if arguments[name] == nil {
		return 0, false, nil
	}
	n, err := integer(name, arguments[name])
	if err != nil {
		return 0, false, err
	}
	if n < 0 {
		return 0, false, fmt.Errorf("%w: %s is %d; it must be 0 or more", graph.ErrInvalid, name, n)
	}
	if n > query.MaxPage {
		return 0, false, fmt.Errorf("%w: %s is %d; at most %d at a time, then go on with a cursor", graph.ErrTooLarge, name, n, query.MaxPage)
	}
	return n, true, nil
}

// sameInclude reports whether two includes have the same relation and arguments, so that one is enough for both.
func sameInclude(a, b *query.Include) bool {
	return a.Relation == b.Relation && a.AsOf == b.AsOf && a.Order == b.Order && a.Page.Limit == b.Page.Limit &&
		a.Page.Backward == b.Page.Backward && reflect.DeepEqual(a.Page.Cursor, b.Page.Cursor) &&
		reflect.DeepEqual(a.Where, b.Where)
}
