package resolvers

import (
	"slices"

	"github.com/demarche-graph/demarche/graph/analysis"
	"github.com/demarche-graph/demarche/graph/query"
)

// addGroup adds what the arguments of an aggregate ask for to a list, and tells where its groups will be.
func addGroup(list *query.List, args map[string]any) (int, error) {
	first, _, err := count(args, "first")
	if err != nil {
		return 0, err
	}
	by, _ := args["by"].(string)
	g := query.Group{By: by, First: first}
	i := slices.Index(list.Groups, g)
	if i < 0 {
		i = len(list.Groups)
		list.Groups = append(list.Groups, g)
	}
	return i, nil
}

func (w *writer) aggregate(rows []query.Grouped, groups []fieldGroup) {
	w.raw("[")
	for i, r := range rows {
		w.sep(i)
		w.object(object{"key": orNull(r.Key), "label": orNull(r.Label), "count": r.Count,
			"meanIntensity": meanOrNull(r.Intensity, r.Rated), "sumIntensity": analysis.Round(r.Intensity)}, "Aggregate", groups)
	}
	w.raw("]")
}
