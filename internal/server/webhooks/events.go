package webhooks

import (
	"context"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/resolvers"
)

// historyPage is how many changes of one record are read at a time.
const historyPage = 100

// filter is what a hook has to read of the log.
func (h Hook) filter() ingest.ChangeFilter {
	var f ingest.ChangeFilter
	if h.wants(TypeChanged) {
		return f
	}
	if h.wants(TypeAnswerNew) || h.wants(TypeSilenceEnded) {
		f.Edges = append(f.Edges, graph.RespondsTo)
	}
	if h.wants(TypeSilenceEnded) {
		f.Edges = append(f.Edges, graph.Performed)
	}
	if h.wants(TypeContradictionNew) {
		f.Edges = append(f.Edges, graph.Contradicts)
	}
	if h.wants(TypeAnnouncedPassed) {
		f.Kinds = append(f.Kinds, graph.KindAction)
	}
	return f
}

// messages are what a change tells, in order: of each fact as it stands now. A fact that is gone again is not told.
func (f *follower) messages(ctx context.Context, c ingest.Change) ([]message, error) {
	of := map[graph.EdgeKind]func(context.Context, ingest.Change) ([]message, error){
		graph.RespondsTo: f.ofLink, graph.Contradicts: f.ofContradiction, graph.Performed: f.ofPerformer,
	}
	r := c.Record()
	switch tell := of[r.Edge]; {
	case tell != nil:
		return tell(ctx, c)
	case r.Kind == graph.KindAction:
		return f.ofAction(ctx, c)
	}
	return nil, nil
}

func (f *follower) ofLink(ctx context.Context, c ingest.Change) (out []message, err error) {
	explains := func(r *graph.Record) bool { return r != nil && r.Props["mode"] == string(graph.ModeExplain) }
	isNew, err := f.isNew(ctx, c, c.Record().Key())
	if err != nil || !isNew && (!explains(c.New) || explains(c.Old)) {
		return nil, err
	}
	answer, err := f.answer(ctx, c.Record().Key())
	if err != nil || answer == nil {
		return nil, err
	}
	if isNew && f.wants(TypeAnswerNew) {
		m, err := f.message(c, TypeAnswerNew, AnswerNew{recorded(c.Position), c.Dataset, *answer}, answer.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	ended, err := f.silencesEnded(ctx, c, answer, isNew)
	return append(out, ended...), err
}

func (f *follower) ofContradiction(ctx context.Context, c ingest.Change) ([]message, error) {
	r := c.Record()
	if !f.wants(TypeContradictionNew) {
		return nil, nil
	}
	back := graph.EdgeID(graph.Contradicts, r.To, r.From) // the same contradiction, stated the other way
	if isNew, err := f.isNew(ctx, c, r.Key(), back); err != nil || !isNew {
		return nil, err
	}
	found, err := f.contradiction(ctx, r)
	if err != nil || found == nil {
		return nil, err
	}
	m, err := f.message(c, TypeContradictionNew, ContradictionNew{recorded(c.Position), c.Dataset, *found}, min(r.Key(), back))
	return []message{m}, err
}

// message makes a message of a change. Beside the revision, what says which fact it is.
func (f *follower) message(c ingest.Change, kind Type, data any, what string) (message, error) {
	return newMessage(f.Name, Payload{kind, c.RecordedAt, data}, c.RecordedAt.UTC().Format(ingest.RecordedTime), what)
}

func recorded(at ingest.Position) Recorded {
	return Recorded{at.Revision, resolvers.PositionCursor(at)}
}

// isNew tells whether a change is the first by which any of the keys stands, which none did before its revision, and which one does now.
func (f *follower) isNew(ctx context.Context, c ingest.Change, keys ...string) (bool, error) {
	if c.Old != nil || c.New == nil {
		return false, nil
	}
	now := false
	for _, key := range keys {
		s, err := f.standing(ctx, key, c.Revision)
		if err != nil || s.before || s.since != (ingest.Position{}) && s.since.Before(c.Position) {
			return false, err
		}
		now = now || s.now
	}
	return now, nil
}

// standing says whether any dataset states a record.
type standing struct {
	before bool            // the revision
	since  ingest.Position // of the first statement within the revision, if any
	now    bool
}

// standing reads from the history of a record. Of what was pruned, it knows what was replaced or taken back since.
func (f *follower) standing(ctx context.Context, key string, revision int64) (s standing, err error) {
	stated := map[string]bool{} // by dataset
	known := map[string]bool{}
	states := func() bool { return slices.Contains(valuesOf(stated), true) }
	q := ingest.LogQuery{First: historyPage}
	reached := false
	for more := true; more; {
		var changes []ingest.Change
		if changes, more, err = f.Store.History(ctx, key, false, q); err != nil {
			return s, err
		}
		for _, c := range changes {
			if !known[c.Dataset] && c.Old != nil {
				stated[c.Dataset] = true // from before the log begins
				s.before = s.before || reached
			}
			known[c.Dataset] = true
			if c.Revision >= revision && !reached {
				reached, s.before = true, states()
			}
			if c.Revision == revision && c.Old == nil && s.since == (ingest.Position{}) {
				s.since = c.Position
			}
			stated[c.Dataset] = c.New != nil
			q.After = c.Position
		}
		more = more && len(changes) > 0
	}
	s.now = states()
	if !reached {
		s.before = s.now
	}
	return s, nil
}

func valuesOf(m map[string]bool) (out []bool) {
	for _, v := range m {
		out = append(out, v)
	}
	return out
}

// count is what a revision changed, as far as it was read.
type count struct {
	of                        ingest.Change // the last change; its revision is 0 when nothing was read
	added, changed, retracted int
}

func (n *count) add(c ingest.Change) {
	n.of = c
	switch {
	case c.Old == nil:
		n.added++
	case c.New == nil:
		n.retracted++
	default:
		n.changed++
	}
}

// message tells of the revision.
func (n *count) message(f *follower) (message, error) {
	data := Changed{recorded(n.of.Position), n.of.Revision - 1, n.added, n.changed, n.retracted}
	return f.message(n.of, TypeChanged, data, "")
}
