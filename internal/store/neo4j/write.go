package neo4j

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// Derived relationships, which hold the attribution (graph/attribution.go). The labels are older than that word; they stay,
// because renaming them would rewrite most of a store (docs/decisions/0007-attribution.md).
const (
	attributionLabel = "ON_LEDGER"    // action → an actor of the key
	replyLabel       = "REPLY_LEDGER" // response → trigger
	awaitsLabel      = "AWAITS"       // request → an actor that was asked
	occasionLabel    = "OCCASION"     // response → what it answers of which nobody is named as the performer
	heldLabel        = "HELD_BY"      // claim → an actor for whom a speaker acts
)

// unrated is the points of an action without an intensity: an index holds only what has a value, and no real sum comes near.
const unrated = "-1000000000000"

const writeChunk = 5000 // rows a statement

// write runs work in one transaction. Writers take turns: each first locks the node (:Demarche {id: 'lock'}) by writing to it.
// After a deadlock or a change of leader the driver runs work again.
func (s *Store) write(ctx context.Context, work func(*transaction) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.readOnly {
		return graph.Invalid("this Neo4j store was opened for reading alone")
	}
	session := s.session(ctx, neo4j.AccessModeWrite, neo4j.FetchAll)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	_, err := session.ExecuteWrite(ctx, func(managed neo4j.ManagedTransaction) (any, error) {
		tx := &transaction{tx: managed}
		records, err := tx.run(ctx, "MERGE (d:Demarche {id: 'lock'}) SET d.turn = coalesce(d.turn, 0) + 1 "+
			"RETURN d.schema, coalesce(d.head, 0)", nil)
		if err == nil && len(records) == 1 {
			if v, _ := records[0].Values[0].(int64); v > schemaVersion { // since it was opened
				err = errNewerSchema(v)
			}
			tx.head, _ = records[0].Values[1].(int64)
		}
		if err == nil {
			err = work(tx)
		}
		if err == nil {
			err = tx.raiseRevision(ctx)
		}
		if err != nil && tx.failed != nil {
			return nil, tx.failed // bare, as the driver's retries know it
		}
		return nil, err
	}, within(ctx, maxWrite))
	return mapError(ctx, err)
}

// transaction implements ingest.Tx.
type transaction struct {
	tx      neo4j.ManagedTransaction
	failed  error // the driver's error, by which it decides whether to retry
	changed bool  // it has written something
	head    int64 // the newest revision of the log when it began
}

var _ ingest.Tx = (*transaction)(nil)

// run runs a statement and collects its records.
func (t *transaction) run(ctx context.Context, text string, params map[string]any) ([]*neo4j.Record, error) {
	result, err := t.tx.Run(ctx, text, params)
	if err != nil {
		t.failed = err
		return nil, mapError(ctx, err)
	}
	records, err := result.Collect(ctx)
	if err != nil {
		t.failed = err
		return nil, mapError(ctx, err)
	}
	return records, nil
}

// runChunked runs a statement over rows, a chunk at a time.
func (t *transaction) runChunked(ctx context.Context, text string, rows []any) error {
	for chunk := range slices.Chunk(rows, writeChunk) {
		if _, err := t.run(ctx, text, map[string]any{"rows": chunk}); err != nil {
			return err
		}
	}
	return nil
}

// Write implements ingest.Tx.
func (t *transaction) Write(ctx context.Context, c ingest.Changes) error {
	t.changed = t.changed || !c.Empty()
	for _, step := range []func(context.Context, ingest.Changes) error{
		t.putNodes, t.putEdges, t.dropEdges, t.dropNodes, t.putLog, t.putAttribution, t.putSupports,
	} {
		if err := step(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// statementRows gathers rows by the statement that writes them, in a fixed order.
type statementRows map[string][]any

// add adds a row to those of a statement.
func (g statementRows) add(text string, row any) { g[text] = append(g[text], row) }

// runEach runs each statement over its rows.
func (t *transaction) runEach(ctx context.Context, g statementRows) error {
	for _, text := range slices.Sorted(maps.Keys(g)) {
		if err := t.runChunked(ctx, text, g[text]); err != nil {
			return err
		}
	}
	return nil
}

// putNodes creates or replaces nodes, a statement for each kind; an actor also has the label of its own kind.
func (t *transaction) putNodes(ctx context.Context, c ingest.Changes) error {
	g := statementRows{}
	for _, n := range c.PutNodes {
		if !slices.Contains(graph.NodeKinds, n.Merged.Kind) {
			return fmt.Errorf("%w: %q is no kind of node", graph.ErrInvalid, n.Merged.Kind)
		}
		props, err := nodeProps(n)
		if err != nil {
			return err
		}
		text := fmt.Sprintf("UNWIND $rows AS row MERGE (n:%s {id: row.id}) SET n = row", n.Merged.Kind)
		if n.New {
			text = fmt.Sprintf("UNWIND $rows AS row CREATE (n:%s) SET n = row", n.Merged.Kind)
		}
		if n.Merged.Kind == graph.KindActor {
			kind, _ := n.Merged.Props["kind"].(string)
			if !n.New {
				text += " REMOVE n:" + strings.Join(actorLabels, ":")
			}
			if graph.InVocabulary("ActorKind", kind) {
				text += " SET n:" + actorLabel(kind)
			}
		}
		g.add(text, props)
	}
	return t.runEach(ctx, g)
}

// actorLabels are the second labels of actors: State, GovernmentOffice …
var actorLabels = func() []string {
	var out []string
	for _, k := range graph.Vocabularies["ActorKind"] {
		out = append(out, actorLabel(k))
	}
	return out
}()

// actorLabel writes a term such as GOVERNMENT_OFFICE as a label, GovernmentOffice.
func actorLabel(kind string) string {
	var b strings.Builder
	for _, word := range strings.Split(kind, "_") {
		b.WriteString(word[:1] + strings.ToLower(word[1:]))
	}
	return b.String()
}

// putEdges creates or replaces relationships, a statement for each label and kind of end.
func (t *transaction) putEdges(ctx context.Context, c ingest.Changes) error {
	kinds, err := t.kindsOfOpenEnds(ctx, c.PutEdges)
	if err != nil {
		return err
	}
	g := statementRows{}
	for _, e := range c.PutEdges {
		r := e.Merged
		row, ok := graph.EdgeTypeOf(r.Edge)
		if !ok {
			return fmt.Errorf("%w: %q is no kind of edge", graph.ErrInvalid, r.Edge)
		}
		to := row.To[0]
		if len(row.To) > 1 {
			if to, ok = kinds[r.To]; !ok {
				return fmt.Errorf("%w: edge %s ends at %q, which is not there", graph.ErrNotFound, r.Key(), r.To)
			}
		}
		props, err := edgeProps(e)
		if err != nil {
			return err
		}
		verb := "MERGE"
		if e.New {
			verb = "CREATE"
		}
		text := fmt.Sprintf("UNWIND $rows AS row MATCH (a:%s {id: row.from}) MATCH (b:%s {id: row.to}) "+
			"%s (a)-[r:%s]->(b) SET r = row.props", row.From[0], to, verb, row.Label)
		g.add(text, map[string]any{"from": r.From, "to": r.To, "props": props})
	}
	return t.runEach(ctx, g)
}

// kindsOfOpenEnds looks up the ends of edges whose type allows several kinds there.
func (t *transaction) kindsOfOpenEnds(ctx context.Context, edges []ingest.Stored) (map[string]graph.Kind, error) {
	var ids []string
	for _, e := range edges {
		if row, ok := graph.EdgeTypeOf(e.Merged.Edge); ok && len(row.To) > 1 {
			ids = append(ids, e.Merged.To)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return t.Kinds(ctx, ids)
}

func (t *transaction) dropEdges(ctx context.Context, c ingest.Changes) error {
	g := statementRows{}
	for _, r := range c.DropEdges {
		row, ok := graph.EdgeTypeOf(r.Edge)
		if !ok {
			return fmt.Errorf("%w: %q is no kind of edge", graph.ErrInvalid, r.Edge)
		}
		g.add(eachEdge(row)+" DELETE r", map[string]any{"from": r.From, "to": r.To})
	}
	return t.runEach(ctx, g)
}

func (t *transaction) dropNodes(ctx context.Context, c ingest.Changes) error {
	g := statementRows{}
	for _, r := range c.DropNodes {
		for _, k := range graph.NodeKinds {
			g.add(fmt.Sprintf("UNWIND $rows AS id MATCH (n:%s {id: id}) DETACH DELETE n", k), r.ID)
		}
	}
	return t.runEach(ctx, g)
}

// putAttribution replaces the attribution of some actions. A row of an action points to the actor that its key names first, so
// that a person who browses the graph finds a relationship with a meaning.
func (t *transaction) putAttribution(ctx context.Context, c ingest.Changes) error {
	var gone, goneClaims, ledger, replies, occasions, owed, claims, answers, ends []any
	for _, id := range c.Reattributed {
		gone = append(gone, id)
	}
	for _, id := range c.ReattributedClaims {
		goneClaims = append(goneClaims, id)
	}
	for _, r := range c.Attributions {
		by, at, _ := strings.Cut(r.Key, ">")
		if by == "" {
			by = at
		}
		ledger = append(ledger, map[string]any{"action": r.Action, "actor": by, "key": r.Key, "direct": r.Direct, "side": r.Side})
	}
	for _, r := range c.Replies {
		replies = append(replies, map[string]any{
			"response": r.Response, "trigger": r.Trigger, "key": r.Key, "direct": r.Direct,
			"id": graph.EdgeID(graph.RespondsTo, r.Response, r.Trigger),
		})
	}
	for _, r := range c.Occasions {
		occasions = append(occasions, map[string]any{
			"response": r.Response, "trigger": r.Occasion, "key": r.Key, "direct": r.Direct,
			"link": graph.EdgeID(graph.RespondsTo, r.Response, r.Occasion),
		})
	}
	for _, r := range c.Claims {
		row := map[string]any{"claim": r.Claim, "actor": r.Actor, "direct": r.Direct, "side": r.Side, "counts": r.Counts}
		if r.Occasions != nil {
			row["occasions"] = r.Occasions
		}
		claims = append(claims, row)
	}
	for _, r := range c.Answers {
		answers = append(answers, map[string]any{"action": r.Action, "actor": r.Actor, "response": r.Response})
	}
	for _, r := range c.Ends {
		row := map[string]any{"actor": r.Actor, "action": r.Action, "on": dayParam(string(r.On))}
		if r.Response != "" {
			row["by"] = graph.EdgeID(graph.RespondsTo, r.Response, r.Action)
		}
		ends = append(ends, row)
	}
	for _, r := range c.Owed {
		owed = append(owed, map[string]any{
			"action": r.Action, "actor": r.Actor, "key": r.Key, "direct": r.Direct, "id": r.ID(),
			"answered": r.Answered, "on": dayParam(string(r.AnsweredOn)),
		})
	}
	const dated = "direct: row.direct, earliest: a.earliest, latest: a.latest, " +
		"placeInDay: a.placeInDay, undated: coalesce(a.undated, false)"
	points := "coalesce(" + inPoints("a.intensity") + ", " + unrated + ")"
	part := "EXISTS { (a)-[:" + string(graph.PartOfAction) + "]->() }"
	toActor := "UNWIND $rows AS row MATCH (a:Action {id: row.action}) MATCH (b:Actor {id: row.actor}) "
	toAction := "UNWIND $rows AS row MATCH (a:Action {id: row.response}) MATCH (b:Action {id: row.trigger}) "
	labels := joinKinds([]string{attributionLabel, replyLabel, occasionLabel, awaitsLabel})
	for _, step := range []struct {
		text string
		rows []any
	}{
		{"UNWIND $rows AS id MATCH (a:Action {id: id})-[l:" + labels + "]->() DELETE l", gone},
		{"UNWIND $rows AS id MATCH (c:Claim {id: id})-[l:" + heldLabel + "]->() DELETE l", goneClaims},
		{"UNWIND $rows AS id MATCH (a:Action {id: id})<-[r:" + string(graph.RespondsTo) + "]-() WHERE r.answersFor IS NOT NULL " +
			"REMOVE r.answersFor", gone},
		{toActor + "CREATE (a)-[:" + attributionLabel + " {key: row.key, id: row.action, side: row.side, " +
			"quadClass: coalesce(a.quadClass, ''), points: " + points + ", part: " + part + ", " + dated + "}]->(b)", ledger},
		{toAction + "CREATE (a)-[:" + replyLabel + " {key: row.key, id: row.id, " + dated + "}]->(b)", replies},
		{toAction + "CREATE (a)-[:" + occasionLabel + " {key: row.key, id: b.id, link: row.link, direct: row.direct, since: a.earliest, " +
			"until: a.latest, earliest: b.earliest, latest: b.latest, " +
			"placeInDay: b.placeInDay, undated: coalesce(b.undated, false)}]->(b)", occasions},
		{toActor + "CREATE (a)-[:" + awaitsLabel + " {key: row.key, id: row.id, " +
			"answered: row.answered, answeredOn: row.on, " + dated + "}]->(b)", owed},
		{"UNWIND $rows AS row MATCH (c:Claim {id: row.claim}) MATCH (x:Actor {id: row.actor}) " +
			"CREATE (c)-[:" + heldLabel + " {direct: row.direct, side: row.side, counts: row.counts, occasions: row.occasions}]->(x)", claims},
		{"UNWIND $rows AS row MATCH (a:Action {id: row.action})<-[r:" + string(graph.RespondsTo) + "]-(b:Action {id: row.response}) " +
			"SET r.answersFor = coalesce(r.answersFor, []) + row.actor", answers},
		{"UNWIND $rows AS row MATCH (x:Actor {id: row.actor})-[s:" + string(graph.SilentOn) + "]->(a:Action {id: row.action}) " +
			"SET s.endedBy = row.by, s.endedOn = row.on", ends},
	} {
		if err := t.runChunked(ctx, step.text, step.rows); err != nil {
			return err
		}
	}
	return nil
}

// dayParam is a native date, nil for no day.
func dayParam(day string) any {
	if t, err := time.Parse(time.DateOnly, day); err == nil {
		return neo4j.DateOf(t)
	}
	return nil
}
