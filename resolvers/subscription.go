package resolvers

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// Subscription is what a client follows: which changes, and how each is written. Whoever has the log reads it, so that this
// package knows no time.
type Subscription struct {
	After  *ingest.Position // where to begin; nil is from now on
	Filter ingest.ChangeFilter
	Bytes  int64 // of memory that it holds while it lasts, by an upper estimate

	operation *Operation
	field     graphql.CollectedField
	admin     bool
	ends      bool // the labels of ends are selected
}

// subscriptionCost is the cost of a subscription: a page of changes, which it holds at most.
const subscriptionCost = 100

// subscribe prepares a subscription. Its one root field is changed.
func (o *Operation) subscribe(ctx context.Context, d *document, fields []graphql.CollectedField, admin bool) *gqlerror.Error {
	if len(fields) != 1 || fields[0].Name != "changed" {
		return present(ctx, graph.Invalid("a subscription has one root field: changed"))
	}
	o.Cost = subscriptionCost
	s := &Subscription{operation: o, field: fields[0], admin: admin, Bytes: int64(d.bytes) + bytesOf(o.op.Variables)}
	arguments := s.field.ArgumentMap(o.op.Variables)
	since, err := revision(arguments, "since")
	after, _ := arguments["after"].(string)
	switch {
	case err != nil:
	case since != nil && after != "":
		err = graph.Invalid("give since or after, not both")
	case since != nil:
		p := ingest.EndOf(*since)
		s.After = &p
	case after != "":
		var p ingest.Position
		p, err = ParsePosition("after", after)
		s.After = &p
	}
	if err == nil {
		s.Filter, err = changeFilter(arguments["filter"], admin)
	}
	if err != nil {
		shown := present(ctx, err)
		shown.Path = ast.Path{ast.PathName(s.field.Alias)}
		return shown
	}
	c := &selectionCompiler{op: o.op, requestState: &o.requestState}
	for _, f := range c.collect("Change", s.field.Selections) {
		s.ends = s.ends || slices.Contains([]string{"from", "to", "label"}, f.name())
	}
	o.Subscription = s
	return nil
}

// bytesOf estimates the memory of variables.
func bytesOf(v any) (n int64) {
	const each = 64 // an any, and what a map has beside it
	switch v := v.(type) {
	case string:
		return each + int64(len(v))
	case []any:
		for _, item := range v {
			n += bytesOf(item)
		}
	case map[string]any:
		for name, item := range v {
			n += each + int64(len(name)) + bytesOf(item)
		}
	}
	return each + n
}

// Write writes changes, each as a response of its own. The error is that of the store, which is asked what the ends of edges are
// called when that is selected.
func (s *Subscription) Write(ctx context.Context, changes []ingest.Change) (responses []*graphql.Response, err error) {
	labels := map[string]string{}
	if s.ends {
		if labels, err = labelsOfEnds(ctx, s.operation.api.store, changes); err != nil {
			return nil, err
		}
	}
	for _, c := range changes {
		state := &requestState{}
		state.budget.left.Store(maxAnswer)
		w := &writer{c: &selectionCompiler{op: s.operation.op, requestState: state}}
		w.raw("{" + jsonKey(s.field.Alias))
		w.object(changeObject(c, labels, s.admin), "Change", w.c.collect("Change", s.field.Selections))
		w.raw("}")
		response := &graphql.Response{Data: w.buf}
		if w.spend(); w.full {
			response = Refused(ctx, errAnswerTooLarge)
		}
		responses = append(responses, response)
	}
	return responses, nil
}
