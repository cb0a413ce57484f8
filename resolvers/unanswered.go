package resolvers

import (
	"context"
	"fmt"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (queryResolver) Unanswered(
	ctx context.Context, _ map[string]any, _ *string, _ *int, _ *string, _ *int, _ *string,
) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

// unanswered has a filter of its own, whose fields are those of query.FindUnanswered and no conditions.
func (f *rootField) unanswered() (*question, error) {
	filter, _ := f.arguments["filter"].(map[string]any)
	find, err := findUnanswered(filter, f.arguments)
	if err != nil {
		return nil, err
	}
	f.dependsOnToday = filter["minAgeDays"] != nil && find.AsOf == ""
	if find.List, err = f.list(graph.KindUnanswered, without(f.arguments, "filter")); err != nil {
		return nil, err
	}
	q := &query.Query{}
	p := f.connection(&find.List, selectedValues(q), graph.KindUnanswered, "Unanswered", 1, f.selections()...)
	q.Find = find
	return f.page(q, p), nil
}

func findUnanswered(filter, arguments map[string]any) (find query.FindUnanswered, err error) {
	find.OwedBy, _ = stringList(filter["owedBy"])
	find.OwedTo, _ = stringList(filter["owedTo"])
	find.Kinds, _ = stringList(filter["kind"])
	find.Basis, _ = stringList(filter["basis"])
	find.Episodes, _ = stringList(filter["episode"])
	find.AttributedTo, _ = stringList(filter["attributedTo"])
	find.Datasets, _ = stringList(filter["dataset"])
	for _, field := range []string{"owedBy", "owedTo", "kind", "basis", "episode", "dataset", "attributedTo"} {
		if list, given := stringList(filter[field]); given && len(list) == 0 {
			find.Basis = []string{""} // an empty list matches nothing, and no basis is empty
		}
	}
	find.Direct = filter["includeParts"] == false
	switch ended, given := filter["ended"]; {
	case given && ended == nil:
		find.Ended = query.EndedOrNot
	case ended == true:
		find.Ended = query.OnlyEnded
	}
	if find.Since, find.Until, err = days(filter); err != nil {
		return find, err
	}
	if find.AsOf, err = day(arguments, "asOf"); err != nil {
		return find, err
	}
	if age := filter["minAgeDays"]; age != nil {
		find.Until, err = lastDayOfAge(age, find.AsOf, find.Until)
	}
	return find, err
}

// lastDayOfAge returns the last day that is at least age days before asOf (today, when it is ""), or until when that is
// earlier.
func lastDayOfAge(age any, asOf, until graph.Day) (graph.Day, error) {
	n, err := float(age)
	if err != nil || n < 0 || n > 36500 {
		return "", fmt.Errorf("%w: minAgeDays is %v; 0 to 36500 are possible", graph.ErrInvalid, age)
	}
	if asOf == "" {
		asOf = today()
	}
	last := asOf.AddDays(-int(n))
	if until != "" && until < last {
		last = until
	}
	return last, nil
}

// today is the day in UTC. A root field that asks for it depends on today.
func today() graph.Day { return graph.Day(time.Now().UTC().Format(time.DateOnly)) }
