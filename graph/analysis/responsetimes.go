package analysis

import (
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// MinEvents is how many answers there have to be for a curve and a median; a curve of fewer is chance.
const MinEvents = 5

// ResponseTimes says how long acts waited for their first answer. Acts, of which Uncertain have dates that leave more than one
// wait possible, are those at risk; undated acts and acts of which all answers are undated are counted beside them.
type ResponseTimes struct {
	Acts, Uncertain             int
	UndatedActs, UndatedAnswers int
	// FirstDays takes each interval of days for its first day, as delayDays of a response does. Fastest is the shortest that each wait
	// may have been, Slowest the longest.
	FirstDays, Fastest, Slowest Reading
}

// Reading is the response times as one reading of the dates has them. Curve is nil and Median is empty below MinEvents.
type Reading struct {
	Events, Censored int
	Curve            []Step
	Median           Median
}

// ResponseTimesOf sums up waits as of a day. A wait is the days from the act to its first answer, 0 where the answer comes
// first; one without an answer is censored on the day.
func ResponseTimesOf(waits []query.Wait, asOf graph.Day) ResponseTimes {
	var out ResponseTimes
	var first, fastest, slowest []Observation
	for _, w := range waits {
		switch {
		case w.Earliest == "":
			out.UndatedActs++
			continue
		case w.AnswerEarliest == "" && w.UndatedAnswers > 0:
			out.UndatedAnswers++
			continue
		}
		first = append(first, observed(w.Earliest, w.AnswerEarliest, asOf))
		short, long := observed(w.Latest, w.AnswerEarliest, asOf), observed(w.Earliest, w.AnswerLatest, asOf)
		fastest, slowest = append(fastest, short), append(slowest, long)
		if short != long {
			out.Uncertain++
		}
	}
	out.Acts = len(first)
	out.FirstDays, out.Fastest, out.Slowest = readingOf(first), readingOf(fastest), readingOf(slowest)
	return out
}

// observed is the wait from one day to another, or to asOf where the answer has not come by then.
func observed(act, answer, asOf graph.Day) Observation {
	if answer == "" || answer > asOf {
		return Observation{Days: max(0, graph.DaysBetween(act, asOf))}
	}
	return Observation{Days: max(0, graph.DaysBetween(act, answer)), Ended: true}
}

// readingOf sums up observations.
func readingOf(list []Observation) Reading {
	var r Reading
	for _, x := range list {
		if x.Ended {
			r.Events++
		} else {
			r.Censored++
		}
	}
	if r.Events >= MinEvents {
		r.Curve = KaplanMeier(list)
		r.Median = MedianOf(r.Curve)
	}
	return r
}
