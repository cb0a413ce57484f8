package main

import (
	"fmt"
	"slices"
	"strings"
)

// tie is a membership of a state.
type tie struct {
	state               *state
	body                *body
	since, until, basis string
	ended               bool
	asOf                string // the day as of which the membership is known
	evidence            []evidence
}

// correct applies the rows of the table of corrections to the ties, in their order. Each row is one piece of evidence:
//
//	member    the state is a member; a tie that is missing is added
//	left      the state was a member until a day
//	leaves    the state will be a member until a day
//	never     the state is no member and was none: the tie is taken out
//	disputed  the source speaks against what another row says
func correct(states []*state, bodies []*body, ties []*tie, rows []map[string]string) ([]*tie, error) {
	none := map[[2]string]bool{} // memberships that are none, by the ids of state and body
	for i, row := range rows {
		line := fmt.Sprintf("corrections.csv:%d", i+2)
		s := slices.IndexFunc(states, func(s *state) bool { return s.iso3 == row["state"] })
		b := slices.IndexFunc(bodies, func(b *body) bool { return b.id == row["body"] })
		if s < 0 || b < 0 || row["source"] == "" || row["quote"]+row["locator"] == "" {
			return nil, fmt.Errorf("%s: it needs a state, a body, a source, and a quotation or where it stands", line)
		}
		t := find(ties, states[s], bodies[b])
		switch row["does"] {
		case "never":
			none[[2]string{states[s].id, bodies[b].id}] = true
			continue
		case "member", "left", "leaves":
			if t == nil {
				t = &tie{state: states[s], body: bodies[b]}
				ties = append(ties, t)
			}
			t.ended = t.ended || row["does"] == "left"
		case "disputed":
			if t == nil {
				return nil, fmt.Errorf("%s: there is no tie to dispute", line)
			}
		default:
			return nil, fmt.Errorf("%s: it does %q", line, row["does"])
		}
		if err := t.add(row); err != nil {
			return nil, fmt.Errorf("%s: %w", line, err)
		}
	}
	ties = slices.DeleteFunc(ties, func(t *tie) bool { return none[[2]string{t.state.id, t.body.id}] })
	for _, t := range ties {
		if err := t.finish(); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(ties, func(a, b *tie) int {
		if c := strings.Compare(a.state.id, b.state.id); c != 0 {
			return c
		}
		return strings.Compare(a.body.id, b.body.id)
	})
	return ties, nil
}

// find gives the tie of a state to a body, nil where there is none.
func find(ties []*tie, s *state, b *body) *tie {
	if i := slices.IndexFunc(ties, func(t *tie) bool { return t.state == s && t.body == b }); i >= 0 {
		return ties[i]
	}
	return nil
}

// add adds what a row says to a tie, and the row as its evidence. A later row makes a date more precise, as 2016 to 2016-07-01,
// but does not change it. The tie is known as of the latest day of its rows.
func (t *tie) add(row map[string]string) error {
	for value, given := range map[*string]string{&t.since: row["since"], &t.until: row["until"]} {
		if given != "" && *value != "" && !strings.HasPrefix(given, *value) {
			return fmt.Errorf("%s and %s", *value, given)
		}
		*value = max(*value, given)
	}
	t.asOf = max(t.asOf, row["asOf"])
	t.evidence = append(t.evidence, evidence{
		source: row["source"], quote: row["quote"], locator: row["locator"], field: row["field"], basis: row["basis"], relation: row["relation"],
	})
	return nil
}

// finish sees to it that the tie is known as of some day and rests on something, and sets its basis: it is inferred when all
// that backs it as a whole is.
func (t *tie) finish() error {
	explicit := false
	inferred := false
	for _, e := range t.evidence {
		if e.field != "" || e.relation != "" {
			continue
		}
		explicit = explicit || e.basis == ""
		inferred = inferred || e.basis != ""
	}
	switch {
	case !explicit && !inferred:
		return fmt.Errorf("%s in %s: nothing backs it as a whole", t.state.id, t.body.id)
	case !explicit:
		t.basis = "INFERRED"
	}
	if t.asOf == "" {
		t.asOf = max(t.since, t.until)
	}
	if t.asOf == "" {
		return fmt.Errorf("%s in %s: it is not said as of when that is known", t.state.id, t.body.id)
	}
	if n := min(len(t.asOf), len(t.until)); t.ended && t.asOf[:n] < t.until[:n] {
		return fmt.Errorf("%s in %s: known as of %s, it cannot have ended in %s", t.state.id, t.body.id, t.asOf, t.until)
	}
	return nil
}
