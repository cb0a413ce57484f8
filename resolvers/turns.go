package resolvers

import (
	"context"
	"errors"

	"github.com/demarche-graph/demarche/graph/query"
)

// OneByOne lets the root fields ask the store one after another, when Run is called. Otherwise they ask side by side, and
// twenty of them hold all connections of a store, and all of its cores.
func (o *Operation) OneByOne() { o.turn = make(chan struct{}, 1) }

// ask asks the log what the field asks of it, and then the store, when it is the field's turn.
func (o *Operation) ask(ctx context.Context, p *preparedField) (found *query.Answer, err error) {
	if o.turn != nil {
		select {
		case o.turn <- struct{}{}:
			defer func() { <-o.turn }()
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	switch {
	case p.asksLog == nil:
	case o.api.log == nil:
		err = errors.New("the store keeps no log")
	default:
		err = p.asksLog.read(ctx, o.api)
	}
	if err != nil || p.query == nil {
		return nil, err
	}
	return o.api.store.Fetch(ctx, p.query)
}
