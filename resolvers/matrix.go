package resolvers

import (
	"context"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/analysis"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

const maxMatrix = 40

// Matrix counts every ordered pair of the actors asked for, in one statement.
func (q queryResolver) Matrix(ctx context.Context, actors []string, since, until *string) (*answer.JSON, error) {
	if len(actors) == 0 || len(actors) > maxMatrix {
		return nil, fmt.Errorf("%w: %d actors; a matrix is of 1 to %d", graph.ErrInvalid, len(actors), maxMatrix)
	}
	a := newRootField(ctx)
	find := query.FindCounts{Replies: true}
	for _, by := range actors {
		for _, at := range actors {
			find.Dyads = append(find.Dyads, query.Dyad{By: by, At: at})
		}
	}
	var err error
	if find.Since, find.Until, err = days(a.args()); err != nil {
		return nil, err
	}
	gq := &query.Query{Find: find}
	rows := a.at(a.sets(), "Matrix", "rows")
	of := a.items(wholeItems(&gq.SideIncludes), graph.KindActor, len(actors), a.at(rows, "MatrixRow", "actor")...)
	on := a.items(wholeItems(&gq.SideIncludes), graph.KindActor, len(actors), a.at(a.at(rows, "MatrixRow", "cells"), "MatrixCell", "actor")...)
	found, err := q.fetch(ctx, a, gq)
	if err != nil {
		return nil, err
	}
	sums := analysis.SumByDyad(found.Counts)
	known := byID(found.Items)
	out := make([]object, len(actors))
	for i, by := range actors {
		cells := make([]object, len(actors))
		for j, at := range actors {
			s := sums[query.Dyad{By: by, At: at}]
			cells[j] = object{"actor": items{[]*query.Item{known[at]}, on, true}, "count": s.Actions, "meanIntensity": meanOrNull(s.Intensity, s.Rated), "responseCount": s.Replies}
		}
		out[i] = object{"actor": items{[]*query.Item{known[by]}, of, true}, "cells": cells}
	}
	return a.object("Matrix", object{"rows": out}), nil
}
