package live

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// MemoryLog is a log in memory: what a store's log gives, without a store.
type MemoryLog struct {
	ingest.Log // what followers do not ask is not there

	mu        sync.Mutex
	head      int64
	changes   []ingest.Change
	forgotten int64
	Err       error // what it answers instead
	Heads     int   // how often it was asked for its head
	Pages     int   // and for changes
}

// Record adds a revision in which a dataset states these actions, and returns it.
func (l *MemoryLog) Record(ids ...string) int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.head++
	for i, id := range ids {
		l.changes = append(l.changes, ingest.Change{
			Position: ingest.Position{Revision: l.head, Place: i + 1}, RecordedAt: time.Unix(1_764_000_000+l.head, 0), Who: "leyla",
			Dataset: "dataset:a",
			New:     &graph.Record{Kind: graph.KindAction, ID: id, Props: graph.Props{"title": "Title of " + id, "type": "ASSAULT"}},
		})
	}
	return l.head
}

// Fail makes the log fail from now on; nil ends that.
func (l *MemoryLog) Fail(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.Err = err
}

// Asked says how often the log was asked for its head, and for changes.
func (l *MemoryLog) Asked() (heads, pages int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Heads, l.Pages
}

func (l *MemoryLog) Head(context.Context) (int64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.Heads++
	return l.head, l.Err
}

func (l *MemoryLog) Changes(_ context.Context, q ingest.LogQuery) (page []ingest.Change, more bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.Pages++
	if l.Err != nil {
		return nil, false, l.Err
	}
	if q.After.Revision < l.forgotten && !q.Newest {
		return nil, false, graph.Invalid("the log holds what was recorded after revision %d", l.forgotten)
	}
	all := l.changes
	if q.Newest {
		all = slices.Clone(all)
		slices.Reverse(all)
	}
	for _, c := range all {
		after := c.Revision > q.After.Revision || c.Revision == q.After.Revision && c.Place > q.After.Place
		wanted := len(q.Filter.IDs) == 0 || slices.Contains(q.Filter.IDs, c.Record().Key())
		switch {
		case !after || !wanted || q.Newest && !c.Before(q.Begin()) || q.Until > 0 && c.Revision > q.Until:
		case len(page) == q.First:
			return page, true, nil
		default:
			page = append(page, c)
		}
	}
	return page, false, nil
}

// ids are the keys of changes with their places.
func ids(changes []ingest.Change) (out []string) {
	for _, c := range changes {
		out = append(out, fmt.Sprintf("%d.%d %s", c.Revision, c.Place, c.Record().Key()))
	}
	return out
}
