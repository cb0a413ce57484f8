package neo4j

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

const statedFetch = 1000 // records that the server sends ahead

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

// stream hands over rows as they arrive; it does not try again, for some were handed over by then.
func (s *Store) stream(ctx context.Context, text string, params map[string]any, take func([]any) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	session := s.session(ctx, neo4j.AccessModeRead, statedFetch)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	result, err := session.Run(ctx, text, params, within(ctx, maxWrite))
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
