package resolvers

import (
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/analysis"
	"github.com/demarche-graph/demarche/graph/query"
)

// A derivation computes a field from values of the same item. The store has to load these values.
type derivation struct {
	from  []string
	value func(*query.Item) any
	// compile makes value where it depends on arguments, or on related items, which it then has loaded too.
	compile func(*selectionCompiler, loadTarget, collectedField) func(*query.Item) any
}

// derivationOf is how a field of a kind is computed from other values of the item, if it is.
func derivationOf(k graph.Kind, name string) (d derivation, known bool) {
	if name == "label" {
		d, known = labels[k]
		return d, known
	}
	d, known = derived[k][name]
	return d, known
}

// derived has the fields of each kind that are computed from other values of the item.
var derived = map[graph.Kind]map[string]derivation{
	graph.KindResponse: {
		"delayDays": {from: []string{"toEarliest", "fromEarliest"}, value: func(it *query.Item) any {
			a, b := it.Text("toEarliest"), it.Text("fromEarliest")
			if a == "" || b == "" {
				return nil
			}
			return graph.DaysBetween(graph.Day(a), graph.Day(b))
		}},
		"intensityChange": {from: []string{"fromIntensity", "toIntensity"}, value: func(it *query.Item) any {
			from, ok := it.Value("fromIntensity").(float64)
			to, known := it.Value("toIntensity").(float64)
			if !ok || !known {
				return nil
			}
			return analysis.Round(from - to)
		}},
		"escalation": {from: []string{"mode", "toIntensity"}, value: func(it *query.Item) any {
			var trigger *float64
			if v, ok := it.Value("toIntensity").(float64); ok {
				trigger = &v
			}
			return string(graph.EscalationOf(it.Text("mode"), trigger))
		}},
		"wordOrDeed": {from: []string{"fromQuadClass", "fromType"}, value: func(it *query.Item) any {
			w, known := graph.WordOrDeedOf(graph.QuadClass(it.Text("fromQuadClass")), graph.ActionType(it.Text("fromType")))
			if !known {
				return nil
			}
			return string(w)
		}},
	},
	graph.KindAction: {
		"dateText":        dateText("date"),
		"datePrecision":   dateProperty("date", func(d graph.Date) any { return orNull(string(d.Precision())) }),
		"dateApproximate": dateProperty("date", func(d graph.Date) any { return d.Approximate() }),
		"dateUncertain":   dateProperty("date", func(d graph.Date) any { return d.Uncertain() }),
	},
	graph.KindClaim:        {"date": claimDate, "dateText": claimDateText},
	graph.KindSource:       {"publishedText": dateText("published"), "accessedText": dateTextOrNull("accessed")},
	graph.KindStatusChange: {"sinceText": dateText("since")},
	graph.KindTie: {
		"sinceText": dateTextOrNull("since"), "untilText": dateTextOrNull("until"), "asOfText": dateTextOrNull("asOf"),
	},
	graph.KindSilence:    {"asOfText": dateTextOrNull("asOf")},
	graph.KindUnanswered: {"sinceText": dateText("since"), "statedAsOfText": dateTextOrNull("statedAsOf")},
	graph.KindSupport:    {"knownByText": dateTextOrNull("knownBy")},
	graph.KindEvidence: {
		"disputes": {from: []string{"relation"}, value: func(it *query.Item) any {
			return it.Text("relation") == string(graph.EvidenceDisputes)
		}},
		"basis": {from: []string{"basis"}, value: func(it *query.Item) any {
			if b := it.Text("basis"); b != "" {
				return b
			}
			return string(graph.Explicit)
		}},
		// An evidence item has an empty text for a value that is not given.
		"quote": textOrNull("quote"), "language": textOrNull("language"), "translation": textOrNull("translation"),
		"locator": textOrNull("locator"), "field": textOrNull("field"),
	},
}

// An embedding makes small objects, which are no items, of a value of an item.
type embedding struct {
	from, typeName string
	objects        func(value any) []object
}

// embedded has the fields of each kind that are such objects.
var embedded = map[graph.Kind]map[string]embedding{
	graph.KindActor: {"names": {"names", "Name", namesByLanguage}},
}

func namesByLanguage(value any) []object {
	list, _ := value.([]string)
	out := make([]object, len(list))
	for i, s := range list {
		n := graph.ParseNameIn(s)
		out[i] = object{"text": n.Text, "language": n.Language}
	}
	return out
}

func textOrNull(column string) derivation {
	return derivation{from: []string{column}, value: func(it *query.Item) any { return orNull(it.Text(column)) }}
}
