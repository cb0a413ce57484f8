package neo4j

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
)

var _ graph.Stating = (*Store)(nil)

// Stated implements graph.Stating. Statements are kept as JSON, so the name of their dataset stands there as it is looked
// for here: within other texts its quotation marks would be escaped.
func (s *Store) Stated(ctx context.Context, dataset string, yield func(graph.Ref) error) error {
	name, err := json.Marshal(dataset)
	if err != nil {
		return err
	}
	params := map[string]any{"member": `{"dataset":` + string(name) + `,`}
	for _, k := range graph.NodeKinds {
		if k == graph.KindDataset {
			continue
		}
		text := fmt.Sprintf("MATCH (n:%s) WHERE n.stated CONTAINS $member RETURN n.id", k)
		if err := s.stream(ctx, text, params, func(v []any) error {
			return yield(graph.Ref{ID: textOf(v[0])})
		}); err != nil {
			return err
		}
	}
	for _, t := range graph.EdgeTypes {
		text := fmt.Sprintf("MATCH (a)-[r:%s]->(b) WHERE r.stated CONTAINS $member RETURN a.id, b.id", t.Label)
		if err := s.stream(ctx, text, params, func(v []any) error {
			return yield(graph.Ref{Edge: t.Label, From: textOf(v[0]), To: textOf(v[1])})
		}); err != nil {
			return err
		}
	}
	return nil
}
