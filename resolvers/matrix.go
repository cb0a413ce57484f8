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

func (queryResolver) Matrix(ctx context.Context, _ []string, _, _ *string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

// matrix asks for the counts of every ordered pair of the actors, each with itself too.
func (f *rootField) matrix() (*question, error) {
	actors := f.texts("actors")
	if len(actors) == 0 || len(actors) > maxMatrix {
		return nil, fmt.Errorf("%w: %d actors; a matrix is of 1 to %d", graph.ErrInvalid, len(actors), maxMatrix)
	}
	find := query.FindCounts{Replies: true}
	for _, by := range actors {
		for _, at := range actors {
			find.Dyads = append(find.Dyads, query.Dyad{By: by, At: at})
		}
	}
	var err error
	if find.Since, find.Until, err = days(f.arguments); err != nil {
		return nil, err
	}
	q := &query.Query{Find: find}
	row := f.below(f.selections(), "Matrix", "rows")
	cell := f.below(row, "MatrixRow", "cells")
	rowActor := f.items(valuesOfSides(q), graph.KindActor, len(actors), f.below(row, "MatrixRow", "actor")...)
	cellActor := f.items(valuesOfSides(q), graph.KindActor, len(actors), f.below(cell, "MatrixCell", "actor")...)
	return &question{q, func(found *query.Answer) (any, error) {
		sums, known := analysis.SumByDyad(found.Counts), byID(found.Items)
		rows := make([]object, len(actors))
		for i, by := range actors {
			cells := make([]object, len(actors))
			for j, at := range actors {
				s := sums[query.Dyad{By: by, At: at}]
				cells[j] = object{
					"actor": one(known[at], cellActor), "count": s.Actions, "responseCount": s.Replies,
					"intensityCount": s.Rated, "meanIntensity": meanOrNull(s.Intensity, s.Rated),
				}
			}
			rows[i] = object{"actor": one(known[by], rowActor), "cells": cells}
		}
		return f.object("Matrix", object{"rows": rows}), nil
	}}, nil
}
