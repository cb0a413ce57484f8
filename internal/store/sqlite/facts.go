package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/internal/plan"
)

// Conditions on the label of an edge.
const (
	performed = "label = '" + string(graph.Performed) + "'"
	directed  = "label IN ('" + string(graph.Targets) + "', '" + string(graph.AddressedTo) + "')"
	addressed = "label = '" + string(graph.AddressedTo) + "'"
	responds  = "label = '" + string(graph.RespondsTo) + "'"
	explains  = responds + " AND e.mode = '" + string(graph.ModeExplain) + "'"
	silent    = "label = '" + string(graph.SilentOn) + "'"
	asserted  = "label = '" + string(graph.Asserted) + "'"
	onBehalf  = "label = '" + string(graph.OnBehalfOf) + "'"
	madeIn    = "label = '" + string(graph.MadeIn) + "'"
)

// all runs a query within the transaction and calls take for each row.
func (t *transaction) all(ctx context.Context, take func(*sql.Rows) error, text string, args ...any) error {
	return mapError(ctx, each(ctx, t.tx, take, text, args...))
}

// ids runs a query of one column of texts.
func (t *transaction) ids(ctx context.Context, text string, args ...any) (out []string, err error) {
	err = t.all(ctx, func(r *sql.Rows) error {
		var id string
		err := r.Scan(&id)
		out = append(out, id)
		return err
	}, text, args...)
	return out, err
}

// statedText gives the statements of nodes by id, from the table of each node's own kind.
var statedText = func() string {
	var b strings.Builder
	b.WriteString("SELECT n.id, CASE n.kind")
	for _, k := range graph.NodeKinds {
		b.WriteString(" WHEN '" + string(k) + "' THEN (SELECT stated FROM " + table(k) + " WHERE pk = n.pk)")
	}
	return b.String() + " END FROM json_each(?) j CROSS JOIN node n WHERE n.id = j.value"
}()

// statedEdgeText gives the statements of edges by label and ends.
const statedEdgeText = `SELECT j.value ->> 0 || ':' || s.id || ':' || d.id, e.stated
	FROM json_each(?) j CROSS JOIN node s CROSS JOIN node d CROSS JOIN edge e
	WHERE s.id = j.value ->> 1 AND d.id = j.value ->> 2 AND e.src = s.pk AND e.label = j.value ->> 0 AND e.dst = d.pk`

// Stored implements ingest.Tx.
func (t *transaction) Stored(ctx context.Context, refs []graph.Ref) (map[string]ingest.Stored, error) {
	out := map[string]ingest.Stored{}
	err := eachStated(ctx, t.tx, refs, func(key string, statements []ingest.Statement) {
		out[key] = ingest.Stored{Statements: statements}
	})
	if err != nil {
		return nil, mapError(ctx, err)
	}
	return out, nil
}

// eachStated reads the statements of those of these records that exist.
func eachStated(ctx context.Context, on querier, refs []graph.Ref, take func(key string, statements []ingest.Statement)) error {
	var ids []string
	var edges [][3]string
	for _, r := range refs {
		if r.Edge == "" {
			ids = append(ids, r.ID)
		} else {
			edges = append(edges, [3]string{string(r.Edge), r.From, r.To})
		}
	}
	for _, ask := range []struct {
		text  string
		list  any
		empty bool
	}{{statedText, ids, ids == nil}, {statedEdgeText, edges, edges == nil}} {
		if ask.empty {
			continue
		}
		if err := each(ctx, on, func(r *sql.Rows) error {
			var key, stated string
			if err := r.Scan(&key, &stated); err != nil {
				return err
			}
			statements, err := statementsOf(stated)
			take(key, statements)
			return err
		}, ask.text, jsonOf(ask.list)); err != nil {
			return err
		}
	}
	return nil
}

// Size implements ingest.Tx. It adds up the highest keys, because counting would read every row.
func (t *transaction) Size(ctx context.Context) (int, error) {
	var n int
	err := t.tx.QueryRowContext(ctx, "SELECT coalesce((SELECT max(pk) FROM node), 0) + coalesce((SELECT max(pk) FROM edge), 0)").Scan(&n)
	return n, mapError(ctx, err)
}

// Kinds implements ingest.Tx.
func (t *transaction) Kinds(ctx context.Context, ids []string) (map[string]graph.Kind, error) {
	out := map[string]graph.Kind{}
	err := t.all(ctx, func(r *sql.Rows) error {
		var id, kind string
		err := r.Scan(&id, &kind)
		out[id] = graph.Kind(kind)
		return err
	}, "SELECT n.id, n.kind FROM json_each(?) j CROSS JOIN node n WHERE n.id = j.value", jsonOf(ids))
	return out, err
}

// EdgesAt implements ingest.Tx.
func (t *transaction) EdgesAt(ctx context.Context, ids []string) ([]graph.Ref, error) {
	const ends = " SELECT e.label, s.id, d.id FROM json_each(?1) j CROSS JOIN node n CROSS JOIN edge e CROSS JOIN node s CROSS JOIN node d " +
		"WHERE n.id = j.value AND s.pk = e.src AND d.pk = e.dst AND "
	var out []graph.Ref
	err := t.all(ctx, func(r *sql.Rows) error {
		var x graph.Ref
		err := r.Scan(&x.Edge, &x.From, &x.To)
		out = append(out, x)
		return err
	}, ends+"e.src = n.pk UNION"+ends+"e.dst = n.pk", jsonOf(ids))
	return out, err
}

// citingText reads all evidence, and the status history of actions.
var citingText = func() string {
	const named = "EXISTS (SELECT 1 FROM json_each(x.evidence) e WHERE e.value ->> 'source' IN gone OR e.value ->> 'attributedTo' IN gone)"
	parts := []string{"SELECT e.label AS label, s.id AS a, d.id AS b FROM edge e CROSS JOIN node s CROSS JOIN node d WHERE s.pk = e.src AND " +
		"d.pk = e.dst AND e.pk IN (SELECT x.pk FROM edge x WHERE x.evidence IS NOT NULL AND " + named + ")"}
	for _, k := range graph.NodeKinds {
		where := "x.evidence IS NOT NULL AND " + named
		if plan.TypeOf(k, "statusHistory") == graph.PropHistory {
			where += " OR EXISTS (SELECT 1 FROM json_each(x.statusHistory) h CROSS JOIN json_each(h.value, '$.sources') c WHERE c.value IN gone)"
		}
		parts = append(parts, "SELECT '', x.id, '' FROM "+table(k)+" x WHERE "+where)
	}
	return "WITH gone AS MATERIALIZED (SELECT value FROM json_each(?)) " + strings.Join(parts, " UNION ALL ") + " LIMIT 1"
}()

// Citing implements ingest.Tx.
func (t *transaction) Citing(ctx context.Context, ids []string) (key string, err error) {
	err = t.all(ctx, func(r *sql.Rows) error {
		var label graph.EdgeKind
		var a, b string
		if err := r.Scan(&label, &a, &b); err != nil {
			return err
		}
		if key = a; label != "" {
			key = graph.EdgeID(label, a, b)
		}
		return nil
	}, citingText, jsonOf(ids))
	return key, err
}

// Actors implements ingest.Tx.
func (t *transaction) Actors(ctx context.Context, ids, countries []string) ([]ingest.ActorFacts, error) {
	var out []ingest.ActorFacts
	err := t.all(ctx, func(r *sql.Rows) error {
		var x ingest.ActorFacts
		err := r.Scan(&x.ID, &x.Kind, &x.Country)
		out = append(out, x)
		return err
	}, `SELECT a.id, coalesce(a.kind, ''), coalesce(a.country, '') FROM json_each(?) j CROSS JOIN "actor" a WHERE a.id = j.value
		UNION SELECT a.id, coalesce(a.kind, ''), a.country FROM json_each(?) j CROSS JOIN "actor" a WHERE a.country = j.value`,
		jsonOf(ids), jsonOf(countries))
	return out, err
}

// Ties implements ingest.Tx.
func (t *transaction) Ties(ctx context.Context, from, to []string) ([]ingest.TieFacts, error) {
	const ends = " SELECT e.label, s.id, d.id, coalesce(e.sinceDay, ''), coalesce(e.untilDay, '') FROM json_each(?) j CROSS JOIN node n " +
		"CROSS JOIN edge e CROSS JOIN node s CROSS JOIN node d WHERE n.id = j.value AND s.pk = e.src AND d.pk = e.dst AND e."
	ties := labelled(graph.TieKinds())
	var out []ingest.TieFacts
	err := t.all(ctx, func(r *sql.Rows) error {
		var x ingest.TieFacts
		err := r.Scan(&x.Kind, &x.From, &x.To, &x.SinceEarliest, &x.UntilLatest)
		out = append(out, x)
		return err
	}, ends+ties+" AND e.src = n.pk UNION"+ends+ties+" AND e.dst = n.pk", jsonOf(from), jsonOf(to))
	return out, err
}

// ActionsOf implements ingest.Tx.
func (t *transaction) ActionsOf(ctx context.Context, actors []string) ([]string, error) {
	return t.ids(ctx, `SELECT x.id FROM json_each(?1) j CROSS JOIN node n CROSS JOIN edge e CROSS JOIN node x
			WHERE n.id = j.value AND e.src = n.pk AND e.`+performed+` AND x.pk = e.dst
		UNION SELECT x.id FROM json_each(?1) j CROSS JOIN node n CROSS JOIN edge e CROSS JOIN node x
			WHERE n.id = j.value AND e.dst = n.pk AND e.`+directed+` AND x.pk = e.src
		UNION SELECT x.id FROM json_each(?1) j CROSS JOIN node n CROSS JOIN edge e CROSS JOIN node x
			WHERE n.id = j.value AND e.src = n.pk AND e.`+silent+` AND x.pk = e.dst`, jsonOf(actors))
}

// ClaimsOf implements ingest.Tx.
func (t *transaction) ClaimsOf(ctx context.Context, actors, actions []string) ([]string, error) {
	return t.ids(ctx, `SELECT x.id FROM json_each(?1) j CROSS JOIN node n CROSS JOIN edge e CROSS JOIN node x
			WHERE n.id = j.value AND e.src = n.pk AND e.`+asserted+` AND x.pk = e.dst
		UNION SELECT x.id FROM json_each(?1) j CROSS JOIN node n CROSS JOIN edge e CROSS JOIN node x
			WHERE n.id = j.value AND e.dst = n.pk AND e.`+onBehalf+` AND x.pk = e.src
		UNION SELECT x.id FROM json_each(?2) j CROSS JOIN node n CROSS JOIN edge e CROSS JOIN node x
			WHERE n.id = j.value AND e.dst = n.pk AND e.`+madeIn+` AND x.pk = e.src`, jsonOf(actors), jsonOf(actions))
}

// Claims implements ingest.Tx.
func (t *transaction) Claims(ctx context.Context, ids []string) ([]ingest.ClaimFacts, error) {
	const holders = "SELECT x.id FROM edge e CROSS JOIN node x WHERE e.dst = c.pk AND e." + asserted + " AND x.pk = e.src " +
		"UNION SELECT x.id FROM edge e CROSS JOIN node x WHERE e.src = c.pk AND e." + onBehalf + " AND x.pk = e.dst"
	const made = "SELECT json_group_array(json_object('ID', a.id, 'Earliest', coalesce(a.earliest, ''), 'Latest', coalesce(a.latest, '')) " +
		`ORDER BY a.id) FROM edge e CROSS JOIN "action" a WHERE e.src = c.pk AND e.` + madeIn + " AND a.pk = e.dst"
	var out []ingest.ClaimFacts
	err := t.all(ctx, func(r *sql.Rows) error {
		var x ingest.ClaimFacts
		var occasions, list string
		if err := r.Scan(&x.ID, &occasions, &list); err != nil {
			return err
		}
		if err := unmarshal(occasions, &x.MadeIn); err != nil {
			return err
		}
		out = append(out, x)
		return unmarshal(list, &out[len(out)-1].Holders)
	}, `SELECT c.id, (`+made+`), (SELECT json_group_array(id) FROM (`+holders+`))
		FROM json_each(?) j CROSS JOIN "claim" c WHERE c.id = j.value`, jsonOf(ids))
	return out, err
}

// Actions implements ingest.Tx.
func (t *transaction) Actions(ctx context.Context, ids []string) ([]ingest.ActionFacts, error) {
	far := func(near, label, far string) string {
		return ", (SELECT json_group_array(DISTINCT x.id) FROM edge e CROSS JOIN node x " +
			"WHERE e." + near + " = a.pk AND e." + label + " AND x.pk = e." + far + ")"
	}
	text := "SELECT DISTINCT a.id, coalesce(a.type, ''), coalesce(a.earliest, ''), coalesce(a.latest, ''), a.placeInDay" +
		far("dst", performed, "src") + far("src", directed, "dst") +
		far("src", addressed, "dst") + far("src", responds, "dst") + far("dst", responds, "src") + far("dst", explains, "src") +
		", (SELECT json_group_array(json_object('Actor', x.id, 'Kind', e.kind, 'Stated', coalesce(e.asOfDay, ''))) " +
		"FROM edge e CROSS JOIN node x WHERE e.dst = a.pk AND e." + silent + " AND x.pk = e.src)" +
		` FROM json_each(?) j CROSS JOIN "action" a WHERE a.id = j.value`
	var out []ingest.ActionFacts
	err := t.all(ctx, func(r *sql.Rows) error {
		var x ingest.ActionFacts
		into := []any{&x.Performers, &x.Directed, &x.Addressees, &x.RespondsTo, &x.Responses, &x.Explanations, &x.Silences}
		lists := make([]string, len(into))
		columns := []any{&x.ID, &x.Type, &x.Earliest, &x.Latest, &x.PlaceInDay}
		for i := range lists {
			columns = append(columns, &lists[i])
		}
		if err := r.Scan(columns...); err != nil {
			return err
		}
		for i, list := range into {
			if err := unmarshal(lists[i], list); err != nil {
				return err
			}
		}
		out = append(out, x)
		return nil
	}, text, jsonOf(ids))
	return out, err
}
