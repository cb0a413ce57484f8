package neo4j

import (
	"context"
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
)

// Explain implements graph.Explaining, by the server's own drawing of the plan.
func (s *Store) Explain(ctx context.Context, q *graph.Query) ([]graph.Explained, error) {
	p, err := compile(q)
	if err != nil || p.text == "" {
		return nil, err
	}
	session := s.session(ctx, neo4j.AccessModeRead)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	result, err := session.Run(ctx, "EXPLAIN "+p.text, p.params)
	if err != nil {
		return nil, mapError(ctx, err)
	}
	summary, err := result.Consume(ctx)
	if err != nil {
		return nil, mapError(ctx, err)
	}
	return []graph.Explained{{Statement: p.text, Plan: fmt.Sprint(summary.Plan().Arguments()["string-representation"])}}, nil
}
