// Package server serves GraphQL, the playground and the checks of a supervisor over HTTP. It knows transport only: limits,
// headers, time. Package resolvers knows what a question means.
//
// New makes the handler, and Serve runs it until its context is done:
//
//	h := server.New(server.Config{Store: store}) // /graphql, the playground at /, /healthz, /readyz
//	warm := func(ctx context.Context) error { server.Warm(ctx, h); return nil }
//	at := server.Listening{Addr: "127.0.0.1:8080"}
//	err := server.Serve(ctx, at, h, func(url string) { fmt.Println("at", url) }, warm)
//
// A request passes these handlers, from the outside in:
//
//	observed     a line in the log, metrics and a trace (package observe)
//	recovered    a panic is answered with INTERNAL, and logged under the id that the client sees
//	secured      headers keep browsers from doing more than the pages need
//	access       whether the Host, the origin and the token will do: see package access
//	unambiguous  a body in chunks ends the connection
//	timed        the context ends after Config.Timeout, and the resolvers then answer with TIMEOUT (/graphql)
//	bounded      the body is read whole; one of more than 1 MiB is answered with TOO_LARGE (/graphql)
//	Compressed   long answers go in gzip or zstd (/graphql, /schema.graphqls)
//	GraphQL      graphqlhttp.New on Config.Store, or Config.GraphQL
//
// Errors of transport are GraphQL errors with a code, so that clients read them as they read all others.
//
// Starting answers before New can: while the store is opened and loaded.
//
// Profiles is a handler for an address of its own, for those who tune the server.
package server
