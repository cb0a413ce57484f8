package ingest

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// Recorded is what the log keeps of a revision as a whole.
type Recorded struct {
	Revision    int64
	At          time.Time // to the microsecond
	Who, Reason string
}

// RecordedTime is how stores keep the time of a revision: texts of one length, in UTC, that are in order as the times are.
const RecordedTime = "2006-01-02T15:04:05.000000Z"

// Touched lists which statements of a dataset a revision changed, one after the other: the first of Refs at Position. All are of
// one kind of node or of edge. What they were and became is not said here: the statements that stand know since when they do, and
// Superseded has all others.
type Touched struct {
	Position
	Dataset string
	Kind    graph.Kind
	Edge    graph.EdgeKind
	Refs    []graph.Ref
}

// KindText is the kind of node or of edge, as stores keep it.
func (t Touched) KindText() string {
	if t.Edge != "" {
		return string(t.Edge)
	}
	return string(t.Kind)
}

// RefsText is Refs as stores keep them, a JSON list: of ids of nodes, of pairs of ends of edges.
func (t Touched) RefsText() string {
	list := make([]any, len(t.Refs))
	for i, r := range t.Refs {
		if list[i] = r.ID; r.Edge != "" {
			list[i] = [2]string{r.From, r.To}
		}
	}
	return jsonText(list)
}

// SetTexts sets the kind and Refs from their texts.
func (t *Touched) SetTexts(kind, refs string) error {
	if _, isEdge := graph.EdgeTypeOf(graph.EdgeKind(kind)); !isEdge {
		t.Kind = graph.Kind(kind)
		var ids []string
		err := json.Unmarshal([]byte(refs), &ids)
		for _, id := range ids {
			t.Refs = append(t.Refs, graph.Ref{ID: id})
		}
		return err
	}
	t.Edge = graph.EdgeKind(kind)
	var ends [][2]string
	err := json.Unmarshal([]byte(refs), &ends)
	for _, e := range ends {
		t.Refs = append(t.Refs, graph.Ref{Edge: t.Edge, From: e[0], To: e[1]})
	}
	return err
}

// Superseded is a statement that stands no more, and the change by which another replaced it or its dataset took it back.
type Superseded struct {
	Statement
	Until Position
}

// RevisionConflict is ErrConflict: a batch was for another revision than the store's.
type RevisionConflict struct{ Store, Asked int64 }

func (e *RevisionConflict) Error() string {
	return fmt.Sprintf("%v: the store is at revision %d, and not at %d: read again what has changed since, then write",
		graph.ErrConflict, e.Store, e.Asked)
}

// Unwrap makes the error one of graph.ErrConflict.
func (*RevisionConflict) Unwrap() error { return graph.ErrConflict }

// begin finds the revision that the batch becomes, and refuses a batch for another state of the store.
func (a *batchWriter) begin(ctx context.Context, r Recorded, asked *int64) error {
	head, err := a.tx.Head(ctx)
	if err != nil {
		return err
	}
	if asked != nil && *asked != head {
		return &RevisionConflict{Store: head, Asked: *asked}
	}
	a.revision = r
	a.revision.Revision = head + 1
	a.result.Revision = head
	return nil
}

// touch notes that a statement comes to stand, was being what it replaces, and returns it.
func (a *batchWriter) touch(c *Changes, r graph.Record, was *Statement) Statement {
	at := a.noteTouched(c, r)
	if was != nil {
		c.Superseded = append(c.Superseded, Superseded{Statement: *was, Until: at})
	}
	return Statement{Dataset: a.dataset, Record: r, Since: at.Revision, Place: at.Place}
}

// touchGone notes that a statement is taken back.
func (a *batchWriter) touchGone(c *Changes, was Statement) {
	c.Superseded = append(c.Superseded, Superseded{Statement: was, Until: a.noteTouched(c, was.Record)})
}

// noteTouched adds a change to the lists of those that the revision makes, and returns its position.
func (a *batchWriter) noteTouched(c *Changes, r graph.Record) Position {
	a.place++
	at := Position{a.revision.Revision, a.place}
	n := len(c.Touched) - 1
	if n < 0 || c.Touched[n].Kind != r.Kind || c.Touched[n].Edge != r.Edge {
		c.Touched = append(c.Touched, Touched{Position: at, Dataset: a.dataset, Kind: r.Kind, Edge: r.Edge})
		n++
	}
	c.Touched[n].Refs = append(c.Touched[n].Refs, r.Ref())
	return at
}

// record ends a revision. A transaction that changed no statement is none.
func (a *batchWriter) record(ctx context.Context) error {
	if a.place == 0 {
		return nil
	}
	a.result.Revision = a.revision.Revision
	return a.tx.Write(ctx, Changes{Recorded: []Recorded{a.revision}})
}
