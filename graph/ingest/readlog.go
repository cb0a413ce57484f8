package ingest

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// Mark is a change without what was stated before and after.
type Mark struct {
	Position
	Recorded Recorded
	Dataset  string
	Kind     graph.Kind // of a node
	Ref      graph.Ref
}

// Marks gives the marks after a position in the order of a LogQuery, some at a time and none at the end: before the position, if it is for
// the newest first. Those that a filter takes are among them.
type Marks func(ctx context.Context, after Position) ([]Mark, error)

// Statements gives for each mark the statement that its change replaced or took back, and the one that it brought; nil for none.
type Statements func(ctx context.Context, marks []Mark) (old, now []*graph.Record, err error)

// ReadLog is the common part of Log.Changes and Log.History: it takes the marks that q asks for, and reads their statements. It holds
// no more than a page of them and what marks gives at a time.
func ReadLog(ctx context.Context, q LogQuery, marks Marks, statements Statements) (changes []Change, more bool, err error) {
	if q.First < 1 {
		return nil, false, graph.Invalid("a page of the log holds at least 1 change, not %d", q.First)
	}
	var wanted []Mark
	for after := q.Begin(); len(wanted) <= q.First; {
		some, err := marks(ctx, after)
		if err != nil {
			return nil, false, err
		}
		if len(some) == 0 {
			break
		}
		for _, m := range some {
			if q.Filter.takes(m) {
				wanted = append(wanted, m)
			}
		}
		after = some[len(some)-1].Position
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
	}
	if more = len(wanted) > q.First; more {
		wanted = wanted[:q.First]
	}
	for part := range slices.Chunk(wanted, chunk) {
		old, now, err := statements(ctx, part)
		if err != nil {
			return nil, false, err
		}
		for i, m := range part {
			if old[i] == nil && now[i] == nil {
				return nil, false, fmt.Errorf("revision %d touched %q, but the store has no statement of %s of before or after",
					m.Revision, m.Ref.Key(), m.Dataset)
			}
			changes = append(changes, Change{
				Position: m.Position, RecordedAt: m.Recorded.At, Who: m.Recorded.Who, Dataset: m.Dataset, Old: old[i], New: now[i],
			})
			if now[i] == nil {
				changes[len(changes)-1].Reason = m.Recorded.Reason
			}
		}
	}
	return changes, more, nil
}

// Begin is the position at which the changes begin: after it, or with Newest before it.
func (q LogQuery) Begin() Position {
	if !q.Newest {
		return q.After
	}
	end := EndOf(cmp.Or(q.Until, math.MaxInt64))
	if q.Before != (Position{}) && q.Before.Before(end) {
		return q.Before
	}
	return end
}

// takes reports whether the filter takes a change.
func (f ChangeFilter) takes(m Mark) bool {
	takes := func(list []string, texts ...string) bool {
		return len(list) == 0 || slices.ContainsFunc(texts, func(s string) bool { return slices.Contains(list, s) })
	}
	ids := []string{m.Ref.Key()}
	if m.Ref.Edge != "" {
		ids = append(ids, m.Ref.From, m.Ref.To)
	}
	return takes(f.IDs, ids...) && takes(f.KindTexts(), m.KindText()) && takes(f.Datasets, m.Dataset) && takes(f.Who, m.Recorded.Who)
}

// KindText is the kind of node or of edge.
func (m Mark) KindText() string { return Touched{Kind: m.Kind, Edge: m.Ref.Edge}.KindText() }

// KindTexts are Kinds and Edges, as Touched.KindText has them.
func (f ChangeFilter) KindTexts() []string {
	var out []string
	for _, k := range f.Kinds {
		out = append(out, string(k))
	}
	for _, e := range f.Edges {
		out = append(out, string(e))
	}
	return out
}

// RefTexts are texts of which Touched.RefsText has one where IDs take any of its refs; and where it has one, they may.
func (f ChangeFilter) RefTexts() []string {
	var out []string
	for _, id := range f.IDs {
		for _, ref := range graph.RefsOf(id) {
			list := Touched{Refs: []graph.Ref{ref}}.RefsText()
			out = append(out, list[1:len(list)-1])
		}
	}
	return out
}

// Marks are those of the refs of a list after a position.
func (t Touched) Marks(r Recorded, after Position) []Mark {
	var out []Mark
	for i, ref := range t.Refs {
		at := Position{t.Revision, t.Place + i}
		if after.Before(at) {
			out = append(out, Mark{Position: at, Recorded: r, Dataset: t.Dataset, Kind: t.Kind, Ref: ref})
		}
	}
	return out
}

// MarksBefore are those of the refs of a list between two positions, both exclusive, the newest first.
func (t Touched) MarksBefore(r Recorded, after, before Position) []Mark {
	out := t.Marks(r, after)
	slices.Reverse(out)
	return slices.DeleteFunc(out, func(m Mark) bool { return !m.Before(before) })
}

// Before reports whether a position comes before another.
func (p Position) Before(q Position) bool {
	return p.Revision < q.Revision || p.Revision == q.Revision && p.Place < q.Place
}

// EndOf is the position after all changes of a revision: what is recorded since.
func EndOf(revision int64) Position { return Position{revision, math.MaxInt} }

// CheckKept refuses a position from before the first change that is kept, when the log has forgotten up to a revision.
func CheckKept(after Position, forgotten int64) error {
	if forgotten > 0 && after.Before(EndOf(forgotten)) {
		return graph.Invalid("the log was pruned: it has what changed since revision %d, and nothing of before", forgotten)
	}
	return nil
}

// AsFarAsKept is the later of a position and of the first from which on changes are kept.
func AsFarAsKept(after Position, forgotten int64) Position {
	if CheckKept(after, forgotten) != nil {
		return EndOf(forgotten)
	}
	return after
}

// StatementsOf puts statements that were found to the marks for which they were sought.
type StatementsOf struct {
	marks map[markKey]int
	old   []*graph.Record
	now   []*graph.Record
}

type markKey struct {
	Position
	dataset string
	ref     graph.Ref
}

// NewStatementsOf seeks the statements of these marks.
func NewStatementsOf(marks []Mark) *StatementsOf {
	s := &StatementsOf{marks: map[markKey]int{}, old: make([]*graph.Record, len(marks)), now: make([]*graph.Record, len(marks))}
	for i, m := range marks {
		s.marks[markKey{m.Position, m.Dataset, m.Ref}] = i
	}
	return s
}

// Stands takes a statement that stands, or stood.
func (s *StatementsOf) Stands(x Statement) {
	if i, sought := s.marks[markKey{Position{x.Since, x.Place}, x.Dataset, x.Record.Ref()}]; sought {
		s.now[i] = &x.Record
	}
}

// Gone takes a statement that stands no more.
func (s *StatementsOf) Gone(x Superseded) {
	s.Stands(x.Statement)
	if i, sought := s.marks[markKey{x.Until, x.Dataset, x.Record.Ref()}]; sought {
		s.old[i] = &x.Record
	}
}

// Found are the statements of before and after, by the index of the mark.
func (s *StatementsOf) Found() (old, now []*graph.Record) { return s.old, s.now }

// CheckPrune refuses to forget what has not been recorded yet.
func CheckPrune(until, head int64) error {
	if until < 1 || until > head {
		return graph.Invalid("the log can be pruned up to a revision between 1 and %d, the newest, not %d", head, until)
	}
	return nil
}
