package resolvers

import (
	"context"
	"fmt"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (q queryResolver) Unanswered(ctx context.Context, filter args, _ text, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	a := newRootField(ctx)
	given := a.args()
	var find query.FindUnanswered
	find.OwedBy, _ = stringList(filter["owedBy"])
	find.OwedTo, _ = stringList(filter["owedTo"])
	find.Kinds, _ = stringList(filter["kind"])
	find.Basis, _ = stringList(filter["basis"])
	find.Episodes, _ = stringList(filter["episode"])
	find.Direct = filter["includeParts"] == false
	var err error
	if find.Since, find.Until, err = days(filter); err != nil {
		return nil, err
	}
	if find.AsOf, err = day(given, "asOf"); err != nil {
		return nil, err
	}
	if least, given := filter["minAgeDays"]; given && least != nil {
		if find.Until, err = aged(least, find.AsOf, find.Until); err != nil {
			return nil, err
		}
	}
	if find.List, err = a.selectionCompiler.list(graph.KindUnanswered, without(given, "filter")); err != nil {
		return nil, err
	}
	gq := &query.Query{}
	rows := max(find.Page.Limit, 1)
	a.charge(rows)
	p := a.connection(&find.List, projected(gq), graph.KindUnanswered, "Unanswered", rows, a.field.Selections)
	gq.Find = find
	return q.page(ctx, a, gq, p)
}

// aged is the last day of what was asked so many days before another day (today, unless given), or until if that is earlier.
func aged(least any, asOf, until graph.Day) (graph.Day, error) {
	n, err := float(least)
	if err != nil || n < 0 || n > 36500 {
		return "", fmt.Errorf("%w: minAgeDays is %v; 0 to 36500 are possible", graph.ErrInvalid, least)
	}
	if asOf == "" {
		asOf = graph.Day(time.Now().UTC().Format(time.DateOnly))
	}
	last := asOf.AddDays(-int(n))
	if until != "" && until < last {
		last = until
	}
	return last, nil
}
