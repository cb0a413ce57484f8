package resolvers

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/analysis"
	"github.com/demarche-graph/demarche/graph/query"
)

// delayFields are the fields of an aggregate of responses for which the store has to sum up their delays.
var delayFields = []string{"delayCount", "medianDelayDays", "meanDelayDays"}

// noGroup is the position of an aggregate of no groups, for which the store is not asked.
const noGroup = -1

// addGroup adds the group that the arguments and fields of an aggregate ask for to a list of a kind, and returns its position in
// List.Groups.
func addGroup(list *query.List, kind graph.Kind, arguments map[string]any, fields []collectedField) (position int, err error) {
	first, given, err := count(arguments, "first")
	if err != nil {
		return 0, err
	}
	if given && first == 0 { // a Group without First is all of them
		return noGroup, nil
	}
	by, _ := arguments["by"].(string)
	g := query.Group{By: by, First: first}
	g.Delays = query.IsNumber(kind, query.DelayDays) &&
		slices.ContainsFunc(fields, func(f collectedField) bool { return slices.Contains(delayFields, f.name()) })
	if i := slices.Index(list.Groups, g); i >= 0 {
		return i, nil
	}
	list.Groups = append(list.Groups, g)
	return len(list.Groups) - 1, nil
}

func (w *writer) aggregate(groups []query.Grouped, fields []collectedField) {
	w.raw("[")
	for i, g := range groups {
		w.comma(i)
		o := object{
			"key": orNull(g.Key), "label": orNull(g.Label), "count": g.Count, "intensityCount": g.Rated,
			"meanIntensity": meanOrNull(g.Intensity, g.Rated), "sumIntensity": analysis.Round(g.Intensity),
			"delayCount": g.Delayed, "meanDelayDays": meanOrNull(float64(g.DelaySum), g.Delayed), "medianDelayDays": nil,
		}
		if g.Delayed > 0 {
			o["medianDelayDays"] = g.DelayMedian
		}
		w.object(o, "Aggregate", fields)
	}
	w.raw("]")
}
