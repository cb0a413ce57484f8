package graphqlhttp

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/demarche-graph/demarche/internal/server/observe"
	"github.com/demarche-graph/demarche/resolvers"
)

// Config says what New serves.
type Config struct {
	API           *resolvers.API
	Run           Runner     // runs what is prepared; nil means at once
	Kept          Kept       // has answers that need no run; nil means that there are none
	Documents     *Documents // the only documents that are answered; nil means any
	Introspection bool       // whether clients may ask about the schema
	NoPersisted   bool       // documents are not kept for clients that send their hash
}

// Runner runs an operation, now or when there is room for it.
type Runner func(ctx context.Context, op *resolvers.Operation) Result

// Kept finds the answer to a request that was answered before and still holds.
type Kept func(ctx context.Context, r resolvers.Request) (Result, bool)

// Result is what came of an operation.
type Result struct {
	Response   *graphql.Response
	Tag        string        // names the answer's content for ETag, without quotes; "" when it is not known
	RetryAfter time.Duration // when to ask again, for SERVER_BUSY and RATE_LIMITED; 0 leaves it out
}

type handler struct {
	Config
	persisted *persisted
}

// New answers GraphQL. Whoever calls it bounds the body and the time of a request.
func New(c Config) http.Handler {
	if c.Run == nil {
		c.Run = func(ctx context.Context, op *resolvers.Operation) Result { return Result{Response: op.Run(ctx)} }
	}
	h := &handler{Config: c}
	if c.Documents == nil && !c.NoPersisted {
		h.persisted = newPersisted()
	}
	return h
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodOptions {
		w.Header().Set("Allow", methods)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	media, known := accepted(r.Header.Values("Accept"))
	if !known {
		refuse(w, r, legacy, refused(http.StatusNotAcceptable, "accept %s or %s; no other media type is possible here", graphqlResponse, legacy))
		return
	}
	p, err := read(r)
	if err == nil {
		p.text, err = h.document(r.Context(), p)
	}
	if err != nil {
		refuse(w, r, media, err)
		return
	}
	request := resolvers.Request{Query: p.text, OperationName: p.operationName, Variables: p.variables}
	if h.Kept != nil {
		if result, kept := h.Kept(r.Context(), request); kept {
			h.keep(p)
			write(w, r, media, result, nil)
			return
		}
	}
	op, errs := h.API.Prepare(r.Context(), request)
	switch {
	case r.Method != http.MethodPost && mutates(op, p):
		refuse(w, r, media, refused(http.StatusMethodNotAllowed, "a mutation is sent by POST"))
	case errs != nil:
		write(w, r, media, h.unguessed(errs), nil)
	case op.Introspects && !h.Introspection:
		write(w, r, media, Result{Response: &graphql.Response{Errors: gqlerror.List{failure("INVALID",
			"questions about the schema (__schema, __type) are switched off here; ask the operator for it")}}}, nil)
	default:
		record := observe.From(r.Context())
		record.SetOperation(op.Name, op.Hash)
		record.SetDocument(p.text, p.variables)
		record.SetCost(op.Cost)
		h.keep(p)
		write(w, r, media, h.Run(r.Context(), op), op)
	}
}

// keep keeps a valid document that came with its hash, for those who send the hash alone.
func (h *handler) keep(p *params) {
	if p.hash != "" && p.query != "" && h.persisted != nil {
		h.persisted.keep(p.hash, p.text)
	}
}

// document finds the text that a request means.
func (h *handler) document(ctx context.Context, p *params) (string, *refusal) {
	switch {
	case h.Documents != nil && ctx.Value(anyDocumentKey{}) == nil:
		return h.Documents.text(p)
	case h.persisted != nil:
		return h.persisted.text(p)
	case p.query == "" && p.hash != "":
		return "", &refusal{http.StatusBadRequest, false, "PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported"}
	}
	return p.query, nil
}

// mutates reports whether a request asks for a mutation. A document that is not valid may ask for one too.
func mutates(op *resolvers.Operation, p *params) bool {
	if op != nil {
		return op.Type != ast.Query
	}
	d, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: p.text}, 1000)
	if err != nil {
		return false
	}
	asked := d.Operations.ForName(p.operationName)
	return asked != nil && asked.Operation != ast.Query
}

// unguessed are the errors of a request. Where introspection is switched off, they do not tell which names there are.
func (h *handler) unguessed(errs gqlerror.List) Result {
	if !h.Introspection {
		for _, e := range errs {
			e.Message, _, _ = strings.Cut(e.Message, " Did you mean")
		}
	}
	return Result{Response: &graphql.Response{Errors: errs}}
}
