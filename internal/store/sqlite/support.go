package sqlite

import (
	"context"
	"database/sql"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// supportColumns are the columns of the table support that rows of putSupports have, in order.
var supportColumns = []string{"id", `"of"`, "sources", "origins", "reliability", "knownBy", "knownBasis", "soleCountry"}

// putSupportText is the statement that puts rows of supportColumns.
var putSupportText = func() string {
	var values []string
	for i := range supportColumns {
		values = append(values, member(i))
	}
	return upsert(`"support"`, "id", supportColumns, values, "WHERE true")
}()

// putSupports inserts or replaces supports, and notes which sources each has.
func (t *transaction) putSupports(ctx context.Context, c ingest.Changes) error {
	if len(c.Supports) == 0 {
		return nil
	}
	unknown := func(text string) any {
		if text == "" {
			return nil
		}
		return text
	}
	var rows, pairs [][]any
	for _, s := range c.Supports {
		rows = append(rows, []any{s.Key, jsonOf(s.Of), s.Sources, s.Origins, unknown(s.Reliability), unknown(string(s.KnownBy)),
			unknown(string(s.KnownBasis)), unknown(s.SoleCountry)})
		for _, source := range s.Of {
			pairs = append(pairs, []any{source, s.Key})
		}
	}
	if err := t.run(ctx, putSupportText, jsonOf(rows)); err != nil {
		return err
	}
	return t.run(ctx, unfolded+"INSERT OR IGNORE INTO supporting (source, support) SELECT j.value ->> 0, u.pk "+
		`FROM j CROSS JOIN "support" u WHERE u.id = j.value ->> 1 ORDER BY 1, 2`, jsonOf(pairs))
}

// Sources implements ingest.Tx.
func (t *transaction) Sources(ctx context.Context, ids []string) ([]ingest.SourceFacts, error) {
	far := func(label graph.EdgeKind) string {
		return ", (SELECT json_group_array(x.id) FROM edge e CROSS JOIN node x " +
			"WHERE e.src = s.pk AND e.label = '" + string(label) + "' AND x.pk = e.dst)"
	}
	text := "SELECT s.id, coalesce(s.published, ''), coalesce(s.accessed, ''), coalesce(s.reliability, '')" +
		far(graph.PublishedBy) + far(graph.DerivedFrom) + ` FROM json_each(?) j CROSS JOIN "source" s WHERE s.id = j.value`
	var out []ingest.SourceFacts
	err := t.all(ctx, func(r *sql.Rows) error {
		var x ingest.SourceFacts
		var publishers, originals string
		if err := r.Scan(&x.ID, &x.Published, &x.Accessed, &x.Reliability, &publishers, &originals); err != nil {
			return err
		}
		if err := unmarshal(publishers, &x.Publishers); err != nil {
			return err
		}
		if err := unmarshal(originals, &x.DerivedFrom); err != nil {
			return err
		}
		out = append(out, x)
		return nil
	}, text, jsonOf(ids))
	return out, err
}

// SourcesOf implements ingest.Tx.
func (t *transaction) SourcesOf(ctx context.Context, publishers, originals []string) ([]string, error) {
	from := func(label graph.EdgeKind) string {
		return "SELECT s.id FROM json_each(?) j CROSS JOIN node n CROSS JOIN edge e CROSS JOIN node s " +
			"WHERE n.id = j.value AND e.dst = n.pk AND e.label = '" + string(label) + "' AND s.pk = e.src"
	}
	return t.ids(ctx, from(graph.PublishedBy)+" UNION "+from(graph.DerivedFrom), jsonOf(publishers), jsonOf(originals))
}

// Supports implements ingest.Tx.
func (t *transaction) Supports(ctx context.Context, sources []string) ([][]string, error) {
	var out [][]string
	err := t.all(ctx, func(r *sql.Rows) error {
		var text string
		if err := r.Scan(&text); err != nil {
			return err
		}
		var of []string
		if err := unmarshal(text, &of); err != nil {
			return err
		}
		out = append(out, of)
		return nil
	}, `SELECT u."of" FROM "support" u WHERE u.pk IN `+
		"(SELECT x.support FROM json_each(?) j CROSS JOIN supporting x WHERE x.source = j.value)", jsonOf(sources))
	return out, err
}

// supportChunk is how many facts get the ids of their supports at a time.
const supportChunk = 20_000

// fillSupports gives all facts of a file from before migration 9 the ids of their supports, and computes these.
func fillSupports(ctx context.Context, t *transaction) error {
	supports := map[string][]string{}
	var labels []graph.EdgeKind
	for _, e := range graph.EdgeTypes {
		if e.Fact != "" {
			labels = append(labels, e.Label)
		}
	}
	for _, facts := range []struct{ table, where string }{
		{table(graph.KindAction), "true"}, {table(graph.KindClaim), "true"}, {"edge", labelled(labels)},
	} {
		for after, more := int64(0), true; more; {
			var rows [][]any
			if err := t.all(ctx, func(r *sql.Rows) error {
				var text string
				if err := r.Scan(&after, &text); err != nil {
					return err
				}
				evidence, err := evidenceOf(text)
				of := graph.SupportedBy(evidence)
				key := graph.SupportKey(of)
				supports[key] = of
				rows = append(rows, []any{after, key})
				return err
			}, "SELECT pk, coalesce(evidence, '') FROM "+facts.table+" WHERE "+facts.where+" AND pk > ? ORDER BY pk LIMIT ?",
				after, supportChunk); err != nil {
				return err
			}
			more = len(rows) == supportChunk
			if err := t.run(ctx, unfolded+"UPDATE "+facts.table+" SET support = j.value ->> 1 FROM j WHERE pk = j.value ->> 0",
				jsonOf(rows)); err != nil {
				return err
			}
		}
	}
	return ingest.RebuildSupports(ctx, t, supports)
}
