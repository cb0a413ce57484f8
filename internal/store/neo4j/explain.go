package neo4j

import (
	"context"
	"reflect"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph/query"
)

// Explain implements query.Explaining.
func (s *Store) Explain(ctx context.Context, q *query.Query) ([]query.Explained, error) {
	p, err := build(q)
	if err != nil || p.text == "" {
		return nil, err
	}
	drawing, err := s.explainText(ctx, p.text, p.params)
	if err != nil {
		return nil, err
	}
	return []query.Explained{{Statement: p.text, Plan: drawing}}, nil
}

// explainText is the server's plan for a statement, as text.
func (s *Store) explainText(ctx context.Context, text string, params map[string]any) (string, error) {
	session := s.session(ctx, neo4j.AccessModeRead, neo4j.FetchAll)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	result, err := session.Run(ctx, "EXPLAIN "+text, params, within(ctx, maxRead))
	if err != nil {
		return "", mapError(ctx, err)
	}
	summary, err := result.Consume(ctx)
	if err != nil {
		return "", mapError(ctx, err)
	}
	return planText(summary.Plan()), nil
}

// planText writes a plan, each operator above those that it reads from. It reads the fields that the driver keeps, by
// reflection, for two reasons: not every edition of the server sends its own drawing, and the driver's Children gives the
// last child in place of each one (v5.28.4 returns pointers to one loop variable).
func planText(p neo4j.Plan) string {
	var b strings.Builder
	var draw func(v reflect.Value, depth int)
	draw = func(v reflect.Value, depth int) {
		b.WriteString(strings.Repeat("  ", depth) + strings.TrimSuffix(v.FieldByName("Operator").String(), "@neo4j"))
		if details := v.FieldByName("Arguments").MapIndex(reflect.ValueOf("Details")); details.IsValid() {
			b.WriteString(": " + details.Elem().String())
		}
		b.WriteByte('\n')
		for i := range v.FieldByName("Children").Len() {
			draw(v.FieldByName("Children").Index(i), depth+1)
		}
	}
	draw(reflect.ValueOf(p).Elem().FieldByName("plan").Elem(), 0)
	return b.String()
}
