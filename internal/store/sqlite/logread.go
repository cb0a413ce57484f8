package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"math"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// logReader reads the log for one question.
type logReader struct {
	on querier
	q  ingest.LogQuery
}

// marksAtOnce is about how many marks are read at a time.
const marksAtOnce = 2000

// errEnough ends the reading of rows.
var errEnough = errors.New("enough rows")

// until is the last revision to read.
func (l *logReader) until() int64 { return cmp.Or(l.q.Until, math.MaxInt64) }

// forgottenBy is the last revision of which the log was pruned.
func forgottenBy(ctx context.Context, on querier) (n int64, err error) {
	err = each(ctx, on, func(rows *sql.Rows) error { return rows.Scan(&n) }, "SELECT forgotten FROM revision")
	return n, err
}

// touchedText gives the lists of touched statements from the one with the position (?1, ?2) on, up to the revision ?3. ?4 to ?7
// are JSON lists of the filter, empty ones for all: kinds, datasets, texts of which refs has one, and who wrote.
const touchedText = touchedColumns + `
	WHERE (t.revision, t.place) >= (?1, coalesce((SELECT max(place) FROM touched WHERE revision = ?1 AND place <= ?2), 0))
	AND t.revision <= ?3` + touchedFilter + `
	ORDER BY t.revision, t.place`

// touchedLastText gives the lists that begin before the position (?1, ?2), the last first, down to the revision ?3; ?4 to ?7 as above.
const touchedLastText = touchedColumns + `
	WHERE (t.revision, t.place) < (?1, ?2) AND t.revision >= ?3` + touchedFilter + `
	ORDER BY t.revision DESC, t.place DESC`

const (
	touchedColumns = `SELECT t.revision, t.place, t.dataset, t.kind, t.refs, r.at, r.who, r.reason
	FROM touched t JOIN recorded r ON r.revision = t.revision`
	touchedFilter = `
	AND (?4 = '[]' OR t.kind IN (SELECT value FROM json_each(?4)))
	AND (?5 = '[]' OR t.dataset IN (SELECT value FROM json_each(?5)))
	AND (?6 = '[]' OR EXISTS (SELECT 1 FROM json_each(?6) j WHERE instr(t.refs, j.value) > 0))
	AND (?7 = '[]' OR r.who IN (SELECT value FROM json_each(?7)))`
)

// touched is ingest.Marks of the whole log.
func (l *logReader) touched(ctx context.Context, after ingest.Position) ([]ingest.Mark, error) {
	return l.lists(ctx, touchedText, after, l.until(), func(list ingest.Touched, of ingest.Recorded) []ingest.Mark {
		return list.Marks(of, after)
	})
}

// touchedLast is ingest.Marks of the whole log, the newest first.
func (l *logReader) touchedLast(ctx context.Context, before ingest.Position) ([]ingest.Mark, error) {
	return l.lists(ctx, touchedLastText, before, l.q.After.Revision, func(list ingest.Touched, of ingest.Recorded) []ingest.Mark {
		return list.MarksBefore(of, l.q.After, before)
	})
}

// lists reads lists of touched statements from a position to a revision, some at a time.
func (l *logReader) lists(
	ctx context.Context, text string, from ingest.Position, to int64, marksOf func(ingest.Touched, ingest.Recorded) []ingest.Mark,
) ([]ingest.Mark, error) {
	f := l.q.Filter
	var marks []ingest.Mark
	err := each(ctx, l.on, func(rows *sql.Rows) error {
		var list ingest.Touched
		var of ingest.Recorded
		var kind, refs, at string
		err := rows.Scan(&list.Revision, &list.Place, &list.Dataset, &kind, &refs, &at, &of.Who, &of.Reason)
		if err == nil {
			of.Revision = list.Revision
			of.At, err = timeOf(at)
		}
		if err == nil {
			err = list.SetTexts(kind, refs)
		}
		if err != nil {
			return err
		}
		marks = append(marks, marksOf(list, of)...)
		if len(marks) >= marksAtOnce {
			return errEnough
		}
		return nil
	}, text, from.Revision, from.Place, to, jsonOf(f.KindTexts()), jsonOf(f.Datasets), jsonOf(f.RefTexts()), jsonOf(f.Who))
	if errors.Is(err, errEnough) {
		err = nil
	}
	return marks, err
}

// statements is ingest.Statements.
func (l *logReader) statements(ctx context.Context, marks []ingest.Mark) (old, now []*graph.Record, err error) {
	found := ingest.NewStatementsOf(marks)
	var refs []graph.Ref
	var rows [][]any
	for _, m := range marks {
		refs = append(refs, m.Ref)
		rows = append(rows, []any{m.Ref.Key(), m.Dataset, m.Revision})
	}
	if err := eachStated(ctx, l.on, refs, func(_ string, statements []ingest.Statement) {
		for _, s := range statements {
			found.Stands(s)
		}
	}); err != nil {
		return nil, nil, err
	}
	const sought = `SELECT s.dataset, s.since, s.place, s."until", s.untilPlace, s.record FROM json_each(?1) j CROSS JOIN superseded s
		WHERE s.key = j.value ->> 0 AND s.dataset = j.value ->> 1 AND j.value ->> 2 IN (s.since, s."until")`
	if err := each(ctx, l.on, func(rows *sql.Rows) error {
		var s ingest.Superseded
		var record string
		if err := rows.Scan(&s.Dataset, &s.Since, &s.Place, &s.Until.Revision, &s.Until.Place, &record); err != nil {
			return err
		}
		if err := unmarshal(record, &s.Record); err != nil {
			return err
		}
		graph.Normalise(&s.Record)
		found.Gone(s)
		return nil
	}, sought, jsonOf(rows)); err != nil {
		return nil, nil, err
	}
	old, now = found.Found()
	return old, now, nil
}

// historyText gives the positions of changes of the record with the key ?1, and, where edges is true, of the edges at the node of
// this id, from the position (?2, ?3) on, exclusive, up to the revision ?4. ?5 are the edges, as JSON, that the key may be of.
func historyText(edges bool) string {
	var came, went []string // selects of the same columns
	add := func(where string) {
		const of = " dataset, record ->> 'node' AS kind, record ->> 'id' AS id, record ->> 'edge' AS label, " +
			"record ->> 'from' AS src, record ->> 'to' AS dst FROM superseded WHERE "
		came = append(came, "SELECT since AS revision, place,"+of+where)
		went = append(went, `SELECT "until", untilPlace,`+of+where)
	}
	add("key = ?1")
	stands := func(kind, id, label, src, dst, from string) {
		came = append(came, "SELECT x.value ->> 'since', x.value ->> 'place', x.value ->> 'dataset', "+kind+", "+id+", "+label+", "+
			src+", "+dst+" FROM "+from)
	}
	for _, k := range graph.NodeKinds {
		stands("'"+string(k)+"'", "t.id", "NULL", "NULL", "NULL", table(k)+" t CROSS JOIN json_each(t.stated) x WHERE t.id = ?1")
	}
	edge := func(where string) {
		stands("NULL", "NULL", "e.label", "s.id", "d.id", where)
	}
	const joined = "edge e CROSS JOIN node s ON s.pk = e.src CROSS JOIN node d ON d.pk = e.dst CROSS JOIN json_each(e.stated) x"
	edge("json_each(?5) j CROSS JOIN node s CROSS JOIN node d CROSS JOIN edge e CROSS JOIN json_each(e.stated) x " +
		"WHERE s.id = j.value ->> 1 AND d.id = j.value ->> 2 AND e.src = s.pk AND e.label = j.value ->> 0 AND e.dst = d.pk")
	if edges {
		add("src = ?1")
		add("dst = ?1")
		edge("node n CROSS JOIN " + joined + " WHERE n.id = ?1 AND e.src = n.pk")
		edge("node n CROSS JOIN " + joined + " WHERE n.id = ?1 AND e.dst = n.pk")
	}
	return "SELECT m.revision, m.place, m.dataset, coalesce(m.kind, ''), coalesce(m.id, ''), coalesce(m.label, ''), coalesce(m.src, ''), " +
		"coalesce(m.dst, ''), r.at, r.who, r.reason FROM (" + strings.Join(append(came, went...), " UNION ") + ") m " +
		"CROSS JOIN recorded r ON r.revision = m.revision WHERE (m.revision, m.place) > (?2, ?3) AND m.revision <= ?4 " +
		"ORDER BY m.revision, m.place LIMIT ?6"
}

// of is ingest.Marks of one record.
func (l *logReader) of(key string, edges bool) ingest.Marks {
	text := historyText(edges)
	list := [][3]string{}
	for _, r := range graph.RefsOf(key)[1:] {
		list = append(list, [3]string{string(r.Edge), r.From, r.To})
	}
	return func(ctx context.Context, after ingest.Position) (marks []ingest.Mark, err error) {
		err = each(ctx, l.on, func(rows *sql.Rows) error {
			var m ingest.Mark
			var at string
			err := rows.Scan(&m.Revision, &m.Place, &m.Dataset, &m.Kind, &m.Ref.ID, &m.Ref.Edge, &m.Ref.From, &m.Ref.To,
				&at, &m.Recorded.Who, &m.Recorded.Reason)
			if err == nil {
				m.Recorded.Revision = m.Revision
				m.Recorded.At, err = timeOf(at)
			}
			marks = append(marks, m)
			return err
		}, text, key, after.Revision, after.Place, l.until(), jsonOf(list), marksAtOnce)
		return marks, err
	}
}
