package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"github.com/demarche-graph/demarche/graph/query"
)

// traceKey is the key under which a context has a function that is to be told of each statement sent.
type traceKey struct{}

// traceStatement tells the function of the context, if it has one, what is sent.
func traceStatement(ctx context.Context, text string, args []any) {
	if take, asked := ctx.Value(traceKey{}).(func(string, []any)); asked {
		take(text, args)
	}
}

// Explain implements query.Explaining. It answers the question first, because what a statement of a level asks depends on
// the rows of the levels before.
func (s *Store) Explain(ctx context.Context, q *query.Query) ([]query.Explained, error) {
	type sent struct {
		text string
		args []any
	}
	var all []sent
	traced := context.WithValue(ctx, traceKey{}, func(text string, args []any) { all = append(all, sent{text, args}) })
	if _, err := s.Fetch(traced, q); err != nil {
		return nil, err
	}
	g, done, err := s.hold(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	out := make([]query.Explained, len(all))
	for i, x := range all {
		rows, err := g.reading.QueryContext(ctx, "EXPLAIN QUERY PLAN "+x.text, x.args...)
		if err != nil {
			return nil, mapError(ctx, err)
		}
		plan, err := planText(rows)
		if err != nil {
			return nil, mapError(ctx, err)
		}
		out[i] = query.Explained{Statement: x.text, Plan: plan}
	}
	return out, nil
}

// planText writes a plan, each step below the one that it is part of.
func planText(rows *sql.Rows) (string, error) {
	defer func() { _ = rows.Close() }()
	depth := map[int]int{}
	var b strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return "", err
		}
		depth[id] = depth[parent] + 1
		b.WriteString(strings.Repeat("  ", depth[id]-1) + detail + "\n")
	}
	return b.String(), rows.Err()
}
