package resolvers

import (
	"context"
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/internal/plan"
)

// FieldCost is what a root field costs.
type FieldCost struct {
	Field string // its response key
	plan.Cost
}

// madeObject is how many rows a store looks at in the time in which an object is made and written.
const madeObject = 8

// Path is the response key, and the relations that lead to what costs most of the field: "actions.responses".
func (c FieldCost) Path() string { return strings.Join(append([]string{c.Field}, c.Dearest...), ".") }

// estimate checks what each root field asks of the store, and estimates what it costs. An error of one field is kept as its
// answer; what is too dear in all is an error of the request.
func (o *Operation) estimate(ctx context.Context, fields []graphql.CollectedField) *gqlerror.Error {
	statistics := o.api.measured.statistics() //nolint:contextcheck // a measurement outlives the request that begins it
	var dearest FieldCost
	o.Costs = make([]FieldCost, 0, len(fields))
	for _, field := range fields {
		p := o.roots[field.Alias]
		if p == nil || p.err != nil {
			continue
		}
		c := FieldCost{Field: field.Alias}
		if p.query != nil {
			if p.err = plan.Check(p.query); p.err != nil {
				continue
			}
			c.Cost = plan.CostOf(o.api.store.Known(p.query), statistics)
		}
		if p.asksLog != nil {
			c.Rows += p.asksLog.rows(statistics)
		}
		c.Rows += madeObject * int64(p.made)
		o.Costs = append(o.Costs, c)
		o.Cost += c.Rows
		if c.Rows > dearest.Rows {
			dearest = c
		}
	}
	if o.Cost <= o.api.maxCost {
		return nil
	}
	err := present(ctx, tooComplex("to answer this the store would have to read about %s rows, and at most %s are possible; most of them "+
		"are for %s: name an actor, an episode or a text in its filter, ask for fewer conditions, counts and groups, or ask in several "+
		"requests", thousands(o.Cost), thousands(o.api.maxCost), dearest.Path()))
	err.Extensions["cost"], err.Extensions["limit"], err.Extensions["path"] = o.Cost, o.api.maxCost, []string{dearest.Field}
	return err
}

// thousands writes a number so that a person can read it.
func thousands(n int64) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
