package neo4j

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// Stated implements ingest.Writer. The statements of a record are one JSON text, which Stated searches for the member that
// names the dataset. No other text in the JSON can contain this member, because its quotation marks would be escaped there.
func (s *Store) Stated(ctx context.Context, dataset string, yield func(graph.Record, []string) error) error {
	name, err := json.Marshal(dataset)
	if err != nil {
		return err
	}
	params := map[string]any{"member": `{"dataset":` + string(name) + `,`}
	take := func(v []any) error {
		statements, err := statementsOf(textOf(v[0]))
		if err != nil {
			return err
		}
		if r, after, so := ingest.StatedBy(dataset, statements); so {
			return yield(r, after)
		}
		return nil
	}
	for _, k := range graph.NodeKinds {
		if k == graph.KindDataset {
			continue
		}
		text := fmt.Sprintf("MATCH (n:%s) WHERE n.stated CONTAINS $member RETURN n.stated", k)
		if err := s.stream(ctx, text, params, take); err != nil {
			return err
		}
	}
	for _, t := range graph.EdgeTypes {
		text := fmt.Sprintf("MATCH ()-[r:%s]->() WHERE r.stated CONTAINS $member RETURN r.stated", t.Label)
		if err := s.stream(ctx, text, params, take); err != nil {
			return err
		}
	}
	return nil
}
