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

// statement asks several things at once: arms, each a select of its own, with parameters and names of tables in common.
// A row begins with the number of its arm. Nothing rests on the order of the rows: what has an order is sorted when all
// have come.
type statement struct {
	*sqlBuilder
	with []string // what several arms read
	arms []arm
}

type arm struct {
	values []string // what it gives
	rest   string   // from FROM on, without an order or a limit, which an arm cannot have
	take   func(values []any) error
}

// maxArms is where a level is split. SQLite takes 500 arms; what is asked last may add a dozen.
const maxArms = 400

func (s *statement) add(values []string, rest string, take func([]any) error) {
	s.arms = append(s.arms, arm{values, rest, take})
}

// table names a select that several arms read, so that it is worked out once. SQLite compiles it for each, though.
func (s *statement) table(text string) string {
	name := s.fresh("w")
	s.with = append(s.with, name+" AS MATERIALIZED ("+text+")")
	return name
}

// total adds an arm that counts.
func (s *statement) total(text string, into *int) {
	s.add([]string{"(" + text + ")"}, "", func(v []any) error {
		n, _ := v[0].(int64)
		*into = int(n)
		return nil
	})
}

// exist adds an arm that looks up ids. It comes first, so that an unknown one ends the statement.
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

// hit is an item with what only this package sees of it.
type hit struct {
	*query.Item
	pk       int64
	evidence string // JSON
}

// items adds an arm that gives whole items, after some values of its own. Of nodes of several kinds it gives those of
// these kinds.
func (s *statement) items(r *selectBuilder, kinds []graph.Kind, spec query.LoadSpec, lead []string, tail string, take func(lead []any, h hit) error) {
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
	values := slices.Concat(lead, []string{kind, r.pk, evidence}, columns)
	var kindOf graph.Kind // of the row before
	var picked query.Values
	s.add(values, r.rest()+tail, func(v []any) error {
		k := r.kind
		if name, ok := v[len(lead)].(string); ok {
			k = graph.Kind(name)
		}
		if k != kindOf {
			kindOf, picked = k, spec.Values(k)
		}
		h, err := hitOf(k, v[len(lead)+3:], picked, spec.Includes)
		if err != nil {
			return err
		}
		h.pk, _ = v[len(lead)+1].(int64)
		h.evidence, _ = v[len(lead)+2].(string)
		return take(v[:len(lead)], h)
	})
}

// hitOf makes an item of the values that were picked of it.
func hitOf(k graph.Kind, v []any, picked query.Values, wants []*query.Include) (hit, error) {
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
	if len(wants) > 0 {
		it.Related = make([]*query.Items, len(wants))
	}
	return hit{Item: it}, nil
}

func includesEvidence(k graph.Kind, wants []*query.Include) bool {
	return slices.ContainsFunc(wants, func(w *query.Include) bool { return w.Relation.From == k && w.Relation.Path[0].Evidence })
}

func (s *statement) width() int {
	width := 0
	for _, a := range s.arms {
		width = max(width, len(a.values))
	}
	return width
}

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

func (f *fetcher) send(ctx context.Context, s *statement) error {
	if len(s.arms) == 0 {
		return nil
	}
	values := make([]any, 1+s.width())
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	f.store.statements.Add(1)
	text := s.text()
	traceStatement(ctx, text, s.args)
	return each(ctx, f.on, func(rows *sql.Rows) error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		a := &s.arms[values[0].(int64)]
		return a.take(values[1 : 1+len(a.values)])
	}, text, s.args...)
}
