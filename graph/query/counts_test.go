package query

import (
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

func TestIntervalOf(t *testing.T) {
	for _, c := range []struct {
		every            Interval
		day, first, last graph.Day
	}{
		{Daily, "2024-02-29", "2024-02-29", "2024-02-29"},
		{Weekly, "2024-12-29", "2024-12-23", "2024-12-29"}, // a Sunday
		{Weekly, "2024-12-30", "2024-12-30", "2025-01-05"},
		{Weekly, "2025-01-01", "2024-12-30", "2025-01-05"},
		{Monthly, "2024-02-29", "2024-02-01", "2024-02-29"},
		{Monthly, "2025-12-31", "2025-12-01", "2025-12-31"},
		{Yearly, "2025-06-27", "2025-01-01", "2025-12-31"},
	} {
		if first, last := c.every.Of(c.day); first != c.first || last != c.last {
			t.Errorf("%s of %s: %s to %s, not %s to %s", c.every, c.day, first, last, c.first, c.last)
		}
	}
}
