package resolvers

import (
	"context"

	"github.com/demarche-graph/demarche/graph/query"
)

// OneByOne lets the root fields ask the store one after another, when Run is called. Otherwise they ask side by side, and
// twenty of them hold all connections of a store, and all of its cores.
func (o *Operation) OneByOne() { o.turn = make(chan struct{}, 1) }

// fetch asks the store, when it is the field's turn.
func (o *Operation) fetch(ctx context.Context, q *query.Query) (*query.Answer, error) {
	if o.turn == nil {
		return o.api.store.Fetch(ctx, q)
	}
	select {
	case o.turn <- struct{}{}:
		defer func() { <-o.turn }()
		return o.api.store.Fetch(ctx, q)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
