package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// fillLog makes the content of a file from before the log its revision 1. A file into which nothing was ever loaded has none.
func fillLog(ctx context.Context, t *transaction) error {
	var used bool
	err := t.tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM node) OR EXISTS (SELECT 1 FROM tombstone)").Scan(&used)
	if err != nil || !used {
		return mapError(ctx, err)
	}
	first := &ingest.FirstRevision{}
	for _, k := range graph.NodeKinds {
		if err := t.fillLogOf(ctx, first, table(k)); err != nil {
			return err
		}
	}
	if err := t.fillLogOf(ctx, first, "edge"); err != nil {
		return err
	}
	t.changed = true
	return t.putLog(ctx, ingest.Changes{Recorded: []ingest.Recorded{{Revision: 1, At: time.Now()}}})
}

// fillLogOf takes what is stated of the nodes of a kind, or of edges, into the first revision.
func (t *transaction) fillLogOf(ctx context.Context, first *ingest.FirstRevision, table string) error {
	for last := int64(0); ; {
		var pks []int64
		var page [][]ingest.Statement
		if err := t.all(ctx, func(r *sql.Rows) error {
			var stated string
			if err := r.Scan(&last, &stated); err != nil {
				return err
			}
			statements, err := statementsOf(stated)
			pks, page = append(pks, last), append(page, statements)
			return err
		}, "SELECT pk, stated FROM "+table+" WHERE pk > ? ORDER BY pk LIMIT 2000", last); err != nil {
			return err
		}
		if len(page) == 0 {
			return nil
		}
		if err := t.putLog(ctx, ingest.Changes{Touched: first.Take(page)}); err != nil {
			return err
		}
		rows := make([][]any, len(page))
		for i, statements := range page {
			rows[i] = []any{pks[i], jsonOf(statements)}
		}
		if err := t.run(ctx, "UPDATE "+table+" SET stated = j.value ->> 1 FROM json_each(?) j WHERE pk = j.value ->> 0",
			jsonOf(rows)); err != nil {
			return err
		}
	}
}
