// Package graphqlhttp answers GraphQL over HTTP, by GET and POST, as the GraphQL-over-HTTP specification says
// (https://graphql.github.io/graphql-over-http/draft/). It knows HTTP, documents and errors; what a question means and costs, package
// resolvers knows.
//
//	h := graphqlhttp.New(graphqlhttp.Config{API: resolvers.New(store), Introspection: true})
//
// A request goes through these files:
//
//	accept.go     which media type the client takes
//	request.go    what it asks: query or document id, operationName, variables, extensions; json.go reads a body strictly
//	persisted.go  a document by its hash (automatic persisted queries), or trusted.go: only documents that an operator gave
//	handler.go    the API prepares the operation, and the Runner runs it
//	status.go     the HTTP status of the response
//	response.go   the response as it was written, with its length; validators.go: ETag and If-None-Match
//
// Compressed wraps a handler with gzip and zstd. Schema serves the contract. Refuse answers for whoever stands before the API.
package graphqlhttp
