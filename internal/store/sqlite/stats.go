package sqlite

import (
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// findStats counts the whole graph.
func (f *fetcher) findStats(a *query.Answer) {
	stats := &query.Stats{
		Nodes: map[graph.Kind]int{}, Edges: map[graph.EdgeKind]int{},
		Types: map[graph.ActionType]int{}, Modes: map[string]int{},
	}
	a.Stats = stats
	f.ask(func(s *statement) {
		counts := func(by, from string, take func(name string, n int)) {
			s.add([]string{by, "count(*)"}, "FROM "+from+" GROUP BY "+by, func(v []any) error {
				if name, ok := v[0].(string); ok {
					take(name, intOf(v[1]))
				}
				return nil
			})
		}
		counts("kind", "node", func(name string, n int) { stats.Nodes[graph.Kind(name)] = n })
		counts("label", "edge", func(name string, n int) { stats.Edges[graph.EdgeKind(name)] = n })
		counts("type", table(graph.KindAction), func(name string, n int) { stats.Types[graph.ActionType(name)] = n })
		counts("mode", fmt.Sprintf("edge WHERE label = '%s'", graph.RespondsTo), func(name string, n int) { stats.Modes[name] = n })
		s.add([]string{"min(earliest)", "max(latest)", "count(*) - count(earliest)"}, "FROM "+table(graph.KindAction), func(v []any) error {
			stats.Earliest, stats.Latest = graph.Day(textOf(v[0])), graph.Day(textOf(v[1]))
			stats.UndatedActions = intOf(v[2])
			return nil
		})
	}, func() error { return nil })
}
