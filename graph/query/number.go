package query

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

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
	if k == graph.KindSupport {
		return name == "sources" || name == "origins"
	}
	return slices.ContainsFunc(graph.NodeProps[k], func(p graph.Property) bool {
		return p.Name == name && (p.Type == graph.PropNumber || p.Type == graph.PropInt)
	})
}
