package ingest

import (
	"context"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// Change is what one revision of a store did to what one dataset states under a key. The changes of a store are its log: they
// tell what was recorded when, by whom, and from what to what.
type Change struct {
	Position
	RecordedAt time.Time // when the revision was written, by the clock of who wrote it
	Who        string    // the token's name, or the user who ran a command; "" when nobody knows
	Dataset    string
	Reason     string        // of a retraction
	Old, New   *graph.Record // the statement before and after; nil for none
}

// Position is a place in the log. The zero Position is before its beginning; EndOf is after a revision.
type Position struct {
	Revision int64
	Place    int // among the changes of the revision, from 1; 0 is before the first
}

// Record is what the change is about, as it is stated after it, or, of a retraction, as it was before.
func (c Change) Record() graph.Record {
	if c.New != nil {
		return *c.New
	}
	return *c.Old
}

// Fields are the values of the statement that differ before and after.
func (c Change) Fields() []Field {
	var old, now []Statement
	if c.Old != nil {
		old = []Statement{{Dataset: c.Dataset, Record: *c.Old}}
	}
	if c.New != nil {
		now = []Statement{{Dataset: c.Dataset, Record: *c.New}}
	}
	d, err := compare(old, now)
	if err != nil {
		return nil
	}
	return d.Fields
}

// ChangeFilter narrows the log. Each list takes any of its members, and an empty one takes all.
type ChangeFilter struct {
	IDs      []string         // the record with this id, and edges that start or end there
	Kinds    []graph.Kind     // kinds of nodes
	Edges    []graph.EdgeKind // kinds of edges; with Kinds, what either takes
	Datasets []string
	Who      []string
}

// LogQuery asks for changes, the oldest first unless Newest.
type LogQuery struct {
	After  Position // exclusive
	Until  int64    // the last revision to read; 0 is the newest
	Filter ChangeFilter
	First  int // at most so many

	Newest bool     // the newest first; of Changes alone
	Before Position // with Newest: exclusive; the zero Position is after the last change
}

// Log reads what a store has recorded. Its methods treat concurrency, contexts and errors as query.Reader does.
type Log interface {
	// Head is the newest revision, 0 of a store that was never written. It is the store's own counter, which stays with its file
	// or its database.
	Head(ctx context.Context) (int64, error)
	// Changes answers q. More says that there are changes beyond the last one given. A position before the first that is kept
	// (see Forgotten) is ErrInvalid, and says from which revision on there are; the newest first, changes end there.
	Changes(ctx context.Context, q LogQuery) (changes []Change, more bool, err error)
	// History has the changes of one record by its key; with edges, of the edges at it too. It reads no more of the log than these,
	// and begins with the first that is kept.
	History(ctx context.Context, key string, edges bool, q LogQuery) (changes []Change, more bool, err error)
	// RevisionAt is the last revision recorded at or before a time, 0 if there is none.
	RevisionAt(ctx context.Context, at time.Time) (int64, error)
	// Forgotten is the last revision of which the log no longer holds what was replaced; 0 when it holds everything.
	Forgotten(ctx context.Context) (int64, error)
	// Prune forgets what was replaced or retracted up to a revision, for those who must. What is stated now stays.
	Prune(ctx context.Context, until int64) error
}
