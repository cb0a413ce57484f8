package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/server/lanes"
	"github.com/demarche-graph/demarche/internal/server/observe"
	"github.com/demarche-graph/demarche/resolvers"
)

const maxOperations = 100 // on one connection at once

// operation is one on a connection, from subscribe to complete.
type operation struct {
	id     string
	cancel context.CancelFunc
}

// subscribe begins an operation. The error ends the connection.
func (c *socket) subscribe(ctx context.Context, end context.CancelCauseFunc, m message) error {
	ctx, cancel := context.WithCancel(ctx)
	o := &operation{m.ID, cancel}
	c.mu.Lock()
	_, exists := c.operations[o.id]
	many := len(c.operations) >= maxOperations
	if !exists && !many {
		c.operations[o.id] = o
	}
	c.mu.Unlock()
	switch {
	case exists:
		cancel()
		return &closing{codeSubscriberIs, cut("Subscriber for "+o.id+" already exists", maxReason)}
	case many:
		cancel()
		return c.send(ctx, messageText("error", o.id, errorsText(gqlerror.List{{
			Message:    fmt.Sprintf("%d operations of yours run on this connection; end one of them", maxOperations),
			Extensions: map[string]any{"code": lanes.CodeRateLimited},
		}})))
	}
	c.running.Go(func() {
		defer cancel()
		c.Observer.Message(ctx, access.Client(ctx), func(ctx context.Context) {
			if err := c.operate(ctx, o, m.Payload); err != nil {
				end(err)
			}
		})
	})
	return nil
}

// complete ends an operation at the wish of its client.
func (c *socket) complete(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if o := c.operations[id]; o != nil {
		o.cancel()
		delete(c.operations, id)
	}
}

// operate answers an operation whole. The error ends the connection.
func (c *socket) operate(ctx context.Context, o *operation, payload []byte) (err error) {
	defer func() { // it is not within an HTTP request, whose panics net/http takes
		if p := recover(); p != nil {
			message := resolvers.Internal(ctx, "path", "/graphql", "panic", p, "stack", string(debug.Stack()))
			err = c.fail(ctx, o, gqlerror.List{{Message: message, Extensions: map[string]any{"code": resolvers.CodeInternal}}})
		}
	}()
	if err := access.Still(ctx); err != nil {
		return err
	}
	done, _, refused := c.Clients.Begin(ctx)
	if refused != nil {
		return c.fail(ctx, o, resolvers.Refused(ctx, refused).Errors)
	}
	result, op, sent := c.answer(ctx, payload)
	done()
	if op != nil {
		sent() // what it holds while it lasts is counted with it
		return c.followed(ctx, o, op)
	}
	defer sent()
	switch {
	case len(result.Response.Data) == 0:
		return c.fail(ctx, o, result.Response.Errors)
	}
	observe.From(ctx).AddErrors(result.Response.Errors)
	if err := c.next(ctx, o, result.Response); err != nil {
		return err
	}
	return c.last(ctx, o, "complete", nil)
}

// answer answers a query or a mutation in the time that a request has, or prepares a subscription. Sent is called once the answer is.
func (c *socket) answer(ctx context.Context, payload []byte) (result graphqlhttp.Result, op *resolvers.Operation, sent func()) {
	ctx, sent = c.Lanes.Hold(ctx)
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	result, op = c.GraphQL.Message(ctx, payload)
	return result, op, sent
}

// followed sends what a subscription follows. The error ends the connection.
func (c *socket) followed(ctx context.Context, o *operation, op *resolvers.Operation) error {
	lasting, leave, refused := c.Feed.subscriptions.enter(ctx, op.Subscription.Bytes)
	if refused != nil {
		return c.fail(ctx, o, resolvers.Refused(ctx, refused).Errors)
	}
	defer leave()
	err := c.follow(lasting, op, func(r *graphql.Response) error { return c.next(ctx, o, r) })
	shown := c.ended(lasting, err)
	switch {
	case isDone(ctx): // the client has completed it, or the connection ends
		return nil
	case shown == nil, access.Still(ctx) != nil, errors.Is(err, errSlow), errors.Is(err, errLeft):
		return err
	}
	return c.last(ctx, o, "error", errorsText(shown.Errors))
}

// next sends a response.
func (c *socket) next(ctx context.Context, o *operation, r *graphql.Response) error {
	if isDone(ctx) { // nothing may come after complete
		return nil
	}
	return c.send(ctx, messageText("next", o.id, graphqlhttp.JSON(r)))
}

// fail ends an operation with errors.
func (c *socket) fail(ctx context.Context, o *operation, errs gqlerror.List) error {
	observe.From(ctx).AddErrors(errs)
	return c.last(ctx, o, "error", errorsText(errs))
}

// last sends the message that ends an operation. Its id is free before the client sees that.
func (c *socket) last(ctx context.Context, o *operation, kind string, payload []byte) error {
	c.mu.Lock()
	if c.operations[o.id] == o {
		delete(c.operations, o.id)
	}
	c.mu.Unlock()
	if isDone(ctx) {
		return nil
	}
	return c.send(ctx, messageText(kind, o.id, payload))
}

func isDone(ctx context.Context) bool { return ctx.Err() != nil }

func errorsText(errs gqlerror.List) []byte {
	text, err := json.Marshal(errs)
	if err != nil {
		return []byte("[]") // extensions are texts, numbers and lists of these
	}
	return text
}
