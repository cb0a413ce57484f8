package neo4j

import (
	"context"
	"log/slog"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// Supports (graph/support.go) are nodes: a fact has the id of its own as the property support, and RESTS_ON leads from a support
// to its sources. One that names a source which the store does not have is labelled Unsourced, because no relationship leads
// from it there.
const (
	supportLabel   = "Support"
	unsourcedLabel = "Unsourced"
	restsOnLabel   = "RESTS_ON"
)

// putSupports creates or replaces supports.
func (t *transaction) putSupports(ctx context.Context, c ingest.Changes) error {
	var rows []any
	for _, s := range c.Supports {
		props := map[string]any{"id": s.Key, "of": nonNil(s.Of), "sources": int64(s.Sources), "origins": int64(s.Origins)}
		for name, text := range map[string]string{
			"reliability": s.Reliability, "knownBasis": string(s.KnownBasis), "soleCountry": s.SoleCountry,
		} {
			if text != "" {
				props[name] = text
			}
		}
		if day := dayParam(string(s.KnownBy)); day != nil {
			props["knownBy"] = day
		}
		rows = append(rows, map[string]any{"id": s.Key, "props": props, "of": nonNil(s.Of), "missing": s.Missing})
	}
	for _, text := range []string{
		"UNWIND $rows AS row MERGE (u:" + supportLabel + " {id: row.id}) SET u = row.props REMOVE u:" + unsourcedLabel +
			" FOREACH (x IN CASE WHEN row.missing THEN [1] ELSE [] END | SET u:" + unsourcedLabel + ")",
		"UNWIND $rows AS row MATCH (u:" + supportLabel + " {id: row.id}) UNWIND row.of AS id MATCH (s:Source {id: id}) " +
			"MERGE (u)-[:" + restsOnLabel + "]->(s)",
	} {
		if err := t.runChunked(ctx, text, rows); err != nil {
			return err
		}
	}
	return nil
}

// Sources implements ingest.Tx.
func (t *transaction) Sources(ctx context.Context, ids []string) ([]ingest.SourceFacts, error) {
	records, err := t.run(ctx, "UNWIND $ids AS id MATCH (s:Source {id: id}) RETURN DISTINCT "+sourceFacts, map[string]any{"ids": nonNil(ids)})
	var out []ingest.SourceFacts
	for _, r := range records {
		out = append(out, sourceOf(r.Values))
	}
	return out, err
}

// sourceFacts are what supports are computed from, of a source s.
const sourceFacts = "s.id, s.published, s.accessed, s.reliability, " +
	"COLLECT { MATCH (s)-[:" + string(graph.PublishedBy) + "]->(x) RETURN x.id }, " +
	"COLLECT { MATCH (s)-[:" + string(graph.DerivedFrom) + "]->(x) RETURN x.id }"

// sourceOf reads sourceFacts.
func sourceOf(v []any) ingest.SourceFacts {
	return ingest.SourceFacts{
		ID: textOf(v[0]), Published: textOf(v[1]), Accessed: textOf(v[2]), Reliability: textOf(v[3]),
		Publishers: stringList(v[4]), DerivedFrom: stringList(v[5]),
	}
}

// SourcesOf implements ingest.Tx.
func (t *transaction) SourcesOf(ctx context.Context, publishers, originals []string) ([]string, error) {
	// As in Ties, hints keep the server from plans that were right while the graph was small.
	records, err := t.run(ctx, "UNWIND $publishers AS id MATCH (x:Actor {id: id})<-[:"+string(graph.PublishedBy)+"]-(s) "+
		"USING INDEX SEEK x:Actor(id) RETURN s.id AS id UNION UNWIND $originals AS id MATCH (x:Source {id: id})<-[:"+
		string(graph.DerivedFrom)+"]-(s) USING INDEX SEEK x:Source(id) RETURN s.id AS id",
		map[string]any{"publishers": nonNil(publishers), "originals": nonNil(originals)})
	var out []string
	for _, r := range records {
		out = append(out, textOf(r.Values[0]))
	}
	return out, err
}

// Supports implements ingest.Tx.
func (t *transaction) Supports(ctx context.Context, sources []string) ([][]string, error) {
	records, err := t.run(ctx, "UNWIND $ids AS id MATCH (s:Source {id: id})<-[:"+restsOnLabel+"]-(u:"+supportLabel+") "+
		"USING INDEX SEEK s:Source(id) RETURN u.id AS id, u.of AS of UNION MATCH (u:"+unsourcedLabel+
		") WHERE any(x IN u.of WHERE x IN $ids) RETURN u.id AS id, u.of AS of", map[string]any{"ids": nonNil(sources)})
	var out [][]string
	for _, r := range records {
		out = append(out, stringList(r.Values[1]))
	}
	return out, err
}

const supportChunk = 5000 // facts a transaction

// fillSupports gives all facts of a store from before schema 5 the ids of their supports, and computes these. What is done of it
// when it is interrupted is done again, and comes to the same.
func (s *Store) fillSupports(ctx context.Context) error {
	supports := map[string][]string{}
	const evidence = "coalesce(x.evidenceSource, []), coalesce(x.evidenceField, []), coalesce(x.evidenceRelation, [])"
	fill := func(read, write string) error {
		var rows []any
		flush := func() error {
			if len(rows) == 0 {
				return nil
			}
			err := s.write(ctx, func(t *transaction) error {
				_, err := t.run(ctx, write, map[string]any{"rows": rows})
				return err
			})
			rows = nil
			return err
		}
		if err := s.stream(ctx, read, nil, func(v []any) error {
			of := graph.SupportedBy(evidenceOf(v[2:]))
			key := graph.SupportKey(of)
			supports[key] = of
			if rows = append(rows, map[string]any{"from": v[0], "to": v[1], "support": key}); len(rows) < supportChunk {
				return nil
			}
			return flush()
		}); err != nil {
			return err
		}
		return flush()
	}
	slog.InfoContext(ctx, "working out on how many sources the facts in Neo4j rest, once")
	for _, k := range []graph.Kind{graph.KindAction, graph.KindClaim} {
		err := fill("MATCH (x:"+string(k)+") RETURN x.id, null, "+evidence,
			"UNWIND $rows AS row MATCH (x:"+string(k)+" {id: row.from}) SET x.support = row.support")
		if err != nil {
			return err
		}
	}
	for _, e := range graph.EdgeTypes {
		if e.Fact == "" {
			continue
		}
		if err := fill("MATCH (a)-[x:"+string(e.Label)+"]->(b) RETURN a.id, b.id, "+evidence,
			eachEdge(e)+" SET r.support = row.support"); err != nil {
			return err
		}
	}
	return s.write(ctx, func(t *transaction) error { return ingest.RebuildSupports(ctx, t, supports) })
}

// evidenceOf reads what supports need of evidence from its lists: sources, fields and relations.
func evidenceOf(lists []any) []graph.Evidence {
	sources, fields, relations := stringList(lists[0]), stringList(lists[1]), stringList(lists[2])
	out := make([]graph.Evidence, len(sources))
	for i := range out {
		out[i].Source = sources[i]
		if i < len(fields) {
			out[i].Field = fields[i]
		}
		if i < len(relations) {
			out[i].Relation = graph.EvidenceRelation(relations[i])
		}
	}
	return out
}
