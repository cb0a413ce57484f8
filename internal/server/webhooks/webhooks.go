package webhooks

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/server/live"
	"github.com/demarche-graph/demarche/internal/server/observe"
	"github.com/demarche-graph/demarche/resolvers"
)

// Config says what New tells, and to whom.
type Config struct {
	Hooks   []Hook
	Feed    *live.Feed // of the store
	Store   Store
	Metrics *observe.Metrics // nil counts nothing
	Pace    Pace
	Now     func() time.Time // nil is time.Now
}

// Store is what is asked of a store.
type Store interface {
	query.Reader
	ingest.Log
	ingest.Deliveries
}

// Pace is how long things take. A zero means the default.
type Pace struct {
	First, Most time.Duration // between the first two tries of a message, and at most between any (1 s, 10 min)
	Timeout     time.Duration // of a try (20 s)
	Calendar    time.Duration // between looks at the calendar (1 min)
}

// Webhooks tells what is recorded to receivers elsewhere.
type Webhooks struct {
	Config
	api    *resolvers.API
	client *http.Client
	lags   map[string]*atomic.Int64 // in revisions, by hook
}

// New makes Webhooks.
func New(c Config) *Webhooks {
	c.Pace.First = cmp.Or(c.Pace.First, time.Second)
	c.Pace.Most = cmp.Or(c.Pace.Most, 10*time.Minute)
	c.Pace.Timeout = cmp.Or(c.Pace.Timeout, 20*time.Second)
	c.Pace.Calendar = cmp.Or(c.Pace.Calendar, time.Minute)
	if c.Now == nil {
		c.Now = time.Now
	}
	s := &Webhooks{c, resolvers.New(observe.Reader(c.Store)), newClient(c.Pace.Timeout), map[string]*atomic.Int64{}}
	for _, h := range c.Hooks {
		s.lags[h.Name] = &atomic.Int64{}
		c.Metrics.Posts(h.Name)
	}
	if len(c.Hooks) > 0 {
		c.Metrics.WatchEach("demarche_webhook_lag_revisions", "Revisions that a webhook has not been told yet, by webhook.", "webhook",
			func() map[string]float64 {
				out := map[string]float64{}
				for name, lag := range s.lags {
					out[name] = float64(lag.Load())
				}
				return out
			})
	}
	return s
}

// Run tells all hooks, each at its own pace, until ctx is done.
func (s *Webhooks) Run(ctx context.Context) {
	var running sync.WaitGroup
	for _, h := range s.Hooks {
		running.Go(func() { s.follow(ctx, h) })
	}
	running.Wait()
	s.client.CloseIdleConnections()
}

// follower is a hook that is told.
type follower struct {
	*Webhooks
	Hook
	at   ingest.Delivered // up to where
	told recent
}

// follow tells a hook until ctx is done, or its receiver is gone. Trouble of the store passes.
func (s *Webhooks) follow(ctx context.Context, h Hook) {
	f := &follower{Webhooks: s, Hook: h}
	for try := 1; ctx.Err() == nil; try++ {
		err := f.run(ctx, func() { try = 1 })
		switch {
		case ctx.Err() != nil:
		case errors.Is(err, errGone):
			slog.Error("a webhook's receiver answered 410 Gone: it is told nothing more until the server is started again, and then goes on "+
				"from here; take the webhook out of the settings if nobody receives it any more", "webhook", f.Name, "revision", f.at.Revision)
			return
		default:
			pause := s.Pace.pause(try)
			slog.Warn("a webhook could not go on", "webhook", f.Name, "error", err, "again", pause.Round(time.Millisecond))
			_ = sleep(ctx, pause)
		}
	}
}

// run tells a hook from where it was until something fails. well is called whenever it has been told everything.
func (f *follower) run(ctx context.Context, well func()) error {
	head, err := f.Feed.Now(ctx)
	if err != nil {
		return err
	}
	if err := f.begin(ctx, head); err != nil {
		return err
	}
	for {
		f.lags[f.Name].Store(max(0, head-f.at.Revision))
		if err := f.catchUp(ctx, head); err != nil {
			return err
		}
		if err := f.tellPassed(ctx); err != nil {
			return err
		}
		well()
		waiting, cancel := context.WithTimeout(ctx, f.Pace.Calendar)
		next, err := f.Feed.Wait(waiting, head)
		cancel()
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			next, err = f.Feed.Now(ctx) // whoever waits for less than a poll takes never hears of one
		}
		if err != nil {
			return err
		}
		head = max(head, next)
	}
}

// begin finds where to go on. A name that the store does not know begins with what comes.
func (f *follower) begin(ctx context.Context, head int64) error {
	d, known, err := f.Store.Delivered(ctx, f.Name)
	if err != nil {
		return err
	}
	forgotten, err := f.Store.Forgotten(ctx)
	if err != nil {
		return err
	}
	f.at = d
	switch {
	case !known:
		f.at = ingest.Delivered{Position: ingest.EndOf(head), Day: f.today()}
		slog.Info("a webhook is new: it is told what is recorded from now on, and nothing of before", "webhook", f.Name, "revision", head)
		return f.Store.KeepDelivered(ctx, f.Name, f.at)
	case d.Revision > head:
		f.at.Position = ingest.EndOf(head)
		slog.Warn("the store is at an earlier revision than a webhook was told; was it restored from a copy? The webhook is told "+
			"what is recorded from now on", "webhook", f.Name, "told", d.Revision, "revision", head)
		return f.Store.KeepDelivered(ctx, f.Name, f.at)
	case ingest.CheckKept(d.Position, forgotten) != nil:
		f.at.Position = ingest.EndOf(forgotten)
		slog.Error("the log was pruned before a webhook was told all of it; the webhook is told what was recorded since",
			"webhook", f.Name, "told", d.Revision, "pruned", forgotten)
	}
	return nil
}

// catchUp tells what is recorded up to the end of a revision. A revision of which a part was told is counted from its beginning.
func (f *follower) catchUp(ctx context.Context, head int64) error {
	told, from := f.at.Position, f.at.Position
	if f.wants(TypeChanged) && from != ingest.EndOf(from.Revision) {
		from.Place = 0
	}
	var n count
	reached, err := f.Feed.CatchUp(ctx, from, head, f.filter(), func(page []ingest.Change) error {
		for _, c := range page {
			if c.Revision != n.of.Revision {
				if err := f.endRevision(ctx, n); err != nil {
					return err
				}
				n = count{}
				f.lags[f.Name].Store(head - c.Revision + 1)
			}
			n.add(c)
			if told.Before(c.Position) {
				if err := f.tell(ctx, c); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err == nil {
		err = f.endRevision(ctx, n)
	}
	if err != nil {
		return err
	}
	f.lags[f.Name].Store(0)
	if f.at.Position != reached {
		f.at.Position = reached
		f.keep(ctx)
	}
	return nil
}

// tell sends what a change tells.
func (f *follower) tell(ctx context.Context, c ingest.Change) error {
	list, err := f.messages(ctx, c)
	if err != nil {
		return err
	}
	for _, m := range list {
		if err := f.send(ctx, m); err != nil {
			return err
		}
	}
	f.at.Position = c.Position
	if len(list) > 0 {
		f.keep(ctx)
	}
	return nil
}

// endRevision tells that a revision was recorded, once all of it was told.
func (f *follower) endRevision(ctx context.Context, n count) error {
	if n.of.Revision == 0 || !f.wants(TypeChanged) {
		return nil
	}
	m, err := n.message(f)
	if err != nil {
		return err
	}
	if err := f.send(ctx, m); err != nil {
		return err
	}
	f.at.Position = ingest.EndOf(n.of.Revision)
	f.keep(ctx)
	return nil
}

// keep keeps the position. Without it, what was told since the last one is told again after a restart.
func (f *follower) keep(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepWithin) // what was taken is kept though the server stops
	defer cancel()
	if err := f.Store.KeepDelivered(ctx, f.Name, f.at); err != nil {
		slog.Warn("how far a webhook was told could not be kept", "webhook", f.Name, "revision", f.at.Revision, "error", graph.Message(err))
	}
}

const keepWithin = 5 * time.Second

// recent has the ids of the last messages that were sent.
type recent struct {
	ids  map[string]bool
	list []string
}

const maxRecent = 1000

func (r *recent) has(id string) bool { return r.ids[id] }

func (r *recent) add(id string) {
	if r.ids == nil {
		r.ids = map[string]bool{}
	}
	if r.list, r.ids[id] = append(r.list, id), true; len(r.list) > maxRecent {
		delete(r.ids, r.list[0])
		r.list = r.list[1:]
	}
}
