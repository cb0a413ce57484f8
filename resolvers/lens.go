package resolvers

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// lensName is the directive's.
const lensName = "lens"

// misplacedLenses are the errors of lenses on other fields than those of a query's root.
func misplacedLenses(document *ast.QueryDocument) (errs gqlerror.List) {
	eachField(document, func(f *ast.Field) {
		if d := f.Directives.ForName(lensName); d != nil && f.ObjectDefinition != schema.Query {
			errs = append(errs, invalidRequest(gqlerror.ErrorPosf(d.Position, misplaced(f), f.Name)))
		}
	})
	return errs
}

// misplaced says why a lens cannot stand on a field.
func misplaced(f *ast.Field) string {
	switch f.ObjectDefinition {
	case schema.Mutation:
		return "@lens stands on %s, which changes the store: a lens is for questions, what is changed is the whole graph"
	case schema.Subscription:
		return "@lens stands on %s, which tells what is recorded, whatever a lens leaves out: a lens is for questions"
	default:
		return "@lens stands on %s, which is no root field; it holds for a whole question: put it on the query or on a root field"
	}
}

// lenses finds the directive of each root field of an operation, by response key; nil where there is none. All fields of one key have
// the same lens, for GraphQL makes one of them.
func (c *selectionCompiler) lenses(operation *ast.OperationDefinition) (map[string]*ast.Directive, *gqlerror.Error) {
	whole := operation.Directives.ForName(lensName)
	out := map[string]*ast.Directive{}
	opened := map[*ast.FragmentDefinition]bool{} // each once, as in collect
	var clash *gqlerror.Error
	var walk func(ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				if !c.included(s.Directives) {
					continue
				}
				own := s.Directives.ForName(lensName)
				if own == nil {
					own = whole
				}
				before, again := out[s.Alias]
				if again && c.directiveText(before) != c.directiveText(own) && clash == nil {
					clash = invalidRequest(gqlerror.ErrorPosf(s.Position,
						"%s is asked for through two lenses; give each an alias of its own", s.Alias))
				}
				out[s.Alias] = own
			case *ast.InlineFragment:
				if c.included(s.Directives) {
					walk(s.SelectionSet)
				}
			case *ast.FragmentSpread:
				if c.included(s.Directives) && !opened[s.Definition] {
					opened[s.Definition] = true
					walk(s.Definition.SelectionSet)
				}
			}
		}
	}
	walk(operation.SelectionSet)
	return out, clash
}

// directiveText tells lenses apart.
func (c *selectionCompiler) directiveText(d *ast.Directive) string {
	if d == nil {
		return ""
	}
	return fmt.Sprint(d.ArgumentMap(c.op.Variables)) // maps are printed in the order of their keys
}

// lensed is a lens as it was read, with its mark.
type lensed struct {
	lens *query.Lens
	mark string
	err  error
}

// lensReader reads each directive of an operation once, though many root fields may share it.
type lensReader map[*ast.Directive]lensed

// read gives a root field its lens. What it names has to exist.
func (r lensReader) read(f *rootField, d *ast.Directive) error {
	if d == nil {
		return nil
	}
	x, known := r[d]
	if !known {
		x.lens, x.err = f.readLens(d)
		x.mark = lensMark(x.lens)
		r[d] = x
	}
	if x.lens != nil && x.lens.Datasets != nil {
		f.require(graph.KindDataset, x.lens.Datasets...)
	}
	f.lens, f.lensMark = x.lens, x.mark
	return x.err
}

// readLens reads a directive.
func (c *selectionCompiler) readLens(d *ast.Directive) (*query.Lens, error) {
	arguments := d.ArgumentMap(c.op.Variables)
	l := &query.Lens{}
	var err error
	if l.KnownOn, err = day(arguments, "knownOn"); err != nil {
		return nil, err
	}
	question := c.required // whose nodes are looked up with every question
	c.required = nil
	for _, x := range []struct {
		name string
		into *query.Pred
	}{{"without", &l.Without}, {"only", &l.Only}} {
		filter, given := arguments[x.name].(map[string]any)
		if !given {
			continue
		}
		if *x.into, err = c.predicate(graph.KindSource, filter); err != nil {
			return nil, fmt.Errorf("@lens %s: %w", x.name, err)
		}
	}
	l.Named, c.required = c.required, question
	l.Basis = listOrNil(arguments["basis"])
	l.Datasets = listOrNil(arguments["datasets"])
	if l.KnownOn == "" && l.Basis == nil && l.Datasets == nil && !l.OnSources() {
		return nil, nil // it leaves nothing out
	}
	l.Text = plan.LensText(l)
	return l, nil
}

// listOrNil is a list that is given, though it may be empty, else nil.
func listOrNil(v any) []string {
	list, given := stringList(v)
	if given && list == nil {
		return []string{}
	}
	return list
}

// lensMark is how a cursor tells through which lens it was given; "" for the whole graph.
func lensMark(l *query.Lens) string {
	if l == nil {
		return ""
	}
	sum := sha256.Sum256([]byte(l.Text))
	return hex.EncodeToString(sum[:6])
}
