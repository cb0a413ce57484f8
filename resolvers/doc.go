// Package resolvers answers GraphQL. It turns each root field into one query.Query, asks a query.Reader once, and writes what
// comes back as JSON. It knows the schema and the graph, and no store: any Reader will do.
//
//	h := resolvers.NewHandler(reader) // an http.Handler, for GET and POST
//
// gqlgen parses and validates a request and calls one method of queryResolver for each root field. From there on a field goes
// through four steps. This question,
//
//	{ actions(filter: {performer: ["russia"]}, first: 10) { nodes { title respondsTo(first: 3) { totalCount } } } }
//
// is taken up by queryResolver.Actions, in lists.go:
//
//  1. Arguments become a query.List (arguments.go; filters.go and operators.go have a row for each field of a filter). Ids that
//     they name become RequiredNodes: the one way in which an unknown id becomes NOT_FOUND. Here: the condition
//     query.Attributed{Keys: {"russia>"}}, ten actions by date, and the required actor "russia".
//  2. The selection is compiled (select.go). What it reads becomes the Projection, each onward field an Include, and both
//     together a plan by which the answer will be written (plan.go). Here: the value title, and the relation respondsTo with a
//     page of three and its total.
//  3. The store answers all of it in one round trip.
//  4. The answer is written by the plan, with neither reflection nor a resolver for each field (write.go).
//
// Questions that show more than a list of items (an exchange, a cascade, the accounts of an action) have a file each, named
// after the root field. What has to be worked out from an answer is in graph/analysis; here it only gets its GraphQL names.
//
// A new onward field is a row in graph.Relations and a line in schema.graphqls. A new field of a filter is a row in filters.go
// or operators.go. A new root field is a line in schema.graphqls and a method here, which the compiler then asks for.
//
// Errors are sentinels of package graph; errors.go gives each its code, and nobody sees the text of any other.
package resolvers
