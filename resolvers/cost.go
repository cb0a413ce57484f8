package resolvers

import (
	"context"
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/internal/plan"
)

// FieldCost is what a root field costs, by plan.CostOf.
type FieldCost struct {
	Path string // the response key, and the relations that lead to what costs most of it: "actions.responses"
	Rows int64
}

// estimate checks what each root field asks of the store, and estimates what it costs. An error of one field is kept as its
// answer; what is too dear in all is an error of the request.
func (o *Operation) estimate(ctx context.Context, fields []graphql.CollectedField) *gqlerror.Error {
	statistics := o.api.measured.statistics() //nolint:contextcheck // a measurement outlives the request that begins it
	var dearest FieldCost
	for _, field := range fields {
		p := o.roots[field.Alias]
		if p == nil || p.err != nil {
			continue
		}
		if _, p.err = plan.Of(p.query); p.err != nil {
			continue
		}
		cost := plan.CostOf(p.query, statistics)
		c := FieldCost{strings.Join(append([]string{field.Alias}, cost.Dearest...), "."), cost.Rows}
		o.Costs = append(o.Costs, c)
		o.Cost += c.Rows
		if c.Rows > dearest.Rows {
			dearest = c
		}
	}
	if o.Cost <= o.api.maxCost {
		return nil
	}
	alias, _, _ := strings.Cut(dearest.Path, ".")
	err := present(ctx, tooComplex("to answer this the store would have to read about %s rows, and at most %s are possible; most of them "+
		"are for %s: name an actor, an episode or a text in its filter, ask for fewer conditions, counts and groups, or ask in several "+
		"requests", thousands(o.Cost), thousands(o.api.maxCost), dearest.Path))
	err.Extensions["cost"], err.Extensions["limit"], err.Extensions["path"] = o.Cost, o.api.maxCost, []string{alias}
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
