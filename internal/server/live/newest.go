package live

import (
	"context"

	"github.com/demarche-graph/demarche/graph/ingest"
)

// newest returns the last changes up to a revision, at most so many, the oldest first. The log is read forwards alone, so that the
// position before them is searched for: further and further back until there are enough, then between the last two tries.
func (f *Feed) newest(ctx context.Context, head int64, filter ingest.ChangeFilter, most int) (page []ingest.Change, err error) {
	if head == 0 {
		return nil, nil
	}
	// after reports whether there are more than so many after a position, and keeps them when there are not.
	after := func(at ingest.Position) (tooMany bool, err error) {
		got, more, err := f.page(ctx, ingest.LogQuery{After: at, Until: head, Filter: filter, First: most})
		if err == nil && !more {
			page = got
		}
		return more, err
	}
	few, tooMany := head, int64(-1) // after revision few there are few enough, after tooMany there are not
	for back := int64(1); tooMany < 0 && len(page) < most && few > 0; back *= 4 {
		from := max(head-back, 0)
		switch many, err := after(ingest.EndOf(from)); {
		case err != nil:
			return nil, err
		case many:
			tooMany = from
		default:
			few = from
		}
	}
	if tooMany < 0 {
		return page, nil
	}
	if few, err = least(tooMany, few, func(n int64) (bool, error) { return after(ingest.EndOf(n)) }); err != nil {
		return nil, err
	}
	// After revision few-1 there are too many, so that those looked for begin within revision few.
	places := int64(most)
	for {
		many, err := after(ingest.Position{Revision: few, Place: int(places)})
		if err != nil {
			return nil, err
		}
		if !many {
			break
		}
		places *= 4
	}
	_, err = least(0, places, func(n int64) (bool, error) { return after(ingest.Position{Revision: few, Place: int(n)}) })
	return page, err
}

// least returns the least n beyond low for which there are few enough. There are too many for low, and few enough for high.
func least(low, high int64, tooMany func(n int64) (bool, error)) (int64, error) {
	for high-low > 1 {
		middle := low + (high-low)/2
		many, err := tooMany(middle)
		if err != nil {
			return 0, err
		}
		if many {
			low = middle
		} else {
			high = middle
		}
	}
	return high, nil
}
