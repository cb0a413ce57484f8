package neo4j

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// supportSince is the version that brought the support of facts.
const supportSince = 5

// obsoleteIndexes are indexes of earlier versions, which others have replaced.
var obsoleteIndexes = []string{
	"action_by_date", "action_undated",
	"on_ledger_by_date", "on_ledger_undated",
	"reply_ledger_by_date", "reply_ledger_undated",
	"tombstone_key", "action_by_day", "on_ledger_by_day", "reply_ledger_by_day", "awaits_by_day", "occasion_by_day",
}

// foldedNamesSince is the version since which the names that search ranks by are foldedNames.
const foldedNamesSince = 3

// renameFoldedNames leaves the property names, which held a node's folded names up to schema 2, to names by language. An
// interrupted run is continued by the next.
var renameFoldedNames = "MATCH (n:" + anyNode + ") WHERE n.foldedNames IS NULL AND n.names IS NOT NULL " +
	"CALL (n) { SET n.foldedNames = n.names REMOVE n.names } IN TRANSACTIONS OF 5000 ROWS"

// migrate creates the constraints and indexes that are missing, waits until the server has filled them, and makes anew what an
// earlier version derived otherwise, or did not keep.
func (s *Store) migrate(ctx context.Context) error {
	session := s.session(ctx, neo4j.AccessModeWrite, neo4j.FetchAll)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	version, after, err := s.storedVersion(ctx)
	if err != nil {
		return err
	}
	if version > schemaVersion {
		return errNewerSchema(version)
	}
	run := func(text string, params map[string]any) error {
		_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
			result, err := tx.Run(ctx, text, params)
			if err != nil {
				return nil, err
			}
			return result.Consume(ctx)
		}, within(ctx, maxWrite))
		return err
	}
	for _, text := range schema() {
		if err := run(text, nil); err != nil {
			return err
		}
	}
	if err := run("CALL db.awaitIndexes($seconds)", map[string]any{"seconds": awaitSchema}); err != nil {
		return err
	}
	if version == schemaVersion {
		return nil
	}
	if version > 0 && version < foldedNamesSince {
		result, err := session.Run(ctx, renameFoldedNames, nil, within(ctx, maxWrite)) // not within a transaction: it makes its own
		if err == nil {
			_, err = result.Consume(ctx)
		}
		if err != nil {
			return err
		}
	}
	if version > 0 && version < relationSince {
		for _, text := range disputesToRelation {
			if err := run(text, nil); err != nil {
				return err
			}
		}
	}
	if version > 0 && version < supportSince {
		if err := s.fillSupports(ctx); err != nil {
			return err
		}
	}
	if version > 0 && version < attributionSince { // it reads what is stated, so it comes after a change of that
		if err := s.rebuild(ctx, after); err != nil {
			return err
		}
	}
	if version > 0 && version < logSince {
		if err := s.fillLog(ctx); err != nil {
			return err
		}
	}
	if version > 0 && version < lensSince {
		if err := s.rebuildForLenses(ctx); err != nil {
			return err
		}
	}
	for _, name := range obsoleteIndexes {
		if err := run("DROP INDEX demarche_"+name+" IF EXISTS", nil); err != nil {
			return err
		}
	}
	return run("MERGE (d:Demarche {id: 'lock'}) SET d.schema = $version, d.revision = coalesce(d.revision, 0) + "+
		"CASE WHEN EXISTS { MATCH (n:"+anyNode+") } OR EXISTS { MATCH (:Tombstone) } THEN 1 ELSE 0 END REMOVE d.rebuilt",
		map[string]any{"version": schemaVersion})
}

// relationSince is the version since which evidence has a relation to its fact. Before it had a flag, which was true when it
// disputes the fact.
const relationSince = 3

// disputesToRelation gives evidence the relation that its flag stood for. In JSON the replaced text stands only where the member
// does, because a quotation has its quotation marks escaped.
var disputesToRelation = func() (texts []string) {
	for _, match := range []string{"(x)", "()-[x]->()"} {
		texts = append(texts, "MATCH "+match+" WHERE true IN x.evidenceDisputes "+
			"SET x.evidenceRelation = [d IN x.evidenceDisputes | CASE WHEN d THEN '"+string(graph.EvidenceDisputes)+"' ELSE '' END], "+
			`x.stated = replace(x.stated, '"disputes":true', '"relation":"`+string(graph.EvidenceDisputes)+`"') `+
			"REMOVE x.evidenceDisputes")
	}
	return texts
}()

// storedVersion is the version of the schema, 0 in a store that holds nothing of ours, and the id up to which an interrupted
// rebuild has come.
func (s *Store) storedVersion(ctx context.Context) (version int64, after string, err error) {
	records, err := s.read(ctx, "MATCH (d:Demarche {id: 'lock'}) RETURN d.schema, coalesce(d.rebuilt, '')", nil)
	if err != nil || len(records) == 0 {
		return 0, "", err
	}
	version, _ = records[0].Values[0].(int64)
	return version, textOf(records[0].Values[1]), nil
}

// checkSchema refuses a database that is opened for reading alone, unless its schema is that of this version.
func (s *Store) checkSchema(ctx context.Context) error {
	switch version, _, err := s.storedVersion(ctx); {
	case err != nil:
		return err
	case version > schemaVersion:
		return errNewerSchema(version)
	case version == 0:
		return graph.Invalid("this Neo4j holds no graph of Demarche; load one, or open it once for writing")
	case version < schemaVersion:
		return graph.Invalid("this Neo4j was written by an earlier version of Demarche (schema %d, this one needs %d); "+
			"open it once for writing, which brings it up to date", version, schemaVersion)
	}
	return nil
}

// errNewerSchema refuses a store that a later version wrote.
func errNewerSchema(version int64) error {
	return fmt.Errorf("%w: this Neo4j was written by a later version of Demarche (schema %d, this one knows %d): use that",
		graph.ErrInvalid, version, schemaVersion)
}

const rebuildChunk = 5000 // actions a transaction

// rebuild makes anew the attribution of all claims, and, for all actions whose ids come after one, what is derived of them and
// their attribution. Each transaction also keeps the id that it has come to, so that an interrupted rebuild continues there.
func (s *Store) rebuild(ctx context.Context, after string) error {
	claims, err := s.once(ctx, "MATCH (c:Claim) RETURN c.id", nil)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(firstColumn(claims), rebuildChunk) {
		if err := s.write(ctx, func(t *transaction) error { return ingest.RebuildAttribution(ctx, t, nil, part) }); err != nil {
			return err
		}
	}
	records, err := s.once(ctx, "MATCH (a:Action) WHERE a.id > $after RETURN a.id ORDER BY a.id", map[string]any{"after": after})
	if err != nil {
		return err
	}
	done := 0
	for ids := range slices.Chunk(firstColumn(records), rebuildChunk) {
		slog.InfoContext(ctx, "bringing what an earlier version kept in Neo4j up to date, once",
			"actions", len(records), "done", done)
		if err := s.write(ctx, func(t *transaction) error {
			if err := ingest.RebuildNodes(ctx, t, ids); err != nil {
				return err
			}
			if err := ingest.RebuildAttribution(ctx, t, ids, nil); err != nil {
				return err
			}
			_, err := t.run(ctx, "MATCH (d:Demarche {id: 'lock'}) SET d.rebuilt = $last", map[string]any{"last": ids[len(ids)-1]})
			return err
		}); err != nil {
			return err
		}
		done += len(ids)
	}
	return nil
}

// lensSince is the version that brought what lenses need: the days of sources, what answers an action, and for whom a claim is made
// at any time.
const lensSince = 8

// rebuildForLenses fills what lenses need, of sources, of claims, and of the actions with an answer of which something can be owed.
// An interrupted run begins anew, but for the sources.
func (s *Store) rebuildForLenses(ctx context.Context) error {
	for _, x := range []struct {
		text    string
		rebuild func(t *transaction, ids []string) error
	}{
		{"MATCH (s:Source) WHERE s.published IS NOT NULL AND s.earliest IS NULL RETURN s.id",
			func(t *transaction, ids []string) error { return ingest.RebuildNodes(ctx, t, ids) }},
		{"MATCH (a:Action)<-[:" + string(graph.RespondsTo) + "]-() WHERE a.type = '" + string(graph.TypeRequest) + "' " +
			"OR EXISTS { (a)<-[:" + string(graph.SilentOn) + "]-() } RETURN DISTINCT a.id",
			func(t *transaction, ids []string) error { return ingest.RebuildAttribution(ctx, t, ids, nil) }},
		{"MATCH (c:Claim) RETURN c.id", func(t *transaction, ids []string) error { return ingest.RebuildAttribution(ctx, t, nil, ids) }},
	} {
		records, err := s.once(ctx, x.text, nil)
		if err != nil {
			return err
		}
		for part := range slices.Chunk(firstColumn(records), rebuildChunk) {
			if err := s.write(ctx, func(t *transaction) error { return x.rebuild(t, part) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// firstColumn are the texts in the first value of each record.
func firstColumn(records []*neo4j.Record) []string {
	out := make([]string, len(records))
	for i, r := range records {
		out[i] = textOf(r.Values[0])
	}
	return out
}
