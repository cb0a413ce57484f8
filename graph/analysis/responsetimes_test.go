package analysis

import (
	"fmt"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// act is one on a day of January that is answered on another, or in a span of days.
func act(from, to, answerFrom, answerTo int) query.Wait {
	day := func(n int) graph.Day {
		if n == 0 {
			return ""
		}
		return graph.Day(fmt.Sprintf("2025-01-%02d", n))
	}
	return query.Wait{Earliest: day(from), Latest: day(to), AnswerEarliest: day(answerFrom), AnswerLatest: day(answerTo)}
}

func told(r Reading) string {
	out := fmt.Sprintf("%d/%d", r.Events, r.Censored)
	for _, s := range r.Curve {
		out += fmt.Sprintf(" %d:%d-%d-%d=%.3f", s.Days, s.AtRisk, s.Events, s.Censored, s.Share)
	}
	if r.Median.Days != nil {
		out += fmt.Sprintf(" median %d", *r.Median.Days)
	}
	return out
}

func TestResponseTimes(t *testing.T) {
	five := []query.Wait{act(1, 1, 1, 1), act(1, 1, 2, 2), act(1, 1, 3, 3), act(1, 1, 4, 4), act(1, 1, 5, 5)}
	undatedAnswer := act(1, 1, 0, 0)
	undatedAnswer.UndatedAnswers = 2
	also := act(1, 1, 7, 7)
	also.UndatedAnswers = 1
	for _, c := range []struct {
		name                    string
		waits                   []query.Wait
		first, fastest, slowest string
		beside                  string // acts, uncertain, undated acts, acts of which all answers are undated
	}{
		{"nothing", nil, "0/0", "0/0", "0/0", "0 0 0 0"},
		{"four answers are told, and no curve", five[:4], "4/0", "4/0", "4/0", "4 0 0 0"},
		{"five have a curve", five, "5/0 0:5-1-0=0.800 1:4-1-0=0.600 2:3-1-0=0.400 3:2-1-0=0.200 4:1-1-0=0.000 median 2",
			"5/0 0:5-1-0=0.800 1:4-1-0=0.600 2:3-1-0=0.400 3:2-1-0=0.200 4:1-1-0=0.000 median 2",
			"5/0 0:5-1-0=0.800 1:4-1-0=0.600 2:3-1-0=0.400 3:2-1-0=0.200 4:1-1-0=0.000 median 2", "5 0 0 0"},
		{"what waits on the 11th has waited for ten days", append(five[1:5:5], act(1, 1, 7, 7), act(1, 1, 0, 0)),
			"5/1 1:6-1-0=0.833 2:5-1-0=0.667 3:4-1-0=0.500 4:3-1-0=0.333 6:2-1-0=0.167 10:1-0-1=0.167 median 3",
			"5/1 1:6-1-0=0.833 2:5-1-0=0.667 3:4-1-0=0.500 4:3-1-0=0.333 6:2-1-0=0.167 10:1-0-1=0.167 median 3",
			"5/1 1:6-1-0=0.833 2:5-1-0=0.667 3:4-1-0=0.500 4:3-1-0=0.333 6:2-1-0=0.167 10:1-0-1=0.167 median 3", "6 0 0 0"},
		{"an answer before its act counts as one on the day", []query.Wait{act(5, 5, 1, 1)}, "1/0", "1/0", "1/0", "1 0 0 0"},
		{"what has no date is counted beside; a dated answer counts though another has none",
			[]query.Wait{act(0, 0, 0, 0), act(0, 0, 3, 3), undatedAnswer, also}, "1/0", "1/0", "1/0", "1 0 2 1"},
		{"intervals: first days; the latest act and earliest answer; the earliest act and latest answer",
			[]query.Wait{act(1, 3, 4, 6), act(1, 3, 4, 6), act(1, 3, 4, 6), act(1, 3, 4, 6), act(1, 3, 2, 2)},
			"5/0 1:5-1-0=0.800 3:4-4-0=0.000 median 3", "5/0 0:5-1-0=0.800 1:4-4-0=0.000 median 1",
			"5/0 1:5-1-0=0.800 5:4-4-0=0.000 median 5", "5 5 0 0"},
		{"an answer that may come after the day has not come in the slowest reading; an act may begin on it in the fastest",
			[]query.Wait{act(1, 20, 10, 12)}, "1/0", "1/0", "0/1", "1 1 0 0"},
		{"what waits since an interval has waited from its first day, or its last", append(five[:5:5], act(2, 9, 0, 0)),
			"5/1 0:6-1-0=0.833 1:5-1-0=0.667 2:4-1-0=0.500 3:3-1-0=0.333 4:2-1-0=0.167 9:1-0-1=0.167 median 2",
			"5/1 0:6-1-0=0.833 1:5-1-0=0.667 2:4-1-1=0.500 3:2-1-0=0.250 4:1-1-0=0.000 median 2",
			"5/1 0:6-1-0=0.833 1:5-1-0=0.667 2:4-1-0=0.500 3:3-1-0=0.333 4:2-1-0=0.167 9:1-0-1=0.167 median 2", "6 1 0 0"},
	} {
		r := ResponseTimesOf(c.waits, "2025-01-11")
		for _, x := range []struct{ what, got, want string }{
			{"first days", told(r.FirstDays), c.first}, {"fastest", told(r.Fastest), c.fastest}, {"slowest", told(r.Slowest), c.slowest},
			{"beside", fmt.Sprint(r.Acts, r.Uncertain, r.UndatedActs, r.UndatedAnswers), c.beside},
		} {
			if x.got != x.want {
				t.Errorf("%s, %s:\n got %s\nwant %s", c.name, x.what, x.got, x.want)
			}
		}
	}
}
