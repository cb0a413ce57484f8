// Package access decides who may ask what. It knows HTTP's headers, tokens and certificates. It must not know GraphQL's
// questions or the store.
//
// A Gate is made once from a Config, and stands around all that is served:
//
//	gate, err := access.New(ctx, access.Config{Tokens: "tokens.txt", PrivateReading: true})
//	handler = gate.Wrap(handler)
//
// A request passes these checks, from the outside in:
//
//	hosts     the Host names this server, so that no page of a stranger's reads it by DNS rebinding (hosts.go)
//	CORS      which pages of other origins may read answers; a preflight is answered here (cors.go)
//	client    whose request it is for limits and logs: her token, else the address behind trusted proxies (client.go)
//	identity  who is asking: a token of the file (tokens.go), or a JWT (jwt.go) signed by a known key (jwks.go)
//
// Handlers then ask From who it is, and Require whether she may. /healthz and /readyz pass without any check.
//
// A token's text is in no log, no error and no context.
package access
