package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/graph/generated"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/lens"
)

// API answers GraphQL from a store, in two steps. Prepare finds all that is wrong with a request, and what it costs, without
// asking the store. Run asks the store. Between the two, a server decides whether and when it runs.
type API struct {
	store      *lens.Reader
	writing    *Writing   // nil when nothing is written
	log        ingest.Log // of the store, nil when it keeps none
	executable graphql.ExecutableSchema
	documents  *documents
	measured   *measurements
	maxCost    int64
}

// New makes the API of a store.
func New(store query.Reader) *API {
	return &API{
		store:      lens.Over(store),
		log:        logOf(store),
		executable: generated.NewExecutableSchema(generated.Config{Resolvers: root{}}),
		documents:  newDocuments(),
		measured:   newMeasurements(store),
		maxCost:    MaxCost,
	}
}

// LimitCost sets how many rows a request may have the store read, instead of MaxCost, before the API is used. A store of millions
// of actions needs more, a small machine less.
func (a *API) LimitCost(rows int64) { a.maxCost = rows }

// Request is what a client asks.
type Request struct {
	Query         string
	OperationName string // "" when the document has one operation
	Variables     map[string]any
	Admin         bool // the one who asks may see who wrote what
}

// Operation is a request that is ready to run, once.
type Operation struct {
	Name string
	Type ast.Operation
	Key  Key    // of the request
	Hash string // SHA-256 of the document, in hexadecimal
	// Fields counts the root fields, each by its response key.
	Fields int
	// Introspects says that it asks about the schema.
	Introspects bool
	// Cost is how many rows the store reads to answer, by an upper estimate (plan.CostOf); Costs has it for each root field.
	Cost  int64
	Costs []FieldCost
	// DependsOnToday says that the answer may change by midnight though the store does not.
	DependsOnToday bool
	// Subscription is what the operation follows, when it is a subscription. Such an operation is not run.
	Subscription *Subscription

	api   *API
	op    *graphql.OperationContext
	roots map[string]*preparedField // by response key
	turn  chan struct{}             // full while a field asks the store; nil when fields ask side by side

	requestState
}

// preparedField is a root field that is ready to be asked, or what is wrong with it.
type preparedField struct {
	*question
	*asksLog
	change *change // of a mutation
	made   int     // see rootField
	err    error
}

// rootTypes are the types of the root fields of each sort of operation.
var rootTypes = map[ast.Operation]string{ast.Query: "Query", ast.Mutation: "Mutation", ast.Subscription: "Subscription"}

// Prepare reads, validates and compiles a request. The errors are those of the whole request, so that no field can be
// answered; each has a code. An error of one root field is kept, and Run tells it beside the answers of the others.
func (a *API) Prepare(ctx context.Context, r Request) (*Operation, gqlerror.List) {
	document, errs := a.document(r.Query)
	if errs != nil {
		return nil, errs
	}
	definition, invalid := operationOf(document.QueryDocument, r.OperationName)
	if invalid != nil {
		return nil, gqlerror.List{invalid}
	}
	author, err := a.author(ctx, definition.Operation)
	if err != nil {
		return nil, gqlerror.List{present(ctx, err)}
	}
	variables, invalid := variablesOf(definition, r.Variables)
	if invalid != nil {
		return nil, gqlerror.List{invalidRequest(invalid)}
	}
	op := &graphql.OperationContext{
		RawQuery: r.Query, OperationName: r.OperationName, Doc: document.QueryDocument, Operation: definition, Variables: variables,
		RecoverFunc:            panicked,
		ResolverMiddleware:     func(ctx context.Context, next graphql.Resolver) (any, error) { return next(ctx) },
		RootResolverMiddleware: func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler { return next(ctx) },
	}
	if n := (fragmentDepths{}).of(definition.SelectionSet); n > maxFragments {
		return nil, gqlerror.List{present(ctx, tooComplex(
			"fragments stand %d deep in one another; write them out, at most %d are possible here", n, maxFragments))}
	}
	fields := graphql.CollectFields(op, definition.SelectionSet, []string{rootTypes[definition.Operation]})
	o := &Operation{
		Name: definition.Name, Type: definition.Operation, Key: r.Key(), Hash: document.hash, Fields: len(fields),
		api: a, op: op, roots: map[string]*preparedField{},
	}
	o.budget.left.Store(maxAnswer)
	o.admin = r.Admin
	if err := o.checkSize(document.QueryDocument, fields); err != nil {
		return nil, gqlerror.List{present(ctx, err)}
	}
	if o.Type == ast.Mutation {
		o.prepareChanges(fields, author)
		return o, nil
	}
	if o.Type == ast.Subscription {
		if err := o.subscribe(ctx, document, fields, r.Admin); err != nil {
			return nil, gqlerror.List{err}
		}
		return o, nil
	}
	lenses, invalid := (&selectionCompiler{op: op}).lenses(definition)
	if invalid != nil {
		return nil, gqlerror.List{invalid}
	}
	read := lensReader{}
	for _, field := range fields {
		compile, known := questions[field.Name]
		if !known { // gqlgen answers __typename and introspection
			o.Introspects = o.Introspects || field.Name == "__schema" || field.Name == "__type"
			continue
		}
		f := &rootField{
			selectionCompiler: &selectionCompiler{op: op, requestState: &o.requestState},
			field:             field, arguments: field.ArgumentMap(variables),
		}
		p := &preparedField{}
		if p.err = read.read(f, lenses[field.Alias]); p.err == nil {
			p.question, p.err = compile(f)
		}
		if p.err == nil {
			p.err, p.asksLog = f.fault, f.asksLog
			if p.query != nil {
				p.query.RequiredNodes, p.query.Lens = f.required, f.lens
			}
		}
		p.made = f.made
		o.DependsOnToday = o.DependsOnToday || f.dependsOnToday
		o.roots[field.Alias] = p
	}
	if o.err != nil {
		return nil, gqlerror.List{present(ctx, o.err)}
	}
	if err := o.estimate(ctx, fields); err != nil {
		return nil, gqlerror.List{err}
	}
	return o, nil
}

// Run asks the store and answers. Errors are in the response, each with a code. The whole answer is of one store, though
// another may be put in its place meanwhile.
func (o *Operation) Run(ctx context.Context) *graphql.Response {
	ctx, release := query.WithHold(ctx)
	defer release()
	ctx = context.WithValue(graphql.WithOperationContext(ctx, o.op), operationKey{}, o)
	ctx = graphql.WithResponseContext(ctx, present, panicked)
	response := o.api.executable.Exec(ctx)(ctx)
	response.Errors = append(response.Errors, graphql.GetErrors(ctx)...)
	return response
}

type operationKey struct{}

// answered is what each root field does when it runs: it asks the store, and writes the answer. T is its Go type.
func answered[T any](ctx context.Context) (none T, err error) {
	o := ctx.Value(operationKey{}).(*Operation)
	p := o.roots[graphql.GetFieldContext(ctx).Field.Alias]
	if p.err != nil {
		return none, p.err
	}
	found, err := o.ask(ctx, p)
	if err != nil {
		return none, err
	}
	if o.budget.isSpent() {
		return none, errAnswerTooLarge
	}
	written, err := p.write(found)
	switch {
	case o.budget.isSpent():
		return none, errAnswerTooLarge
	case err != nil || written == nil:
		return none, err
	}
	return written.(T), nil
}
