package resolvers

import (
	"slices"

	"github.com/demarche-graph/demarche/graph/analysis"
	"github.com/demarche-graph/demarche/graph/query"
)

// addGroup adds the group that the arguments of an aggregate ask for to a list, and returns its position in List.Groups.
func addGroup(list *query.List, arguments map[string]any) (position int, err error) {
	first, _, err := count(arguments, "first")
	if err != nil {
		return 0, err
	}
	by, _ := arguments["by"].(string)
	g := query.Group{By: by, First: first}
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
		w.object(object{
			"key": orNull(g.Key), "label": orNull(g.Label), "count": g.Count,
			"meanIntensity": meanOrNull(g.Intensity, g.Rated), "sumIntensity": analysis.Round(g.Intensity),
		}, "Aggregate", fields)
	}
	w.raw("]")
}
