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
	Decode        Decode     // lets JSON be read; nil means at once
	Admit         Admit      // lets a document be prepared; nil means at once
	Run           Runner     // runs what is prepared; nil means at once
	Kept          Kept       // has answers that need no run; nil means that there are none
	Documents     *Documents // the only documents that are answered; nil means any
	Introspection bool       // whether clients may ask about the schema
	NoPersisted   bool       // documents are not kept for clients that send their hash
	// Admin reports whether the one who asks may see who wrote what; nil is nobody.
	Admin func(context.Context) bool
}

// Decode waits until JSON with so many values may be read: what is made of it may take fifty times as much as the text. refused is
// nil, or the result instead.
type Decode func(ctx context.Context, values int) (refused *Result)

// Admit waits until a document may be prepared, and whoever prepares it leaves afterwards. refused is nil, or the result instead.
type Admit func(ctx context.Context, document string) (leave func(), refused *Result)

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

// Handler answers GraphQL. It is safe for concurrent use.
type Handler struct {
	Config
	persisted *persisted
}

// New answers GraphQL. Whoever calls it bounds the body and the time of a request.
func New(c Config) *Handler {
	if c.Decode == nil {
		c.Decode = func(context.Context, int) *Result { return nil }
	}
	if c.Admit == nil {
		c.Admit = func(context.Context, string) (leave func(), refused *Result) { return func() {}, nil }
	}
	if c.Run == nil {
		c.Run = func(ctx context.Context, op *resolvers.Operation) Result { return Result{Response: op.Run(ctx)} }
	}
	if c.Admin == nil {
		c.Admin = func(context.Context) bool { return false }
	}
	h := &Handler{Config: c}
	if c.Documents == nil && !c.NoPersisted {
		h.persisted = newPersisted()
	}
	return h
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.serve(w, r, false) }

// Follow answers a request like ServeHTTP, unless it asks for a subscription: this is for the caller to follow.
func (h *Handler) Follow(w http.ResponseWriter, r *http.Request) (subscription *resolvers.Operation) {
	return h.serve(w, r, true)
}

func (h *Handler) serve(w http.ResponseWriter, r *http.Request, follows bool) (subscription *resolvers.Operation) {
	if r.Method == http.MethodOptions {
		w.Header().Set("Allow", methods)
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	media, known := accepted(r.Header.Values("Accept"))
	if !known {
		refuse(w, r, legacy, refused(http.StatusNotAcceptable, "accept %s or %s; no other media type is possible here", graphqlResponse, legacy))
		return nil
	}
	p, done, err := h.parameters(r.Context(), func(admit admitValues) (*params, *refusal) { return read(r, admit) })
	var op *resolvers.Operation
	if p != nil {
		op, done, err = h.prepare(r.Context(), p)
	}
	switch {
	case p != nil && r.Method != http.MethodPost && mutates(op, p):
		refuse(w, r, media, refused(http.StatusMethodNotAllowed, "a mutation is sent by POST"))
	case err != nil:
		refuse(w, r, media, err)
	case done != nil:
		write(w, r, media, *done, nil)
	case op.Subscription != nil && follows:
		return op
	case op.Subscription != nil:
		refuse(w, r, media, &refusal{http.StatusBadRequest, false, "INVALID", errFollowed})
	default:
		write(w, r, media, h.Run(r.Context(), op), op)
	}
	return nil
}

const errFollowed = "a subscription is followed over a WebSocket (graphql-transport-ws), or with the header Accept: " + eventStream

// parameters reads what is asked when its JSON may be read. When p is nil, it is done, or an err.
func (h *Handler) parameters(ctx context.Context, read func(admitValues) (*params, *refusal)) (p *params, done *Result, err *refusal) {
	p, err = read(func(values int) bool {
		if ctx.Err() != nil { // nobody waits for it
			done = &Result{Response: resolvers.Refused(ctx, ctx.Err())}
		} else {
			done = h.Decode(ctx, values)
		}
		return done == nil
	})
	if done != nil {
		return nil, done, nil
	}
	return p, nil, err
}

// prepare finds the operation that is asked for. What is kept, or wrong, is done, or an err.
func (h *Handler) prepare(ctx context.Context, p *params) (op *resolvers.Operation, done *Result, err *refusal) {
	if p.text, err = h.document(ctx, p); err != nil {
		return nil, nil, err
	}
	request := resolvers.Request{Query: p.text, OperationName: p.operationName, Variables: p.variables, Admin: h.Admin(ctx)}
	if h.Kept != nil {
		if result, kept := h.Kept(ctx, request); kept {
			h.keep(p)
			return nil, &result, nil
		}
	}
	op, errs, done := h.admitted(ctx, request)
	switch {
	case done != nil:
		return nil, done, nil
	case errs != nil:
		return nil, h.unguessed(errs), nil
	case op.Introspects && !h.Introspection:
		return nil, failed("INVALID", "questions about the schema (__schema, __type) are switched off here; ask the operator for it"), nil
	}
	record := observe.From(ctx)
	record.SetOperation(op.Name, op.Hash)
	record.SetDocument(p.text, p.variables)
	record.SetCost(op.Cost)
	h.keep(p)
	return op, nil, nil
}

// admitted prepares a request when it is admitted, else it is done.
func (h *Handler) admitted(ctx context.Context, r resolvers.Request) (op *resolvers.Operation, errs gqlerror.List, done *Result) {
	leave, done := h.Admit(ctx, r.Query)
	if done != nil {
		return nil, nil, done
	}
	defer leave()
	if ctx.Err() != nil { // nobody waits for it
		return nil, nil, &Result{Response: resolvers.Refused(ctx, ctx.Err())}
	}
	op, errs = h.API.Prepare(ctx, r)
	return op, errs, nil
}

// Message answers what a client asks by a message, in JSON as a body of POST has it. A subscription is prepared, and the caller
// follows it.
func (h *Handler) Message(ctx context.Context, text []byte) (Result, *resolvers.Operation) {
	p, done, err := h.parameters(ctx, func(admit admitValues) (*params, *refusal) { return readText(text, admit) })
	var op *resolvers.Operation
	if p != nil {
		op, done, err = h.prepare(ctx, p)
	}
	switch {
	case err != nil:
		return *failed(err.code, err.message), nil
	case done != nil:
		return *done, nil
	case op.Subscription != nil:
		return Result{}, op
	}
	return h.Run(ctx, op), nil
}

// keep keeps a valid document that came with its hash, for those who send the hash alone.
func (h *Handler) keep(p *params) {
	if p.hash != "" && p.query != "" && h.persisted != nil {
		h.persisted.keep(p.hash, p.text)
	}
}

// document finds the text that a request means.
func (h *Handler) document(ctx context.Context, p *params) (string, *refusal) {
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
		return op.Type == ast.Mutation
	}
	d, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: p.text}, 1000)
	if err != nil {
		return false
	}
	asked := d.Operations.ForName(p.operationName)
	return asked != nil && asked.Operation == ast.Mutation
}

// unguessed are the errors of a request. Where introspection is switched off, they do not tell which names there are.
func (h *Handler) unguessed(errs gqlerror.List) *Result {
	if !h.Introspection {
		for _, e := range errs {
			e.Message, _, _ = strings.Cut(e.Message, " Did you mean")
		}
	}
	return &Result{Response: &graphql.Response{Errors: errs}}
}

// failed is the result of a request that has one error.
func failed(code, message string) *Result {
	return &Result{Response: &graphql.Response{Errors: gqlerror.List{failure(code, message)}}}
}
