package oracle

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// waits are the acts that may be answered by one side, with what is known of when they first were.
func (s *Store) waits(f query.FindResponseTimes) []query.Wait {
	out := []query.Wait{}
	for _, a := range s.all(graph.KindAction) {
		earliest, latest := s.days(a)
		switch {
		case !s.atRisk(f, s.id(a)), f.Types != nil && !slices.Contains(f.Types, s.text(a, "type")),
			earliest > string(f.AsOf), earliest != "" && !within(earliest, latest, f.Since, f.Until):
			continue
		}
		w := query.Wait{Action: s.id(a), Earliest: graph.Day(earliest), Latest: graph.Day(latest)}
		for _, r := range s.along(graph.RespondsTo) {
			mode, _ := r.Props["mode"].(string)
			if r.To != w.Action || f.Modes != nil && !slices.Contains(f.Modes, mode) || !s.answers(f, r.From) {
				continue
			}
			b, _ := s.node(r.From)
			first, last := s.days(b)
			switch {
			case first == "":
				w.UndatedAnswers++
			case first <= string(f.AsOf):
				w.AnswerEarliest = sooner(w.AnswerEarliest, graph.Day(first))
				w.AnswerLatest = sooner(w.AnswerLatest, graph.Day(last))
			}
		}
		out = append(out, w)
	}
	query.SortWaits(out)
	return out
}

// atRisk reports whether an act is done for any of those whom the question names, if it does, and directed at any of those who may answer.
func (s *Store) atRisk(f query.FindResponseTimes, act string) bool {
	for _, to := range orNobody(f.To) {
		for _, by := range orNobody(f.By) {
			if s.onLedger(to+">"+by, act, "", f.Direct) {
				return true
			}
		}
	}
	return false
}

// answers reports whether an act is done for any of those who may answer.
func (s *Store) answers(f query.FindResponseTimes, act string) bool {
	return f.By == nil || slices.ContainsFunc(f.By, func(by string) bool { return s.onLedger(by+">", act, "", f.Direct) })
}

func orNobody(ids []string) []string {
	if ids == nil {
		return []string{""}
	}
	return ids
}

func sooner(have, day graph.Day) graph.Day {
	if have == "" || day < have {
		return day
	}
	return have
}
