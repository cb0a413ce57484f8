package query

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// FindResponseTimes finds the acts that any of By may answer, and when one of them first did: Answer.Waits, by id of the act. At risk are
// acts of Types that one acting for any of To performed and that are directed at any of By; Since and Until narrow them by date, but
// not those without one. An answer is an act that RESPONDS_TO one at risk, in any of Modes, which one acting for any of By
// performed. Nil takes any: without To whoever acted counts, without By whoever is acted on and answers. AsOf is a day: acts and answers
// whose earliest day is later are ignored. Unknown ids are ErrNotFound, more acts than MaxActs ErrTooLarge.
type FindResponseTimes struct {
	By, To       []string // actors, or only these themselves when Direct
	Types, Modes []string
	Since, Until graph.Day
	AsOf         graph.Day
	Direct       bool
	MaxActs      int // 1..20000
}

// Wait is an act at risk and its answers as of a day. AnswerEarliest is the least of the earliest days of its dated answers,
// AnswerLatest the least of their latest, so that the first of them came between these two; both are "" where none is dated.
type Wait struct {
	Action                       string
	Earliest, Latest             graph.Day // of the act; "" when it is undated
	AnswerEarliest, AnswerLatest graph.Day
	UndatedAnswers               int
}

// SortWaits puts waits in their order, by id of the act.
func SortWaits(list []Wait) {
	slices.SortFunc(list, func(a, b Wait) int { return cmp.Compare(a.Action, b.Action) })
}

// ActKeys are the keys under which the attribution has the acts at risk: of each pair of To and By, or of one of them.
func (f FindResponseTimes) ActKeys() []string { return pairKeys(f.To, f.By) }

// AnswerKeys are the keys under which it has what those of By do; nil where anybody may answer.
func (f FindResponseTimes) AnswerKeys() []string {
	if len(f.By) == 0 {
		return nil
	}
	return pairKeys(f.By, nil)
}

// pairKeys are the keys of each pair of who acts and at whom, where no actor of a side is any.
func pairKeys(by, at []string) (keys []string) {
	by, at = distinctIDs(by), distinctIDs(at)
	if len(by) == 0 {
		by = []string{""}
	}
	if len(at) == 0 {
		at = []string{""}
	}
	for _, b := range by {
		for _, a := range at {
			keys = append(keys, graph.AttributionKey(b, a))
		}
	}
	return distinctIDs(keys)
}

// Check refuses a question without an actor or without AsOf (ErrInvalid), and one of more pairs of sides than MaxPairs (ErrTooLarge).
func (f FindResponseTimes) Check() error {
	switch {
	case len(f.By)+len(f.To) == 0:
		return fmt.Errorf("%w: response times of nobody: name who answers in by, or whom in to", graph.ErrInvalid)
	case f.AsOf == "":
		return fmt.Errorf("%w: response times without a day as of which to wait", graph.ErrInvalid)
	}
	if by, to := len(distinctIDs(f.By)), len(distinctIDs(f.To)); by*to > MaxPairs {
		return fmt.Errorf("%w: by names %d and to %d, which makes %d pairs; at most %d at a time", graph.ErrTooLarge, by, to, by*to, MaxPairs)
	}
	return within("maxActs", f.MaxActs, 1, MaxAtRisk, "can wait for an answer")
}

// CheckFound refuses more acts than MaxActs (ErrTooLarge).
func (f FindResponseTimes) CheckFound(acts int) error {
	if acts > f.MaxActs {
		return fmt.Errorf("%w: more than %d acts wait for an answer: narrow since and until, or name fewer actors or types",
			graph.ErrTooLarge, f.MaxActs)
	}
	return nil
}
