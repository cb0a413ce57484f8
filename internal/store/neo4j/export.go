package neo4j

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
)

const exportFetch = 1000 // records the server sends ahead

// Export implements the contract: kinds and labels, ids and ends, all by code point.
func (s *Store) Export(ctx context.Context, yield func(graph.Record) error) error {
	kinds := slices.Sorted(slices.Values(graph.NodeKinds))
	for _, k := range kinds {
		text := fmt.Sprintf("MATCH (n:%s) WHERE n.id IS NOT NULL RETURN properties(n) ORDER BY n.id", k)
		if err := s.stream(ctx, text, nil, func(v []any) error {
			props, _ := v[0].(map[string]any)
			return yield(recordOf(graph.Record{Kind: k, ID: textOf(props["id"])}, props, graph.NodeProps[k]))
		}); err != nil {
			return err
		}
	}
	labels := make([]string, 0, len(graph.EdgeTypes))
	for _, t := range graph.EdgeTypes {
		labels = append(labels, string(t.Label))
	}
	slices.Sort(labels)
	for _, label := range labels {
		text := fmt.Sprintf("MATCH (a)-[r:%s]->(b) RETURN properties(r), a.id, b.id ORDER BY a.id, b.id", label)
		if err := s.stream(ctx, text, nil, func(v []any) error {
			props, _ := v[0].(map[string]any)
			return yield(recordOf(graph.Record{Edge: graph.EdgeKind(label), From: textOf(v[1]), To: textOf(v[2])}, props, graph.EdgeProps))
		}); err != nil {
			return err
		}
	}
	return nil
}

// stream hands over rows as they arrive; it does not try again, for some were handed over by then.
func (s *Store) stream(ctx context.Context, text string, params map[string]any, take func([]any) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	session := s.driver.NewSession(ctx, neo4j.SessionConfig{
		AccessMode: neo4j.AccessModeRead, DatabaseName: s.database, BookmarkManager: s.bookmarks, FetchSize: exportFetch,
	})
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	result, err := session.Run(ctx, text, params)
	if err != nil {
		return mapError(ctx, err)
	}
	for result.Next(ctx) {
		if err := take(result.Record().Values); err != nil {
			return err
		}
	}
	return mapError(ctx, result.Err())
}

// recordOf fills in a record from the properties of a node or relationship, derived ones left out.
func recordOf(r graph.Record, props map[string]any, table []graph.Property) graph.Record {
	r.Basis = graph.Basis(textOf(props["basis"]))
	for _, p := range table {
		if v := props[p.Name]; v != nil && !p.Derived {
			if r.Props == nil {
				r.Props = graph.Props{}
			}
			r.Props[p.Name] = value(v)
		}
	}
	member := func(name string, i int) any {
		list, _ := props["evidence"+strings.ToUpper(name[:1])+name[1:]].([]any)
		if i < len(list) {
			return list[i]
		}
		return nil
	}
	sources, _ := props["evidenceSource"].([]any)
	for i := range sources {
		disputes, _ := member("disputes", i).(bool)
		r.Evidence = append(r.Evidence, graph.Evidence{
			Source: textOf(sources[i]), Quote: textOf(member("quote", i)), Locator: textOf(member("locator", i)),
			Field: textOf(member("field", i)), Basis: graph.Basis(textOf(member("basis", i))), Disputes: disputes,
		})
	}
	return r
}
