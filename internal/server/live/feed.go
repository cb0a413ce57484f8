package live

import (
	"context"
	"errors"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

const (
	pageSize      = 25 // changes that a follower holds
	readingAtOnce = 4  // pages that are read at once, so that many followers leave the store to those who ask
	triesOfLog    = 6  // of a page while the store is busy or gone: some 8 s
	firstPause    = 250 * time.Millisecond
)

// Feed tells what is recorded in one store. There is one for each process. It is safe for concurrent use.
type Feed struct {
	log                    ingest.Log
	watcher                *watcher
	seats                  chan struct{} // of those who read a page
	subscriptions, sockets *streams
}

// NewFeed makes the feed of a store.
func NewFeed(log ingest.Log, l Limits) *Feed {
	l = l.withDefaults()
	return &Feed{
		log: log, watcher: newWatcher(log.Head), seats: make(chan struct{}, readingAtOnce),
		subscriptions: newStreams("subscriptions", l), sockets: newStreams("WebSockets", l),
	}
}

// Run returns when ctx is done, after it has ended all that is followed.
func (f *Feed) Run(ctx context.Context) error {
	<-ctx.Done()
	f.sockets.stop()
	f.subscriptions.stop()
	f.watcher.polls.Wait()
	return nil
}

// Writer makes a Writer of one that writes to the store whose log is followed.
func (f *Feed) Writer(w ingest.Writer) Writer { return Writer{w, f} }

// Writer tells followers at once of what is written through it.
type Writer struct {
	ingest.Writer
	feed *Feed
}

// Apply implements ingest.Writer.
func (w Writer) Apply(ctx context.Context, b ingest.Batch) (ingest.Applied, error) {
	applied, err := w.Writer.Apply(ctx, b)
	if err == nil && !b.DryRun {
		_, _ = w.feed.watcher.now(ctx) // if it fails, a poll will find it
	}
	return applied, err
}

// Head is the newest revision of the store: see ingest.Log.
func (w Writer) Head(ctx context.Context) (int64, error) { return w.feed.log.Head(ctx) }

// Changes reads the log of the store: see ingest.Log.
func (w Writer) Changes(ctx context.Context, q ingest.LogQuery) (changes []ingest.Change, more bool, err error) {
	return w.feed.log.Changes(ctx, q)
}

// Follow calls deliver with what is recorded after a position, in order, by pages of at most pageSize; nil is from now on. It returns
// when ctx is done, or with the error of deliver or of the store. A position that the store has not reached, or whose successors it
// has forgotten, is graph.ErrInvalid.
func (f *Feed) Follow(ctx context.Context, after *ingest.Position, filter ingest.ChangeFilter, deliver func([]ingest.Change) error) error {
	head, err := f.watcher.now(ctx)
	if err != nil {
		return err
	}
	at := ingest.EndOf(head)
	if after != nil {
		if at = *after; at.Revision > head {
			return graph.Invalid("the store is at revision %d, and has not reached %d; was it restored from a copy? Load everything anew",
				head, at.Revision)
		}
	}
	for {
		if at, err = f.CatchUp(ctx, at, head, filter, deliver); err != nil {
			return err
		}
		if head, err = f.watcher.wait(ctx, head); err != nil {
			return err
		}
	}
}

// Now is the newest revision of the store.
func (f *Feed) Now(ctx context.Context) (int64, error) { return f.watcher.now(ctx) }

// Wait returns the newest revision once it is later than one that Now or Wait has returned. The error is that of ctx, or
// graph.ErrUnavailable when the store has been replaced by an earlier one.
func (f *Feed) Wait(ctx context.Context, after int64) (int64, error) {
	return f.watcher.wait(ctx, after)
}

// CatchUp delivers the changes from a position to the end of a revision, as Follow does, and returns the position that it has come to.
func (f *Feed) CatchUp(
	ctx context.Context, at ingest.Position, head int64, filter ingest.ChangeFilter, deliver func([]ingest.Change) error,
) (ingest.Position, error) {
	for more := at.Revision < head || at.Place < ingest.EndOf(head).Place; more && head > 0; {
		var page []ingest.Change
		var err error
		page, more, err = f.page(ctx, ingest.LogQuery{After: at, Until: head, Filter: filter, First: pageSize})
		if err != nil {
			return at, err
		}
		if len(page) > 0 {
			if err := deliver(page); err != nil {
				return at, err
			}
			at = page[len(page)-1].Position
		}
	}
	return ingest.EndOf(head), nil
}

// page reads a page of the log. What may pass is tried again: a follower has no other way to ask again without losing its connection.
func (f *Feed) page(ctx context.Context, q ingest.LogQuery) (page []ingest.Change, more bool, err error) {
	pause := firstPause
	for try := 1; ; try++ {
		select {
		case f.seats <- struct{}{}:
		case <-ctx.Done():
			return nil, false, ctx.Err()
		}
		page, more, err = f.log.Changes(ctx, q)
		<-f.seats
		if !errors.Is(err, graph.ErrUnavailable) || !graph.ReasonOf(err).Retryable() || try == triesOfLog {
			return page, more, err
		}
		select {
		case <-time.After(pause):
			pause *= 2
		case <-ctx.Done():
			return nil, false, ctx.Err()
		}
	}
}
