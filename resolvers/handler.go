package resolvers

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/generated"
	"github.com/demarche-graph/demarche/graph/query"
)

const (
	maxTokens       = 4000 // tokens of a document; the time of validation grows with their square
	cachedDocuments = 1000 // parsed and validated documents that are kept
)

// NewHandler answers GraphQL over HTTP, by GET and POST, from a store.
func NewHandler(store query.Reader) http.Handler {
	h := handler.New(generated.NewExecutableSchema(generated.Config{Resolvers: root{store}}))
	h.AddTransport(transport.Options{})
	h.AddTransport(rawResponse{transport.GET{}})
	h.AddTransport(rawResponse{transport.POST{}})
	h.SetQueryCache(lru.New[*ast.QueryDocument](cachedDocuments))
	h.SetParserTokenLimit(maxTokens)
	h.Use(extension.Introspection{})
	h.Use(fragmentLimit{})
	h.SetErrorPresenter(present)
	h.SetRecoverFunc(panicked)
	return h
}

var schema = generated.NewExecutableSchema(generated.Config{}).Schema()

type root struct{ store query.Reader }

func (r root) Query() generated.QueryResolver { return queryResolver(r) }

// queryResolver has a method for each root field. A method reads its arguments as gqlgen decoded them, or from the selection
// when nested lists have the same arguments.
type queryResolver struct{ store query.Reader }

var _ generated.QueryResolver = queryResolver{}

// fetch asks the store, unless compiling the selection found a fault.
func (r queryResolver) fetch(ctx context.Context, f *rootField, q *query.Query) (*query.Answer, error) {
	if f.err != nil {
		return nil, f.err
	}
	q.RequiredNodes = f.required
	return r.store.Fetch(ctx, q)
}

// rootField is the state of one root field while it is answered.
type rootField struct {
	*selectionCompiler
	field graphql.CollectedField
}

func newRootField(ctx context.Context) *rootField {
	return &rootField{&selectionCompiler{op: graphql.GetOperationContext(ctx)}, graphql.GetFieldContext(ctx).Field}
}

func (f *rootField) arguments() map[string]any { return f.field.ArgumentMap(f.op.Variables) }

func (f *rootField) selections() []ast.SelectionSet { return []ast.SelectionSet{f.field.Selections} }

func (f *rootField) write(do func(w *writer)) *answer.JSON {
	w := &writer{c: f.selectionCompiler}
	do(w)
	return &answer.JSON{Text: w.buf}
}

// object writes a composite answer.
func (f *rootField) object(typeName string, o object) *answer.JSON {
	return f.write(func(w *writer) { w.object(o, typeName, f.collect(typeName, f.field.Selections)) })
}

// orDefault returns an argument, or a default when a client gives null. When a client leaves the argument out, gqlgen sets
// the schema's default, which is the same.
func orDefault[T any](argument *T, otherwise T) T {
	if argument == nil {
		return otherwise
	}
	return *argument
}
