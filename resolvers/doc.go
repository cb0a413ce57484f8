// Package resolvers answers GraphQL. It turns each root field into one query.Query, asks a query.Reader once, and writes the
// answer as JSON. It knows the schema and the graph, but no store: it works with any Reader.
//
//	operation, errs := resolvers.New(reader).Prepare(ctx, request) // asks the store nothing
//	response := operation.Run(ctx)
//
// Prepare (api.go) parses and validates a request, and compiles each root field into a question: what to ask the store, and
// how to write what it answers. Run lets gqlgen call one method of queryResolver for each root field, and all of them do the
// same: they ask the question that was compiled. A field goes through four steps. actions, in lists.go, answers this question:
//
//	{ actions(filter: {performer: ["russia"]}, first: 10) { nodes { title respondsTo(first: 3) { totalCount } } } }
//
// The steps are:
//
//  1. Arguments become a query.List (arguments.go; filters.go and operators.go have a row for each field of a filter). Ids that
//     they name become RequiredNodes, which is the one way in which an unknown id becomes NOT_FOUND. In this question they
//     become the condition query.Attributed{Keys: {"russia>"}}, ten actions by date, and the required actor "russia".
//  2. The selection is compiled (select.go). The values that it reads become the Projection, each relation becomes an Include,
//     and both become a plan by which the answer will be written (plan.go). In this question these are the value title, and
//     the relation respondsTo with a page of three and its total.
//  3. The store answers all of it in one round trip.
//  4. The answer is written by the plan, with neither reflection nor a resolver for each field (write.go).
//
// Questions that show more than a list of items (an exchange, a cascade, the accounts of an action) have a file each, named
// after the root field. Package graph/analysis computes what follows from an answer; here it only gets its GraphQL names.
//
// A new relation is a row in graph.Relations and a line in schema.graphqls. A new field of a filter is a row in filters.go
// or operators.go. A new root field is a line in schema.graphqls, a method here, which the compiler then asks for, and a row in
// questions (question.go), which a test asks for.
//
// Errors are sentinels of package graph, and errors.go gives each its code. No client sees the text of any other error.
package resolvers
