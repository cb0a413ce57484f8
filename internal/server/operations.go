package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/internal/server/observe"
	"github.com/demarche-graph/demarche/resolvers"
)

// operations tells the record of a request which operation it runs, and with which codes it was answered.
type operations struct{}

var _ resolvers.Watcher = operations{}

func (operations) Prepared(ctx context.Context, q resolvers.Request, o *resolvers.Operation) {
	sum := sha256.Sum256([]byte(q.Query))
	r := observe.From(ctx)
	r.SetOperation(o.Name, hex.EncodeToString(sum[:]))
	r.SetDocument(q.Query, q.Variables)
}

func (operations) Answered(ctx context.Context, errs gqlerror.List) {
	observe.From(ctx).AddErrors(errs)
}
