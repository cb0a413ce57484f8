package neo4j

import (
	"context"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// revisionColumn is the revision of the store in a statement.
const revisionColumn = "head(COLLECT { MATCH (d:Demarche {id: 'lock'}) RETURN coalesce(d.revision, 0) }) AS revision"

const sourcingTries = 5 // between two writes

// Sourcing implements ingest.Sourced. Its statements do not see one state of the server, so they are asked again if it was written
// to meanwhile.
func (s *Store) Sourcing(ctx context.Context) (*ingest.Sourcing, error) {
	for range sourcingTries {
		before, err := s.Revision(ctx)
		if err != nil {
			return nil, err
		}
		out, err := s.sourcing(ctx)
		if err != nil {
			return nil, err
		}
		after, err := s.Revision(ctx)
		if err != nil {
			return nil, err
		}
		if out.Revision = after; before == after {
			return out, nil
		}
	}
	return nil, graph.Unavailable(graph.StoreBusy, "the store is written to faster than its sources can be read")
}

func (s *Store) sourcing(ctx context.Context) (*ingest.Sourcing, error) {
	out := &ingest.Sourcing{Sets: map[string][]string{}}
	out.Sources, out.Countries = map[string]ingest.SourceFacts{}, map[string]string{}
	for _, x := range []struct {
		text string
		take func(v []any)
	}{
		{"MATCH (s:Source) RETURN " + sourceFacts, func(v []any) { x := sourceOf(v); out.Sources[x.ID] = x }},
		{"MATCH (x:Actor)-[:" + joinKinds(graph.OriginTies) + "]->(y) RETURN x.id, y.id",
			func(v []any) { out.AddOwner(textOf(v[0]), textOf(v[1])) }},
		{"MATCH (x:Actor) WHERE x.country > '' RETURN x.id, x.country", func(v []any) { out.Countries[textOf(v[0])] = textOf(v[1]) }},
		{"MATCH (u:" + supportLabel + ") RETURN u.id, u.of", func(v []any) { out.Sets[textOf(v[0])] = stringList(v[1]) }},
	} {
		if err := s.stream(ctx, x.text, nil, func(v []any) error { x.take(v); return nil }); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Lists implements lens.Dated. To look a support up takes some microseconds.
func (s *Store) Lists(*query.Query) bool { return true }

// KnownBy implements lens.Dated.
func (s *Store) KnownBy(ctx context.Context, most int) (days map[string]graph.Day, revision int64, err error) {
	records, err := s.read(ctx, "RETURN COLLECT { MATCH (u:"+supportLabel+") RETURN [u.id, u.knownBy] LIMIT $most }, "+revisionColumn,
		map[string]any{"most": int64(most) + 1})
	if err != nil || len(records) != 1 {
		return nil, 0, err
	}
	revision, _ = records[0].Values[1].(int64)
	list, _ := records[0].Values[0].([]any)
	if len(list) > most {
		return nil, revision, nil
	}
	days = make(map[string]graph.Day, len(list))
	for _, x := range list {
		row, _ := x.([]any)
		days[textOf(row[0])] = graph.Day(textOf(value(row[1])))
	}
	return days, revision, nil
}

// Named implements lens.Store.
func (s *Store) Named(ctx context.Context, where query.Pred) (ids []string, revision int64, err error) {
	c := newCypherBuilder()
	l := plan.ListOf(graph.KindSource, query.List{Where: where})
	path := c.start(l)
	path = path.when(c.pred(path.kind, path.item, l.Where))
	records, err := s.read(ctx, "RETURN COLLECT { "+path.clauses()+" RETURN DISTINCT "+path.id+" }, "+revisionColumn, c.params)
	if err != nil || len(records) != 1 {
		return nil, 0, err
	}
	ids = stringList(records[0].Values[0])
	slices.Sort(ids)
	revision, _ = records[0].Values[1].(int64)
	return ids, revision, nil
}
