package neo4j

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
)

// schemaVersion is kept on the node (:Demarche {id: 'lock'}), which writers also lock to take turns.
const schemaVersion = 2

const (
	searchIndex   = "demarche_search"
	awaitSchema   = 300 // seconds, for indexes over a database that has data already
	exactAnalyzer = "whitespace"
)

// anyNode is the label expression of all node kinds.
var anyNode = func() string {
	var labels []string
	for _, k := range graph.NodeKinds {
		labels = append(labels, string(k))
	}
	return strings.Join(labels, "|")
}()

// ledgers are the labels of the roll-up, each with the properties of the index that has its rows by date. What is in it can be
// read without the relationship. All of an index's properties have to be there, so one that may be unknown has a value for that.
var ledgers = map[string][]string{
	onLedger:    {"key", "earliest", "latest", "id", "quadClass", "points", "part"},
	replyLedger: {"key", "earliest", "latest", "id"},
	awaits:      {"key", "answered", "earliest", "latest", "id"},
}

// byDate is the hint for the index that has the rows l of a ledger by date, and the conditions that let it be used.
func byDate(l, label string) (hint string, conds []string) {
	for _, p := range ledgers[label][1:] {
		conds = append(conds, l+"."+p+" IS NOT NULL")
	}
	return fmt.Sprintf(" USING INDEX SEEK %s:%s(%s)", l, label, strings.Join(ledgers[label], ", ")), conds
}

// anyDate is the same for the index over rows of all dates; of the undated undated is true.
func anyDate(l, label string) (hint, cond string) {
	return fmt.Sprintf(" USING INDEX SEEK %s:%s(key, undated)", l, label), l + ".undated IS NOT NULL"
}

// schema lists constraints and indexes.
func schema() []string {
	var out []string
	index := func(name, on, props string) {
		out = append(out, fmt.Sprintf("CREATE RANGE INDEX demarche_%s IF NOT EXISTS FOR %s ON (%s)", name, on, props))
	}
	unique := func(label string) {
		out = append(out, fmt.Sprintf("CREATE CONSTRAINT demarche_%s_id IF NOT EXISTS FOR (n:%s) REQUIRE n.id IS UNIQUE",
			strings.ToLower(label), label))
	}
	unique("Demarche")
	for _, k := range graph.NodeKinds {
		unique(string(k))
		index(strings.ToLower(string(k))+"_by_name", "(n:"+string(k)+")", "n.sortName")
	}
	index("actor_country", "(n:Actor)", "n.country")
	index("action_by_day", "(n:Action)", "n.earliest, n.latest, n.id")
	index("action_undated_by_id", "(n:Action)", "n.undated, n.id")
	index("action_type", "(n:Action)", "n.type, n.earliest")
	index("tombstone_key", "(n:Tombstone)", "n.key")
	for _, t := range graph.EdgeTypes {
		if t.Fact != "" && t.Fact != graph.KindParticipation {
			index(strings.ToLower(string(t.Label))+"_id", "()-[r:"+string(t.Label)+"]-()", "r.id")
		}
	}
	for _, l := range slices.Sorted(maps.Keys(ledgers)) {
		index(strings.ToLower(l)+"_by_day", "()-[r:"+l+"]-()", "r."+strings.Join(ledgers[l], ", r."))
		index(strings.ToLower(l)+"_undated", "()-[r:"+l+"]-()", "r.key, r.undated")
	}
	out = append(out, fmt.Sprintf("CREATE FULLTEXT INDEX %s IF NOT EXISTS FOR (n:%s) ON EACH [n.searchText] "+
		"OPTIONS {indexConfig: {`fulltext.analyzer`: '%s', `fulltext.eventually_consistent`: false}}",
		searchIndex, anyNode, exactAnalyzer))
	return out
}

// outdated are what earlier versions had in the place of what is there now.
var outdated = []string{"action_by_date", "action_undated", "on_ledger_by_date", "reply_ledger_by_date"}

// migrate makes what is missing of the schema and waits until it can be used.
func (s *Store) migrate(ctx context.Context) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	version, after, err := kept(ctx, session)
	if err != nil {
		return err
	}
	if version > schemaVersion {
		return later(version)
	}
	run := func(text string, params map[string]any) error {
		_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
			result, err := tx.Run(ctx, text, params)
			if err != nil {
				return nil, err
			}
			return result.Consume(ctx)
		})
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
	if version > 0 {
		if err := s.rebuild(ctx, after); err != nil {
			return err
		}
	}
	for _, name := range outdated {
		if err := run("DROP INDEX demarche_"+name+" IF EXISTS", nil); err != nil {
			return err
		}
	}
	return run("MERGE (d:Demarche {id: 'lock'}) SET d.schema = $version REMOVE d.rebuilt", map[string]any{"version": schemaVersion})
}

// kept is the version of the schema, 0 when nothing of ours was ever written, and how far a rebuild has come that was cut short.
// The driver tries again for a while, so that it waits for a server that is just starting.
func kept(ctx context.Context, session neo4j.SessionWithContext) (version int64, after string, err error) {
	_, err = session.ExecuteRead(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		result, err := tx.Run(ctx, "MATCH (d:Demarche {id: 'lock'}) RETURN d.schema, coalesce(d.rebuilt, '')", nil)
		if err != nil {
			return nil, err
		}
		records, err := result.Collect(ctx)
		if len(records) > 0 {
			version, _ = records[0].Values[0].(int64)
			after = textOf(records[0].Values[1])
		}
		return nil, err
	})
	return version, after, err
}

func later(version int64) error {
	return fmt.Errorf("%w: this Neo4j was written by a later version of Demarche (schema %d, this one knows %d): use that", graph.ErrInvalid, version, schemaVersion)
}

const rebuildChunk = 5000 // actions a transaction

// rebuild makes the roll-up anew of all actions whose ids come after one. It keeps how far it is, and goes on from there when
// it is cut short.
func (s *Store) rebuild(ctx context.Context, after string) error {
	records, err := s.once(ctx, "MATCH (a:Action) WHERE a.id > $after RETURN a.id ORDER BY a.id", map[string]any{"after": after})
	if err != nil {
		return err
	}
	for i := 0; i < len(records); i += rebuildChunk {
		part := records[i:min(i+rebuildChunk, len(records))]
		ids := make([]string, len(part))
		for j, r := range part {
			ids[j] = textOf(r.Values[0])
		}
		slog.InfoContext(ctx, "bringing what an earlier version kept in Neo4j up to date, once", "actions", len(records), "done", i)
		if err := s.write(ctx, func(t *transaction) error {
			if err := graph.RebuildRollUp(ctx, t, ids); err != nil {
				return err
			}
			_, err := t.run(ctx, "MATCH (d:Demarche {id: 'lock'}) SET d.rebuilt = $last", map[string]any{"last": ids[len(ids)-1]})
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}
