package resolvers

import (
	"context"

	"github.com/demarche-graph/demarche/graph/analysis"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (queryResolver) ResponseTimes(ctx context.Context, _ map[string]any, _ *string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

// responseTimes asks for the acts at risk and their first answers; analysis.ResponseTimesOf makes the curves.
func (f *rootField) responseTimes() (*question, error) {
	filter, _ := f.arguments["filter"].(map[string]any)
	find, err := findResponseTimes(filter)
	if err != nil {
		return nil, err
	}
	if find.AsOf, err = day(f.arguments, "asOf"); err != nil {
		return nil, err
	}
	if f.dependsOnToday = find.AsOf == ""; f.dependsOnToday {
		find.AsOf = today()
	}
	return &question{&query.Query{Find: find}, func(found *query.Answer) (any, error) {
		r := analysis.ResponseTimesOf(found.Waits, find.AsOf)
		o := reading(r.FirstDays)
		o["asOf"], o["n"] = string(find.AsOf), r.Acts
		o["uncertainCount"], o["undatedActCount"], o["undatedAnswerCount"] = r.Uncertain, r.UndatedActs, r.UndatedAnswers
		o["fastest"], o["slowest"] = reading(r.Fastest), reading(r.Slowest)
		return f.object("ResponseTimes", o), nil
	}}, nil
}

func findResponseTimes(filter map[string]any) (find query.FindResponseTimes, err error) {
	find.MaxActs = query.MaxAtRisk
	find.By, _ = stringList(filter["by"])
	find.To, _ = stringList(filter["to"])
	find.Types, _ = stringList(filter["type"])
	find.Modes, _ = stringList(filter["mode"])
	empty := func(field string) bool {
		list, given := stringList(filter[field])
		return given && len(list) == 0
	}
	if empty("by") || empty("to") || empty("type") {
		find.Types = []string{""} // an empty list matches nothing, and no type is empty
	}
	if empty("mode") {
		find.Modes = []string{""} // nor is a mode
	}
	find.Direct = filter["includeParts"] == false
	find.Since, find.Until, err = days(filter)
	return find, err
}

// reading writes the figures of one reading of the dates.
func reading(r analysis.Reading) object {
	o := object{
		"events": r.Events, "censored": r.Censored, "medianDays": dayOrNull(r.Median.Days),
		"medianDaysLow": dayOrNull(r.Median.Low), "medianDaysHigh": dayOrNull(r.Median.High), "curve": nil,
	}
	if r.Curve != nil {
		o["curve"] = steps(r.Curve)
	}
	return o
}

func steps(curve []analysis.Step) []object {
	out := make([]object, len(curve))
	for i, s := range curve {
		out[i] = object{
			"days": s.Days, "atRisk": s.AtRisk, "events": s.Events, "censored": s.Censored, "waiting": analysis.Round(s.Share),
			"standardError": nil, "waitingLow": nil, "waitingHigh": nil,
		}
		if s.Bounded {
			out[i]["standardError"] = analysis.Round(s.Error)
			out[i]["waitingLow"], out[i]["waitingHigh"] = analysis.Round(s.Low), analysis.Round(s.High)
		}
	}
	return out
}

func dayOrNull(days *int) any {
	if days == nil {
		return nil
	}
	return *days
}
