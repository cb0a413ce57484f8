package live

import (
	"context"

	"github.com/demarche-graph/demarche/graph/ingest"
)

// newest returns the last changes up to a revision, at most so many, the newest first.
func (f *Feed) newest(ctx context.Context, head int64, filter ingest.ChangeFilter, most int) (changes []ingest.Change, err error) {
	if head == 0 {
		return nil, nil
	}
	changes, _, err = f.page(ctx, ingest.LogQuery{Until: head, Filter: filter, First: most, Newest: true})
	return changes, err
}
