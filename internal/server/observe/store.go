package observe

import (
	"context"
	"time"

	"github.com/demarche-graph/demarche/graph/query"
)

// scrapeWait is how long a store may take to answer when the metrics are read.
const scrapeWait = 2 * time.Second

// Reader observes the questions to a store: how long each takes, and a span for each in a trace.
func Reader(store query.Reader) query.Reader { return reader{store} }

type reader struct{ query.Reader }

// Unwrap is for query.MeasuringOf.
func (r reader) Unwrap() query.Reader { return r.Reader }

func (r reader) Fetch(ctx context.Context, q *query.Query) (*query.Answer, error) {
	work := query.WorkOf(ctx)
	if work == nil {
		return r.Reader.Fetch(ctx, q)
	}
	begun := time.Now()
	ctx, end := beginFetch(ctx, q, work)
	a, err := r.Reader.Fetch(ctx, q)
	work.Took(time.Since(begun))
	end(err)
	return a, err
}

// WatchStore adds what a store tells about itself: whether it answers, its revision and its connections, as far as it knows.
func (m *Metrics) WatchStore(store interface {
	Health(ctx context.Context) error
	Revision(ctx context.Context) (int64, error)
}) {
	m.Watch("demarche_store_up", "1 while the store answers, else 0.", func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), scrapeWait)
		defer cancel()
		if store.Health(ctx) != nil {
			return 0
		}
		return 1
	})
	m.Watch("demarche_store_revision", "Revision of the store, which every change raises; -1 when it does not answer.", func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), scrapeWait)
		defer cancel()
		revision, err := store.Revision(ctx)
		if err != nil {
			return -1
		}
		return float64(revision)
	})
	if s, ok := store.(query.Pooled); ok {
		values := func(of func(query.Pool) int) func() map[string]float64 {
			return func() map[string]float64 {
				out := map[string]float64{}
				for name, p := range s.Pools() {
					out[name] = float64(of(p))
				}
				return out
			}
		}
		m.WatchEach("demarche_store_connections_busy", "Connections to the store that are in use, by pool.", "pool",
			values(func(p query.Pool) int { return p.Busy }))
		m.WatchEach("demarche_store_connections_limit", "Connections to the store that there may be, by pool.", "pool",
			values(func(p query.Pool) int { return p.Limit }))
	}
}
