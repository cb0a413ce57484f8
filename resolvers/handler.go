package resolvers

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/graph/query"
)

const (
	cachedDocuments = 1000 // parsed and validated documents that are kept
)

func newDocuments() graphql.Cache[*ast.QueryDocument] {
	return lru.New[*ast.QueryDocument](cachedDocuments)
}

// Watcher is told what a handler does.
type Watcher interface {
	Prepared(ctx context.Context, r Request, o *Operation) // a request can run
	Answered(ctx context.Context, errs gqlerror.List)      // a request was answered, with these errors
}

// NewHandler answers GraphQL over HTTP, by GET and POST, from a store. Watchers are told of each request.
func NewHandler(store query.Reader, watchers ...Watcher) http.Handler {
	exec := executor{New(store), watchers}
	transports := []graphql.Transport{transport.Options{}, rawResponse{transport.GET{}}, rawResponse{transport.POST{}}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(graphql.StartOperationTrace(r.Context()))
		for _, t := range transports {
			if t.Supports(r) {
				t.Do(w, r, exec)
				return
			}
		}
		w.WriteHeader(http.StatusBadRequest)
	})
}

// executor lets gqlgen's transports use an API.
type executor struct {
	api      *API
	watchers []Watcher
}

func (e executor) CreateOperationContext(ctx context.Context, p *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	o, errs := e.api.Prepare(ctx, Request{Query: p.Query, OperationName: p.OperationName, Variables: p.Variables})
	if errs != nil {
		return &graphql.OperationContext{}, errs
	}
	for _, w := range e.watchers {
		w.Prepared(ctx, Request{Query: p.Query, OperationName: p.OperationName, Variables: p.Variables}, o)
	}
	o.op.Extensions = map[string]any{"prepared": o}
	return o.op, nil
}

func (e executor) DispatchOperation(ctx context.Context, op *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	o := op.Extensions["prepared"].(*Operation)
	return func(ctx context.Context) *graphql.Response {
		response := o.Run(ctx)
		e.answered(ctx, response.Errors)
		return response
	}, ctx
}

func (e executor) DispatchError(ctx context.Context, list gqlerror.List) *graphql.Response {
	e.answered(ctx, list)
	return &graphql.Response{Errors: list}
}

func (e executor) answered(ctx context.Context, errs gqlerror.List) {
	for _, w := range e.watchers {
		w.Answered(ctx, errs)
	}
}
