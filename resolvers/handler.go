// Package resolvers turns GraphQL questions into query.Query and answers into JSON. It knows the
// schema and the graph, and no store.
//
// A root resolver reads the whole selection (select.go), asks the store once, and writes the answer by
// the plan made on the way (write.go). Each question is one small file.
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

// maxTokens bounds a document: validation is quadratic in it.
const maxTokens = 4000

// NewHandler answers GraphQL over HTTP (GET and POST) from a store.
func NewHandler(store query.Reader) http.Handler {
	h := handler.New(generated.NewExecutableSchema(generated.Config{Resolvers: root{store}}))
	h.AddTransport(transport.Options{})
	h.AddTransport(rawResponse{transport.GET{}})
	h.AddTransport(rawResponse{transport.POST{}})
	h.SetQueryCache(lru.New[*ast.QueryDocument](1000))
	h.SetParserTokenLimit(maxTokens)
	h.Use(extension.Introspection{})
	h.Use(fragmentLimit{})
	h.SetErrorPresenter(present)
	return h
}

var schema = generated.NewExecutableSchema(generated.Config{}).Schema()

type root struct{ store query.Reader }

func (r root) Query() generated.QueryResolver { return queryResolver(r) }

// queryResolver has one method for each question, each in a file of its own.
type queryResolver struct{ store query.Reader }

var _ generated.QueryResolver = queryResolver{}

// rootField is one root field in hand.
type rootField struct {
	*selectionCompiler
	field graphql.CollectedField
}

func newRootField(ctx context.Context) *rootField {
	return &rootField{&selectionCompiler{op: graphql.GetOperationContext(ctx)}, graphql.GetFieldContext(ctx).Field}
}

func (a *rootField) args() map[string]any { return a.field.ArgumentMap(a.op.Variables) }

// fetch asks the store, unless compiling found a fault.
func (q queryResolver) fetch(ctx context.Context, a *rootField, gq *query.Query) (*query.Answer, error) {
	if a.err != nil {
		return nil, a.err
	}
	gq.RequiredNodes = a.required
	return q.store.Fetch(ctx, gq)
}

func (a *rootField) write(f func(w *writer)) *answer.JSON {
	w := &writer{c: a.selectionCompiler}
	f(w)
	return &answer.JSON{Text: w.buf}
}

func (a *rootField) sets() []ast.SelectionSet { return []ast.SelectionSet{a.field.Selections} }

// object writes a composite answer.
func (a *rootField) object(typeName string, o object) *answer.JSON {
	return a.write(func(w *writer) { w.object(o, typeName, a.collect(typeName, a.field.Selections)) })
}
