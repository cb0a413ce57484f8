package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// The tables ledger, replies, occasions, owed and held hold the attribution (graph/attribution.go): actions, responses, what they
// answer, requests and claims under the keys of those who act and those who are acted upon. Some names are older
// than that word; they stay, because renaming them would rewrite most of a store (docs/decisions/0007-attribution.md).

// transaction implements ingest.Tx. It writes each set of rows with one statement, because the driver compiles a statement
// each time it runs.
type transaction struct {
	tx  *sql.Tx
	pks map[string]int64 // of nodes seen so far, by id

	changed bool // it has written something
}

// newTransaction wraps a transaction that has seen no node yet.
func newTransaction(tx *sql.Tx) *transaction { return &transaction{tx: tx, pks: map[string]int64{}} }

var _ ingest.Tx = (*transaction)(nil)

// run runs a statement that gives no rows.
func (t *transaction) run(ctx context.Context, text string, args ...any) error {
	_, err := t.tx.ExecContext(ctx, text, args...)
	return mapError(ctx, err)
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

// upsert is a statement that inserts rows, or replaces those with the same key. names are the columns of the table, values the
// expression of each, and from continues the FROM clause after j, which has the rows as JSON arrays.
func upsert(table, key string, names, values []string, from string) string {
	var set []string
	for _, n := range names {
		if n != key && n != "pk" {
			set = append(set, n+" = excluded."+n)
		}
	}
	return unfolded + "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") SELECT " + strings.Join(values, ", ") +
		" FROM j " + from + " ON CONFLICT (" + key + ") DO UPDATE SET " + strings.Join(set, ", ")
}

// unfolded begins a statement with j, a table of the rows of the JSON list in parameter 1. It parses each row once, to JSONB;
// json_each gives a row as text, which would be parsed for each column.
const unfolded = "WITH j(value) AS MATERIALIZED (SELECT jsonb(value) FROM json_each(?1)) "

// member is the expression of the i-th value of a row of j.
func member(i int) string { return fmt.Sprintf("j.value ->> %d", i) }

// quoted are the names of properties as columns, in quotation marks, because some are words of SQL.
func quoted(props []graph.Property) []string {
	names := make([]string, len(props))
	for i, p := range props {
		names[i] = `"` + p.Name + `"`
	}
	return names
}

// putNodeText is the statement that puts rows of [id, basis, properties…, evidence, stated, datasets, support] into the table of a
// kind. Only the tables of facts have the last.
func putNodeText(k graph.Kind) string {
	names := slices.Concat([]string{"pk", "id", "basis"}, quoted(graph.NodeProps[k]), []string{"evidence", "stated", "datasets"})
	if slices.Contains(graph.FactKinds, k) {
		names = append(names, "support")
	}
	values := []string{"n.pk"}
	for i := range names[1:] {
		values = append(values, member(i))
	}
	return upsert(table(k), "pk", names, values, "CROSS JOIN node n WHERE n.id = j.value ->> 0")
}

// putNodes inserts or replaces nodes: rows of the table node, of the tables of their kinds, and of the full-text index.
func (t *transaction) putNodes(ctx context.Context, c ingest.Changes) error {
	if len(c.PutNodes) == 0 {
		return nil
	}
	var nodes, texts [][]any
	byKind := map[graph.Kind][][]any{}
	for _, n := range c.PutNodes {
		m := n.Merged
		props, isNode := graph.NodeProps[m.Kind]
		if !isNode {
			return fmt.Errorf("%w: %q is no kind of node", graph.ErrInvalid, m.Kind)
		}
		if (m.Props["earliest"] == nil) != (m.Props["latest"] == nil) {
			return fmt.Errorf("%w: %q has one end of its date only", graph.ErrInvalid, m.ID)
		}
		sortName, _ := m.Props["sortName"].(string)
		searchText, _ := m.Props["searchText"].(string)
		nodes = append(nodes, []any{m.ID, m.Kind, sortName, m.Props["foldedNames"]})
		texts = append(texts, []any{m.ID, searchText})
		row := []any{m.ID, basisOf(m)}
		for _, p := range props {
			row = append(row, columnOf(m.Props[p.Name], p.Type))
		}
		row = append(row, evidenceJSON(m.Evidence), jsonOf(n.Statements), datasetsJSON(n.Statements))
		if key := n.SupportKey(); key != "" {
			row = append(row, key)
		}
		byKind[m.Kind] = append(byKind[m.Kind], row)
	}
	rows := jsonOf(nodes)
	if err := t.sameKinds(ctx, rows); err != nil {
		return err
	}
	var last int64 // nodes with higher keys are new, and have no text to delete
	if err := t.tx.QueryRowContext(ctx, "SELECT coalesce(max(pk), 0) FROM node").Scan(&last); err != nil {
		return mapError(ctx, err)
	}
	names := []string{"id", "kind", "sortName", "foldedNames"}
	values := []string{member(0), member(1), member(2), member(3)}
	if err := t.run(ctx, upsert("node", "id", names, values, "WHERE true"), rows); err != nil {
		return err
	}
	for _, k := range graph.NodeKinds {
		if len(byKind[k]) == 0 {
			continue
		}
		if err := t.run(ctx, putNodeText(k), jsonOf(byKind[k])); err != nil {
			return err
		}
	}
	rows = jsonOf(texts)
	const replaced = "SELECT n.pk FROM json_each(?) j CROSS JOIN node n WHERE n.id = j.value ->> 0 AND n.pk <= ?"
	if err := t.run(ctx, "DELETE FROM search WHERE rowid IN ("+replaced+")", rows, last); err != nil {
		return err
	}
	return t.run(ctx, unfolded+"INSERT INTO search (rowid, text) "+
		"SELECT n.pk, j.value ->> 1 FROM j CROSS JOIN node n WHERE n.id = j.value ->> 0", rows)
}

// basisOf is the basis of a record as a column holds it.
func basisOf(r graph.Record) any {
	if r.Basis == "" {
		return nil
	}
	return r.Basis
}

// sameKinds refuses nodes whose ids are those of nodes of another kind.
func (t *transaction) sameKinds(ctx context.Context, rows string) error {
	const other = "SELECT n.id, n.kind, j.value ->> 1 FROM json_each(?) j CROSS JOIN node n " +
		"WHERE n.id = j.value ->> 0 AND n.kind <> j.value ->> 1 LIMIT 1"
	return mapError(ctx, each(ctx, t.tx, func(r *sql.Rows) error {
		var id, was, is string
		if err := r.Scan(&id, &was, &is); err != nil {
			return err
		}
		return fmt.Errorf("%w: %q is %s already, it cannot be %s", graph.ErrConflict, id, was, is)
	}, other, rows))
}

// putEdgeText is the statement that puts rows of [label, src, dst, id, basis, properties…, days…, evidence, stated, datasets,
// support].
var putEdgeText = func() string {
	names := slices.Concat([]string{"label", "src", "dst", "id", "basis"}, quoted(graph.EdgeProps),
		[]string{"asOfDay", "sinceDay", "untilDay", "evidence", "stated", "datasets", "support"})
	var values []string
	for i := range names {
		values = append(values, member(i))
	}
	return upsert("edge", "src, label, dst", names, values, "WHERE true")
}()

// putEdges inserts or replaces edges.
func (t *transaction) putEdges(ctx context.Context, c ingest.Changes) error {
	if len(c.PutEdges) == 0 {
		return nil
	}
	var ends []string
	for _, e := range c.PutEdges {
		ends = append(ends, e.Merged.From, e.Merged.To)
	}
	if err := t.lookUp(ctx, ends); err != nil {
		return err
	}
	var rows [][]any
	for _, e := range c.PutEdges {
		m := e.Merged
		kind, ok := graph.EdgeTypeOf(m.Edge)
		if !ok {
			return fmt.Errorf("%w: %q is no kind of edge", graph.ErrInvalid, m.Edge)
		}
		for _, id := range []string{m.From, m.To} {
			if t.pks[id] == 0 {
				return fmt.Errorf("%w: edge %s ends at %q, which is not there", graph.ErrNotFound, m.Key(), id)
			}
		}
		var id any
		if kind.Fact != "" {
			id = m.Key()
		}
		row := []any{m.Edge, t.pks[m.From], t.pks[m.To], id, basisOf(m)}
		for _, p := range graph.EdgeProps {
			row = append(row, columnOf(m.Props[p.Name], p.Type))
		}
		row = append(row, dayOf(m, "asOf", false), dayOf(m, "since", false), dayOf(m, "until", true))
		row = append(row, evidenceJSON(m.Evidence), jsonOf(e.Statements), datasetsJSON(e.Statements))
		if key := e.SupportKey(); key != "" {
			row = append(row, key)
		}
		rows = append(rows, row)
	}
	return t.run(ctx, putEdgeText, jsonOf(rows))
}

// dayOf is the first or last day that a date of an edge allows, nil when it is open there.
func dayOf(r graph.Record, prop string, last bool) any {
	text, _ := r.Props[prop].(string)
	d, err := graph.ParseDate(text)
	if text == "" || err != nil {
		return nil
	}
	day := d.Earliest
	if last {
		day = d.Latest
	}
	if day == "" {
		return nil
	}
	return day
}

// lookUp fills in pks for these ids, as far as they exist.
func (t *transaction) lookUp(ctx context.Context, ids []string) error {
	var unknown []string
	for _, id := range ids {
		if t.pks[id] == 0 {
			unknown = append(unknown, id)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	slices.Sort(unknown)
	return mapError(ctx, each(ctx, t.tx, func(r *sql.Rows) error {
		var id string
		var pk int64
		if err := r.Scan(&id, &pk); err != nil {
			return err
		}
		t.pks[id] = pk
		return nil
	}, "SELECT n.id, n.pk FROM json_each(?) j CROSS JOIN node n WHERE n.id = j.value", jsonOf(slices.Compact(unknown))))
}

// dropEdges deletes edges, and the rows of the attribution that name their keys.
func (t *transaction) dropEdges(ctx context.Context, c ingest.Changes) error {
	if len(c.DropEdges) == 0 {
		return nil
	}
	var ends []string
	for _, r := range c.DropEdges {
		ends = append(ends, r.From, r.To)
	}
	if err := t.lookUp(ctx, ends); err != nil {
		return err
	}
	var rows [][]any
	for _, r := range c.DropEdges {
		rows = append(rows, []any{r.Edge, t.pks[r.From], t.pks[r.To]})
	}
	const (
		these = "SELECT e.pk FROM json_each(?) j CROSS JOIN edge e " +
			"WHERE e.src = j.value ->> 1 AND e.label = j.value ->> 0 AND e.dst = j.value ->> 2"
		responses = "SELECT value ->> 1 FROM json_each(?)"
	)
	list := jsonOf(rows)
	for _, rows := range []string{"replies", "occasions", "answers"} {
		if err := t.run(ctx, "DELETE FROM "+rows+" WHERE response IN ("+responses+") AND edge IN ("+these+")", list, list); err != nil {
			return err
		}
	}
	return t.run(ctx, "DELETE FROM edge WHERE pk IN ("+these+")", list)
}

// dropNodes deletes nodes with their edges, texts and rows of the attribution.
func (t *transaction) dropNodes(ctx context.Context, c ingest.Changes) error {
	if len(c.DropNodes) == 0 {
		return nil
	}
	var ids []string
	for _, r := range c.DropNodes {
		ids = append(ids, r.ID)
	}
	if err := t.lookUp(ctx, ids); err != nil {
		return err
	}
	var pks []int64
	for _, id := range ids {
		if pk := t.pks[id]; pk != 0 {
			pks = append(pks, pk)
			delete(t.pks, id)
		}
	}
	list := jsonOf(pks)
	for _, place := range append(slices.Clone(attributionOf), claimRows, "edge WHERE src", "edge WHERE dst", "search WHERE rowid") {
		if err := t.run(ctx, "DELETE FROM "+place+" IN (SELECT value FROM json_each(?))", list); err != nil {
			return err
		}
	}
	for _, k := range graph.NodeKinds {
		if err := t.run(ctx, "DELETE FROM "+table(k)+" WHERE pk IN (SELECT value FROM json_each(?))", list); err != nil {
			return err
		}
	}
	return t.run(ctx, "DELETE FROM node WHERE pk IN (SELECT value FROM json_each(?))", list)
}

// attributionOf are the tables of the attribution, each with the column that has the action to which a row belongs.
var attributionOf = []string{"ledger WHERE action", "replies WHERE response", "occasions WHERE response", "owed WHERE action",
	"answers WHERE action"}

// claimRows is the table of the attribution of claims, with the column that has the claim.
const claimRows = "held WHERE claim"

// dropAttribution deletes the attribution of some actions and claims.
func (t *transaction) dropAttribution(ctx context.Context, c ingest.Changes) error {
	drop := func(place string, ids []string) error {
		if len(ids) == 0 {
			return nil
		}
		return t.run(ctx, "DELETE FROM "+place+" IN (SELECT n.pk FROM json_each(?) j CROSS JOIN node n WHERE n.id = j.value)", jsonOf(ids))
	}
	for _, place := range attributionOf {
		if err := drop(place, c.Reattributed); err != nil {
			return err
		}
	}
	return drop(claimRows, c.ReattributedClaims)
}

// putAttribution replaces the attribution of some actions and claims.
func (t *transaction) putAttribution(ctx context.Context, c ingest.Changes) error {
	if err := t.dropAttribution(ctx, c); err != nil {
		return err
	}
	var ledger, replies, occasions, owed, claims, answers, ends [][]any
	for _, r := range c.Attributions {
		ledger = append(ledger, []any{r.Key, r.Action, r.Direct, r.Side})
	}
	for _, r := range c.Occasions {
		occasions = append(occasions, []any{r.Key, r.Response, r.Occasion, r.Direct})
	}
	for _, r := range c.Claims {
		row := []any{r.Actor, r.Claim, r.Direct, r.Side, r.Counts, nil}
		if r.Occasions != nil {
			row[len(row)-1] = jsonOf(r.Occasions)
		}
		claims = append(claims, row)
	}
	for _, r := range c.Answers {
		answers = append(answers, []any{r.Action, r.Actor, r.Response})
	}
	for _, r := range c.Ends {
		var by, on any
		if r.Response != "" {
			by = graph.EdgeID(graph.RespondsTo, r.Response, r.Action)
		}
		if r.On != "" {
			on = r.On
		}
		ends = append(ends, []any{r.Actor, r.Action, by, on})
	}
	for _, r := range c.Replies {
		replies = append(replies, []any{r.Key, r.Response, r.Trigger, r.Direct})
	}
	for _, r := range c.Owed {
		var on any
		if r.AnsweredOn != "" {
			on = r.AnsweredOn
		}
		owed = append(owed, []any{r.Key, r.Action, r.Actor, r.Answered, on, r.Direct, r.ID()})
	}
	for _, rows := range [][][]any{ledger, replies, occasions, owed} { // inserts in the order of the primary key touch fewest pages
		slices.SortFunc(rows, func(a, b []any) int { return cmp.Compare(a[0].(string), b[0].(string)) })
	}
	for _, step := range []struct {
		text string
		rows [][]any
	}{
		{unfolded + `INSERT OR REPLACE INTO ledger (key, earliest, latest, placeInDay, id, action, direct, quadClass, points, part, side,
			support, basis)
			SELECT j.value ->> 0, coalesce(a.earliest, ''), coalesce(a.latest, ''), a.placeInDay, a.id, a.pk, j.value ->> 2, ` +
			`coalesce(a.quadClass, ''), ` + inPoints("a.intensity") + `,
			EXISTS (SELECT 1 FROM edge e WHERE e.src = a.pk AND e.label = '` + string(graph.PartOfAction) + `'), j.value ->> 3, a.support, a.basis
			FROM j CROSS JOIN "action" a WHERE a.id = j.value ->> 1`, ledger},
		{unfolded + `INSERT OR REPLACE INTO replies (key, earliest, latest, placeInDay, id, edge, response, direct,
			support, basis, bySupport, byBasis, toSupport, toBasis)
			SELECT j.value ->> 0, coalesce(a.earliest, ''), coalesce(a.latest, ''), a.placeInDay, e.id, e.pk, a.pk, j.value ->> 3,
			e.support, e.basis, a.support, a.basis, t.support, t.basis
			FROM j CROSS JOIN "action" a CROSS JOIN "action" t CROSS JOIN edge e
			WHERE a.id = j.value ->> 1 AND t.id = j.value ->> 2 AND e.src = a.pk AND e.` + responds + ` AND e.dst = t.pk`, replies},
		{unfolded + `INSERT OR REPLACE INTO occasions (key, earliest, latest, placeInDay, id, action, response, edge, direct, since, "until")
			SELECT j.value ->> 0, coalesce(t.earliest, ''), coalesce(t.latest, ''), t.placeInDay, t.id, t.pk, a.pk, e.pk, j.value ->> 3, ` +
			`coalesce(a.earliest, ''), coalesce(a.latest, '')
			FROM j CROSS JOIN "action" a CROSS JOIN "action" t CROSS JOIN edge e
			WHERE a.id = j.value ->> 1 AND t.id = j.value ->> 2 AND e.src = a.pk AND e.` + responds + ` AND e.dst = t.pk`, occasions},
		{unfolded + `INSERT OR REPLACE INTO owed (key, answered, earliest, latest, placeInDay, id, action, actor, direct, answeredOn)
			SELECT j.value ->> 0, j.value ->> 3, coalesce(a.earliest, ''), coalesce(a.latest, ''), a.placeInDay, j.value ->> 6, ` +
			`a.pk, o.pk, j.value ->> 5, j.value ->> 4
			FROM j CROSS JOIN "action" a CROSS JOIN node o WHERE a.id = j.value ->> 1 AND o.id = j.value ->> 2`, owed},
		{unfolded + `INSERT OR REPLACE INTO held (actor, claim, direct, side, counts, occasions)
			SELECT x.pk, n.pk, j.value ->> 2, j.value ->> 3, j.value ->> 4, j.value ->> 5 FROM j CROSS JOIN node x CROSS JOIN node n
			WHERE x.id = j.value ->> 0 AND n.id = j.value ->> 1`, claims},
		{unfolded + `INSERT OR REPLACE INTO answers (action, actor, response, edge)
			SELECT a.pk, x.pk, r.pk, e.pk FROM j CROSS JOIN node a CROSS JOIN node x CROSS JOIN node r CROSS JOIN edge e
			WHERE a.id = j.value ->> 0 AND x.id = j.value ->> 1 AND r.id = j.value ->> 2
			AND e.src = r.pk AND e.` + responds + ` AND e.dst = a.pk`, answers},
		{unfolded + `UPDATE edge SET endedBy = j.value ->> 2, endedOn = j.value ->> 3 FROM j CROSS JOIN node x CROSS JOIN node n
			WHERE x.id = j.value ->> 0 AND n.id = j.value ->> 1 AND edge.src = x.pk AND edge.` + silent + ` AND edge.dst = n.pk`, ends},
	} {
		for part := range slices.Chunk(step.rows, attributionChunk) {
			if err := t.run(ctx, step.text, jsonOf(part)); err != nil {
				return err
			}
		}
	}
	return nil
}

// attributionChunk is how many rows of the attribution a statement writes: about a megabyte of JSON.
const attributionChunk = 20000
