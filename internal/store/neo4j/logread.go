package neo4j

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// logReader reads the log for one question, with several statements. Up to the head that was read before, the server shows all of
// each revision (see Revision).
type logReader struct {
	store *Store
	q     ingest.LogQuery
	until int64
}

func newLogReader(s *Store, q ingest.LogQuery, head int64) *logReader {
	l := &logReader{s, q, head}
	if q.Until > 0 {
		l.until = min(head, q.Until)
	}
	return l
}

// marksAtOnce is about how many marks are read at a time.
const marksAtOnce = 2000

// touchedText gives the lists of touched statements from the one with a position on, as far as they have about $most marks.
const touchedText = "OPTIONAL MATCH (f:" + touchedLabel + " {revision: $revision}) WHERE f.place <= $place " +
	"WITH coalesce(max(f.place), 0) AS from " +
	"MATCH (t:" + touchedLabel + ") WHERE t.revision >= $revision AND t.place IS NOT NULL AND t.revision <= $to " +
	"AND (t.revision > $revision OR t.place >= from) " + touchedFilter +
	"WITH t ORDER BY t.revision, t.place LIMIT 200 " + touchedColumns

// touchedLastText gives the lists that begin before a position, the last first, likewise.
const touchedLastText = "MATCH (t:" + touchedLabel + ") WHERE t.revision >= $to AND t.place IS NOT NULL AND t.revision <= $revision " +
	"AND (t.revision < $revision OR t.place < $place) " + touchedFilter +
	"WITH t ORDER BY t.revision DESC, t.place DESC LIMIT 200 " + touchedColumns

const (
	touchedFilter = "AND ($kinds = [] OR t.kind IN $kinds) AND ($datasets = [] OR t.dataset IN $datasets) " +
		"AND ($texts = [] OR any(x IN $texts WHERE t.refs CONTAINS x)) " +
		"AND ($who = [] OR EXISTS { MATCH (r:" + revisionLabel + " {n: t.revision}) WHERE r.who IN $who }) "
	touchedColumns = "WITH collect(t) AS lists " +
		"UNWIND range(0, size(lists) - 1) AS i WITH i, lists[i] AS t, reduce(n = 0, x IN lists[0..i] | n + x.size) AS before " +
		"WHERE before < $most MATCH (r:" + revisionLabel + " {n: t.revision}) " +
		"RETURN t.revision, t.place, t.dataset, t.kind, t.refs, r.at, r.who, r.reason ORDER BY i"
)

// touched is ingest.Marks of the whole log.
func (l *logReader) touched(ctx context.Context, after ingest.Position) ([]ingest.Mark, error) {
	return l.lists(ctx, touchedText, after, l.until, func(list ingest.Touched, of ingest.Recorded) []ingest.Mark {
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
	records, err := l.store.readLog(ctx, text, map[string]any{
		"revision": from.Revision, "place": from.Place, "to": to, "most": marksAtOnce, "kinds": nonNil(f.KindTexts()),
		"datasets": nonNil(f.Datasets), "texts": nonNil(f.RefTexts()), "who": nonNil(f.Who),
	})
	if err != nil {
		return nil, err
	}
	var marks []ingest.Mark
	for _, record := range records {
		v := record.Values
		list := ingest.Touched{Position: position(v[0], v[1]), Dataset: textOf(v[2])}
		if err := list.SetTexts(textOf(v[3]), textOf(v[4])); err != nil {
			return nil, &failure{errInternal, err}
		}
		of, err := recordedOf(v[0], v[5:])
		if err != nil {
			return nil, err
		}
		marks = append(marks, marksOf(list, of)...)
	}
	return marks, nil
}

func position(revision, place any) ingest.Position {
	n, _ := revision.(int64)
	return ingest.Position{Revision: n, Place: intOf(place)}
}

// recordedOf reads a revision from its number, and its time, who wrote it and why.
func recordedOf(n any, v []any) (ingest.Recorded, error) {
	r := ingest.Recorded{Who: textOf(v[1]), Reason: textOf(v[2])}
	r.Revision, _ = n.(int64)
	var err error
	if r.At, err = timeOf(textOf(v[0])); err != nil {
		return r, &failure{errInternal, err}
	}
	return r, nil
}

// statements is ingest.Statements. It reads what stands first, and then what stands no more. A batch that is written meanwhile moves
// statements the other way, and the second reading sees all of every batch of which the first saw something.
func (l *logReader) statements(ctx context.Context, marks []ingest.Mark) (old, now []*graph.Record, err error) {
	found := ingest.NewStatementsOf(marks)
	text, params := statedOf(marks)
	records, err := l.store.readLog(ctx, text, params)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range records {
		statements, err := statementsOf(textOf(r.Values[0]))
		if err != nil {
			return nil, nil, err
		}
		for _, s := range statements {
			found.Stands(s)
		}
	}
	var rows []any
	for _, m := range marks {
		rows = append(rows, map[string]any{"key": m.Ref.Key(), "dataset": m.Dataset, "n": m.Revision})
	}
	const sought = "UNWIND $rows AS row MATCH (s:" + supersededLabel + " {key: row.key}) " +
		"WHERE s.dataset = row.dataset AND row.n IN [s.since, s.until] " +
		"RETURN s.dataset, s.since, s.place, s.until, s.untilPlace, s.record"
	records, err = l.store.readLog(ctx, sought, map[string]any{"rows": rows})
	if err != nil {
		return nil, nil, err
	}
	for _, r := range records {
		v := r.Values
		s := ingest.Superseded{Until: position(v[3], v[4])}
		s.Dataset, s.Since, s.Place = textOf(v[0]), position(v[1], v[2]).Revision, intOf(v[2])
		if err := json.Unmarshal([]byte(textOf(v[5])), &s.Record); err != nil {
			return nil, nil, &failure{errInternal, err}
		}
		graph.Normalise(&s.Record)
		found.Gone(s)
	}
	old, now = found.Found()
	return old, now, nil
}

// statedOf is a statement that gives what is stated of the records of marks, and its parameters.
func statedOf(marks []ingest.Mark) (text string, params map[string]any) {
	params = map[string]any{}
	ends := map[graph.EdgeKind][]any{}
	var ids []string
	for _, m := range marks {
		if m.Ref.Edge == "" {
			ids = append(ids, m.Ref.ID)
		} else {
			ends[m.Ref.Edge] = append(ends[m.Ref.Edge], map[string]any{"from": m.Ref.From, "to": m.Ref.To})
		}
	}
	var parts []string
	if ids != nil {
		parts, params["ids"] = append(parts, statedNodesText), ids
	}
	for _, t := range graph.EdgeTypes {
		if ends[t.Label] != nil {
			name := "of" + string(t.Label)
			parts = append(parts, strings.Replace(eachEdge(t), "$rows", "$"+name, 1)+" RETURN r.stated AS stated")
			params[name] = ends[t.Label]
		}
	}
	return strings.Join(parts, " UNION ALL "), params
}

// statedNodesText gives what is stated of nodes of any kind.
var statedNodesText = perKind(func(k graph.Kind) string {
	return fmt.Sprintf("UNWIND $ids AS id MATCH (n:%s {id: id}) RETURN n.stated AS stated", k)
})

// sinceOf gives the changes since which the statements of x stand, as rows [revision, place], in the order of x.datasets. It takes
// them from the text: each statement ends so, and a text within could not, for its quotation marks are escaped.
const sinceOf = `[p IN [p IN split(x.stated, '},"since":')[1..] | [toInteger(split(p, ',')[0]), ` +
	`toInteger(split(split(p, '"place":')[1], '}')[0])]] WHERE p[0] IS NOT NULL]`

// historyText gives the marks of the record with the key $key, which may be one of $rows if it is of an edge of this type, and, with
// edges, those of the edges at the node of this id.
func historyText(of *graph.EdgeType, edges bool) string {
	var parts []string
	gone := func(prop string) {
		for _, at := range []string{"s.since AS revision, s.place AS place", "s.until AS revision, s.untilPlace AS place"} {
			parts = append(parts, fmt.Sprintf("MATCH (s:%s {%s: $key}) RETURN %s, s.dataset AS dataset, s.record AS record, "+
				"null AS kind, null AS id, null AS start, null AS end", supersededLabel, prop, at))
		}
	}
	stands := func(match, ref string) {
		parts = append(parts, match+" WITH x, "+sinceOf+" AS since UNWIND range(0, size(since) - 1) AS i "+
			"RETURN since[i][0] AS revision, since[i][1] AS place, x.datasets[i] AS dataset, null AS record, "+ref)
	}
	const edgeRef = "type(x) AS kind, null AS id, startNode(x).id AS start, endNode(x).id AS end"
	gone("key")
	for _, k := range graph.NodeKinds {
		stands(fmt.Sprintf("MATCH (x:%s {id: $key})", k), "'"+string(k)+"' AS kind, x.id AS id, null AS start, null AS end")
	}
	if of != nil {
		stands(eachEdge(*of)+" WITH r AS x", edgeRef)
	}
	if edges {
		gone("start")
		gone("end")
		for _, k := range graph.NodeKinds {
			stands(fmt.Sprintf("MATCH (n:%s {id: $key})-[x]-() WHERE type(x) IN $labels", k), edgeRef)
		}
	}
	return "CALL { " + strings.Join(parts, " UNION ALL ") + " } " +
		"WITH * WHERE (revision > $revision OR revision = $revision AND place > $place) AND revision <= $until " +
		"WITH revision, place, dataset, head(collect([record, kind, id, start, end])) AS of ORDER BY revision, place LIMIT $most " +
		"MATCH (r:" + revisionLabel + " {n: revision}) " +
		"RETURN revision, place, dataset, of, r.at, r.who, r.reason ORDER BY revision, place"
}

// of is ingest.Marks of one record.
func (l *logReader) of(key string, edges bool) ingest.Marks {
	params := map[string]any{"key": key, "until": l.until, "most": marksAtOnce, "labels": edgeLabels()}
	var label *graph.EdgeType
	var rows []any
	for _, r := range graph.RefsOf(key)[1:] {
		t, _ := graph.EdgeTypeOf(r.Edge)
		label = &t
		rows = append(rows, map[string]any{"from": r.From, "to": r.To})
	}
	params["rows"] = rows
	text := historyText(label, edges)
	return func(ctx context.Context, after ingest.Position) ([]ingest.Mark, error) {
		params["revision"], params["place"] = after.Revision, after.Place
		records, err := l.store.readLog(ctx, text, params)
		if err != nil {
			return nil, err
		}
		var marks []ingest.Mark
		for _, record := range records {
			v := record.Values
			m := ingest.Mark{Position: position(v[0], v[1]), Dataset: textOf(v[2])}
			of, _ := v[3].([]any)
			if text := textOf(of[0]); text != "" {
				var r graph.Record
				if err := json.Unmarshal([]byte(text), &r); err != nil {
					return nil, &failure{errInternal, err}
				}
				m.Kind, m.Ref = r.Kind, r.Ref()
			} else if m.Ref.ID = textOf(of[2]); m.Ref.ID != "" {
				m.Kind = graph.Kind(textOf(of[1]))
			} else {
				m.Ref = graph.Ref{Edge: graph.EdgeKind(textOf(of[1])), From: textOf(of[3]), To: textOf(of[4])}
			}
			if m.Recorded, err = recordedOf(v[0], v[4:]); err != nil {
				return nil, err
			}
			marks = append(marks, m)
		}
		return marks, nil
	}
}
