package neo4j

import (
	"context"
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
)

// schemaVersion is kept on the node (:Demarche {id: 'lock'}), which writers also lock to take turns.
const schemaVersion = 1

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

// schema lists constraints and indexes. An index over a list ends before the id: the server sorts what
// shares its dates, or its name.
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
	index("action_by_date", "(n:Action)", "n.earliest, n.latest")
	index("action_undated", "(n:Action)", "n.undated")
	index("action_type", "(n:Action)", "n.type, n.earliest")
	index("tombstone_key", "(n:Tombstone)", "n.key")
	for _, t := range graph.EdgeTypes {
		if t.Fact != "" && t.Fact != graph.KindParticipation {
			index(strings.ToLower(string(t.Label))+"_id", "()-[r:"+string(t.Label)+"]-()", "r.id")
		}
	}
	for _, l := range []string{onLedger, replyLedger} {
		index(strings.ToLower(l)+"_by_date", "()-[r:"+l+"]-()", "r.key, r.earliest, r.latest")
		index(strings.ToLower(l)+"_undated", "()-[r:"+l+"]-()", "r.key, r.undated")
	}
	out = append(out, fmt.Sprintf("CREATE FULLTEXT INDEX %s IF NOT EXISTS FOR (n:%s) ON EACH [n.searchText] "+
		"OPTIONS {indexConfig: {`fulltext.analyzer`: '%s', `fulltext.eventually_consistent`: false}}",
		searchIndex, anyNode, exactAnalyzer))
	return out
}

// migrate makes what is missing of the schema and waits until it can be used.
func (s *Store) migrate(ctx context.Context) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
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
	records, err := s.once(ctx, "MATCH (d:Demarche {id: 'lock'}) RETURN d.schema", nil)
	if err != nil {
		return err
	}
	if len(records) > 0 {
		if v, ok := records[0].Values[0].(int64); ok && v > schemaVersion {
			return fmt.Errorf("%w: this Neo4j was written by a later version of Demarche (schema %d, this one knows %d)",
				graph.ErrInvalid, v, schemaVersion)
		} else if ok && v == schemaVersion {
			return nil
		}
	}
	return run("MERGE (d:Demarche {id: 'lock'}) SET d.schema = $version", map[string]any{"version": schemaVersion})
}
