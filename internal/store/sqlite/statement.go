package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// statement asks several things at once: it is a UNION ALL of arms, each a select of its own, which share parameters and named
// tables. A row begins with the number of its arm. Nothing depends on the order of the rows; lists are sorted once all rows
// have come.
type statement struct {
	*sqlBuilder
	with    []string // tables that several arms read
	arms    []arm
	through *views // what the views of the lens have in common, once it is asked for
	// tests is how many cursors it takes to look whether a fact stands; see parts.
	tests int
}

// arm is a select within a statement.
type arm struct {
	values []string // the expressions of its columns
	rest   string   // the select from FROM on, without an order or a limit, which an arm cannot have
	take   func(values []any) error
}

// maxArms is the number of arms from which on a level is split. SQLite allows 500, and one ask may add a dozen.
const maxArms = 400

// add adds an arm, and what to do with each of its rows.
func (s *statement) add(values []string, rest string, take func([]any) error) {
	s.arms = append(s.arms, arm{values, rest, take})
}

// table names a select that several arms read, so that SQLite evaluates it once.
func (s *statement) table(text string) string {
	name := s.fresh("w")
	s.with = append(s.with, name+" AS MATERIALIZED ("+text+")")
	return name
}

// total adds an arm that counts.
func (s *statement) total(text string, into *int) {
	s.add([]string{"(" + text + ")"}, "", func(v []any) error {
		*into = intOf(v[0])
		return nil
	})
}

// upToDate adds an arm that ends the statement when the sources of a lens were found at another revision.
func (s *statement) upToDate(l *query.Lens, generation int64) {
	s.add([]string{"n"}, "FROM revision", func(v []any) error {
		if n, _ := v[0].(int64); generation*ofGeneration+n != l.Sources.Revision {
			return query.ErrLensOutdated
		}
		return nil
	})
}

// exist adds an arm that looks up the nodes that a question names. It comes first, so that a missing one ends the statement.
func (s *statement) exist(names []query.RequiredNode) {
	list := make([][2]string, len(names))
	for i, x := range names {
		list[i] = [2]string{string(x.Kind), x.ID}
	}
	s.add([]string{"min(j.key)"}, "FROM json_each("+s.param(jsonOf(list))+") j WHERE NOT EXISTS "+
		"(SELECT 1 FROM node x WHERE x.id = j.value ->> 1 AND j.value ->> 0 IN ('', x.kind))", func(v []any) error {
		if i, missing := v[0].(int64); missing {
			return names[i].NotFound()
		}
		return nil
	})
}

// hit is an item with what only this package reads of it.
type hit struct {
	*query.Item
	pk       int64
	evidence string // JSON
}

// items adds an arm that gives the items of a select: prefixValues, then the kind, key and evidence of an item, then the
// values that spec asks for. If the items are nodes of any kind, it gives those of these kinds. tail comes last in the arm.
// take gets each item with its prefix values.
func (s *statement) items(
	r *selectBuilder, kinds []graph.Kind, spec query.LoadSpec,
	prefixValues []string, tail string, take func(prefixValues []any, h hit) error,
) {
	kind, evidence := "NULL", "NULL"
	var columns []string
	if r.kind == graph.KindNode {
		kind = r.own() + ".kind"
		evidence, columns = r.anyOf(kinds, spec)
	} else {
		if includesEvidence(r.kind, spec.Includes) {
			evidence = r.own() + ".evidence"
		}
		columns = r.columns(spec)
	}
	n := len(prefixValues)
	values := slices.Concat(prefixValues, []string{kind, r.pk, evidence}, columns)
	var kindOf graph.Kind // of the row before
	var picked query.Values
	s.add(values, r.rest()+tail, func(v []any) error {
		k := r.kind
		if name, ok := v[n].(string); ok {
			k = graph.Kind(name)
		}
		if k != kindOf {
			kindOf, picked = k, spec.Values(k)
		}
		h, err := hitOf(k, v[n+3:], picked, spec.Includes)
		if err != nil {
			return err
		}
		h.pk, _ = v[n+1].(int64)
		h.evidence, _ = v[n+2].(string)
		return take(v[:n], h)
	})
}

// hitOf makes an item of the values that the question asks for.
func hitOf(k graph.Kind, v []any, picked query.Values, includes []*query.Include) (hit, error) {
	types := columnTypes[k]
	it := &query.Item{Kind: k, Values: make([]any, len(types))}
	next := 0
	for i, t := range types {
		if !picked.Has(i) {
			continue
		}
		var err error
		if it.Values[i], err = valueOf(v[next], t); err != nil {
			return hit{}, err
		}
		next++
	}
	if len(includes) > 0 {
		it.Related = make([]*query.Items, len(includes))
	}
	return hit{Item: it}, nil
}

// includesEvidence tells whether the evidence of items of a kind is asked for.
func includesEvidence(k graph.Kind, includes []*query.Include) bool {
	return slices.ContainsFunc(includes, func(inc *query.Include) bool {
		return inc.Relation.From == k && inc.Relation.Path[0].Evidence
	})
}

// width is the number of columns of the widest arm; all arms of a UNION have as many.
func (s *statement) width() int {
	width := 0
	for _, a := range s.arms {
		width = max(width, len(a.values))
	}
	return width
}

// text is the statement.
func (s *statement) text() string {
	var b strings.Builder
	if len(s.with) > 0 {
		b.WriteString("WITH RECURSIVE " + strings.Join(s.with, ", ") + " ")
	}
	width := s.width()
	for i, a := range s.arms {
		if i > 0 {
			b.WriteString(" UNION ALL ")
		}
		fmt.Fprintf(&b, "SELECT %d, %s%s %s", i, strings.Join(a.values, ", "), strings.Repeat(", NULL", width-len(a.values)), a.rest)
	}
	return b.String()
}

// send runs a statement and hands each row to its arm.
func (f *fetcher) send(ctx context.Context, s *statement) error {
	s.addViews()
	for _, part := range s.parts() {
		if err := f.sendPart(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// sendPart runs a statement that SQLite can take whole.
func (f *fetcher) sendPart(ctx context.Context, s *statement) error {
	values := make([]any, 1+s.width())
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	f.store.statements.Add(1)
	work := query.WorkOf(ctx)
	work.Sent()
	text := s.text()
	traceStatement(ctx, text, s.args)
	return each(ctx, f.on, func(rows *sql.Rows) error {
		work.Handed(1)
		if err := rows.Scan(into...); err != nil {
			return err
		}
		a := &s.arms[values[0].(int64)]
		return a.take(values[1 : 1+len(a.values)])
	}, text, s.args...)
}
