package resolvers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/generated"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/seed"
)

// Writing lets mutations change a store.
type Writing struct {
	Store seed.Logging
	// Author names who asks. Its error is graph.ErrUnauthenticated or graph.ErrForbidden when she may not write.
	Author func(ctx context.Context) (name string, err error)

	kept *seed.Kept
}

// LetWrite lets mutations change a store, before the API is used.
func (a *API) LetWrite(w Writing) {
	w.kept = seed.NewKept()
	a.writing = &w
}

// costPerRecord is how many rows a record of an input counts for, which is merged, compared with others, and has indexes.
const costPerRecord = 100

// change is a mutation's field that is ready to run.
type change struct {
	field *rootField
	run   func(ctx context.Context) (seed.Edited, error)
}

// changes compile the fields of Mutation.
var changes = map[string]func(f *rootField, w *Writing, author string) (*change, error){
	"apply": (*rootField).apply, "retract": (*rootField).retract,
}

func (root) Mutation() generated.MutationResolver { return mutationResolver{} }

// mutationResolver has a method for each field of Mutation. Their arguments are read before they run, as those of questions are.
type mutationResolver struct{}

func (mutationResolver) Apply(ctx context.Context, _ map[string]any, _ *bool, _ *int64) (*answer.JSON, error) {
	return changed(ctx)
}

func (mutationResolver) Retract(ctx context.Context, _ []string, _, _ string, _ *bool, _ *int64) (*answer.JSON, error) {
	return changed(ctx)
}

// author names who asks for a mutation, and refuses who may not.
func (a *API) author(ctx context.Context, operation ast.Operation) (string, error) {
	switch {
	case operation != ast.Mutation:
		return "", nil
	case a.writing == nil:
		return "", fmt.Errorf("%w: this server only reads its store; ask one that was not started with --read-only", graph.ErrForbidden)
	}
	return a.writing.Author(ctx)
}

// prepareChanges compiles the fields of a mutation. An error of one field is kept as its answer.
func (o *Operation) prepareChanges(fields []graphql.CollectedField, author string) {
	for _, field := range fields {
		compile, known := changes[field.Name]
		if !known {
			continue
		}
		f := &rootField{
			selectionCompiler: &selectionCompiler{op: o.op, requestState: &o.requestState},
			field:             field, arguments: field.ArgumentMap(o.op.Variables),
		}
		p := &preparedField{}
		p.change, p.err = compile(f, o.api.writing, author)
		o.Cost += costPerRecord * int64(f.records())
		o.roots[field.Alias] = p
	}
}

// records is about how many records a change concerns.
func (f *rootField) records() int {
	ids, _ := f.arguments["ids"].([]any)
	n := 1 + len(ids)
	input, _ := f.arguments["input"].(map[string]any)
	for _, list := range input {
		records, _ := list.([]any)
		n += len(records)
	}
	return n
}

// changed is what each field of a mutation does when it runs.
func changed(ctx context.Context) (*answer.JSON, error) {
	o := ctx.Value(operationKey{}).(*Operation)
	p := o.roots[graphql.GetFieldContext(ctx).Field.Alias]
	if p.err != nil {
		return nil, p.err
	}
	done, err := p.change.run(ctx)
	if err != nil {
		refused(ctx, err)
		return nil, nil //nolint:nilnil // the errors have been told
	}
	written := p.change.field.written(done)
	if o.budget.isSpent() {
		return nil, fmt.Errorf("%w: it is done, with revision %d, but what it changed is more than an answer may have",
			graph.ErrTooLarge, done.Revision)
	}
	return written, nil
}

// edit reads the arguments that all mutations have.
func (f *rootField) edit(author string) (e seed.Edit, err error) {
	e.Who, e.DryRun = author, f.argument("dryRun") == true
	if v := f.argument("ifRevision"); v != nil {
		n, err := coerceScalar("Revision", v, nil)
		if err != nil {
			return e, graph.Invalid("ifRevision must be a whole number from 0 to 2^53-1, as revision is told")
		}
		given := n.(int64)
		e.IfRevision = &given
	}
	return e, nil
}

func (f *rootField) retract(w *Writing, author string) (*change, error) {
	e, err := f.edit(author)
	ids, dataset, reason := f.texts("ids"), f.text("dataset"), f.text("reason")
	return &change{f, func(ctx context.Context) (seed.Edited, error) {
		return seed.Retract(ctx, w.Store, ids, dataset, reason, e)
	}}, err
}

// written writes what a mutation changed.
func (f *rootField) written(done seed.Edited) *answer.JSON {
	differences := make([]object, len(done.Differences))
	for i, d := range done.Differences {
		differences[i] = object{"id": d.Key, "kind": string(d.Kind) + string(d.Edge), "change": changeOf(d), "fields": fieldsOf(d)}
	}
	warnings := make([]object, len(done.Warnings))
	for i, w := range done.Warnings {
		warnings[i] = object{"rule": w.Rule().String(), "message": w.Problem(), "remedy": seed.RemedyOf(w.Fault), "path": w.At.Path}
	}
	return f.object("Written", object{
		"revision": done.Revision, "differences": differences, "warnings": warnings,
		"notStated": append([]string{}, done.NotStated...),
		"changed": object{
			"added": done.Added, "changed": done.Changed, "retracted": done.Retracted, "unchanged": done.Unchanged,
		},
	})
}

func changeOf(d ingest.Difference) string {
	switch {
	case !d.Old:
		return "ADDED"
	case !d.New:
		return "RETRACTED"
	}
	return "CHANGED"
}

func fieldsOf(d ingest.Difference) []object {
	out := make([]object, len(d.Fields))
	for i, f := range d.Fields {
		out[i] = object{"name": f.Name, "old": jsonOf(f.Old), "new": jsonOf(f.New)}
	}
	return out
}

// jsonOf is a value of a record as JSON.
func jsonOf(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage("null") // values of records are texts, numbers and lists of these
	}
	return text
}

// severalErrors is what errors.Join gives.
type severalErrors interface {
	error
	Unwrap() []error
}

// refused tells why a mutation was not done: each fault of what it was given, and each conflict, as an error of its own.
func refused(ctx context.Context, err error) {
	var problems seed.Problems
	var several severalErrors
	faults := graph.FaultsOf(err)
	switch {
	case errors.As(err, &problems):
		for _, p := range problems {
			graphql.AddError(ctx, faultError(ctx, p.Fault, p.At.Path))
		}
	case len(faults) > 0:
		for _, f := range faults {
			graphql.AddError(ctx, faultError(ctx, f, ""))
		}
	case errors.Is(err, graph.ErrConflict) && errors.As(err, &several):
		for _, one := range several.Unwrap() {
			graphql.AddError(ctx, one)
		}
	default:
		graphql.AddError(ctx, err)
	}
}

// faultError is a fault as an error, with the place in the input.
func faultError(ctx context.Context, f graph.Fault, path string) *gqlerror.Error {
	e := present(ctx, f)
	e.Message = short(f.Message())
	if path != "" {
		e.Message = short(path + ": " + f.Message())
		e.Extensions["path"] = path
	}
	e.Extensions["rule"] = f.Rule().String()
	e.Extensions["remedy"] = short(seed.RemedyOf(f))
	return e
}
