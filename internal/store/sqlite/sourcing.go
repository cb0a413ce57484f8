package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// revisionOf is the revision of what a reader reads.
func revisionOf(ctx context.Context, r *reader) (n int64, err error) {
	err = each(ctx, r, func(rows *sql.Rows) error { return rows.Scan(&n) }, "SELECT n FROM revision")
	return r.generation*ofGeneration + n, err
}

// Lists implements lens.Dated. A page has few supports looked up; what counts has thousands.
func (s *Store) Lists(q *query.Query) bool {
	switch f := q.Find.(type) {
	case query.FindList:
		return f.Total || len(f.Groups) > 0
	case query.FindCounts, query.FindStats, query.FindResponseTimes:
		return true
	case query.FindNodes, query.FindUnanswered, query.FindExchange, query.FindSearch, query.FindAntecedents, query.FindChain,
		query.FindSubgraph, query.FindPaths:
	}
	return false
}

// KnownBy implements lens.Dated.
func (s *Store) KnownBy(ctx context.Context, most int) (days map[string]graph.Day, revision int64, err error) {
	days = map[string]graph.Day{}
	err = s.read(ctx, func(r *reader) (err error) {
		if revision, err = revisionOf(ctx, r); err != nil {
			return err
		}
		return each(ctx, r, func(rows *sql.Rows) error {
			var key string
			var day graph.Day
			err := rows.Scan(&key, &day)
			days[key] = day
			return err
		}, `SELECT id, coalesce(knownBy, '') FROM "support" INDEXED BY support_known LIMIT ?`, most+1)
	})
	if len(days) > most {
		days = nil
	}
	return days, revision, err
}

// Sourcing implements ingest.Sourced.
func (s *Store) Sourcing(ctx context.Context) (*ingest.Sourcing, error) {
	out := &ingest.Sourcing{Sets: map[string][]string{}}
	out.Sources, out.Countries = map[string]ingest.SourceFacts{}, map[string]string{}
	err := s.read(ctx, func(r *reader) (err error) {
		if out.Revision, err = revisionOf(ctx, r); err != nil {
			return err
		}
		for _, x := range []struct {
			text string
			take func(rows *sql.Rows) error
		}{
			{`SELECT id, coalesce(published, ''), coalesce(accessed, ''), coalesce(reliability, '') FROM "source"`, func(rows *sql.Rows) error {
				var x ingest.SourceFacts
				err := rows.Scan(&x.ID, &x.Published, &x.Accessed, &x.Reliability)
				out.Sources[x.ID] = x
				return err
			}},
			{"SELECT s.id, e.label, d.id FROM \"source\" s CROSS JOIN edge e CROSS JOIN node d WHERE e.src = s.pk AND e." +
				labelled([]graph.EdgeKind{graph.PublishedBy, graph.DerivedFrom}) + " AND d.pk = e.dst", func(rows *sql.Rows) error {
				var id, far string
				var label graph.EdgeKind
				err := rows.Scan(&id, &label, &far)
				x := out.Sources[id]
				if label == graph.PublishedBy {
					x.Publishers = append(x.Publishers, far)
				} else {
					x.DerivedFrom = append(x.DerivedFrom, far)
				}
				out.Sources[id] = x
				return err
			}},
			{"SELECT s.id, d.id FROM \"actor\" s CROSS JOIN edge e CROSS JOIN node d WHERE e.src = s.pk AND e." + labelled(graph.OriginTies) +
				" AND d.pk = e.dst", func(rows *sql.Rows) error {
				var actor, owner string
				err := rows.Scan(&actor, &owner)
				out.AddOwner(actor, owner)
				return err
			}},
			{`SELECT id, country FROM "actor" WHERE country > ''`, func(rows *sql.Rows) error {
				var actor, country string
				err := rows.Scan(&actor, &country)
				out.Countries[actor] = country
				return err
			}},
			{`SELECT id, "of" FROM "support"`, func(rows *sql.Rows) error {
				var key, of string
				if err := rows.Scan(&key, &of); err != nil {
					return err
				}
				var sources []string
				err := unmarshal(of, &sources)
				out.Sets[key] = sources
				return err
			}},
		} {
			if err := each(ctx, r, x.take, x.text); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Named implements lens.Store.
func (s *Store) Named(ctx context.Context, where query.Pred) (ids []string, revision int64, err error) {
	err = s.read(ctx, func(r *reader) (err error) {
		if revision, err = revisionOf(ctx, r); err != nil {
			return err
		}
		c := &sqlBuilder{}
		l := plan.ListOf(graph.KindSource, query.List{Where: where})
		b := c.listRows(l)
		id := b.idOf()
		return each(ctx, r, func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		}, b.text("DISTINCT "+id), c.args...)
	})
	slices.Sort(ids)
	return ids, revision, err
}
