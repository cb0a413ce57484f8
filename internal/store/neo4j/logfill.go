package neo4j

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// logSince is the version that brought the log.
const logSince = 7

// unlogged is the condition that the statements of x are from before the log. No text in JSON can hold this one otherwise, because its
// quotation marks would be escaped there.
const unlogged = `NOT x.stated CONTAINS '},"since":1,"place":'`

const fillChunk = 5000 // records a transaction

// fillLog makes the content of a store from before the log its revision 1. Each transaction also keeps how far the places have come, so
// that an interrupted run is continued by the next.
func (s *Store) fillLog(ctx context.Context) error {
	for _, k := range graph.NodeKinds {
		if err := s.fillLogOf(ctx, string(k), "(x)", "(x:"+string(k)+")"); err != nil {
			return err
		}
	}
	for _, t := range graph.EdgeTypes {
		if err := s.fillLogOf(ctx, string(t.Label), "()-[x]->()", "()-[x:"+string(t.Label)+"]->()"); err != nil {
			return err
		}
	}
	return s.write(ctx, func(t *transaction) error {
		records, err := t.run(ctx, "MATCH (d:Demarche {id: 'lock'}) REMOVE d.place RETURN coalesce(d.head, 0) > 0 OR "+
			"NOT EXISTS { MATCH (n:"+anyNode+") } AND NOT EXISTS { MATCH (:Tombstone) }", nil)
		if err != nil {
			return err
		}
		if done, _ := records[0].Values[0].(bool); done {
			return nil
		}
		return t.putLog(ctx, ingest.Changes{Recorded: []ingest.Recorded{{Revision: 1, At: time.Now()}}})
	})
}

// fillLogOf takes what is stated of the nodes of a kind, or the edges of a type, into the first revision. anything matches any of
// these, all each of them.
func (s *Store) fillLogOf(ctx context.Context, what, anything, all string) error {
	var ids []string
	done := 0
	flush := func() error {
		if len(ids) == 0 {
			return nil
		}
		err := s.write(ctx, func(t *transaction) error { return t.fillLogPart(ctx, anything, ids) })
		if done += len(ids); len(ids) == fillChunk {
			slog.InfoContext(ctx, "beginning the log of what an earlier version kept in Neo4j, once", "of", what, "done", done)
		}
		ids = ids[:0]
		return err
	}
	if err := s.stream(ctx, "MATCH "+all+" WHERE "+unlogged+" RETURN elementId(x)", nil, func(v []any) error {
		if ids = append(ids, textOf(v[0])); len(ids) < fillChunk {
			return nil
		}
		return flush()
	}); err != nil {
		return err
	}
	return flush()
}

// fillLogPart takes some records into the first revision. Another process that does the same may have been quicker.
func (t *transaction) fillLogPart(ctx context.Context, anything string, ids []string) error {
	records, err := t.run(ctx, "MATCH (d:Demarche {id: 'lock'}) RETURN coalesce(d.place, 0)", nil)
	if err != nil {
		return err
	}
	first := ingest.FirstRevision{Place: intOf(records[0].Values[0])}
	records, err = t.run(ctx, "UNWIND $ids AS id MATCH "+anything+" WHERE elementId(x) = id AND "+unlogged+" RETURN id, x.stated",
		map[string]any{"ids": ids})
	if err != nil {
		return err
	}
	var page [][]ingest.Statement
	for _, r := range records {
		statements, err := statementsOf(textOf(r.Values[1]))
		if err != nil {
			return err
		}
		page = append(page, statements)
	}
	if err := t.putLog(ctx, ingest.Changes{Touched: first.Take(page)}); err != nil {
		return err
	}
	var rows []any
	for i, r := range records {
		stated, err := json.Marshal(page[i])
		if err != nil {
			return fmt.Errorf("%w: %w", graph.ErrInvalid, err)
		}
		rows = append(rows, map[string]any{"id": r.Values[0], "stated": string(stated)})
	}
	if err := t.runChunked(ctx, "UNWIND $rows AS row MATCH "+anything+" WHERE elementId(x) = row.id SET x.stated = row.stated",
		rows); err != nil {
		return err
	}
	t.changed = true
	_, err = t.run(ctx, "MATCH (d:Demarche {id: 'lock'}) SET d.place = $place", map[string]any{"place": first.Place})
	return err
}
