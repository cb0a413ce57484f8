package neo4j

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// readLog counts the statement among those of the request.
func (s *Store) readLog(ctx context.Context, text string, params map[string]any) ([]*neo4j.Record, error) {
	query.WorkOf(ctx).Sent()
	return s.read(ctx, text, params)
}

// Head implements ingest.Log.
func (s *Store) Head(ctx context.Context) (int64, error) {
	head, _, err := s.bounds(ctx)
	return head, err
}

// Forgotten implements ingest.Log.
func (s *Store) Forgotten(ctx context.Context) (int64, error) {
	_, forgotten, err := s.bounds(ctx)
	return forgotten, err
}

// bounds are the newest revision, and the last that was pruned. Reads that follow see the whole of both: see Revision.
func (s *Store) bounds(ctx context.Context) (head, forgotten int64, err error) {
	records, err := s.readLog(ctx, "MATCH (d:Demarche {id: 'lock'}) RETURN coalesce(d.head, 0), coalesce(d.forgotten, 0)", nil)
	if err != nil || len(records) == 0 {
		return 0, 0, err
	}
	head, _ = records[0].Values[0].(int64)
	forgotten, _ = records[0].Values[1].(int64)
	return head, forgotten, nil
}

// RevisionAt implements ingest.Log.
func (s *Store) RevisionAt(ctx context.Context, at time.Time) (int64, error) {
	head, _, err := s.bounds(ctx)
	if err != nil {
		return 0, err
	}
	records, err := s.readLog(ctx, "MATCH (n:"+revisionLabel+") WHERE n.at <= $at AND n.n <= $head RETURN coalesce(max(n.n), 0)",
		map[string]any{"at": at.UTC().Format(ingest.RecordedTime), "head": head})
	if err != nil {
		return 0, err
	}
	n, _ := records[0].Values[0].(int64)
	return n, nil
}

// Changes implements ingest.Log.
func (s *Store) Changes(ctx context.Context, q ingest.LogQuery) ([]ingest.Change, bool, error) {
	head, forgotten, err := s.bounds(ctx)
	if err != nil {
		return nil, false, err
	}
	l := newLogReader(s, q, head)
	if q.Newest {
		if q.Until = l.until; l.until == 0 {
			return nil, false, nil
		}
		l.q.After = ingest.AsFarAsKept(q.After, forgotten)
		return ingest.ReadLog(ctx, q, l.touchedLast, l.statements)
	}
	if err := ingest.CheckKept(q.After, forgotten); err != nil {
		return nil, false, err
	}
	return ingest.ReadLog(ctx, q, l.touched, l.statements)
}

// History implements ingest.Log.
func (s *Store) History(ctx context.Context, key string, edges bool, q ingest.LogQuery) ([]ingest.Change, bool, error) {
	if q.Newest {
		return nil, false, graph.Invalid("a history is read the oldest first")
	}
	head, forgotten, err := s.bounds(ctx)
	if err != nil {
		return nil, false, err
	}
	q.After = ingest.AsFarAsKept(q.After, forgotten)
	l := newLogReader(s, q, head)
	return ingest.ReadLog(ctx, q, l.of(key, edges), l.statements)
}
