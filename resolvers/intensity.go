package resolvers

import (
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/analysis"
)

// meanOrNull returns the mean of count numbers with this sum, null when count is 0.
func meanOrNull(sum float64, count int) any {
	if mean, known := analysis.Mean(sum, count); known {
		return mean
	}
	return nil
}

// quadCounts returns counts by quad class, under their names in the schema.
func quadCounts(counts map[graph.QuadClass]int) object {
	return object{
		"verbalCooperation": counts[graph.VerbalCooperation], "materialCooperation": counts[graph.MaterialCooperation],
		"verbalConflict": counts[graph.VerbalConflict], "materialConflict": counts[graph.MaterialConflict],
		"neutral": counts[graph.NeutralClass],
	}
}
