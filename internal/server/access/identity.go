package access

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
)

// Identity is who is asking.
type Identity struct {
	Name  string // of the token, or the subject of the JWT; "" for somebody who did not say who she is
	Scope Scope
}

// asker is what a context keeps of the one who asks.
type asker struct {
	Identity
	client string
	still  func() error // whether her token is valid now; nil without one
}

type askerKey struct{}

func with(ctx context.Context, a asker) context.Context { return context.WithValue(ctx, askerKey{}, a) }

// From returns who is asking. Without a Gate around the handler it is nobody, with the scope None.
func From(ctx context.Context) Identity {
	a, _ := ctx.Value(askerKey{}).(asker)
	return a.Identity
}

// Client returns whose request it is, as a key for limits and logs: "token:NAME", "jwt:SUBJECT", or for somebody without a
// name her address, such as "203.0.113.7" or "2001:db8:1:2::/64".
func Client(ctx context.Context) string {
	a, _ := ctx.Value(askerKey{}).(asker)
	return a.client
}

// Still returns nil while the token of the one who asks is valid, and graph.ErrUnauthenticated once it has expired or was revoked:
// for answers that last longer than a request.
func Still(ctx context.Context) error {
	a, _ := ctx.Value(askerKey{}).(asker)
	if a.still == nil {
		return nil
	}
	if err := a.still(); err != nil {
		return fmt.Errorf("%w: %w", graph.ErrUnauthenticated, err)
	}
	return nil
}

// Inside returns the context of a request that this process makes to itself. It may do everything, and a Gate lets it pass
// unchecked: nothing that comes over the network has such a context.
func Inside(ctx context.Context) context.Context {
	return with(ctx, asker{Identity: Identity{Name: "demarche", Scope: Admin}, client: "inside"})
}

// Require returns nil when the one who asks has a scope. Otherwise it returns graph.ErrUnauthenticated when nobody said who
// she is, and graph.ErrForbidden when her scope is too small.
func Require(ctx context.Context, s Scope) error {
	who := From(ctx)
	switch {
	case who.Scope >= s:
		return nil
	case who.Name == "":
		return fmt.Errorf("%w: this needs a token with the scope %s; send it as Authorization: Bearer TOKEN", graph.ErrUnauthenticated, s)
	}
	return fmt.Errorf("%w: this needs the scope %s, and the token of %s has %s; ask the operator for another token",
		graph.ErrForbidden, s, who.Name, who.Scope)
}
