package resolvers

import (
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/analysis"
)

// meanOrNull is the mean of so many intensities, null of none.
func meanOrNull(sum float64, count int) any {
	if mean, known := analysis.Mean(sum, count); known {
		return mean
	}
	return nil
}

// quadCounts are counts by quad class, under the names that the schema gives them.
func quadCounts(counts map[graph.QuadClass]int) object {
	return object{
		"verbalCooperation": counts[graph.VerbalCooperation], "materialCooperation": counts[graph.MaterialCooperation],
		"verbalConflict": counts[graph.VerbalConflict], "materialConflict": counts[graph.MaterialConflict],
	}
}
