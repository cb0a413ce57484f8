package lens

import (
	"context"
	"errors"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// maxKnown is how many supports a store may have for its lenses on knownOn to be worked out before the question: at most half of them
// are then sent with it.
const maxKnown = 1000

// Dated is a store in which to look up the support of each fact may take longer than to find it in a list. Others need not be it.
type Dated interface {
	// Lists tells whether a list is quicker for a question.
	Lists(q *query.Query) bool
	// KnownBy returns by which day each support was known, "" for none that is known, and the revision at which this was so; nil
	// when there are more supports than most.
	KnownBy(ctx context.Context, most int) (days map[string]graph.Day, revision int64, err error)
}

// known is what a Dated store has told.
type known struct {
	days     map[string]graph.Day // nil when there are too many: then the store is not asked again
	revision int64
}

// fetchKnown asks a question through a lens on knownOn and on no sources, as a list of supports where that is quicker. When a write
// has overtaken the list, the store looks up supports by itself, as it always can.
func (r *Reader) fetchKnown(ctx context.Context, q *query.Query) (*query.Answer, error) {
	found, err := r.findKnown(ctx, q)
	if err != nil {
		return nil, err
	}
	if found != nil {
		a, err := r.through(ctx, q, found)
		if !errors.Is(err, query.ErrLensOutdated) {
			return a, err
		}
	}
	return r.Reader.Fetch(ctx, q)
}

// findKnown gives the supports that were known by a day, nil when the store should look them up.
func (r *Reader) findKnown(ctx context.Context, q *query.Query) (*query.LensSources, error) {
	store, is := r.store.(Dated)
	if !is || !store.Lists(q) {
		return nil, nil
	}
	day := q.Lens.KnownOn
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known == nil {
		days, revision, err := store.KnownBy(ctx, maxKnown)
		if err != nil {
			return nil, err
		}
		r.known = &known{days, revision}
	}
	if r.known.days == nil {
		return nil, nil
	}
	key := "known by " + string(day)
	if found, kept := r.lenses.Get(key); kept {
		return found, nil
	}
	found := &query.LensSources{
		Revision: r.known.revision, Left: query.Members{Except: true},
		Standing: shared(membersOf(sortedKeys(r.known.days), func(key string) bool {
			by := r.known.days[key]
			return by != "" && by <= day
		})),
	}
	r.lenses.Add(key, found)
	return found, nil
}
