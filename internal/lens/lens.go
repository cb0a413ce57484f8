// Package lens finds what the conditions of a lens on sources come to (query.LensSources), and asks questions through it. A store
// tells all that it knows of sources once for each of its revisions (ingest.Sourcing); the rest is worked out in memory, and kept
// for the lenses that were used last.
package lens

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

const (
	keptLenses = 64
	attempts   = 5 // to answer between two writes
	// maxSourced bounds the sources, and the sets of them, that are kept in memory: some hundreds of bytes each.
	maxSourced = 1_000_000
)

// Store is what a lens is looked through at.
type Store interface {
	ingest.Sourced
	// Named returns the ids of the sources that meet a condition, all of them, sorted, and the revision at which they did.
	Named(ctx context.Context, where query.Pred) (ids []string, revision int64, err error)
}

// Reader asks a store, and finds the sources of lenses before. Its methods are safe for concurrent use.
type Reader struct {
	query.Reader
	store Store

	mu      sync.Mutex
	sources *sources // at the newest revision that was read
	known   *known   // likewise
	lenses  *simplelru.LRU[string, *query.LensSources]
}

// Over makes a Reader of a store, which may be wrapped in others that tell what they wrap by Unwrap.
func Over(r query.Reader) *Reader {
	l, err := simplelru.NewLRU[string, *query.LensSources](keptLenses, nil)
	if err != nil {
		panic(err) // keptLenses is positive
	}
	return &Reader{Reader: r, store: storeOf(r), lenses: l}
}

// Unwrap tells the store.
func (r *Reader) Unwrap() query.Reader { return r.Reader }

func storeOf(r query.Reader) Store {
	for {
		if s, can := r.(Store); can {
			return s
		}
		wrapper, is := r.(interface{ Unwrap() query.Reader })
		if !is {
			return nil
		}
		r = wrapper.Unwrap()
	}
}

// Fetch implements query.Reader. A question whose lens has been overtaken by a write is asked again.
func (r *Reader) Fetch(ctx context.Context, q *query.Query) (*query.Answer, error) {
	switch {
	case q.Lens.OnSources():
	case q.Lens != nil && q.Lens.KnownOn != "":
		return r.fetchKnown(ctx, q)
	default:
		return r.Reader.Fetch(ctx, q)
	}
	if err := plan.CheckLens(q.Lens); err != nil {
		return nil, err
	}
	for range attempts {
		found, err := r.find(ctx, q.Lens)
		if err != nil {
			return nil, err
		}
		a, err := r.through(ctx, q, found)
		if !errors.Is(err, query.ErrLensOutdated) {
			return a, err
		}
	}
	return nil, graph.Unavailable(graph.StoreBusy, "the store is written to faster than it can be looked at through a lens")
}

// through asks with what the lens comes to. What a write has overtaken (query.ErrLensOutdated) is forgotten.
func (r *Reader) through(ctx context.Context, q *query.Query, found *query.LensSources) (*query.Answer, error) {
	through, asked := *q.Lens, *q
	through.Sources, asked.Lens = found, &through
	a, err := r.Reader.Fetch(ctx, &asked)
	if errors.Is(err, query.ErrLensOutdated) {
		r.forget(found.Revision)
	}
	return a, err
}

// Known gives a question with what its lens comes to, if that was found before, so that it can be said what it costs. It does not wait.
func (r *Reader) Known(q *query.Query) *query.Query {
	if !q.Lens.OnSources() || !r.mu.TryLock() {
		return q
	}
	defer r.mu.Unlock()
	found, kept := r.lenses.Get(textOf(q.Lens))
	if !kept {
		return q
	}
	through, asked := *q.Lens, *q
	through.Sources, asked.Lens = found, &through
	return &asked
}

// textOf is the text of a lens.
func textOf(l *query.Lens) string {
	if l.Text != "" {
		return l.Text
	}
	return plan.LensText(l)
}

// find gives what a lens comes to, at the newest revision that is known.
func (r *Reader) find(ctx context.Context, l *query.Lens) (*query.LensSources, error) {
	if r.store == nil {
		return nil, fmt.Errorf("%w: this store does not tell its sources, which a lens on sources needs", graph.ErrInvalid)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	key := textOf(l)
	if found, kept := r.lenses.Get(key); kept {
		return found, nil
	}
	for range attempts {
		if r.sources == nil {
			all, err := r.store.Sourcing(ctx)
			if err != nil {
				return nil, err
			}
			if n := max(len(all.Sources), len(all.Sets)); n > maxSourced {
				return nil, fmt.Errorf("%w: the store has %d sources or sets of them, and lenses on sources look at no more than %d: "+
					"narrow by knownOn, basis or datasets", graph.ErrTooComplex, n, maxSourced)
			}
			r.sources = newSources(all)
		}
		found, err := r.work(ctx, l)
		if errors.Is(err, query.ErrLensOutdated) {
			r.drop()
			continue
		}
		if err == nil {
			r.lenses.Add(key, found)
		}
		return found, err
	}
	return nil, graph.Unavailable(graph.StoreBusy, "the store is written to faster than its sources can be read")
}

// forget drops what was found at a revision that the store has left behind.
func (r *Reader) forget(revision int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.sources != nil && r.sources.Revision == revision || r.known != nil && r.known.revision == revision {
		r.drop()
	}
}

// drop forgets all that was found. The caller holds mu.
func (r *Reader) drop() {
	r.sources, r.known = nil, nil
	r.lenses.Purge()
}

// work works out a lens.
func (r *Reader) work(ctx context.Context, l *query.Lens) (*query.LensSources, error) {
	if len(l.Named) > 0 {
		if _, err := r.Reader.Fetch(ctx, &query.Query{Find: query.FindNodes{}, RequiredNodes: l.Named}); err != nil {
			return nil, err
		}
	}
	named := func(where query.Pred) ([]string, error) {
		ids, revision, err := r.store.Named(ctx, where)
		if err == nil && revision != r.sources.Revision {
			err = query.ErrLensOutdated
		}
		return ids, err
	}
	left := query.Members{Except: true}
	struck := map[string]bool{}
	if l.Without != nil {
		ids, err := named(l.Without)
		if err != nil {
			return nil, err
		}
		struck = r.sources.Derived(ids)
		for id := range struck {
			left.Texts = append(left.Texts, id)
		}
	}
	if l.Only != nil {
		ids, err := named(l.Only)
		if err != nil {
			return nil, err
		}
		left = query.Members{Texts: slices.DeleteFunc(ids, func(id string) bool { return struck[id] })}
	}
	slices.Sort(left.Texts)
	reduced := &reduced{sources: r.sources, left: left, supports: map[string]ingest.Support{}}
	return &query.LensSources{
		Revision: r.sources.Revision, Left: shared(left), Reduced: reduced,
		Standing: shared(r.sources.members(func(of []string) bool { return r.sources.stands(of, left, l.KnownOn) })),
	}, nil
}
