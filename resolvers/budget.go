package resolvers

import (
	"fmt"
	"sync/atomic"

	"github.com/demarche-graph/demarche/graph"
)

// budget is how many bytes the answer to a request may still have. All of its root fields share it.
type budget struct{ left atomic.Int64 }

// isSpent reports whether more was written than there may be.
func (b *budget) isSpent() bool { return b.left.Load() < 0 }

// spend takes bytes, and reports whether there were as many.
func (b *budget) spend(bytes int) bool { return b.left.Add(-int64(bytes)) >= 0 }

// errAnswerTooLarge is told by each root field that has not been written when the budget is spent.
var errAnswerTooLarge = fmt.Errorf("%w: the answer has more than %d MB: ask for smaller pages, fewer fields, or in several requests",
	graph.ErrTooLarge, maxAnswer>>20)
