package resolvers

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/demarche-graph/demarche/graph/query"
)

const (
	measuredFor   = time.Minute     // how long statistics are taken for true at least
	measureWithin = 5 * time.Minute // for a store to measure itself
	measureShare  = 50              // measuring takes at most this part of the time, where a store is large
)

// measurements keep what a store says that it holds. The first request after they have grown old has them renewed, beside;
// it does not wait. A store that does not measure itself is taken for a small one.
type measurements struct {
	reader  query.Reader
	store   query.Measuring // reader's, nil when it does not measure itself
	current atomic.Pointer[query.Statistics]
	due     atomic.Int64 // nanoseconds of Unix time from which they are old
	// revision is that of the graph that was measured, once it is known; only measure uses it, one at a time.
	revision int64
	known    bool
}

// newMeasurements begins to measure a store.
func newMeasurements(store query.Reader) *measurements {
	m := &measurements{reader: store}
	m.current.Store(query.Unmeasured())
	m.store = query.MeasuringOf(store)
	m.statistics()
	return m
}

// statistics are the latest.
func (m *measurements) statistics() *query.Statistics {
	if m.store != nil {
		now, due := time.Now().UnixNano(), m.due.Load()
		if now >= due && m.due.CompareAndSwap(due, now+measureWithin.Nanoseconds()) {
			go m.measure()
		}
	}
	return m.current.Load()
}

// measure asks the store. When it fails, the statistics before stand, and it is tried again when they are old.
func (m *measurements) measure() {
	ctx, cancel := context.WithTimeout(context.Background(), measureWithin)
	defer cancel()
	began := time.Now()
	defer func() { m.due.Store(time.Now().Add(max(measuredFor, measureShare*time.Since(began))).UnixNano()) }()
	before, unknown := m.reader.Revision(ctx)
	if unknown == nil && m.known && m.revision == before {
		return
	}
	s, err := m.store.Measure(ctx)
	if errors.Is(err, context.Canceled) { // the store was closed
		return
	}
	if err != nil {
		slog.WarnContext(ctx, "the store was not measured; estimates of cost are those of before", "error", err)
		return
	}
	m.current.Store(s)
	m.revision, m.known = before, unknown == nil
}
