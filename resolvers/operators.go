package resolvers

import (
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// An operatorRow is a field of a filter that takes operators ({gte: 3}), a flag or a number: its name, and a function that
// makes a condition from its value.
type operatorRow struct {
	field string
	make  func(value any) (query.Pred, error)
}

var operatorRows = map[graph.Kind][]operatorRow{
	graph.KindActor: {
		{"name", foldedText("sortName")}, {"actionCount", number("actions")}, {"receivedCount", number("received")},
	},
	graph.KindAction: {
		{"title", foldedText("sortName")}, {"cameoCode", code("cameoCode")}, {"intensity", number("intensity")}, {"dated", dateKnown},
		{"responseCount", number("responses")}, {"claimCount", number("claims")}, {"evidenceCount", number("evidence")},
		{"mentions", number("mentions")}, {"credibility", number("credibility")},
		{"hasResponse", some(graph.KindAction, "responses")},
		{"isResponse", some(graph.KindAction, "respondsTo")}, {"respondedWithin", respondedWithin},
		{"support", supported(graph.KindAction)},
	},
	graph.KindResponse: {
		{"delayDays", number(query.DelayDays)}, {"intensityChange", number(query.IntensityChange)},
		{"escalation", escalation}, {"wordOrDeed", wordOrDeed}, {"support", supported(graph.KindResponse)},
	},
	graph.KindClaim: {
		{"credibility", number("credibility")}, {"contradicted", some(graph.KindClaim, "contradicts")},
		{"support", supported(graph.KindClaim)},
	},
}

// operators makes conditions from those fields of a filter that have an operatorRow.
func operators(kind graph.Kind, filter map[string]any) (query.And, error) {
	var all query.And
	for _, row := range operatorRows[kind] {
		v := filter[row.field]
		if v == nil {
			continue
		}
		p, err := row.make(v)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", row.field, err)
		}
		all = append(all, p)
	}
	return all, nil
}

// foldedText takes the operators of texts for a value that is stored folded. It folds the texts to compare with, too.
func foldedText(prop string) func(any) (query.Pred, error) { return textual(prop, graph.Fold) }

// code takes the operators of texts for a value that is compared as it is.
func code(prop string) func(any) (query.Pred, error) {
	return textual(prop, func(s string) string { return s })
}

func textual(prop string, fold func(string) string) func(any) (query.Pred, error) {
	return func(v any) (query.Pred, error) {
		m, _ := v.(map[string]any)
		var all query.And
		for _, op := range []struct {
			name string
			make func(values []string) query.Pred
		}{
			{"equals", func(v []string) query.Pred { return query.In{Prop: prop, Values: v} }},
			{"in", func(v []string) query.Pred { return query.In{Prop: prop, Values: v} }},
			{"contains", func(v []string) query.Pred { return query.Like{Prop: prop, Values: v} }},
			{"startsWith", func(v []string) query.Pred { return query.Like{Prop: prop, Values: v, Prefix: true} }},
		} {
			values, given := stringList(m[op.name])
			if !given {
				continue
			}
			folded := make([]string, len(values))
			for i, s := range values {
				if folded[i] = fold(s); folded[i] == "" {
					return nil, fmt.Errorf("%w: %s needs a letter or digit to look for", graph.ErrInvalid, op.name)
				}
			}
			all = append(all, op.make(folded))
		}
		if exists, given := m["exists"].(bool); given {
			all = append(all, when(exists, query.HasValue{Prop: prop}))
		}
		return all, nil
	}
}

// number takes the operators of numbers. Between includes both its ends, so gt and lt add a condition that excludes one.
func number(name string) func(any) (query.Pred, error) {
	return func(v any) (query.Pred, error) {
		m, _ := v.(map[string]any)
		between := func(low, high *float64) query.Pred { return query.Between{Prop: name, Min: low, Max: high} }
		var all query.And
		for _, op := range []struct {
			name string
			make func(x *float64) query.Pred
		}{
			{"equals", func(x *float64) query.Pred { return between(x, x) }},
			{"gte", func(x *float64) query.Pred { return between(x, nil) }},
			{"lte", func(x *float64) query.Pred { return between(nil, x) }},
			{"gt", func(x *float64) query.Pred { return query.And{between(x, nil), query.Not{Pred: between(x, x)}} }},
			{"lt", func(x *float64) query.Pred { return query.And{between(nil, x), query.Not{Pred: between(x, x)}} }},
		} {
			if m[op.name] == nil {
				continue
			}
			x, err := float(m[op.name])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", op.name, err)
			}
			all = append(all, op.make(&x))
		}
		if exists, given := m["exists"].(bool); given {
			all = append(all, when(exists, between(nil, nil)))
		}
		return all, nil
	}
}

// when returns the condition when it is wanted, else its negation.
func when(wanted bool, p query.Pred) query.Pred {
	if wanted {
		return p
	}
	return query.Not{Pred: p}
}

// some takes a flag: whether a relation gives any items.
func some(kind graph.Kind, relation string) func(any) (query.Pred, error) {
	return func(v any) (query.Pred, error) {
		return when(v == true, query.Related{Relation: graph.RelationOf(kind, relation)}), nil
	}
}

// dateKnown is true of items with a date, because an interval with open ends overlaps every date.
func dateKnown(v any) (query.Pred, error) { return when(v == true, query.Overlaps{}), nil }

// respondedWithin is true of actions that were answered within so many days. An answer with an unknown delay, or with a date
// before that of the action, does not count.
func respondedWithin(v any) (query.Pred, error) {
	days, err := float(v)
	if err != nil {
		return nil, err
	}
	none := 0.0
	delay := query.Between{Prop: query.DelayDays, Min: &none, Max: &days}
	return query.Related{Relation: graph.RelationOf(graph.KindAction, "responses"), Where: delay}, nil
}

// escalation is true of responses with this direction. It follows from the mode, and for RECIPROCATE from the sign of the
// trigger's intensity.
func escalation(v any) (query.Pred, error) {
	values, _ := stringList(v)
	var either query.Or
	for _, want := range values {
		for _, sign := range []float64{-1, 0, 1} {
			var modes []string
			for _, m := range graph.ResponseModes {
				if m.Class == graph.Follow && string(graph.EscalationOf(string(m.Name), &sign)) == want {
					modes = append(modes, string(m.Name))
				}
			}
			if len(modes) > 0 {
				either = append(either, query.And{query.In{Prop: "mode", Values: modes}, ofSign("toIntensity", sign)})
			}
		}
		var modes []string
		for _, m := range graph.ResponseModes {
			if m.Class != graph.Follow && string(m.Class) == want {
				modes = append(modes, string(m.Name))
			}
		}
		either = append(either, query.In{Prop: "mode", Values: modes})
	}
	return either, nil
}

// ofSign is true of numbers below, at or above zero, by the sign given. An unknown number counts as zero.
func ofSign(prop string, sign float64) query.Pred {
	zero := 0.0
	below := query.And{query.Between{Prop: prop, Max: &zero}, query.Not{Pred: query.Between{Prop: prop, Min: &zero}}}
	above := query.And{query.Between{Prop: prop, Min: &zero}, query.Not{Pred: query.Between{Prop: prop, Max: &zero}}}
	switch {
	case sign < 0:
		return below
	case sign > 0:
		return above
	}
	return query.Not{Pred: query.Or{below, above}}
}

// wordOrDeed is true of responses whose answering action is a word, or a deed, as graph.WordOrDeedOf tells by its quad class
// and type.
func wordOrDeed(v any) (query.Pred, error) {
	values, _ := stringList(v)
	var classes []string
	for _, q := range graph.QuadClasses {
		if slices.Contains(values, string(q.Class)) {
			classes = append(classes, string(q.Name))
		}
	}
	classed := query.In{Prop: "fromQuadClass", Values: classes}
	if !slices.Contains(values, string(graph.Word)) {
		return classed, nil
	}
	return query.Or{classed, query.And{
		query.In{Prop: "fromQuadClass", Values: []string{string(graph.NeutralClass)}},
		query.Not{Pred: query.In{Prop: "fromType", Values: []string{string(graph.TypeOccurrence)}}},
	}}, nil
}
