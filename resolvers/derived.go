package resolvers

import "github.com/demarche-graph/demarche/graph"

// derived are the fields that are computed from an item's values.
var derived = map[graph.Kind]map[string]func(*graph.Item) any{
	graph.KindResponse: {
		"delayDays": func(it *graph.Item) any {
			a, b := it.Text("toEarliest"), it.Text("fromEarliest")
			if a == "" || b == "" {
				return nil
			}
			return graph.DaysBetween(graph.Day(a), graph.Day(b))
		},
		"intensityChange": func(it *graph.Item) any {
			from, ok := it.Value("fromIntensity").(float64)
			to, known := it.Value("toIntensity").(float64)
			if !ok || !known {
				return nil
			}
			return round(from - to)
		},
		"escalation": func(it *graph.Item) any {
			var trigger *float64
			if v, ok := it.Value("toIntensity").(float64); ok {
				trigger = &v
			}
			return string(graph.EscalationOf(it.Text("mode"), trigger))
		},
		"wordOrDeed": func(it *graph.Item) any {
			switch graph.QuadClass(it.Text("fromQuadClass")) {
			case graph.VerbalCooperation, graph.VerbalConflict:
				return "WORD"
			case graph.MaterialCooperation, graph.MaterialConflict:
				return "DEED"
			}
			return nil
		},
	},
	graph.KindEvidence: {
		"disputes": func(it *graph.Item) any { return it.Value("disputes") == true },
		"basis": func(it *graph.Item) any {
			if b := it.Text("basis"); b != "" {
				return b
			}
			return string(graph.Explicit)
		},
		// An empty text stands for "not given".
		"quote": known("quote"), "locator": known("locator"), "field": known("field"),
	},
}

func known(column string) func(*graph.Item) any {
	return func(it *graph.Item) any {
		if s := it.Text(column); s != "" {
			return s
		}
		return nil
	}
}
